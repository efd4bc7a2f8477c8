//! The WebAssembly module and its lazy modules: cargo, wasm-split, wasm-bindgen, wasm-opt and
//! wasm-rename in sequence, each with an exact version.

use super::programs::{Programs, ProgramsWhenNeeded};
use super::{BuildStamps, Optimisation, shared};
use crate::parallel::together;
use crate::project::{self, Project};
use crate::tools::Tools;
use crate::{console, process};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name that wasm-bindgen gives the main module.
pub(super) const MAIN: &str = "portico_bg.wasm";

/// The name that wasm-bindgen gives the glue code.
pub(super) const GLUE: &str = "portico.js";

/// The name of the main module between the splitter and wasm-bindgen.
const SPLIT_MAIN: &str = "main.wasm";

/// The name that the splitter gives the loaders of the lazy modules.
const LOADERS: &str = "__wasm_split.js";

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Features are listed by name, because enabling all of them would emit imports that browsers
/// refuse. Inlining would reduce the raw size but increase the Brotli size by 11 %, and functions
/// sorted by name are next to similar ones.
const OPTIMISE: [&str; 12] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--reorder-functions-by-name",
];

/// What browsers do not need.
const STRIP: [&str; 2] = ["--strip-debug", "--strip-producers"];

/// Creates [`GLUE`], [`MAIN`], [`LOADERS`] and the `.wasm` files of the lazy modules in a staging
/// folder, and returns the folder.
pub(super) fn stage(
    project: &Project,
    tools: &Tools,
    work: &Path,
    stamps: &BuildStamps,
    programs: ProgramsWhenNeeded,
) -> Result<PathBuf> {
    let staging = work.join("staging");
    let stamp = work.join("staging.inputs");
    if staging.exists() && fs::read_to_string(&stamp).is_ok_and(|built| stamps.accept(&built)) {
        return Ok(staging);
    }
    remove(&staging)?;
    remove(&stamp)?;
    fs::create_dir_all(&staging).context("The staging folder cannot be created")?;
    let compile = || {
        console::step(
            "Compiling the portal",
            "about 2 minutes the first time",
            || compile(project, stamps.optimisation.profile()),
        )
    };
    let (linked, programs) = together(compile, programs)?;
    console::silent_step("Splitting the portal", || {
        let main = split(&programs, &linked, work, &staging)?;
        bind(&programs, &main, &staging)
    })?;
    if stamps.optimisation == Optimisation::Release {
        console::step("Optimising the portal", "about 20 seconds", || {
            optimise_all(tools, &modules(&staging)?)?;
            rename(&programs, &staging)
        })?;
    }
    shared::join(&staging, &staging.join(LOADERS))?;
    fs::write(&stamp, stamps.wanted())
        .with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(staging)
}

/// All modules in the staging folder: the main one and the lazy ones.
pub(super) fn modules(staging: &Path) -> Result<Vec<PathBuf>> {
    let mut files = project::files(staging)?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "wasm")
    });
    Ok(files)
}

/// Links the whole portal, with the relocations that the splitter needs to find dependencies.
fn compile(project: &Project, profile: &str) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args([
        "rustc",
        "--quiet",
        "--profile",
        profile,
        "--lib",
        "--locked",
        "--features",
        "split",
        "--target",
        TARGET,
    ]);
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    cargo.env(FLAGS, flags());
    process::run(cargo.current_dir(&project.root))?;
    let folder = project.target.join(TARGET).join(profile);
    Ok(folder.join("portico.wasm"))
}

/// The variable with additional compiler flags, which are appended to those of
/// `.cargo/config.toml`.
pub(crate) const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Panic messages contain source paths: without these flags, the module would contain the paths of
/// the build machine.
pub(crate) fn flags() -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    format!("--remap-path-prefix={home}/registry/src=crates")
}

/// Moves code that only functions marked `wasm_split` need out of the module. The lazy modules go
/// to the staging folder, and the main module is returned.
fn split(programs: &Programs, linked: &Path, work: &Path, staging: &Path) -> Result<PathBuf> {
    let main = work.join(SPLIT_MAIN);
    process::run(programs.split().arg(linked).arg(&main).arg(staging))?;

    let loaders = staging.join(LOADERS);
    let mut text = fs::read_to_string(&loaders)
        .with_context(|| format!("{} cannot be read", loaders.display()))?;
    for (theirs, ours) in [
        ("fetch(new URL(", "download(new URL("),
        (
            "WebAssembly.instantiateStreaming(src, imports)",
            "instantiate(src, imports)",
        ),
    ] {
        if !text.contains(theirs) {
            bail!("{LOADERS} loads in another way than xtask/src/build/wasm.rs expects.");
        }
        text = text.replace(theirs, ours);
    }
    fs::write(&loaders, text + include_str!("instantiate.js"))
        .with_context(|| format!("{} cannot be written", loaders.display()))?;
    Ok(main)
}

/// Generates the glue code. The lazy modules share the function table of the main module, which is
/// exported only on request.
fn bind(programs: &Programs, main: &Path, staging: &Path) -> Result<()> {
    let mut bindgen = programs.bindgen();
    bindgen.args([
        "--target=web",
        "--no-typescript",
        "--keep-lld-exports",
        "--out-name=portico",
        "--out-dir",
    ]);
    process::run(bindgen.arg(staging).arg(main))
}

/// Shortens the names of the functions that the main module and the glue code pass to each other.
fn rename(programs: &Programs, staging: &Path) -> Result<()> {
    let mut rename = programs.rename();
    process::run(rename.arg(staging.join(MAIN)).arg(staging.join(GLUE)))
}

/// Optimises all modules in parallel: each uses one processor.
pub(super) fn optimise_all(tools: &Tools, modules: &[PathBuf]) -> Result<()> {
    let Some((one, others)) = modules.split_first() else {
        return Ok(());
    };
    together(|| optimise(tools, one), || optimise_all(tools, others)).map(|_| ())
}

/// Optimises a module. wasm-opt warns about label names, which it drops anyway.
pub(crate) fn optimise(tools: &Tools, module: &Path) -> Result<()> {
    optimise_with(tools, module, &STRIP)
}

fn optimise_with(tools: &Tools, module: &Path, options: &[&str]) -> Result<()> {
    let mut optimise = Command::new(tools.npm_program("wasm-opt"));
    optimise.args(OPTIMISE).args(options).arg(module).arg("-o");
    process::run_quietly(optimise.arg(module))
}

/// Prints the crates and modules that the code of the main module comes from, after a production build.
pub(super) fn print_sizes(project: &Project, tools: &Tools) -> Result<()> {
    let programs = Programs::compile(project)?;
    let work = project.work()?;
    let folder = work.join("named");
    let module = folder.join(MAIN);
    console::step(
        "Optimising the portal with its names",
        "about 20 seconds",
        || {
            bind(&programs, &work.join(SPLIT_MAIN), &folder)?;
            optimise_with(tools, &module, &["--debuginfo"])
        },
    )?;
    process::run(programs.sizes().arg(module))
}

pub(super) fn remove(path: &Path) -> Result<()> {
    let result = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}
