//! Moves code that only functions marked `wasm_split` need out of a module: `wasm-split MODULE MAIN
//! OUT_DIR`.
//!
//! The main module is written to `MAIN`; the lazy modules and their loaders go to `OUT_DIR`, with
//! `parts.json`: for each part, the names of its modules.

use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, main, out_dir] = arguments.as_slice() else {
        bail!("usage: wasm-split MODULE MAIN OUT_DIR");
    };
    let bytes =
        std::fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = out_dir;
    options.main_out_path = main;
    options.main_module = "./portico.js";
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{} cannot be split: {error:#}", module.display()))?;
    let parts: BTreeMap<_, _> = made.prefetch_map.into_iter().collect();
    let file = out_dir.join("parts.json");
    std::fs::write(&file, serde_json::to_vec(&parts)?)
        .with_context(|| format!("{} cannot be written", file.display()))
}
