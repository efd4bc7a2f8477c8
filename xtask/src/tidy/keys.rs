//! Translations and the code that uses them: every key exists in every language with the same
//! variables, and is used.
//!
//! A key is used if it is a string in `src/`, in `element/` or in the pages that the server renders. Keys that are built at run time are
//! listed in a comment beside the code, with `*` for any suffix:
//! `// locale keys: state-* theme-dark`.

use super::{SourceFile, blanked};
use crate::locales::{self, Table};
use crate::project::Project;
use anyhow::Result;
use regex_lite::Regex;
use std::collections::BTreeSet;

pub(super) fn findings(project: &Project, files: &[SourceFile]) -> Result<Vec<String>> {
    let tables = locales::compile(project)?;
    let Some((original, others)) = tables.split_first() else {
        return Ok(Vec::new());
    };
    let places = ["src/", "element/", "crates/server/src/pages/"];
    let code: Vec<_> = files
        .iter()
        .filter(|file| places.iter().any(|place| file.name.starts_with(place)))
        .filter(|file| matches!(file.extension(), "rs" | "js"))
        .collect();
    let mut findings = usage(original, &code)?;
    for other in others.iter().filter(|table| !table.pseudo) {
        findings.extend(differences(original, other));
    }
    Ok(findings)
}

/// Keys that the code uses but no file defines, and unused keys.
fn usage(original: &Table, code: &[&SourceFile]) -> Result<Vec<String>> {
    let string = Regex::new(r#""([a-z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)?)""#)?;
    let call = Regex::new(r#"\bt!\s*\(\s*[\w.()]+,\s*"([^"]+)""#)?;
    let comment = Regex::new(r"(?m)^\s*//.*$")?;
    let listed = Regex::new(r"(?m)//[/!]?\s*locale keys:([^\n]*)")?;
    let mut used = BTreeSet::from(["element-noscript".to_owned()]);
    let mut endings = Vec::new();
    let mut findings = Vec::new();
    for file in code {
        let text = blanked(&file.text, &comment);
        let strings = string.captures_iter(&text).filter_map(|found| found.get(1));
        used.extend(strings.map(|key| key.as_str().to_owned()));
        for key in call.captures_iter(&text).filter_map(|found| found.get(1)) {
            if !original.messages.contains_key(key.as_str()) {
                findings.push(file.finding(
                    key.start(),
                    &format!("there is no message {} in locales/.", key.as_str()),
                ));
            }
        }
        for list in listed
            .captures_iter(&file.text)
            .filter_map(|found| found.get(1))
        {
            for key in list.as_str().split_whitespace() {
                match key.strip_suffix('*') {
                    Some(start) => endings.push(start),
                    None if original.messages.contains_key(key) => {
                        used.insert(key.to_owned());
                    }
                    None => findings.push(file.finding(
                        list.start(),
                        &format!("there is no message {key} in locales/."),
                    )),
                }
            }
        }
    }
    for key in original.messages.keys() {
        if !used.contains(key) && !endings.iter().any(|start| key.starts_with(start)) {
            findings.push(format!("{}: {key} is not used.", original.place(key)));
        }
    }
    Ok(findings)
}

/// Keys and variables that differ between two languages.
fn differences(original: &Table, other: &Table) -> Vec<String> {
    let mut findings = Vec::new();
    for (key, pattern) in &original.messages {
        let Some(translated) = other.messages.get(key) else {
            findings.push(format!(
                "{}: {key} is missing in {}.",
                original.place(key),
                other.lang
            ));
            continue;
        };
        let (mut wanted, mut found) = (BTreeSet::new(), BTreeSet::new());
        locales::variables(pattern, &mut wanted);
        locales::variables(translated, &mut found);
        if wanted != found {
            findings.push(format!(
                "{}: {key} has different variables than in {}.",
                other.place(key),
                original.lang
            ));
        }
    }
    for key in other
        .messages
        .keys()
        .filter(|key| !original.messages.contains_key(*key))
    {
        findings.push(format!(
            "{}: {key} is missing in {}.",
            other.place(key),
            original.lang
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{differences, usage};
    use crate::locales::Table;
    use crate::tidy::SourceFile;
    use serde_json::json;

    fn table(lang: &str, messages: serde_json::Value) -> Table {
        Table::for_tests(lang, messages.as_object().unwrap().clone())
    }

    fn check_usage(keys: &[&str], code: &str, expected: &[&str]) {
        let messages = keys
            .iter()
            .map(|key| ((*key).to_owned(), json!("x")))
            .collect();
        let file = SourceFile {
            name: "src/a.rs".to_owned(),
            text: code.to_owned(),
        };
        let table = Table::for_tests("en", messages);
        assert_eq!(usage(&table, &[&file]).unwrap(), expected, "{code}");
    }

    #[test]
    fn keys_are_written_and_used() {
        check_usage(&["home-title"], r#"t!(i18n, "home-title", n = 3.0)"#, &[]);
        check_usage(
            &[],
            "\nt!(\n    self.app,\n    \"nothing\")",
            &["src/a.rs:4: there is no message nothing in locales/."],
        );
        check_usage(&["state-new"], "// locale keys: state-*\n", &[]);
        check_usage(
            &[],
            "// locale keys: state-new\n",
            &["src/a.rs:1: there is no message state-new in locales/."],
        );
        check_usage(&["field.hint"], r#"match x { _ => "field.hint" }"#, &[]);
        check_usage(&[], "/// t!(i18n, \"example\")\n", &[]);
        check_usage(&["old"], "", &["locales/en: old is not used."]);
    }

    #[test]
    fn languages_have_the_same_keys_and_variables() {
        let check = |en: serde_json::Value, de: serde_json::Value, expected: &[&str]| {
            assert_eq!(differences(&table("en", en), &table("de", de)), expected);
        };
        check(json!({ "a": "A" }), json!({ "a": "A" }), &[]);
        check(
            json!({ "a": "A" }),
            json!({}),
            &["locales/en: a is missing in de."],
        );
        check(
            json!({}),
            json!({ "b": "B" }),
            &["locales/de: b is missing in en."],
        );
        check(
            json!({ "a": [{ "var": "n" }] }),
            json!({ "a": [{ "select": "n", "cases": { "one": [{ "var": "m" }] }, "default": "one" }] }),
            &["locales/de: a has different variables than in en."],
        );
    }
}
