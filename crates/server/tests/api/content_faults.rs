//! Every fault in a content file is reported with its line and reason.

use crate::server::{content_with, fixture};
use portico_server::content::{Content, Diagnostic};
use std::path::Path;

/// The faults of the tests' content after one passage of one file was replaced.
fn faults(file: &str, old: &str, new: &str) -> Vec<Diagnostic> {
    let folder = content_with(&[(file, old, new)]);
    Content::load(folder.path()).err().unwrap_or_default()
}

/// Replaces a passage and asserts that the fault is reported for this line.
#[track_caller]
pub(crate) fn check(file: &str, old: &str, new: &str, line: usize, reason: &str) {
    let found = faults(file, old, new);
    let hit = |fault: &Diagnostic| {
        fault.file == file && fault.line == line && fault.reason.contains(reason)
    };
    assert!(found.iter().any(hit), "{new:?} gives {found:#?}");
}

/// Checks a table of faults of a file: what is exchanged for what, the line of the fault, and its reason.
#[track_caller]
pub(crate) fn check_all(file: &str, wrong: &[(&str, &str, usize, &str)]) {
    for (old, new, line, reason) in wrong {
        check(file, old, new, *line, reason);
    }
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
    #[rustfmt::skip]
    let wrong = [
        ("name: Anna Alt", "name: [", 3, "invalid YAML"),
        ("name: Anna Alt", "name: Anna Alt\n  name: Anna", 3, "duplicate"),
        ("name: Anna Alt", "name: &a Anna", 2, "anchors and tags"),
        ("name: Anna Alt", "name: !!str Anna", 2, "anchors and tags"),
        ("name: Anna Alt", "nmae: Anna Alt", 2, "unknown key \"nmae\""),
        ("name: Anna Alt", "nmae: Anna Alt", 1, "\"name\" is missing"),
        ("name: Anna Alt", "name: 7", 2, "put it in quotes"),
        ("name: Anna Alt", "name: true", 2, "put it in quotes"),
        ("name: Anna Alt", "name:", 2, "empty"),
        ("name: Anna Alt", "name: { a: b }", 2, "expected a string"),
        ("roles: [employee]", "roles: employee", 8, "expected a list"),
    ];
    check_all("people.yaml", &wrong);
}

#[test]
fn organisation() {
    #[rustfmt::skip]
    let wrong = [
        ("[en, de]", "[]", 3, "at least one language"),
        ("[en, de]", "[English]", 3, "not a language tag"),
        ("Europe/Berlin", "Europe/Berl", 4, "time zone"),
        ("\"18:00\"", "\"07:00\"", 6, "start before it ends"),
        ("\"18:00\"", "18", 8, "put it in quotes"),
        ("2026-12-25", "2026-02-30", 9, "not a date"),
        ("tue", "die", 6, "not a day"),
        ("#0b6e6e", "teal", 10, "not a colour"),
        ("signedOut: [catalogue", "signedOut: [requests", 11, "\"catalogue\" or \"articles\""),
        ("    Call us.", "    [Call](service:nothing).", 18, "no service \"nothing\""),
        ("{ en: Finance, de: Finanzen }", "{ de: Finanzen }", 21, "default language"),
        ("{ en: Finance, de: Finanzen }", "{ en: F, fr: F }", 21, "not one of the languages"),
    ];
    check_all("organisation.yaml", &wrong);
}

#[test]
fn forms() {
    let file = "services/vpn-access.yaml";
    #[rustfmt::skip]
    let wrong = [
        ("version: \"2\"", "version: 2", 19, "put it in quotes"),
        ("minLength: 3", "minimumLength: 3", 23, "minimumLength"),
        ("minLength: 3", "minLength: -3", 23, "minLength"),
    ];
    check_all(file, &wrong);
    let large = "examples: [1, 123456789012345678901234567890]";
    check(file, "minLength: 3", large, 23, "no number of 64 bits");
    let pair =
        "oneOf: [{ title: A, type: array, prefixItems: [true] }, { const: phone, title: Phone }]";
    let choice = "oneOf: [{ const: laptop, title: Laptop }, { const: phone, title: Phone }]";
    #[rustfmt::skip]
    let wrong = [
        (choice, pair, 27, "differ by their places"),
        ("required: [reason, device]", "required: [reasons]", 29, "reasons"),
        ("reason.label:", "raison.label:", 44, "doesn't use the text"),
        ("device.phone:", "device.fax:", 48, "doesn't use the text"),
        ("    de:\n      reason", "    fr:\n      reason", 43, "not one of the other languages"),
    ];
    check_all(file, &wrong);
}

#[test]
fn records_and_examples() {
    let file = "lookups/assets.yaml";
    #[rustfmt::skip]
    let wrong = [
        ("id: bw-2", "id: bw-1", 4, "duplicate"),
        ("label: Phone, ", "", 4, "\"label\" is missing"),
        ("kind: phone", "q: phone", 4, "can't be called \"q\""),
        ("kind: phone", "kind: 7", 4, "put it in quotes"),
        ("department:finance", "department:fish", 1, "no department"),
    ];
    check_all(file, &wrong);
    check("lookups/people.yaml", "", "items: []", 1, "is reserved");
    check("lookups/Bad_Name.yaml", "", "items: []", 1, "must be an ID");
    let form = "services/workplace.yaml";
    #[rustfmt::skip]
    let wrong = [
        ("source: assets", "source: ashes", 18, "no lookup source \"ashes\""),
        ("params: { owner", "params: { keeper", 18, "no parameter \"keeper\""),
    ];
    check_all(form, &wrong);
    let price = "price: { amount: \"100.00\", currency: EUR, per: once }\n";
    check(form, price, "", 17, "has prices");
    let file = "gallery/text.json";
    #[rustfmt::skip]
    let wrong = [
        ("\"title\": \"One line\",\n  \"s", "\"s", 1, "a title, a summary and a document"),
        ("\"string\"", "\"strung\"", 1, "/document/schema/properties/name/type"),
        ("\"string\"", "\"number\", \"maximum\": 123456789012345678901234567890", 1, "/document/schema/properties/name/maximum: no number of 64 bits"),
        ("{", "", 1, "invalid JSON"),
    ];
    check_all(file, &wrong);
}

#[test]
fn nothing_nests_without_end() {
    let deep = format!("{}x", "- ".repeat(10_000));
    check("lookups/deep.yaml", "", &deep, 1, "nested more than");
}

#[test]
fn articles() {
    #[rustfmt::skip]
    let wrong = [
        ("---\ntitle", "title", 1, "front matter"),
        ("reviewed: 2026-10-02", "reviewed: lately", 7, "not a date"),
        ("services: [vpn-access]", "services: [none]", 8, "no service"),
        ("(service:vpn-access)", "(service:none)", 12, "no service \"none\""),
        ("(article:wifi)", "(wifi.md)", 12, "a link can't lead to"),
        ("(article:wifi)", "(javascript:alert)", 12, "a link can't lead to"),
        ("(article:wifi)", "(#nowhere)", 12, "no heading #nowhere"),
        ("(files/profile.mobileconfig)", "(files/none)", 12, "there is no files/none"),
        ("![A map]", "![]", 16, "needs a description"),
        ("(files/map.png)", "(files/none.png)", 16, "there is no files/none.png"),
        ("(files/map.png)", "(https://x.example/a.png)", 16, "must come from files/"),
        ("(files/map.png)", "(files/evil.svg)", 16, "is not a picture"),
    ];
    check_all("articles/vpn-set-up.md", &wrong);
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
