//! Rules for the dependencies of packages.

use crate::tidy::SourceFile;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// The pure crates, with all permitted dependencies. A new dependency must not use the DOM, a
/// clock, a network, a database or a source of randomness.
const PURE: &[(&str, &[&str])] = &[
    ("portico-contract", &["serde", "serde_json", "utoipa"]),
    ("portico-delivery", &["serde", "serde_json"]),
    ("portico-domain", &["serde", "serde_json"]),
    ("portico-forms", &["serde", "serde_json"]),
    ("portico-routes", &["percent-encoding", "portico-contract"]),
    (
        "portico-search",
        &[
            "rust-stemmers",
            "serde",
            "serde_json",
            "unicode-normalization",
        ],
    ),
];

/// Packages that a package must not link, directly or through other packages of the repository.
const NEVER: &[(&str, &str, &str)] = &[
    (
        "portico",
        "portico-domain",
        "the server makes the decisions and the portal displays them; rules in the browser could be out of date",
    ),
    (
        "portico",
        "portico-server",
        "the portal uses every backend only through the API",
    ),
    (
        "portico-server",
        "portico-delivery",
        "drafts and the outbox belong to the browser; the server shares only the contract",
    ),
];

/// A package of the repository.
pub(super) struct Package {
    pub(super) name: String,
    /// Its folder with a trailing slash; empty for the root package.
    pub(super) folder: String,
    file: String,
    /// Its dependencies, without those of its tests.
    links: BTreeSet<String>,
    /// The root files of its crates, as in the manifest.
    pub(super) programs: Vec<(String, String)>,
}

pub(super) fn read(files: &[SourceFile]) -> Result<Vec<Package>> {
    let manifests = files
        .iter()
        .filter(|file| file.name == "Cargo.toml" || file.name.ends_with("/Cargo.toml"));
    let mut packages = Vec::new();
    for file in manifests {
        let table: Table =
            toml::from_str(&file.text).with_context(|| format!("{} cannot be read", file.name))?;
        let Some(name) = text(table.get("package"), "name") else {
            continue;
        };
        let mut links = BTreeSet::new();
        linked(&table, &mut links);
        let targets = table.get("target").and_then(Value::as_table);
        for target in targets.into_iter().flat_map(|targets| targets.values()) {
            if let Some(target) = target.as_table() {
                linked(target, &mut links);
            }
        }
        let programs = table.get("bin").and_then(Value::as_array);
        packages.push(Package {
            name,
            folder: file.name.trim_end_matches("Cargo.toml").to_owned(),
            file: file.name.clone(),
            links,
            programs: programs
                .into_iter()
                .flatten()
                .filter_map(|program| {
                    Some((text(Some(program), "name")?, text(Some(program), "path")?))
                })
                .collect(),
        });
    }
    Ok(packages)
}

fn linked(table: &Table, links: &mut BTreeSet<String>) {
    for kind in ["dependencies", "build-dependencies"] {
        let dependencies = table.get(kind).and_then(Value::as_table);
        for (name, how) in dependencies.into_iter().flatten() {
            links.insert(text(Some(how), "package").unwrap_or_else(|| name.clone()));
        }
    }
}

fn text(value: Option<&Value>, key: &str) -> Option<String> {
    value?.get(key)?.as_str().map(str::to_owned)
}

pub(super) fn findings(packages: &[Package], findings: &mut Vec<String>) {
    let by_name: BTreeMap<&str, &Package> = packages
        .iter()
        .map(|package| (package.name.as_str(), package))
        .collect();
    for (name, allowed) in PURE {
        let Some(package) = by_name.get(name) else {
            continue;
        };
        for link in &package.links {
            if !allowed.contains(&link.as_str()) {
                findings.push(format!(
                    "{}:1: {name} links {link}: the crate is pure. If {link} uses no DOM, clock, network, database or randomness, add it to PURE in xtask/src/tidy/modules/packages.rs.",
                    package.file
                ));
            }
        }
    }
    for (name, never, reason) in NEVER {
        let Some(package) = by_name.get(name) else {
            continue;
        };
        if let Some(way) = way(&by_name, name, never) {
            findings.push(format!(
                "{}:1: {} links {never}: {reason}.",
                package.file,
                way.join(" links "),
            ));
        }
    }
}

/// The packages through which one package links another, without the latter.
fn way<'a>(
    packages: &BTreeMap<&'a str, &'a Package>,
    from: &'a str,
    to: &str,
) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while let Some(way) = ways.pop() {
        let package = packages.get(way.last()?)?;
        if package.links.contains(to) {
            return Some(way);
        }
        for link in &package.links {
            if packages.contains_key(link.as_str()) && seen.insert(link) {
                ways.push(way.iter().copied().chain([link.as_str()]).collect());
            }
        }
    }
    None
}
