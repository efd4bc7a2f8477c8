//! Gives the functions that the module and its glue code pass to each other short names: `wasm-rename MODULE GLUE`.
//!
//! wasm-bindgen's names contain hashes, which do not compress. The memory, the table and everything else that the lazy
//! modules import by name keep theirs.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use wasm_encoder::{EntityType, ExportSection, ImportSection, Module, RawSection};
use wasmparser::{ExternalKind, Parser, Payload};

/// The module name of the glue code's functions.
const GLUE: &str = "./portico_bg.js";

/// Long names with the short ones.
type Names<'a> = BTreeMap<&'a str, String>;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, glue] = arguments.as_slice() else {
        bail!("usage: wasm-rename MODULE GLUE");
    };
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let text =
        fs::read_to_string(glue).with_context(|| format!("{} cannot be read", glue.display()))?;
    let names =
        names(&bytes, &text).with_context(|| format!("{} cannot be renamed", module.display()))?;
    fs::write(module, rename_in_module(&bytes, &names)?)
        .with_context(|| format!("{} cannot be written", module.display()))?;
    fs::write(glue, rename_in_text(&text, &names))
        .with_context(|| format!("{} cannot be written", glue.display()))
}

/// A short name for each function that the module imports from the glue code or exports to it, in the module's order.
fn names<'a>(module: &'a [u8], text: &str) -> Result<Names<'a>> {
    let words: BTreeSet<_> = text.split(is_delimiter).collect();
    let mut long = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    if import.module == GLUE {
                        if !words.contains(import.name) {
                            bail!("the glue code does not contain {}", import.name);
                        }
                        long.push(import.name);
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    // The portal's own functions, which have short names, are the glue code's exports as well.
                    let is_internal = export.name.contains("__");
                    let is_function = export.kind == ExternalKind::Func;
                    long.extend((is_function && is_internal).then_some(export.name));
                }
            }
            _ => {}
        }
    }
    Ok(long.into_iter().zip((0..).map(short)).collect())
}

/// `a` to `z`, `aa` to `zz` and so on.
fn short(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => last.to_string(),
        rest => short(rest - 1) + &last.to_string(),
    }
}

/// The module with short names, and otherwise unchanged.
fn rename_in_module(module: &[u8], names: &Names<'_>) -> Result<Vec<u8>> {
    let mut renamed = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.into_imports() {
                    let import = import?;
                    let name = short_or_same(import.name, names);
                    imports.import(import.module, name, EntityType::try_from(import.ty)?);
                }
                renamed.section(&imports);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for export in section {
                    let export = export?;
                    let name = short_or_same(export.name, names);
                    exports.export(name, export.kind.into(), export.index);
                }
                renamed.section(&exports);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = module.get(range).context("a section is cut off")?;
                    renamed.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(renamed.finish())
}

/// The glue code with short names.
fn rename_in_text(text: &str, names: &Names<'_>) -> String {
    let mut renamed = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_delimiter) {
        let word = piece.trim_end_matches(is_delimiter);
        renamed += short_or_same(word, names);
        renamed += piece.get(word.len()..).unwrap_or_default();
    }
    renamed
}

/// Whether a character is no part of a JavaScript name.
fn is_delimiter(character: char) -> bool {
    !(character.is_alphanumeric() || character == '_' || character == '$')
}

fn short_or_same<'a>(name: &'a str, names: &'a Names<'_>) -> &'a str {
    names.get(name).map_or(name, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{GLUE, names, rename_in_module, rename_in_text};
    use wasm_encoder::{
        EntityType, ExportKind, ExportSection, ImportSection, MemoryType, Module, TypeSection,
    };

    fn module(fetch: &str, other: &str, invoke: &str) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let mut imports = ImportSection::new();
        imports.import(GLUE, fetch, EntityType::Function(0));
        imports.import("./loaders.js", other, EntityType::Function(0));
        imports.import("host", "__memory", memory);
        let mut exports = ExportSection::new();
        exports.export("mount", ExportKind::Func, 0);
        exports.export("__memory", ExportKind::Memory, 0);
        exports.export(invoke, ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        module.finish()
    }

    #[test]
    fn only_functions_of_the_glue_code_are_renamed() {
        let long = module("__wbg_fetch_5b6c", "__load_forms", "closures__invoke_h2ba2");
        let text =
            "{ __wbg_fetch_5b6c: function() { wasm.closures__invoke_h2ba2(__wbg_fetch_5b6c2) } }";
        let names = names(&long, text).unwrap();
        let short = rename_in_module(&long, &names).unwrap();
        assert_eq!(short, module("a", "__load_forms", "b"));
        let renamed = rename_in_text(text, &names);
        assert_eq!(renamed, "{ a: function() { wasm.b(__wbg_fetch_5b6c2) } }");
    }

    #[test]
    fn the_glue_code_contains_every_import() {
        let long = module("__wbg_fetch_5b6c", "__load_forms", "closures__invoke_h2ba2");
        let error = names(&long, "wasm.closures__invoke_h2ba2()").unwrap_err();
        let message = "the glue code does not contain __wbg_fetch_5b6c";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn names_continue_after_z() {
        let names: Vec<_> = [0, 25, 26, 701, 702].map(super::short).into();
        assert_eq!(names, ["a", "z", "aa", "zz", "aaa"]);
    }
}
