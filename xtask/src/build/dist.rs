//! Laying out `dist/`: the files, their compressed twins, the manifest, and what the build before left behind.

use super::assets::Asset;
use crate::manifest::{Manifest, Shipped};
use crate::process;
use crate::project::{self, Project};
use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha384};
use std::fs;
use std::process::Command;

/// Writes all files and removes those of builds before the previous one.
pub(super) fn lay_out(project: &Project, assets: Vec<Asset>, inputs: String) -> Result<Manifest> {
    let dist = &project.dist;
    fs::create_dir_all(dist.join("assets")).context("dist/ cannot be made")?;
    for asset in &assets {
        fs::write(dist.join(&asset.name), &asset.bytes)
            .with_context(|| format!("dist/{} cannot be written", asset.name))?;
    }
    let mut node = Command::new("node");
    node.arg(project.root.join("xtask/npm/brotli.mjs"))
        .args(assets.iter().map(|asset| &asset.name));
    let sizes: Vec<u64> = serde_json::from_slice(&process::output(node.current_dir(dist))?)
        .context("xtask/npm/brotli.mjs answered something unreadable")?;
    let shipped = assets
        .into_iter()
        .zip(sizes)
        .map(|(asset, brotli)| Shipped {
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
        inputs,
        files: shipped.collect(),
        previous: Vec::new(),
    };
    manifest.keep(Manifest::read(dist).unwrap_or_default());
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
