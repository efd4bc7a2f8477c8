//! Moves code that only functions marked `wasm_split` need out of a module: `wasm-split MODULE MAIN
//! OUT_DIR`.
//!
//! The main module is written to `MAIN`; the lazy modules and their loaders go to `OUT_DIR`.

use anyhow::{Context, Result, anyhow, bail};
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
    wasm_split_cli_support::transform(options)
        .map(|_| ())
        .map_err(|error| anyhow!("{} cannot be split: {error:#}", module.display()))
}
