//! Installation of missing tools into a private folder, so that none of the user's own are
//! replaced.

mod cargo_tools;
mod npm;
mod system;

pub(crate) use cargo_tools::{CargoTool, GECKODRIVER, TRUNK};

use crate::project::{self, Project};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The locations of the installed tools.
pub(crate) struct Tools {
    /// Programs from crates.io.
    bin: PathBuf,
    /// `node_modules` with the programs from npm.
    modules: PathBuf,
}

impl Tools {
    /// The `PATH` for child processes, with the installed tools first.
    pub(crate) fn path(&self) -> Result<OsString> {
        let ours = [self.bin.clone(), self.modules.join(".bin")];
        let theirs = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&theirs)))
            .context("The PATH contains a folder name that cannot be passed on")
    }

    /// A program installed from crates.io.
    pub(crate) fn cargo_program(&self, name: &str) -> PathBuf {
        self.bin
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A program installed from npm.
    pub(crate) fn npm_program(&self, name: &str) -> PathBuf {
        self.modules.join(".bin").join(name)
    }

    /// A file of an npm package, such as `axe-core/axe.min.js`.
    pub(crate) fn npm_file(&self, name: &str) -> PathBuf {
        self.modules.join(name)
    }
}

/// The tools for building the portal.
pub(crate) fn for_build(project: &Project) -> Result<Tools> {
    let root = project::tools_root()?;
    fs::create_dir_all(&root).with_context(|| format!("{} cannot be created", root.display()))?;
    let _lock = lock_root(&root)?;
    system::check_node()?;
    system::add_wasm_target()?;
    let modules = npm::install(project, &root, npm::PROGRAMS)?;
    Ok(Tools {
        bin: root.join("bin"),
        modules,
    })
}

/// The additional tools for tests, except for [`programs`]: browsers and their drivers.
pub(crate) fn for_tests(project: &Project) -> Result<Tools> {
    system::install(&system::FOR_TESTS)?;
    for_build(project)
}

/// Installs missing programs from crates.io, which takes minutes of compilation.
pub(crate) fn programs(wanted: &[CargoTool]) -> Result<()> {
    let root = project::tools_root()?;
    let _lock = lock_root(&root)?;
    cargo_tools::install(&root, wanted)
}

/// The tools for comparing search engines, and the `node_modules` with the other engines.
pub(crate) fn for_bench(project: &Project) -> Result<(Tools, PathBuf)> {
    let tools = for_build(project)?;
    let root = project::tools_root()?;
    let _lock = lock_root(&root)?;
    system::install(&[system::CHROMIUM])?;
    Ok((tools, npm::install(project, &root, npm::RIVALS)?))
}

/// Allows only one command at a time to install tools.
fn lock_root(root: &Path) -> Result<File> {
    let waiting = "Another cargo xtask is installing tools; waiting for it ...";
    lock(&root.join(".lock"), waiting)
}

/// Holds a file lock until it is dropped, and reports when it has to wait.
pub(crate) fn lock(path: &Path, waiting: &str) -> Result<File> {
    let file =
        File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    if file.try_lock().is_err() {
        println!("{waiting}");
        file.lock()
            .with_context(|| format!("{} cannot be locked", path.display()))?;
    }
    Ok(file)
}
