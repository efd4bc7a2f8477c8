//! The layout of `dist/`: the files, their compressed versions, the manifest, and the files of the
//! previous build.

use super::assets::Asset;
use super::{BuildStamps, Optimisation};
use crate::manifest::{Manifest, ShippedFile};
use crate::process;
use crate::project::{self, Project};
use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha384};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Writes all files; files that refer to others come last.
pub(super) fn write(dist: &Path, assets: &[Asset]) -> Result<()> {
    let folder = dist.join("assets");
    fs::create_dir_all(&folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    for asset in assets {
        let file = dist.join(&asset.name);
        fs::write(&file, &asset.bytes)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

/// Writes all files and removes the files of builds before the previous one.
pub(super) fn lay_out(
    project: &Project,
    assets: Vec<Asset>,
    stamps: &BuildStamps,
) -> Result<Manifest> {
    let dist = &project.dist;
    write(dist, &assets)?;
    let mut node = Command::new("node");
    node.arg(project.root.join("xtask/npm/brotli.mjs"));
    node.arg(match stamps.optimisation {
        Optimisation::Release => "11",
        Optimisation::Quick => "4",
    })
    .args(assets.iter().map(|asset| &asset.name));
    let sizes: Vec<u64> = serde_json::from_slice(&process::output(node.current_dir(dist))?)
        .context("xtask/npm/brotli.mjs returned unreadable output")?;
    let shipped = assets
        .into_iter()
        .zip(sizes)
        .map(|(asset, brotli)| ShippedFile {
            bytes: asset.bytes.len() as u64,
            brotli,
            integrity: format!(
                "sha384-{}",
                BASE64_STANDARD.encode(Sha384::digest(&asset.bytes))
            ),
            name: asset.name,
            logical: asset.logical,
        });
    let mut manifest = Manifest {
        inputs: stamps.wanted(),
        files: shipped.collect(),
        previous: Vec::new(),
    };
    let earlier = Manifest::read(dist).unwrap_or_default();
    if stamps.optimisation == Optimisation::Release && super::is_finished(&earlier) {
        earlier.write_earlier(&project.work()?)?;
    }
    manifest.keep(earlier);
    manifest.write(dist)?;
    for file in project::files(dist)? {
        let name = file
            .strip_prefix(dist)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        if !manifest.holds(&name) {
            fs::remove_file(&file).with_context(|| format!("dist/{name} cannot be removed"))?;
        }
    }
    Ok(manifest)
}
