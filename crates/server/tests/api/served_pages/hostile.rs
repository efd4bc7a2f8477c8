//! Hostile content through the door to HTML: whatever a text contains, a page has no tag, attribute or address of it.

#[path = "../../../../routes/tests/support/hostile_addresses.rs"]
mod hostile_addresses;

use super::portal::{Portal, first_answers};
use crate::server::{content_with, demo};
use hostile_addresses::HOSTILE_ADDRESSES;
use portico_contract::{ArticleId, Block, Document, FileId, Inline, LinkTarget, ServiceId};
use portico_server::content::Files;
use portico_server::pages::rich_text;
use portico_server::richtext::render;

/// A text that leaves every context of HTML that it could stand in.
const BREAKOUT: &str = "x\"'`></title></textarea></noscript></portico-portal><script>alert(1)</script><img src=x onerror=alert(1)><!--";

/// A tag with its attributes.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// All opening tags of a page. The template engine escapes every `<` of a text, so each one that is left begins a tag.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for part in html.split('<').skip(1) {
        if part.starts_with('/') || part.starts_with("!doctype") {
            continue;
        }
        let (name, rest) = part.split_at(part.find([' ', '>', '\n']).unwrap_or(part.len()));
        let mut attributes = Vec::new();
        let mut rest = rest.trim_start();
        while !rest.is_empty() && !rest.starts_with('>') {
            let end = rest.find(['=', ' ', '>', '\n']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let quoted = after.strip_prefix("=\"");
            let (value, after) = quoted.map_or(("", after), |quoted| {
                quoted.split_once('"').unwrap_or((quoted, ""))
            });
            attributes.push((name.to_owned(), value.to_owned()));
            rest = after.trim_start();
        }
        let name = name.to_owned();
        tags.push(Tag { name, attributes });
    }
    tags
}

const NAMES: &[&str] = &[
    "html",
    "head",
    "title",
    "meta",
    "link",
    "script",
    "body",
    "portico-portal",
    "noscript",
    "div",
    "header",
    "main",
    "footer",
    "nav",
    "section",
    "article",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "span",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "form",
    "input",
    "button",
    "select",
    "option",
    "label",
    "kbd",
    "svg",
    "use",
    "details",
    "summary",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "br",
    "strong",
    "em",
    "s",
    "img",
];

/// Asserts that a page consists of known tags and attributes, and links only to safe addresses.
#[track_caller]
fn is_harmless(what: &str, html: &str) {
    for Tag { name, attributes } in tags(html) {
        assert!(NAMES.contains(&name.as_str()), "{what}: <{name}> in {html}");
        for (attribute, value) in attributes {
            let is_known = matches!(
                attribute.as_str(),
                "lang"
                    | "dir"
                    | "class"
                    | "id"
                    | "href"
                    | "src"
                    | "alt"
                    | "rel"
                    | "target"
                    | "name"
                    | "content"
                    | "property"
                    | "role"
                    | "tabindex"
                    | "type"
                    | "action"
                    | "method"
                    | "value"
                    | "placeholder"
                    | "autocomplete"
                    | "autocapitalize"
                    | "spellcheck"
                    | "enterkeyhint"
                    | "maxlength"
                    | "focusable"
                    | "start"
                    | "scope"
                    | "width"
                    | "height"
                    | "download"
                    | "data-language"
                    | "selected"
                    | "as"
                    | "crossorigin"
                    | "page"
                    | "api"
                    | "routing"
            ) || attribute.starts_with("aria-");
            assert!(is_known, "{what}: {attribute}={value:?} in {html}");
            if matches!(attribute.as_str(), "href" | "src" | "action") {
                let is_own =
                    value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
                let is_outside = ["https://", "http://", "mailto:", "tel:"]
                    .iter()
                    .any(|scheme| value.to_ascii_lowercase().starts_with(scheme));
                assert!(is_own || is_outside, "{what}: {attribute}={value:?}");
            }
        }
    }
}

#[tokio::test]
async fn no_field_of_the_content_becomes_markup() {
    let quoted = serde_json::to_string(BREAKOUT).unwrap();
    let passages = [
        (
            "organisation.yaml",
            "{ en: Test Works, de: Testwerk }",
            quoted.as_str(),
        ),
        ("organisation.yaml", "Ask for help.", &quoted),
        (
            "organisation.yaml",
            "  name: Help",
            &format!("  name: {quoted}"),
        ),
        (
            "organisation.yaml",
            "hours: Always",
            &format!("hours: {quoted}"),
        ),
        (
            "organisation.yaml",
            "privacy: We keep little.",
            &format!("privacy: {quoted}"),
        ),
        ("announcements.yaml", "{ en: Hello, de: Hallo }", &quoted),
        (
            "announcements.yaml",
            "Read [this](article:vpn-set-up).",
            &quoted,
        ),
        ("categories.yaml", "{ en: Network, de: Netzwerk }", &quoted),
        (
            "services/vpn-access.yaml",
            "{ en: VPN access, de: VPN-Zugang }",
            &quoted,
        ),
        (
            "services/vpn-access.yaml",
            "{ en: What vpn-access gives you., de: Was vpn-access bringt. }",
            &quoted,
        ),
        (
            "services/vpn-access.yaml",
            "[One, Two]",
            &format!("[{quoted}]"),
        ),
        (
            "services/vpn-access.yaml",
            "[We look at it.]",
            &format!("[{quoted}]"),
        ),
        (
            "services/vpn-access.yaml",
            "Some **words** about it.",
            BREAKOUT,
        ),
        (
            "articles/vpn-set-up.md",
            "title: Set up the VPN",
            &format!("title: {quoted}"),
        ),
        (
            "articles/vpn-set-up.md",
            "summary: Install and sign in.",
            &format!("summary: {quoted}"),
        ),
        (
            "articles/vpn-set-up.md",
            "## Before you start",
            &format!("## {BREAKOUT}\n\n`{BREAKOUT}`"),
        ),
    ];
    let content = content_with(&passages);
    let portal = Portal::of(demo(), content.path()).await;
    for path in [
        "/",
        "/services",
        "/services?category=network",
        "/services/vpn-access",
        "/articles",
        "/articles/vpn-set-up",
        "/contact",
        "/privacy",
        "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/services?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/services/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ] {
        let page = portal.get(path, &[]).await;
        let html = page.text();
        is_harmless(path, &html);
        // The portal's own script, and the answers that come with the page.
        assert_eq!(html.matches("<script").count(), 2, "{path}: {html}");
        let answers = first_answers(&html);
        assert_eq!(answers["answers"]["/portal"]["name"], BREAKOUT, "{path}");
        assert_eq!(
            html.matches("</portico-portal>").count(),
            1,
            "{path}: {html}"
        );
    }
    let html = portal.get("/services/vpn-access", &[]).await.text();
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
}

fn linked(target: LinkTarget) -> String {
    let content = vec![Inline::Text {
        text: "words".to_owned(),
    }];
    let link = Inline::Link { target, content };
    let blocks = vec![Block::Paragraph {
        content: vec![link],
    }];
    rich_text(&Document { blocks }, "en").unwrap()
}

#[test]
fn links_lead_where_the_portal_lets_them() {
    for url in HOSTILE_ADDRESSES {
        let html = linked(LinkTarget::Url {
            url: url.to_owned(),
        });
        assert_eq!(html, "<div class=\"prose\"><p>words</p></div>", "{url:?}");
        // As an ID it is one segment of a path of this site.
        let html = linked(LinkTarget::Service {
            id: ServiceId(url.to_owned()),
        });
        is_harmless(url, &html);
        let section = Some(url.to_owned());
        let html = linked(LinkTarget::Article {
            id: ArticleId(url.to_owned()),
            section,
        });
        is_harmless(url, &html);
        is_harmless(
            url,
            &linked(LinkTarget::File {
                id: FileId(url.to_owned()),
            }),
        );
        is_harmless(url, &linked(LinkTarget::Heading { id: url.to_owned() }));
    }
    for (url, rel) in [
        ("https://good.example/page", true),
        ("HTTP://good.example", true),
        ("mailto:a@b.example", false),
        ("tel:+4940", false),
    ] {
        let html = linked(LinkTarget::Url {
            url: url.to_owned(),
        });
        assert!(html.contains(&format!("href=\"{url}\"")), "{html}");
        assert_eq!(
            html.contains("rel=\"noopener noreferrer nofollow\""),
            rel,
            "{html}"
        );
    }
}

#[test]
fn a_document_has_known_tags_alone() {
    let texts = [
        "# One\n\n## Two **bold**\n\n- a\n- b\n\n3. x\n\n- [x] done\n- [ ] open\n\n> quote\n\n> [!WARNING]\n> care\n\n```sh\" onclick=\"x\nls\n```\n\n---\n\n| a | b |\n|:-:|--:|\n| 1 | *2* |\n",
        "<b>x</b> <script>alert(1)</script> <img src=x onerror=alert(1)> <!-- c --> <style>*{}</style>",
        "[w](javascript:alert(1)) ![w](data:image/png;base64,x) [w](//evil.example) <javascript:alert(1)>",
        "## \" onmouseover=\"alert(1)\n\n[w](#\" onmouseover=\"alert(1))",
    ];
    let deep = [
        ">".repeat(100_000),
        "- ".repeat(100_000),
        "*a **a ".repeat(50_000),
        "<a ".repeat(100_000),
    ];
    for text in texts.into_iter().map(str::to_owned).chain(deep) {
        let document = render(&text, &Files::default(), "cut").document;
        is_harmless(
            text.get(..40).unwrap_or(&text),
            &rich_text(&document, "en").unwrap(),
        );
    }
}
