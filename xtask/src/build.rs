//! `cargo xtask build`: from sources to `dist/`, skipping unchanged parts.

mod assets;
mod dist;
pub(crate) mod programs;
mod shared;
pub(crate) mod wasm;

use crate::manifest::Manifest;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{console, locales};
use anyhow::Result;
use programs::{Programs, ProgramsWhenNeeded};
use std::path::Path;

/// The inputs of the WebAssembly module.
const WASM_INPUTS: &[&str] = &[
    "src",
    "crates/contract",
    "crates/delivery",
    "crates/forms",
    "crates/routes",
    "crates/search",
    "crates/wasm-streams",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "xtask/npm/package-lock.json",
    "xtask/wasm",
    "xtask/src/build/shared.rs",
    "xtask/src/build/wasm.rs",
    "xtask/src/build/instantiate.js",
];

/// The inputs of the rest of the portal.
const OTHER_INPUTS: &[&str] = &[
    "index.html",
    "style",
    "locales",
    "element",
    "xtask/src/build",
    "xtask/src/locales",
    "xtask/npm",
];

/// The degree of optimisation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Optimisation {
    /// The production build.
    Release,
    /// The same portal, larger and slower: it is compiled with the profile `quick`, which takes
    /// half the time, without wasm-opt, and with fast Brotli compression. It is sufficient for a
    /// first look on the same machine.
    Quick,
}

impl Optimisation {
    /// The compiler's profile, which also names its output folder.
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Quick => "quick",
        }
    }
}

/// The prefix of a quick build's hash.
const QUICK: &str = "quick-";

/// The hash of all inputs, and the degree of optimisation.
pub(crate) struct BuildStamps {
    inputs: String,
    optimisation: Optimisation,
}

impl BuildStamps {
    /// The stamp that a build leaves to identify its inputs.
    fn wanted(&self) -> String {
        match self.optimisation {
            Optimisation::Release => self.inputs.clone(),
            Optimisation::Quick => format!("{QUICK}{}", self.inputs),
        }
    }

    /// Whether the result of an earlier build can be used: a more optimised one always can.
    fn accept(&self, built: &str) -> bool {
        built == self.inputs || built == self.wanted()
    }
}

/// Makes the production build, and installs the required tools.
pub(crate) fn run(project: &Project) -> Result<Tools> {
    let tools = tools::for_build(project)?;
    let programs = || Programs::compile(project);
    build(project, &tools, Optimisation::Release, &programs)?;
    Ok(tools)
}

/// Builds the portal with installed tools.
pub(crate) fn build(
    project: &Project,
    tools: &Tools,
    optimisation: Optimisation,
    programs: ProgramsWhenNeeded,
) -> Result<()> {
    let work = project.work()?;
    let _lock = tools::lock(
        &work.join(".lock"),
        "Another cargo xtask is building here; waiting for it ...",
    )?;
    let wasm_inputs = project.hash(WASM_INPUTS)?;
    let all = format!("{wasm_inputs}-{}", project.hash(OTHER_INPUTS)?);
    let stamps = |inputs| BuildStamps {
        inputs,
        optimisation,
    };
    if is_built(project, &stamps(all.clone())) {
        println!("The portal in dist/ is up to date.");
        return Ok(());
    }
    // Translations are compiled first, because a mistake in them is found in milliseconds.
    let tables = locales::compile(project)?;
    let staging = wasm::stage(project, tools, &work, &stamps(wasm_inputs), programs)?;
    let manifest = console::silent_step("Finishing dist/", || {
        let html = assets::read_page(&project.root.join("index.html"))?;
        let assets = assets::make(project, tools, &staging, &tables, &html)?;
        dist::lay_out(project, assets, &stamps(all))
    })?;
    if optimisation == Optimisation::Release {
        list(&manifest);
    }
    Ok(())
}

/// The folder of the module in trunk's staging folder, as configured in Trunk.toml and index.html.
const STAGED: &str = "module";

/// Prints the crates and modules that the code of the built main module comes from.
pub(crate) fn print_sizes(project: &Project, tools: &Tools) -> Result<()> {
    wasm::print_sizes(project, tools)
}

/// Completes trunk's staged output: the module, and the page with trunk's additions.
pub(crate) fn finish(project: &Project, tools: &Tools, staged: &Path, release: bool) -> Result<()> {
    let tables = locales::compile(project)?;
    let module = staged.join(STAGED);
    if release {
        wasm::optimise_all(tools, &wasm::modules(&module)?)?;
    }
    let html = assets::read_page(&staged.join("index.html"))?;
    let assets = assets::make(project, tools, &module, &tables, &html)?;
    wasm::remove(&module)?;
    dist::write(staged, &assets)
}

/// Whether dist/ contains a quick build.
pub(crate) fn is_quick(project: &Project) -> bool {
    Manifest::read(&project.dist).is_some_and(|manifest| manifest.inputs.starts_with(QUICK))
}

/// Whether a build is a production build, so that its sizes can be compared.
fn is_finished(manifest: &Manifest) -> bool {
    !manifest.inputs.is_empty() && !manifest.inputs.starts_with(QUICK)
}

/// Whether dist/ contains everything that a build would create.
fn is_built(project: &Project, stamps: &BuildStamps) -> bool {
    Manifest::read(&project.dist).is_some_and(|manifest| {
        let mut files = manifest.files.iter();
        stamps.accept(&manifest.inputs) && files.all(|file| project.dist.join(&file.name).exists())
    })
}

fn list(manifest: &Manifest) {
    for file in &manifest.files {
        let name = &file.logical;
        if name.ends_with(".wasm") || name.ends_with(".js") || name.ends_with(".css") {
            println!(
                "  {name}: {} bytes, {} as brotli",
                console::grouped(file.bytes),
                console::grouped(file.brotli)
            );
        }
    }
}
