//! The WebAssembly module: trunk runs cargo, wasm-bindgen and wasm-opt, each of an exact version and offline.

use crate::project::Project;
use crate::tools::Tools;
use crate::{process, say};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Leaves `portico.js`, `portico_bg.wasm` and `index.html` in a staging folder and returns it.
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
    // Snippets of an earlier build would be shipped again: wasm-bindgen adds to its folder and removes nothing.
    remove(&project.target.join("wasm-bindgen/release/snippets"))?;
    say::step("Fetching the crates", "a minute at the first time", || {
        let mut fetch = process::cargo();
        fetch.args([
            "fetch",
            "--quiet",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        process::run(fetch.current_dir(&project.root))
    })?;
    say::step(
        "Building the portal",
        "about 3 minutes, 6 at the first time",
        || {
            let mut trunk = Command::new(tools.cargo_program("trunk"));
            trunk
                .args(["build", "--release", "--offline", "--dist"])
                .arg(&staging);
            trunk
                .env("PATH", tools.path()?)
                // Joined to the flags of .cargo/config.toml. Messages of panics name source files: without this the
                // module would carry the paths of whatever machine built it.
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                    without_paths(),
                )
                .env("NO_COLOR", "true")
                .env("RUST_BACKTRACE", "0")
                .current_dir(&project.root);
            process::run(&mut trunk)
        },
    )?;
    fs::write(&stamp, inputs).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(staging)
}

fn without_paths() -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    format!("--remap-path-prefix={home}/registry/src=crates")
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
