//! Rules for dependencies between modules: no cycles, and no dependencies across boundaries.
//!
//! The check sees named paths: in `use`, in expressions and in macro arguments. Calls of methods
//! and accesses to members name no module, and are not seen.

mod boundaries;
mod cycles;
mod packages;
mod source;
#[cfg(test)]
mod tests;
mod tree;

use super::SourceFile;
use anyhow::Result;
use packages::Package;
use std::collections::{BTreeMap, BTreeSet};
use tree::Tree;

/// Checks every crate of every package.
pub(super) fn findings(files: &[SourceFile]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let packages = packages::read(files)?;
    packages::findings(&packages, &mut findings);
    let by_name: BTreeMap<&str, &SourceFile> = files
        .iter()
        .filter(|file| file.extension() == "rs")
        .map(|file| (file.name.as_str(), file))
        .collect();
    for (name, root) in packages.iter().flat_map(|package| roots(package, &by_name)) {
        let tree = Tree::read(&name, &root, &by_name, &mut findings);
        cycles::findings(&tree, &mut findings);
        boundaries::findings(&tree, &mut findings);
    }
    Ok(findings)
}

/// The crates of a package, each with its name and root file.
fn roots(package: &Package, files: &BTreeMap<&str, &SourceFile>) -> Vec<(String, String)> {
    let Package { name, folder, .. } = package;
    let binary = |title: &str| format!("{name} ({title})");
    let mut roots = vec![
        (name.clone(), format!("{folder}src/lib.rs")),
        (binary("main"), format!("{folder}src/main.rs")),
    ];
    let programs = package.programs.iter();
    roots.extend(programs.map(|(title, path)| (binary(title), format!("{folder}{path}"))));
    let bin = format!("{folder}src/bin/");
    for file in files.keys() {
        if let Some(title) = file
            .strip_prefix(&bin)
            .and_then(|file| file.strip_suffix(".rs"))
            && !title.contains('/')
        {
            roots.push((binary(title), (*file).to_owned()));
        }
    }
    let mut seen = BTreeSet::new();
    roots.retain(|(_, root)| files.contains_key(root.as_str()) && seen.insert(root.clone()));
    roots
}
