//! Programs and packages from npm, installed once for each state of the folder that lists them.

use crate::{console, process, project::Project};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// The programs for building and testing.
pub(super) const PROGRAMS: &str = "xtask/npm";

/// The search engines that Portico's is compared with.
pub(super) const RIVALS: &str = "bench/npm";

/// Installs the packages that a folder of the project lists and returns their `node_modules`.
pub(super) fn install(project: &Project, root: &Path, named_in: &str) -> Result<PathBuf> {
    let inputs = FILES.map(|name| format!("{named_in}/{name}"));
    let hash = project.hash(&inputs.each_ref().map(String::as_str))?;
    let folder = root.join(format!("npm-{}", hash.get(..12).unwrap_or(&hash)));
    let modules = folder.join("node_modules");
    let complete = folder.join("complete");
    if complete.exists() {
        return Ok(modules);
    }
    console::step(
        &format!("Installing the packages of {named_in}"),
        "about half a minute, only once",
        || {
            fs::create_dir_all(&folder)
                .with_context(|| format!("{} cannot be created", folder.display()))?;
            for name in FILES {
                fs::copy(project.root.join(named_in).join(name), folder.join(name))
                    .with_context(|| format!("{named_in}/{name} cannot be copied"))?;
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
