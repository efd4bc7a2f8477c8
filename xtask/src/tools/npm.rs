//! Programs from npm, installed once for each state of `xtask/npm`.

use crate::{process, project::Project, say};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Installs the packages of `xtask/npm` and returns their `node_modules`.
pub(super) fn install(project: &Project, root: &Path) -> Result<PathBuf> {
    let hash = project.hash(&[
        "xtask/npm/package.json",
        "xtask/npm/package-lock.json",
        "xtask/npm/.npmrc",
    ])?;
    let folder = root.join(format!("npm-{}", hash.get(..12).unwrap_or(&hash)));
    let modules = folder.join("node_modules");
    let complete = folder.join("complete");
    if complete.exists() {
        return Ok(modules);
    }
    say::step(
        "Installing the npm tools",
        "about half a minute, once",
        || {
            fs::create_dir_all(&folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
            for name in FILES {
                fs::copy(project.root.join("xtask/npm").join(name), folder.join(name))
                    .with_context(|| format!("xtask/npm/{name} cannot be copied"))?;
            }
            let mut npm = Command::new("npm");
            npm.args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]);
            process::run(npm.current_dir(&folder))?;
            fs::write(&complete, "")
                .with_context(|| format!("{} cannot be written", complete.display()))
        },
    )?;
    Ok(modules)
}
