//! A wrong file is named with its line and the reason, and every fault is found.

use crate::server::{content_with, fixture};
use portico_server::content::{Content, Diagnostic};
use std::path::Path;

/// The faults of the tests' content with one passage of one file exchanged.
fn faults(file: &str, old: &str, new: &str) -> Vec<Diagnostic> {
    let folder = content_with(&[(file, old, new)]);
    Content::load(folder.path()).err().unwrap_or_default()
}

/// Exchanges a passage and asserts that the fault is found at this line.
#[track_caller]
pub(crate) fn check(file: &str, old: &str, new: &str, line: usize, reason: &str) {
    let found = faults(file, old, new);
    let hit = |fault: &Diagnostic| {
        fault.file == file && fault.line == line && fault.reason.contains(reason)
    };
    assert!(found.iter().any(hit), "{new:?} gives {found:#?}");
}

#[test]
fn the_tests_content_is_right() {
    assert!(Content::load(&fixture("content")).is_ok());
}

#[test]
fn the_demo_content_is_right() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    if let Err(faults) = Content::load(&demo) {
        panic!(
            "{}",
            faults
                .iter()
                .map(Diagnostic::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        );
    }
}

#[test]
fn yaml_itself() {
    let people = "people.yaml";
    check(people, "name: Anna Alt", "name: [", 3, "invalid YAML");
    check(
        people,
        "name: Anna Alt",
        "name: Anna Alt\n  name: Anna",
        3,
        "duplicate",
    );
    check(
        people,
        "name: Anna Alt",
        "name: &a Anna",
        2,
        "anchors and tags",
    );
    check(
        people,
        "name: Anna Alt",
        "name: !!str Anna",
        2,
        "anchors and tags",
    );
    check(
        people,
        "name: Anna Alt",
        "nmae: Anna Alt",
        2,
        "unknown key \"nmae\"",
    );
    check(
        people,
        "name: Anna Alt",
        "nmae: Anna Alt",
        1,
        "\"name\" is missing",
    );
    check(people, "name: Anna Alt", "name: 7", 2, "put it in quotes");
    check(
        people,
        "name: Anna Alt",
        "name: true",
        2,
        "put it in quotes",
    );
    check(people, "name: Anna Alt", "name:", 2, "empty");
    check(
        people,
        "name: Anna Alt",
        "name: { a: b }",
        2,
        "expected a string",
    );
    check(
        people,
        "roles: [employee]",
        "roles: employee",
        8,
        "expected a list",
    );
}

#[test]
fn organisation() {
    let file = "organisation.yaml";
    check(file, "[en, de]", "[]", 3, "at least one language");
    check(file, "[en, de]", "[English]", 3, "not a language tag");
    check(file, "Europe/Berlin", "Europe/Berl", 4, "time zone");
    check(file, "\"18:00\"", "\"07:00\"", 6, "start before it ends");
    check(file, "\"18:00\"", "18", 8, "put it in quotes");
    check(file, "2026-12-25", "2026-02-30", 9, "not a date");
    check(file, "tue", "die", 6, "not a day");
    check(file, "#0b6e6e", "teal", 10, "not a colour");
    check(
        file,
        "signedOut: [catalogue",
        "signedOut: [requests",
        11,
        "\"catalogue\" or \"articles\"",
    );
    check(
        file,
        "    Call us.",
        "    [Call](service:nothing).",
        18,
        "no service \"nothing\"",
    );
    check(
        file,
        "{ en: Finance, de: Finanzen }",
        "{ de: Finanzen }",
        21,
        "default language",
    );
    check(
        file,
        "{ en: Finance, de: Finanzen }",
        "{ en: F, fr: F }",
        21,
        "not one of the languages",
    );
}

#[test]
fn forms() {
    let file = "services/vpn-access.yaml";
    check(file, "version: \"2\"", "version: 2", 19, "put it in quotes");
    check(
        file,
        "minLength: 3",
        "minimumLength: 3",
        23,
        "minimumLength",
    );
    check(file, "minLength: 3", "minLength: -3", 23, "minLength");
    let large = "examples: [1, 123456789012345678901234567890]";
    check(file, "minLength: 3", large, 23, "no number of 64 bits");
    let pair =
        "oneOf: [{ title: A, type: array, prefixItems: [true] }, { const: phone, title: Phone }]";
    let choice = "oneOf: [{ const: laptop, title: Laptop }, { const: phone, title: Phone }]";
    check(file, choice, pair, 27, "differ by their places");
    check(
        file,
        "required: [reason, device]",
        "required: [reasons]",
        29,
        "reasons",
    );
    check(
        file,
        "reason.label:",
        "raison.label:",
        44,
        "doesn't use the text",
    );
    check(
        file,
        "device.phone:",
        "device.fax:",
        48,
        "doesn't use the text",
    );
    check(
        file,
        "    de:\n      reason",
        "    fr:\n      reason",
        43,
        "not one of the other languages",
    );
}

#[test]
fn records_and_examples() {
    let file = "lookups/assets.yaml";
    check(file, "id: bw-2", "id: bw-1", 4, "duplicate");
    check(file, "label: Phone, ", "", 4, "\"label\" is missing");
    check(file, "kind: phone", "q: phone", 4, "can't be called \"q\"");
    check(file, "kind: phone", "kind: 7", 4, "put it in quotes");
    check(
        file,
        "department:finance",
        "department:fish",
        1,
        "no department",
    );
    check("lookups/people.yaml", "", "items: []", 1, "is reserved");
    check("lookups/Bad_Name.yaml", "", "items: []", 1, "must be an ID");
    let form = "services/workplace.yaml";
    check(
        form,
        "source: assets",
        "source: ashes",
        18,
        "no lookup source \"ashes\"",
    );
    check(
        form,
        "params: { owner",
        "params: { keeper",
        18,
        "no parameter \"keeper\"",
    );
    let price = "price: { amount: \"100.00\", currency: EUR, per: once }\n";
    check(form, price, "", 17, "has prices");
    let file = "gallery/text.json";
    check(
        file,
        "\"title\": \"One line\",\n  \"s",
        "\"s",
        1,
        "a title, a summary and a document",
    );
    check(
        file,
        "\"string\"",
        "\"strung\"",
        1,
        "/document/schema/properties/name/type",
    );
    check(
        file,
        "\"string\"",
        "\"number\", \"maximum\": 123456789012345678901234567890",
        1,
        "/document/schema/properties/name/maximum: no number of 64 bits",
    );
    check(file, "{", "", 1, "invalid JSON");
}

#[test]
fn nothing_nests_without_end() {
    let deep = format!("{}x", "- ".repeat(10_000));
    check("lookups/deep.yaml", "", &deep, 1, "nested more than");
}

#[test]
fn articles() {
    let file = "articles/vpn-set-up.md";
    check(file, "---\ntitle", "title", 1, "front matter");
    check(
        file,
        "reviewed: 2026-10-02",
        "reviewed: lately",
        7,
        "not a date",
    );
    check(
        file,
        "services: [vpn-access]",
        "services: [none]",
        8,
        "no service",
    );
    check(
        file,
        "(service:vpn-access)",
        "(service:none)",
        12,
        "no service \"none\"",
    );
    check(
        file,
        "(article:wifi)",
        "(wifi.md)",
        12,
        "a link can't lead to",
    );
    check(
        file,
        "(article:wifi)",
        "(javascript:alert)",
        12,
        "a link can't lead to",
    );
    check(
        file,
        "(article:wifi)",
        "(#nowhere)",
        12,
        "no heading #nowhere",
    );
    check(
        file,
        "(files/profile.mobileconfig)",
        "(files/none)",
        12,
        "there is no files/none",
    );
    check(file, "![A map]", "![]", 16, "needs a description");
    check(
        file,
        "(files/map.png)",
        "(files/none.png)",
        16,
        "there is no files/none.png",
    );
    check(
        file,
        "(files/map.png)",
        "(https://x.example/a.png)",
        16,
        "must come from files/",
    );
    check(
        file,
        "(files/map.png)",
        "(files/evil.svg)",
        16,
        "is not a picture",
    );
    check(
        "articles/vpn-set-up.de.md",
        "title: VPN",
        "category: network\ntitle: VPN",
        2,
        "unknown key",
    );
    check(
        "articles/wifi.fr.md",
        "",
        "---\ntitle: x\n---\n",
        1,
        "not one of the other languages",
    );
    check(
        "articles/none.de.md",
        "",
        "---\ntitle: x\n---\n",
        1,
        "no articles/none.md",
    );
    check(
        "articles/Bad_Name.md",
        "",
        "---\ntitle: x\n---\n",
        1,
        "must be an ID",
    );
    check("articles/picture.png", "", "x", 1, "only .md files");
    check(
        "files/map.jpg",
        "",
        "not a picture",
        1,
        "not the type of picture",
    );
}

#[test]
fn every_fault_of_every_file_is_found() {
    let found = faults(
        "services/vpn-access.yaml",
        "category: network\nicon: shield",
        "category: net\nicon: shild\nprize: 1",
    );
    let found: Vec<_> = found
        .iter()
        .map(|fault| (fault.line, fault.reason.as_str()))
        .collect();
    assert_eq!(found.len(), 3, "{found:?}");
}
