//! Prints the crates and modules that the code of a module comes from, by the names of its functions: `wasm-sizes MODULE`.
//!
//! Generic code belongs to the crate that defines it, for whatever type it is compiled.
#![expect(clippy::print_stdout, reason = "this is what the program is for")]

use anyhow::{Context, Result, bail};
use rustc_demangle::demangle;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Modules with less than this part of the code are left out.
const SMALLEST: f64 = 0.002;

#[derive(Default)]
struct Weight {
    functions: usize,
    bytes: u64,
}

impl Weight {
    fn add(&mut self, bytes: u64) {
        self.functions += 1;
        self.bytes += bytes;
    }
}

fn main() -> Result<()> {
    let Some(path) = std::env::args_os().nth(1).map(PathBuf::from) else {
        bail!("usage: wasm-sizes MODULE");
    };
    let module =
        std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let functions = functions(&module).with_context(|| format!("{} is damaged", path.display()))?;
    let mut total = Weight::default();
    let mut crates: BTreeMap<String, (Weight, BTreeMap<String, Weight>)> = BTreeMap::new();
    for (name, bytes) in functions {
        let (package, module) = place(&name);
        total.add(bytes);
        let (weight, modules) = crates.entry(package).or_default();
        weight.add(bytes);
        modules.entry(module).or_default().add(bytes);
    }
    println!("{:>9} {:>9}  where", "bytes", "functions");
    print("all functions", &total);
    for (name, (weight, modules)) in heaviest(crates, |(weight, _)| weight.bytes) {
        print(&name, &weight);
        for (name, weight) in heaviest(modules, |weight| weight.bytes) {
            #[expect(clippy::cast_precision_loss, reason = "a share for people")]
            let share = weight.bytes as f64 / total.bytes as f64;
            if share >= SMALLEST && !name.is_empty() {
                print(&format!("    {name}"), &weight);
            }
        }
    }
    Ok(())
}

fn print(name: &str, weight: &Weight) {
    println!("{:>9} {:>9}  {name}", weight.bytes, weight.functions);
}

fn heaviest<T>(all: BTreeMap<String, T>, bytes: fn(&T) -> u64) -> Vec<(String, T)> {
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, one)| std::cmp::Reverse(bytes(one)));
    all
}

/// The name and the size of each function.
fn functions(module: &[u8]) -> Result<Vec<(String, u64)>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                sizes.push(range.end - range.start);
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else {
                    continue;
                };
                for subsection in subsections {
                    if let Name::Function(functions) = subsection? {
                        for function in functions {
                            let function = function?;
                            names.insert(function.index, function.name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("its functions have no names");
    }
    let named = (imported..).zip(sizes).map(|(index, bytes)| {
        let name = names.get(&index).copied().unwrap_or_default();
        (format!("{:#}", demangle(name)), bytes)
    });
    Ok(named.collect())
}

/// The crate and the module of a function.
fn place(name: &str) -> (String, String) {
    let is_delimiter = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    // `<T as krate::Trait>::method` and `krate::module::<impl ...>::method`: the first path with a crate in it.
    let path = name
        .split(is_delimiter)
        .find(|word| word.starts_with(char::is_lowercase) && word.contains("::"))
        .unwrap_or("(other)");
    let (package, rest) = path.split_once("::").unwrap_or((path, ""));
    let modules = rest
        .split("::")
        .take_while(|part| part.starts_with(char::is_lowercase));
    let mut modules: Vec<_> = modules.take(2).collect();
    // The last part of a path is the function itself.
    if modules.len() == rest.split("::").count() {
        modules.pop();
    }
    (package.to_owned(), modules.join("::"))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn functions_belong_to_modules() {
        for (name, package, module) in [
            ("portico::api::json::parse::value", "portico", "api::json"),
            ("portico::mount", "portico", ""),
            (
                "<T as reactive_graph::traits::With>::try_with",
                "reactive_graph",
                "traits",
            ),
            (
                "<portico::api::json::Json as serde_core::de::Deserializer>::deserialize_seq",
                "portico",
                "api::json",
            ),
            ("alloc::vec::Vec<T,A>::push", "alloc", "vec"),
            ("memcpy", "(other)", ""),
        ] {
            assert_eq!(
                place(name),
                (package.to_owned(), module.to_owned()),
                "{name}"
            );
        }
    }
}
