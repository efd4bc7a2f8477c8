//! Deserialization of responses: unknown members are ignored, unknown values fall back, and serialized values are read
//! back.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its example has failed"
)]

use portico_contract::{
    Align, Block, Callout, Capabilities, Decision, Document, Draft, DraftSummary, DraftsCapability,
    Inline, Level, LinkTarget, Ordering, Per, Problem, ProblemType, PublicRead, ServiceSummary,
    SignInMethod, StateCategory, Upload,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

fn reads<T: DeserializeOwned + PartialEq + Debug>(value: Value, expected: T) {
    assert_eq!(
        serde_json::from_value::<T>(value.clone()).unwrap(),
        expected,
        "{value}"
    );
}

#[test]
fn unknown_words_fall_back() {
    reads(json!("outage"), Level::Outage);
    reads(json!("apocalypse"), Level::Info);
    reads(json!("tip"), Callout::Tip);
    reads(json!("new-in-2030"), Callout::Note);
    reads(json!("waitingApproval"), StateCategory::WaitingApproval);
    reads(json!("onHold"), StateCategory::InProgress);
    reads(json!("maybe"), Decision::Other("maybe".to_owned()));
    reads(json!("justify"), Align::Start);
    reads(json!("month"), Per::Month);
    reads(json!("status"), PublicRead::Unknown);
    reads(json!("urn:portico:problem:invalid"), ProblemType::Invalid);
    reads(
        json!("https://example.org/out-of-credit"),
        ProblemType::Blank,
    );
    reads(json!({"kind": "bearer", "more": 1}), SignInMethod::Bearer);
    reads(
        json!({"kind": "redirect", "url": "/in"}),
        SignInMethod::Unknown,
    );
    reads(json!({"kind": "passkey"}), SignInMethod::Unknown);
}

#[test]
fn a_bad_node_costs_no_more_than_itself() {
    let text = |text: &str| Inline::Text {
        text: text.to_owned(),
    };
    reads(
        json!({"blocks": [
            {"type": "paragraph", "content": [{"type": "text", "text": "a"}, {"type": "blink", "text": "b"}], "x": 1},
            {"type": "heading"},
            {"type": "callout", "callout": "loud", "blocks": [{"type": "rule"}]},
            {"type": "paragraph", "content": [{"type": "link", "target": {"to": "moon"}, "content": []}]},
        ]}),
        Document {
            blocks: vec![
                Block::Paragraph {
                    content: vec![text("a"), Inline::Unknown],
                },
                Block::Unknown,
                Block::Callout {
                    callout: Callout::Note,
                    blocks: vec![Block::Rule],
                },
                Block::Paragraph {
                    content: vec![Inline::Link {
                        target: LinkTarget::Unknown,
                        content: vec![],
                    }],
                },
            ],
        },
    );
}

#[test]
fn what_is_written_is_read_again() {
    let document = json!({"blocks": [
        {"type": "heading", "level": 2, "id": "a", "content": [{"type": "text", "text": "A"}]},
        {"type": "list", "ordered": true, "start": 3, "items": [{"checked": true, "blocks": []}]},
        {"type": "quote", "blocks": []},
        {"type": "code", "language": "sh", "text": "ls"},
        {"type": "table", "align": ["end"], "head": [[{"type": "break"}]], "rows": [[[{"type": "code", "text": "x"}]]]},
        {"type": "rule"},
        {"type": "paragraph", "content": [
            {"type": "strong", "content": []}, {"type": "emphasis", "content": []}, {"type": "strike", "content": []},
            {"type": "link", "target": {"to": "service", "id": "vpn"}, "content": []},
            {"type": "link", "target": {"to": "article", "id": "vpn"}, "content": []},
            {"type": "link", "target": {"to": "heading", "id": "a"}, "content": []},
            {"type": "link", "target": {"to": "file", "id": "files/a.txt"}, "content": []},
            {"type": "link", "target": {"to": "url", "url": "https://x.example"}, "content": []},
            {"type": "image", "file": "files/a.png", "alt": "A", "width": 3, "height": 4},
        ]},
    ]});
    let read: Document = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), document);
}

#[test]
fn a_service_needs_only_its_id_and_name() {
    let service: ServiceSummary =
        serde_json::from_value(json!({"id": "vpn", "name": "VPN"})).unwrap();
    assert_eq!(service.ordering, Ordering::default());
    assert!(service.ordering.allowed);
    assert!(serde_json::from_value::<ServiceSummary>(json!({"id": "vpn"})).is_err());
}

#[test]
fn what_is_new_may_be_absent() {
    let draft = json!({
        "service": {"id": "vpn", "name": "VPN"}, "formVersion": "1", "key": "k", "answers": {},
        "updatedAt": "2026-11-22T09:30:00.000Z", "more": 1
    });
    let listed: DraftSummary = serde_json::from_value(draft.clone()).unwrap();
    assert_eq!(
        (listed.step, &*listed.key),
        (0, "k"),
        "a whole draft in a list"
    );
    let draft: Draft = serde_json::from_value(draft).unwrap();
    assert_eq!((draft.step, draft.device), (0, None));
    let upload: Upload =
        serde_json::from_value(json!({"id": "u", "name": "a.png", "size": 3})).unwrap();
    assert!(upload.complete, "whoever does not say so has all of it");
    let capabilities: Capabilities =
        serde_json::from_value(json!({"drafts": {}, "lookups": {}, "telepathy": {}})).unwrap();
    assert_eq!(capabilities.drafts, Some(DraftsCapability::default()));
    assert_eq!(capabilities.attachments, None);
    let problem = json!({
        "type": "urn:portico:problem:changed", "title": "t", "status": 412, "current": {"a": 1}
    });
    let problem: Problem = serde_json::from_value(problem).unwrap();
    assert_eq!(problem.kind, ProblemType::Changed);
    assert_eq!(problem.current, Some(json!({"a": 1})));
}
