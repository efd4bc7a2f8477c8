//! The locations of the project, cargo's target folder, and the private tools folder.

use crate::process;
use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders of this project.
#[derive(Clone)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target folder, as set by `CARGO_TARGET_DIR` or a configuration.
    pub(crate) target: PathBuf,
    /// The built portal.
    pub(crate) dist: PathBuf,
}

/// The part of `cargo metadata` that is used here.
#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        let root = root();
        let mut command = process::cargo();
        command
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&root);
        let metadata: Metadata = serde_json::from_slice(&process::output(&mut command)?)
            .context("cargo metadata returned unreadable output")?;
        Ok(Self {
            target: metadata.target_directory,
            dist: root.join("dist"),
            root,
        })
    }

    /// The folder for data that the commands keep between runs.
    pub(crate) fn work(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be created", folder.display()))?;
        Ok(folder)
    }

    /// A path for display: relative to the project.
    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// A hash of the names and contents of files and folders, given relative to the project.
    pub(crate) fn hash(&self, inputs: &[&str]) -> Result<String> {
        let mut hasher = Sha256::new();
        for input in inputs {
            for file in files(&self.root.join(input))? {
                let bytes = fs::read(&file)
                    .with_context(|| format!("{} cannot be read", file.display()))?;
                hasher.update(self.relative(&file).to_string_lossy().as_bytes());
                hasher.update(bytes.len().to_le_bytes());
                hasher.update(bytes);
            }
        }
        Ok(hex(&hasher.finalize()))
    }
}

/// Cargo sets the package's folder for a program that it runs; a copied binary falls back to the
/// folder where it was built.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package
        .parent()
        .map_or_else(|| package.clone(), Path::to_path_buf)
}

/// The folder of installed tools, which never replaces the user's own.
pub(crate) fn tools_root() -> Result<PathBuf> {
    let variable = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    variable("PORTICO_TOOLS")
        .or_else(|| variable("XDG_CACHE_HOME").map(|cache| cache.join("portico/tools")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache/portico/tools")))
        .context("HOME is not set. Set PORTICO_TOOLS to a folder for the build tools.")
}

/// All files under a path in a stable order; the file itself if it is one, none if it does not
/// exist.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(path, &mut found).with_context(|| format!("{} cannot be read", path.display()))?;
    found.sort();
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        found.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), found)?;
        }
    }
    Ok(())
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A sentence if a disk that this project writes to is almost full, which explains many odd
/// failures.
pub(crate) fn full_disk() -> Option<String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let places = [
        Some(root()),
        target,
        tools_root().ok(),
        Some(std::env::temp_dir()),
    ];
    let (place, free) = places.into_iter().flatten().find_map(|place| {
        let free = free_megabytes(&place)?;
        (free < 200).then_some((place, free))
    })?;
    Some(format!(
        "The disk that contains {} is full ({free} MB left); a first build needs about 6 GB.",
        place.display()
    ))
}

/// The free space on the disk of a path; `df -P` has the same columns on all systems that have it.
fn free_megabytes(path: &Path) -> Option<u64> {
    let result = Command::new("df").arg("-Pk").arg(path).output().ok()?;
    let text = String::from_utf8(result.stdout).ok()?;
    let kilobytes: u64 = text
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    Some(kilobytes / 1024)
}
