//! trunk, for contributors: `cargo xtask trunk serve`, and the hooks that Trunk.toml calls after
//! trunk has built the module.

use crate::build::programs::Programs;
use crate::build::{self, wasm};
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{console, process};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs trunk with the given arguments, with all required tools at the front of `PATH`.
pub(crate) fn run(project: &Project, arguments: &[OsString]) -> Result<()> {
    let tools = tools::for_build(project)?;
    tools::programs(&[tools::TRUNK])?;
    let programs = Programs::compile(project)?;
    let mut trunk = command(project, &tools, &programs)?;
    process::run(trunk.args(arguments))
}

/// The output folder of the trunk build for tests.
pub(crate) fn dist(project: &Project) -> Result<PathBuf> {
    Ok(project.work()?.join("trunk"))
}

/// `trunk build --release` into [`dist`], with trunk installed if necessary, both only while
/// processors are otherwise idle.
pub(crate) fn build_for_tests(project: &Project, tools: &Tools) -> Result<()> {
    tools::programs(&[tools::TRUNK.in_the_background()])?;
    let programs = Programs::compiled(project);
    console::step("Building with trunk", "in the background", || {
        let mut trunk = command(project, tools, &programs)?;
        trunk.args(["build", "--release", "--dist"]);
        process::run(&mut process::in_the_background(trunk.arg(dist(project)?)))
    })
}

fn command(project: &Project, tools: &Tools, programs: &Programs) -> Result<Command> {
    let path = tools.path()?;
    let path = std::iter::once(programs.folder.clone()).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path)
        .context("The PATH contains a folder name that cannot be passed on")?;
    let mut trunk = Command::new(tools.cargo_program("trunk"));
    trunk.current_dir(&project.root).env("PATH", path);
    // The same flags as `cargo xtask build`, so that both share compiled crates.
    trunk.env(wasm::FLAGS, wasm::flags());
    Ok(trunk)
}

/// Adds all other files to the module that trunk has built: translations, styles, icons and the
/// element. trunk calls this and sets the paths of its files in environment variables.
pub(crate) fn assets(project: &Project) -> Result<()> {
    let variable = |name| {
        std::env::var_os(name)
            .with_context(|| format!("{name} is not set: trunk calls this command"))
    };
    let staged = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let release = variable("TRUNK_PROFILE")? == "release";
    let tools = tools::for_build(project)?;
    console::silent_step("Completing the trunk build", || {
        build::finish(project, &tools, Path::new(&staged), release)
    })
}
