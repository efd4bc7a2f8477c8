//! Web addresses in texts become links, and typed line breaks are kept.

use portico_contract::{Document, MAX_DEPTH, MAX_NODES};
use portico_server::content::Files;
use portico_server::richtext::{render, typed};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn published(source: &str) -> Document {
    render(source, &Files::default(), "").document
}

/// All links of a document as `text > target`, or just `text` if the text is the address.
fn links(document: &Document) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) if members.get("type") == Some(&json!("link")) => {
                let words = members["content"][0]["text"].as_str().unwrap();
                let url = members["target"]["url"].as_str().unwrap_or("elsewhere");
                let same = words == url;
                found.push(if same {
                    words.to_owned()
                } else {
                    format!("{words} > {url}")
                });
            }
            Value::Object(members) => members.values().for_each(|value| walk(value, found)),
            Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::to_value(document).unwrap(), &mut found);
    found
}

#[test]
fn addresses_in_a_text_are_links() {
    for (text, expected) in [
        // In angle brackets, as in Markdown.
        (
            "<help@x.example>",
            vec!["help@x.example > mailto:help@x.example"],
        ),
        ("<https://x.example/a>", vec!["https://x.example/a"]),
        (
            "<jörg@x.example>",
            vec!["jörg@x.example > mailto:jörg@x.example"],
        ),
        // Without angle brackets.
        (
            "Ask help@x.example.",
            vec!["help@x.example > mailto:help@x.example"],
        ),
        ("mailto:help@x.example", vec!["mailto:help@x.example"]),
        (
            "help@x.example: write there",
            vec!["help@x.example > mailto:help@x.example"],
        ),
        // Remotes of a repository are not mailboxes.
        ("git@x.example:team/portal.git", vec![]),
        ("me@x.example:/srv/git", vec![]),
        (
            "See https://x.example/a_b_c?d=1&e=2#f, please",
            vec!["https://x.example/a_b_c?d=1&e=2#f"],
        ),
        ("HTTPS://X.Example", vec!["HTTPS://X.Example"]),
        (
            "http://intranet/ http://srv_print01:8080/q",
            vec!["http://intranet/", "http://srv_print01:8080/q"],
        ),
        ("http://10.0.0.1/a", vec!["http://10.0.0.1/a"]),
        (
            "https://x.example#part https://x.example/#/a",
            vec!["https://x.example#part", "https://x.example/#/a"],
        ),
        (
            "www.x.example/a.",
            vec!["www.x.example/a > http://www.x.example/a"],
        ),
        (
            "https://müller.example/straße",
            vec!["https://müller.example/straße"],
        ),
        (
            "a@x.example, b@x.example; c@x.example",
            vec![
                "a@x.example > mailto:a@x.example",
                "b@x.example > mailto:b@x.example",
                "c@x.example > mailto:c@x.example",
            ],
        ),
        // Punctuation at the end of a sentence and closing brackets are not part of the address.
        (
            "https://x.example/a. https://x.example/b! https://x.example/c?",
            vec![
                "https://x.example/a",
                "https://x.example/b",
                "https://x.example/c",
            ],
        ),
        (
            "(https://x.example/a) [https://x.example/b]",
            vec!["https://x.example/a", "https://x.example/b"],
        ),
        (
            "https://x.example/Link_(a)",
            vec!["https://x.example/Link_(a)"],
        ),
        (
            "\"https://x.example/a\" „https://x.example/b“ »https://x.example«",
            vec![
                "https://x.example/a",
                "https://x.example/b",
                "https://x.example",
            ],
        ),
        (
            "„help@x.example“ ‚help@y.example‘",
            vec![
                "help@x.example > mailto:help@x.example",
                "help@y.example > mailto:help@y.example",
            ],
        ),
        (
            "https://x.example/a… https://x.example/b。それ",
            vec!["https://x.example/a", "https://x.example/b"],
        ),
        ("（https://x.example/a），", vec!["https://x.example/a"]),
        ("Danke.https://x.example/a", vec!["https://x.example/a"]),
        // In headings, tables, lists, quotations and emphasised text.
        (
            "## https://x.example/a\n\n| h |\n|---|\n| https://x.example/b |",
            vec!["https://x.example/a", "https://x.example/b"],
        ),
        (
            "- https://x.example/a\n- **https://x.example/b**\n\n> ~~help@x.example~~",
            vec![
                "https://x.example/a",
                "https://x.example/b",
                "help@x.example > mailto:help@x.example",
            ],
        ),
        // An existing link stays a single link, and its text does not become another one.
        (
            "[https://x.example/a](https://y.example/)",
            vec!["https://x.example/a > https://y.example/"],
        ),
        (
            "[see **help@x.example**](https://y.example/)",
            vec!["see  > https://y.example/"],
        ),
        (
            "[https://x.example](javascript:x)",
            vec!["https://x.example"],
        ),
        // Code, and texts that are not addresses of pages or mailboxes.
        ("`https://x.example/a` `help@x.example`", vec![]),
        (
            "```\nhttps://x.example/a\n```\n\n    help@x.example",
            vec![],
        ),
        (
            "ftp://x.example/a file:///etc/passwd javascript://x.example/%0Aalert(1)",
            vec![],
        ),
        (
            "setup.exe x.example root@localhost @name http:// https:///x :// @ www.",
            vec![],
        ),
        ("1.2.3 a@b 12:30 C:\\Temp\\a_b", vec![]),
        ("&lt;https://x.example/a&gt;", vec!["https://x.example/a"]),
    ] {
        assert_eq!(links(&published(text)), expected, "published: {text}");
        assert_eq!(links(&typed(text, "")), expected, "typed: {text}");
    }
}

#[test]
fn words_around_an_address_stay() {
    let content = serde_json::to_value(published("Ask help@x.example, now.")).unwrap();
    assert_eq!(
        content["blocks"][0]["content"],
        json!([
            {"type": "text", "text": "Ask "},
            {"type": "link", "target": {"to": "url", "url": "mailto:help@x.example"},
             "content": [{"type": "text", "text": "help@x.example"}]},
            {"type": "text", "text": ", now."},
        ])
    );
}

#[test]
fn typed_lines_stay_lines() {
    let text = |words: &str| json!({"type": "text", "text": words});
    let new_line = || json!({"type": "break"});
    for (source, lines) in [
        ("a\nb\nc", vec!["a", "b", "c"]),
        ("a  \nb", vec!["a", "b"]),
        ("a\n  b", vec!["a", "b"]),
        ("<a>\n<b>", vec!["<a>", "<b>"]),
        (
            "<config>\n  <x>1</x>\n</config>\n",
            vec!["<config>", "  <x>1</x>", "</config>"],
        ),
        (
            "C:\\Users\n4711\n2026-01-01",
            vec!["C:\\Users", "4711", "2026-01-01"],
        ),
    ] {
        let mut content = Vec::new();
        for line in &lines {
            if !content.is_empty() {
                content.push(new_line());
            }
            content.push(text(line));
        }
        let blocks = serde_json::to_value(typed(source, "")).unwrap()["blocks"].clone();
        assert_eq!(blocks[0]["content"], Value::from(content), "{source:?}");
        assert_eq!(blocks.as_array().map(Vec::len), Some(1), "{source:?}");
    }
    // Within quotations and lists, too; in published Markdown the lines are joined.
    let said = serde_json::to_string(&typed("> a\n> b\n\n- c\n  d", "")).unwrap();
    assert_eq!(said.matches("break").count(), 2, "{said}");
    let said = serde_json::to_string(&published("> a\n> b\n\n- c\n  d")).unwrap();
    assert_eq!(said.matches("break").count(), 0, "{said}");
}

#[test]
fn many_addresses_take_little_time_and_room() {
    let started = Instant::now();
    for source in [
        "a@b.example ".repeat(40_000),
        "a@".repeat(250_000),
        "a://".repeat(120_000),
        "http://".repeat(70_000),
        "www.".repeat(120_000),
        "a.b@".repeat(120_000),
        "(".repeat(1000) + "https://x.example/" + &"(".repeat(500_000),
        "https://x.example/a\n".repeat(25_000),
        format!("{}https://x.example", "> ".repeat(100)),
        format!("{}https://x.example", "*a ".repeat(100)),
    ] {
        for document in [published(&source), typed(&source, "cut")] {
            let json = serde_json::to_string(&document).unwrap();
            assert!(json.matches("\"type\"").count() <= MAX_NODES);
            let deepest = json
                .chars()
                .fold((0_usize, 0_usize), |(now, most), c| match c {
                    '[' => (now + 1, most.max(now + 1)),
                    ']' => (now.saturating_sub(1), most),
                    _ => (now, most),
                });
            assert!(
                deepest.1 <= MAX_DEPTH + 1 || source.contains("(("),
                "{}",
                deepest.1
            );
        }
    }
    // Anything slower than linear time takes minutes.
    assert!(started.elapsed() < Duration::from_secs(60));
}
