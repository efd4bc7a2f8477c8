//! The WebAssembly module and its lazy parts: cargo, wasm-split, wasm-bindgen and wasm-opt in turn, each of an exact version.

use crate::project::{self, Project};
use crate::tools::Tools;
use crate::{process, say};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The main module, as wasm-bindgen names it.
pub(super) const MAIN: &str = "portico_bg.wasm";

/// The loaders of the lazy parts, as the splitter names them.
const LOADERS: &str = "__wasm_split.js";

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Features by name, since all of them would emit imports that browsers refuse. Inlining makes the files smaller and
/// their brotli 11 % larger, and functions in the order of their names lie beside those they resemble.
const OPTIMISE: [&str; 14] = [
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
    "--strip-debug",
    "--strip-producers",
];

/// Leaves `portico.js`, [`MAIN`], [`LOADERS`] and a `.wasm` for each lazy part in a staging folder and
/// returns it.
pub(super) fn stage(
    project: &Project,
    tools: &Tools,
    work: &Path,
    inputs: &str,
) -> Result<PathBuf> {
    let staging = work.join("staging");
    let stamp = work.join("staging.inputs");
    if staging.exists() && fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        return Ok(staging);
    }
    remove(&staging)?;
    remove(&stamp)?;
    fs::create_dir_all(&staging).context("The staging folder cannot be made")?;
    say::step(
        "Building the portal",
        "about 3 minutes, 6 at the first time",
        || {
            let linked = compile(project)?;
            let main = split(&linked, work, &staging)?;
            bind(tools, &main, &staging)?;
            modules(&staging)?
                .iter()
                .try_for_each(|module| optimise(tools, module))
        },
    )?;
    fs::write(&stamp, inputs).with_context(|| format!("{} cannot be written", stamp.display()))?;
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

/// The whole portal as the linker leaves it, with the relocations that tell the splitter who needs whom.
fn compile(project: &Project) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args([
        "build",
        "--quiet",
        "--release",
        "--lib",
        "--locked",
        "--target",
        TARGET,
    ]);
    // Joined to the flags of .cargo/config.toml. Messages of panics name source files: without the first flag the
    // module would carry the paths of whatever machine built it.
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        format!("--remap-path-prefix={home}/registry/src=crates -Clink-arg=--emit-relocs"),
    );
    process::run(cargo.current_dir(&project.root))?;
    Ok(project.target.join(TARGET).join("release/portico.wasm"))
}

/// Takes what only functions marked `wasm_split` need out of the module. The lazy parts go to the staging folder; what
/// remains is returned.
fn split(linked: &Path, work: &Path, staging: &Path) -> Result<PathBuf> {
    let bytes = fs::read(linked).with_context(|| format!("{} cannot be read", linked.display()))?;
    let main = work.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = staging;
    options.main_out_path = &main;
    options.main_module = "./portico.js";
    wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{} cannot be split: {error:#}", linked.display()))?;

    let loaders = staging.join(LOADERS);
    let text = fs::read_to_string(&loaders)
        .with_context(|| format!("{} cannot be read", loaders.display()))?;
    let streaming = "WebAssembly.instantiateStreaming(src, imports)";
    if !text.contains(streaming) {
        bail!("{LOADERS} instantiates in another way than xtask/src/build/wasm.rs expects.");
    }
    let text = text.replace(streaming, "instantiate(src, imports)");
    fs::write(&loaders, text + include_str!("instantiate.js"))
        .with_context(|| format!("{} cannot be written", loaders.display()))?;
    Ok(main)
}

/// Makes the glue. The lazy parts share the module's table of functions, which is exported only when asked for.
fn bind(tools: &Tools, main: &Path, staging: &Path) -> Result<()> {
    let mut bindgen = Command::new(tools.cargo_program("wasm-bindgen"));
    bindgen.args([
        "--target=web",
        "--no-typescript",
        "--keep-lld-exports",
        "--out-name=portico",
        "--out-dir",
    ]);
    process::run(bindgen.arg(staging).arg(main))
}

/// Makes a module small. It warns of names of labels, which it drops anyway.
pub(crate) fn optimise(tools: &Tools, module: &Path) -> Result<()> {
    let mut optimise = Command::new(tools.npm_program("wasm-opt"));
    process::run_quietly(optimise.args(OPTIMISE).arg(module).arg("-o").arg(module))
}

fn remove(path: &Path) -> Result<()> {
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
