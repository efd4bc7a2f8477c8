//! `wasm-bindgen`, built from its library, because the real command line would take five times as
//! long to compile.
//!
//! It supports the arguments that xtask and trunk pass, and refuses all others.
#![expect(clippy::print_stdout, reason = "trunk asks for the version")]

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let mut bindgen = Bindgen::new();
    // The real program's defaults, which differ from the library's.
    bindgen.typescript(true).omit_default_module_path(false);
    let (mut module, mut out_dir) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('V') | Long("version") => {
                println!("wasm-bindgen {}", wasm_bindgen_shared::version());
                return Ok(());
            }
            Long("target") => {
                let target = arguments.value()?.string()?;
                if target != "web" {
                    bail!("this wasm-bindgen only supports the target web, not {target}");
                }
                bindgen.web(true)?;
            }
            Long("out-dir") => out_dir = Some(PathBuf::from(arguments.value()?)),
            Long("out-name") => {
                bindgen.out_name(&arguments.value()?.string()?);
            }
            Long("no-typescript") => {
                bindgen.typescript(false);
            }
            Long("keep-lld-exports") => {
                bindgen.keep_lld_exports(true);
            }
            Long("keep-debug") => {
                bindgen.keep_debug(true);
            }
            Long("debug") => {
                bindgen.debug(true);
            }
            Long("no-demangle") => {
                bindgen.demangle(false);
            }
            // Both have long been detected from the module.
            Long("reference-types" | "weak-refs") => {}
            Value(path) if module.is_none() => module = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let module = module.context("no module is given")?;
    let out_dir = out_dir.context("--out-dir is missing")?;
    bindgen.input_path(module).generate(out_dir)
}
