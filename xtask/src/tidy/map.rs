//! Checks that the map in docs/ARCHITECTURE.md matches the tree: all named files exist, and every
//! module of a part with its own section is named in it.

use super::SourceFile;
use anyhow::Result;
use regex_lite::Regex;

const MAP: &str = "docs/ARCHITECTURE.md";

/// The root files of crates need no entry.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

pub(super) fn findings(files: &[SourceFile]) -> Result<Vec<String>> {
    let Some(map) = files.iter().find(|file| file.name == MAP) else {
        return Ok(Vec::new());
    };
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    check(map, &names)
}

fn check(map: &SourceFile, names: &[&str]) -> Result<Vec<String>> {
    let heading = Regex::new(r"(?m)^#{2,3} (?:([\w./-]+): )?.*$")?;
    let code = Regex::new(r"`([\w./-]+)`")?;
    let starts: Vec<(usize, &str)> = heading
        .captures_iter(&map.text)
        .filter_map(|found| {
            let part = found.get(1).map_or("", |part| part.as_str());
            Some((found.get(0)?.start(), part))
        })
        .collect();
    let ends = starts.iter().skip(1).map(|(start, _)| *start);
    let mut findings = Vec::new();
    for ((start, part), end) in starts.iter().zip(ends.chain([map.text.len()])) {
        let inside: Vec<&str> = names
            .iter()
            .filter_map(|name| name.strip_prefix(part)?.strip_prefix('/'))
            .collect();
        let section = map.text.get(*start..end).unwrap_or_default();
        if part.is_empty() || inside.is_empty() {
            continue;
        }
        let mut named = Vec::new();
        for found in code.captures_iter(section).filter_map(|found| found.get(1)) {
            let path = found.as_str();
            if !is_path(path) {
                continue;
            }
            named.push(path);
            let is_whole =
                |name: &&str| *name == path || path.ends_with('/') && name.starts_with(path);
            if !names.iter().any(is_whole) && !inside.iter().any(|name| stands_in(path, name)) {
                let what = format!("{path} is not in {part}. Correct the map.");
                findings.push(map.finding(start + found.start(), &what));
            }
        }
        let modules = inside.iter().filter_map(|name| module(name));
        for module in modules.filter(|module| !named.contains(module)) {
            let what = format!("{part} has {module}, which its section does not name.");
            findings.push(map.finding(*start, &what));
        }
    }
    Ok(findings)
}

fn is_path(code: &str) -> bool {
    code.ends_with('/') || code.ends_with(".rs") || code.ends_with(".js")
}

/// Whether a path is this file, or a folder (which ends with `/`) that contains it.
fn stands_in(path: &str, name: &str) -> bool {
    let is_here = |at: usize| at == 0 || name.as_bytes().get(at - 1) == Some(&b'/');
    name.match_indices(path)
        .any(|(at, _)| is_here(at) && (path.ends_with('/') || at + path.len() == name.len()))
}

/// The file's name if it is one of the part's own modules.
fn module(name: &str) -> Option<&str> {
    let own = name.strip_prefix("src/").unwrap_or(name);
    let is_module = is_path(own) && !own.contains('/') && !ROOTS.contains(&own);
    is_module.then_some(own)
}

#[cfg(test)]
mod tests {
    use super::super::SourceFile;
    use super::{MAP, check};

    #[test]
    fn what_is_found() {
        let names = [
            "crates/a/build.rs",
            "crates/a/src/lib.rs",
            "crates/a/src/one.rs",
            "crates/a/src/one/two.rs",
            "crates/b/src/three.rs",
            "xtask/npm/x.js",
        ];
        let check = |section: &str, expected: &[&str]| {
            let map = SourceFile {
                name: MAP.to_owned(),
                text: format!(
                    "# Map\n\n### crates/a: what it is\n\n{section}\n\n### The rest\n`no.rs`\n"
                ),
            };
            let found = check(&map, &names).unwrap();
            assert_eq!(found, expected, "{section}");
        };
        let all = "`build.rs` `one.rs` ";
        check(
            &format!("{all}`one/` `two.rs` `one/two.rs` `one` `Type`"),
            &[],
        );
        check(&format!("{all}`lib.rs` `crates/b/src/three.rs`"), &[]);
        for gone in ["wo.rs", "three.rs", "two/", "one/three.rs"] {
            let line =
                format!("docs/ARCHITECTURE.md:5: {gone} is not in crates/a. Correct the map.");
            check(&format!("{all}`{gone}`"), &[&line]);
        }
        check(
            "`build.rs` and one.rs",
            &["docs/ARCHITECTURE.md:3: crates/a has one.rs, which its section does not name."],
        );
    }
}
