//! The official JSON Schema test suite, which is in `suite/` beside this file.
//!
//! A group of tests whose schema is rejected by name does not fail, but has to be listed here. The lists have to match
//! exactly, so that no group is lost silently, and none stays listed that passes by now.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a suite that is not as it should be is a failed test"
)]
#![expect(clippy::print_stdout, reason = "whoever asks sees what is refused")]

use std::{fs, path::Path};

use portico_forms::schema::{Options, Schema};
use serde_json::{Value, json};

/// Groups of draft 2020-12 whose schemas are rejected, by file and description.
const REFUSED: &[&str] = &[
    "defs.json: validate definition against metaschema",
    "dynamicRef.json: strict-tree schema, guards against misspelled properties",
    "dynamicRef.json: tests for implementation dynamic anchor and reference link",
    "dynamicRef.json: $ref and $dynamicAnchor are independent of order - $defs first",
    "dynamicRef.json: $ref and $dynamicAnchor are independent of order - $ref first",
    "dynamicRef.json: $ref to $dynamicRef finds detached $dynamicAnchor",
    "ref.json: remote ref, containing refs itself",
    "refRemote.json: remote ref",
    "refRemote.json: fragment within remote ref",
    "refRemote.json: anchor within remote ref",
    "refRemote.json: ref within remote ref",
    "refRemote.json: base URI change",
    "refRemote.json: base URI change - change folder",
    "refRemote.json: base URI change - change folder in subschema",
    "refRemote.json: root ref in remote ref",
    "refRemote.json: remote ref with ref to defs",
    "refRemote.json: Location-independent identifier in remote ref",
    "refRemote.json: retrieved nested refs resolve relative to their URI not $id",
    "refRemote.json: remote HTTP ref with different $id",
    "refRemote.json: remote HTTP ref with different URN $id",
    "refRemote.json: remote HTTP ref with nested absolute ref",
    "refRemote.json: $ref to $ref finds detached $anchor",
    "vocabulary.json: schema that uses custom metaschema with with no validation vocabulary",
    "vocabulary.json: ignore unrecognized optional vocabulary",
];

/// The same for optional features of draft 2020-12. No format is rejected.
const REFUSED_OPTIONAL: &[&str] = &[
    "cross-draft.json: refs to historic drafts are processed as historic drafts",
    "format-assertion.json: schema that uses custom metaschema with format-assertion: false",
    "format-assertion.json: schema that uses custom metaschema with format-assertion: true",
];

/// Groups of draft-07 whose schemas cannot be converted or are rejected.
const REFUSED_DRAFT7: &[&str] = &[
    "definitions.json: validate definition against metaschema",
    "ref.json: remote ref, containing refs itself",
    "refRemote.json: remote ref",
    "refRemote.json: fragment within remote ref",
    "refRemote.json: ref within remote ref",
    "refRemote.json: base URI change",
    "refRemote.json: base URI change - change folder",
    "refRemote.json: base URI change - change folder in subschema",
    "refRemote.json: root ref in remote ref",
    "refRemote.json: remote ref with ref to definitions",
    "refRemote.json: Location-independent identifier in remote ref",
    "refRemote.json: retrieved nested refs resolve relative to their URI not $id",
    "refRemote.json: $ref to $ref finds location-independent $id",
];

#[test]
fn draft_2020_12_as_required() {
    let found = run("draft2020-12", false, None);
    found.expect_refused(REFUSED);
    assert!(found.passed > 1_000, "only {} tests", found.passed);
}

#[test]
fn draft_2020_12_optional() {
    let found = run("draft2020-12/optional", false, None);
    found.expect_refused(REFUSED_OPTIONAL);
}

#[test]
fn draft_2020_12_formats_asserted() {
    let found = run("draft2020-12/optional/format", true, None);
    found.expect_refused(&[]);
    assert!(found.passed > 480, "only {} tests", found.passed);
}

#[test]
fn draft_07_through_conversion() {
    let dialect = "http://json-schema.org/draft-07/schema#";
    let found = run("draft7", false, Some(dialect));
    found.expect_refused(REFUSED_DRAFT7);
    assert!(found.passed > 700, "only {} tests", found.passed);
}

/// The results of a folder.
#[derive(Default)]
struct Found {
    passed: usize,
    /// Rejected groups, with the reasons.
    refused: Vec<(String, String)>,
    /// Tests with a result that differs from the suite.
    other: Vec<String>,
}

impl Found {
    /// Asserts that every result is as the suite says, and that exactly these groups are rejected.
    fn expect_refused(&self, expected: &[&str]) {
        assert!(self.other.is_empty(), "another verdict: {:#?}", self.other);
        for (group, reason) in &self.refused {
            println!("refused: {group}\n    {reason}");
        }
        let found: Vec<&str> = self
            .refused
            .iter()
            .map(|(group, _)| group.as_str())
            .collect();
        let new: Vec<_> = found
            .iter()
            .filter(|name| !expected.contains(name))
            .collect();
        let gone: Vec<_> = expected
            .iter()
            .filter(|name| !found.contains(name))
            .collect();
        assert!(
            new.is_empty() && gone.is_empty(),
            "refused, and not listed: {new:#?}\nlisted, but not refused: {gone:#?}"
        );
    }
}

/// Runs the files of a folder, without those in its subfolders.
fn run(folder: &str, assert_format: bool, dialect: Option<&str>) -> Found {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite")
        .join(folder);
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    files.sort();
    let mut found = Found::default();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let groups: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for mut group in groups {
            let group_name = format!("{name}: {}", group["description"].as_str().unwrap());
            if let (Some(dialect), Value::Object(schema)) = (dialect, &mut group["schema"]) {
                schema.entry("$schema").or_insert(json!(dialect));
            }
            match Schema::compile(&group["schema"], Options { assert_format }) {
                Err(refused) => {
                    let reason = format!("{}: {}", refused.pointer, refused.reason);
                    found.refused.push((group_name, reason));
                }
                Ok(schema) => check(&schema, &group, &group_name, &mut found),
            }
        }
    }
    found
}

fn check(schema: &Schema, group: &Value, group_name: &str, found: &mut Found) {
    for test in group["tests"].as_array().unwrap() {
        let name = format!("{group_name}: {}", test["description"].as_str().unwrap());
        let verdict = schema.is_valid(&test["data"]);
        let violations = schema.validate(&test["data"]);
        assert_eq!(verdict, violations.is_empty(), "{name}: {violations:?}");
        for violation in violations {
            let there = violation.pointer.rsplit_once('/').map_or("", |(up, _)| up);
            assert!(
                test["data"].pointer(there).is_some(),
                "{name}: {violation:?}"
            );
        }
        if Some(verdict) == test["valid"].as_bool() {
            found.passed += 1;
        } else {
            found.other.push(name);
        }
    }
}
