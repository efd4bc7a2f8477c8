//! `cargo xtask build`: from sources to `dist/`, skipping what did not change.

mod assets;
mod dist;
pub(crate) mod wasm;

use crate::manifest::Manifest;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{locales, say};
use anyhow::Result;

/// What the WebAssembly module is made of.
const WASM_INPUTS: &[&str] = &[
    "src",
    "crates/contract",
    "crates/delivery",
    "crates/forms",
    "crates/search",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "xtask/npm/package-lock.json",
    "xtask/src/build/wasm.rs",
    "xtask/src/build/instantiate.js",
];

/// What the rest of the portal is made of.
const OTHER_INPUTS: &[&str] = &[
    "index.html",
    "style",
    "locales",
    "element",
    "xtask/src/build",
    "xtask/src/locales",
    "xtask/npm",
];

/// Builds the portal, installing what that needs.
pub(crate) fn run(project: &Project) -> Result<Tools> {
    let tools = tools::for_build(project)?;
    build(project, &tools)?;
    Ok(tools)
}

/// Builds the portal with tools that are there.
pub(crate) fn build(project: &Project, tools: &Tools) -> Result<()> {
    let work = project.work()?;
    let _lock = tools::lock(
        &work.join(".lock"),
        "Another cargo xtask is building here; waiting for it ...",
    )?;
    let wasm_inputs = project.hash(WASM_INPUTS)?;
    let inputs = format!("{wasm_inputs}-{}", project.hash(OTHER_INPUTS)?);
    let built = Manifest::read(&project.dist);
    let complete = |manifest: &Manifest| {
        manifest
            .files
            .iter()
            .all(|file| project.dist.join(&file.name).exists())
    };
    if built.is_some_and(|manifest| manifest.inputs == inputs && complete(&manifest)) {
        println!("The portal in dist/ is up to date.");
        return Ok(());
    }
    // Texts first: a mistake in them is found in milliseconds, one compiler run earlier.
    let tables = locales::compile(project)?;
    let staging = wasm::stage(project, tools, &work, &wasm_inputs)?;
    let manifest = say::step("Finishing dist/", "a few seconds", || {
        let assets = assets::make(project, tools, &staging, &tables)?;
        dist::lay_out(project, assets, inputs)
    })?;
    for file in &manifest.files {
        let name = &file.logical;
        if name.ends_with(".wasm") || name.ends_with(".js") || name.ends_with(".css") {
            println!(
                "  {name}: {} bytes, {} as brotli",
                say::grouped(file.bytes),
                say::grouped(file.brotli)
            );
        }
    }
    Ok(())
}
