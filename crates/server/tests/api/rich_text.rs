//! Markdown as a document: supported markup, markup that becomes plain text, and the time that this takes.

use crate::server::fixture;
use portico_contract::{Block, Document, Inline, MAX_DEPTH, MAX_NODES};
use portico_server::content::Files;
use portico_server::richtext::render;
use serde_json::{Value, json};

fn document(source: &str) -> Document {
    render(source, &Files::default(), "cut").document
}

fn blocks(source: &str) -> Value {
    serde_json::to_value(document(source)).unwrap()["blocks"].clone()
}

/// The inlines of a single paragraph.
#[track_caller]
fn line(source: &str, expected: &Value) {
    let blocks = blocks(source);
    assert_eq!(blocks.as_array().map(Vec::len), Some(1), "{blocks}");
    assert_eq!(&blocks[0]["content"], expected, "{source}");
}

fn text(words: &str) -> Value {
    json!([{"type": "text", "text": words}])
}

fn link(target: &Value, words: &str) -> Value {
    json!([{"type": "link", "target": target, "content": text(words)}])
}

#[test]
fn words_and_marks() {
    line("Plain\nwords", &text("Plain words"));
    line(
        "a  \nb",
        &json!([{"type":"text","text":"a"},{"type":"break"},{"type":"text","text":"b"}]),
    );
    line("**a**", &json!([{"type": "strong", "content": text("a")}]));
    line("*a*", &json!([{"type": "emphasis", "content": text("a")}]));
    line("~~a~~", &json!([{"type": "strike", "content": text("a")}]));
    line("`a<b>`", &json!([{"type": "code", "text": "a<b>"}]));
    line("&lt;b&gt; &amp; \\*", &text("<b> & *"));
}

#[test]
fn raw_html_is_text() {
    line("<b>x</b>", &text("<b>x</b>"));
    line(
        "a <script>alert(1)</script> b",
        &text("a <script>alert(1)</script> b"),
    );
    line(
        "<script>\nalert(1)\n</script>",
        &text("<script> alert(1) </script>"),
    );
    line(
        "<img src=x onerror=alert(1)>",
        &text("<img src=x onerror=alert(1)>"),
    );
    line("<!-- c -->", &text("<!-- c -->"));
    line("<style>*{}</style>", &text("<style>*{}</style>"));
}

#[test]
fn links_go_where_they_may() {
    let url = |url: &str| json!({"to": "url", "url": url});
    for (destination, target) in [
        ("https://x.example/a?b#c", url("https://x.example/a?b#c")),
        ("HTTPS://x.example", url("HTTPS://x.example")),
        ("http://x.example", url("http://x.example")),
        ("mailto:a@b.example", url("mailto:a@b.example")),
        ("tel:+49401", url("tel:+49401")),
        (
            "service:vpn-access",
            json!({"to": "service", "id": "vpn-access"}),
        ),
        (
            "article:vpn-set-up",
            json!({"to": "article", "id": "vpn-set-up"}),
        ),
        (
            "article:vpn-set-up#before-you-start",
            json!({"to": "article", "id": "vpn-set-up", "section": "before-you-start"}),
        ),
        (
            "article:vpn-set-up#",
            json!({"to": "article", "id": "vpn-set-up"}),
        ),
        ("#part", json!({"to": "heading", "id": "part"})),
    ] {
        line(&format!("[w]({destination})"), &link(&target, "w"));
    }
    line(
        "<https://x.example>",
        &link(&url("https://x.example"), "https://x.example"),
    );
    for destination in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "javascript&colon;alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://x",
        "//evil.example",
        "/relative",
        "relative",
        "../up",
        "https:x.example",
        "https:///x",
        "http://",
        "service:UPPER",
        "service:../x",
        "article:",
        "article:#part",
        "mailto:",
        "#",
        "files/none.png",
        "files/../x",
        "?q",
        "<https://x.example/a b>",
    ] {
        line(&format!("[w]({destination})"), &text("w"));
    }
    line("<javascript:alert(1)>", &text("javascript:alert(1)"));
    line("[w][r]\n\n[r]: javascript:x", &text("w"));
}

#[test]
fn pictures_come_from_files() {
    let content = portico_server::content::Content::load(&fixture("content"));
    assert!(content.is_ok());
    for source in [
        "![w](https://x.example/a.png)",
        "![w](data:image/png;base64,x)",
        "![w](files/a.png)",
    ] {
        line(source, &text("w"));
    }
}

#[test]
fn blocks_of_all_kinds() {
    let source = "# One\n\n## Two **bold**\n\n####### seven\n\n- a\n- b\n\n  c\n\n3. x\n\n\
        - [x] done\n- [ ] open\n\n> quote\n\n> [!WARNING]\n> care\n\n```sh copy\nls\n```\n\n---\n\n\
        | a | b |\n|:-:|--:|\n| 1 | *2* |\n| 3 |\n\n## Two bold\n";
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_json_snapshot!("blocks_of_all_kinds", blocks(source));
    });
}

#[test]
fn heading_ids_are_unique() {
    let source = "## A\n\n## A\n\n## A 2\n\n## A\n\n## ???\n\n## Über uns!\n\n## --\n";
    let ids: Vec<_> = document(source)
        .blocks
        .into_iter()
        .filter_map(|block| {
            if let Block::Heading { id, .. } = block {
                id
            } else {
                None
            }
        })
        .collect();
    assert_eq!(
        ids,
        [
            "a",
            "a-2",
            "a-2-2",
            "a-3",
            "section",
            "über-uns",
            "section-2"
        ]
    );
}

/// The depth of the deepest node.
fn depth(blocks: &[Block]) -> usize {
    fn inline(inlines: &[Inline]) -> usize {
        let below = |node: &Inline| match node {
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. } => 1 + inline(content),
            _ => 1,
        };
        inlines.iter().map(below).max().unwrap_or_default()
    }
    let below = |block: &Block| match block {
        Block::Quote { blocks } | Block::Callout { blocks, .. } => 1 + depth(blocks),
        Block::List { items, .. } => {
            2 + items
                .iter()
                .map(|item| depth(&item.blocks))
                .max()
                .unwrap_or_default()
        }
        Block::Heading { content, .. } | Block::Paragraph { content } => 1 + inline(content),
        _ => 1,
    };
    blocks.iter().map(below).max().unwrap_or_default()
}

#[test]
fn hostile_nesting_is_flat_and_linear() {
    let deep = 100_000;
    for (name, source) in [
        ("quotes", format!("{} x", ">".repeat(deep))),
        ("spaced quotes", format!("{}x", "> ".repeat(deep))),
        ("brackets", format!("{}x", "[".repeat(deep))),
        (
            "closed brackets",
            format!("{}x{}", "[".repeat(deep), "]".repeat(deep)),
        ),
        ("links", "[a](".repeat(deep)),
        (
            "pictures",
            format!("{}x{}", "![".repeat(deep), "](a)".repeat(deep)),
        ),
        ("lists", format!("{}x", "- ".repeat(deep))),
        ("numbers", format!("{}x", "1. ".repeat(deep))),
        ("stars", "*a **a ".repeat(deep / 2)),
        (
            "closed stars",
            format!("{}x{}", "*".repeat(deep), "*".repeat(deep)),
        ),
        ("ticks", (1..450).map(|n| "`".repeat(n) + " ").collect()),
        (
            "tables",
            format!(
                "{}\n{}\n{}",
                "|a".repeat(5000),
                "|-".repeat(5000),
                "|x\n".repeat(5000)
            ),
        ),
        ("html", "<a ".repeat(deep)),
        ("comments", "<!-- ".repeat(deep)),
        ("entities", "&#1;".repeat(deep)),
        ("references", "[a]: x\n".repeat(deep / 2)),
        ("same headings", "# a\n".repeat(deep)),
        ("long line", "x".repeat(4 * 1024 * 1024)),
    ] {
        // Anything slower than linear time takes minutes, which shows in the run.
        let document = document(&source);
        assert!(
            depth(&document.blocks) <= MAX_DEPTH,
            "{name} is {} deep",
            depth(&document.blocks)
        );
        let json = serde_json::to_string(&document).unwrap();
        assert!(json.matches("\"type\"").count() <= MAX_NODES, "{name}");
    }
}

#[test]
fn what_is_too_long_is_cut_with_a_note() {
    let note = Block::Paragraph {
        content: vec![Inline::Text {
            text: "cut".to_owned(),
        }],
    };
    for source in ["a\n\n".repeat(MAX_NODES), "ä".repeat(512 * 1024)] {
        assert_eq!(document(&source).blocks.last(), Some(&note));
    }
    assert_ne!(document("short").blocks.last(), Some(&note));
}
