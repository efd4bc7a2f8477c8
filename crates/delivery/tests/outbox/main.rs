//! The interpretation of responses, and the actions that are possible at each stage.
#![expect(
    clippy::unwrap_used,
    reason = "a step that cannot be taken is a failure of its test"
)]

mod withdrawn;

use portico_delivery::DAY;
use portico_delivery::draft::{Draft, DraftVersions, Service};
use portico_delivery::outbox::{
    self, ActionError, AttemptResult, Command, Entry, Event, Exclusivity, Intent, Reason, Sender,
    Stage,
};
use portico_delivery::store::{Outcome, Record, Transaction};
use portico_delivery::upload::{self, Upload, UploadError};
use serde_json::{Value, json};

const NOW: u64 = 1_000 * DAY;

fn draft(text: &str) -> Draft {
    let service = Service {
        id: "vpn".to_owned(),
        name: "VPN access".to_owned(),
    };
    let mut draft = Draft::new(
        service,
        "ada".into(),
        "3".into(),
        "k1".into(),
        json!({"why": text}),
    );
    draft.unused_at = NOW;
    draft
}

/// The contents of the only record that a transaction writes.
fn written(transaction: &Transaction) -> Record<Entry> {
    let write = transaction
        .writes
        .iter()
        .find(|write| write.id.starts_with("entry/") && write.value.is_some())
        .unwrap();
    Record::<Entry>::read(&write.id, write.value.clone(), write.revision).unwrap()
}

fn queued() -> Record<Entry> {
    let intent = Intent::Request(Box::new(draft("first")));
    written(&outbox::queue(
        "k1".into(),
        "ada".into(),
        intent,
        "{}".into(),
        NOW,
    ))
}

/// The entry after an attempt with this result, made by a sender with a store of one entry.
fn after(entry: Record<Entry>, result: AttemptResult) -> Record<Entry> {
    let mut sender = Sender::new("tab".into(), "ada".into(), Exclusivity::Lease, true);
    assert_eq!(sender.on(Event::Wake, NOW, 0), [Command::Load]);
    let begin = sender.on(Event::Loaded(Some(vec![entry])), NOW, 0);
    let [Command::Store(begin)] = &begin[..] else {
        unreachable!("{begin:?}");
    };
    assert!(matches!(written(begin).value.stage, Stage::Sending(_)));
    let sent = sender.on(Event::Stored(Outcome::Done), NOW, 0);
    assert!(
        matches!(&sent[..], [Command::Show(_), Command::Send(_)]),
        "{sent:?}"
    );
    let landed = sender.on(Event::Attempted(result), NOW, 0);
    let [Command::Store(landed)] = &landed[..] else {
        unreachable!("{landed:?}");
    };
    written(landed)
}

fn problem(kind: &str) -> Value {
    json!({"type": format!("urn:portico:problem:{kind}"), "title": "No"})
}

#[test]
fn answers() {
    let check = |status: u16, body: Option<Value>, expected: &str| {
        let said = match AttemptResult::read(status, body.as_ref(), None, false) {
            AttemptResult::Recorded(receipt) => {
                format!("recorded {} {}", receipt.id, receipt.number)
            }
            AttemptResult::Unknown { .. } => "unknown".to_owned(),
            AttemptResult::Unclear { .. } => "unclear".to_owned(),
            AttemptResult::Stopped(reason) => reason.code().to_owned(),
        };
        assert_eq!(said, expected, "{status} {body:?}");
    };
    check(
        201,
        Some(json!({"id": "r1", "number": "REQ-1"})),
        "recorded r1 REQ-1",
    );
    check(200, Some(json!({"id": "r1"})), "recorded r1 ");
    // The page of a proxy, and JSON that is not a response of this API.
    check(200, None, "unclear");
    check(201, Some(json!({"ok": true})), "unclear");
    check(200, Some(json!({"id": ""})), "unclear");
    check(204, Some(Value::Null), "unclear");
    check(202, None, "unclear");
    check(202, Some(json!({"status": "accepted"})), "unclear");
    check(202, Some(json!({"id": "r1"})), "recorded r1 ");
    check(302, None, "unclear");
    for status in [500, 502, 503, 504, 507] {
        check(status, None, "unknown");
    }
    // A firewall's page, a gateway's own JSON, and a problem document without a type.
    for status in [400, 403, 404, 405, 413, 451] {
        check(status, None, "blocked");
        check(status, Some(json!({"message": "Forbidden"})), "blocked");
    }
    check(403, Some(json!([1])), "blocked");
    check(403, Some(Value::Null), "blocked");
    check(429, None, "unknown");
    for status in [408, 425, 429, 500, 503, 507] {
        check(status, Some(problem("invalid")), "unknown");
    }
    check(404, Some(json!({"error": "no route"})), "blocked");
    check(401, None, "signIn");
    check(401, Some(problem("sign-in")), "signIn");
    check(409, Some(problem("key-in-flight")), "unknown");
    check(409, Some(problem("form-changed")), "formChanged");
    check(422, Some(problem("key-reused")), "keyReused");
    check(422, Some(problem("invalid")), "refused");
    check(
        403,
        Some(json!({"type": "about:blank", "title": "Forbidden"})),
        "refused",
    );
    check(404, Some(json!({"title": "Not found"})), "refused");
}

#[test]
fn a_success_that_names_nothing_is_asked_about_twice_a_minute_at_most() {
    let check = |status: u16, asked: Option<u64>, least: u64| {
        let result = AttemptResult::read(status, None, asked, false);
        let entry = after(queued(), result);
        let Stage::Checking(wait) = &entry.value.stage else {
            unreachable!("{:?}", entry.value.stage);
        };
        assert!(wait.until >= NOW + least, "{status}: {}", wait.until - NOW);
        assert!(!wait.asked, "{status}: it may have arrived");
    };
    check(202, None, 30_000);
    check(202, Some(1_000), 30_000);
    check(200, None, 30_000);
    check(202, Some(60_000), 60_000);
    check(502, None, 0);
}

#[test]
fn a_file_that_will_never_arrive_is_told_at_once_where_the_request_needs_it() {
    let check = |why: UploadError, retry: bool, body: &str, expected: &str| {
        let mut file = Upload::new("local-1".into(), "plan.pdf".into(), 9, String::new());
        file.stage = upload::Stage::Failed { why, retry };
        let mut draft = draft("first");
        draft.files = vec![file];
        let intent = Intent::Request(Box::new(draft));
        let queued = outbox::queue("k1".into(), "ada".into(), intent, body.into(), NOW);
        let entry = written(&queued).value;
        let said = match &entry.stage {
            Stage::NeedsYou(Reason::File { name }) => format!("needs {name}"),
            Stage::Queued(_) if entry.has_its_files() => "goes".to_owned(),
            stage => format!("{} and waits", stage.code()),
        };
        assert_eq!(said, expected, "{why:?} {body}");
    };
    let named = r#"{"plan":"local-1"}"#;
    check(UploadError::BytesGone, false, named, "needs plan.pdf");
    check(UploadError::WrongType, false, named, "needs plan.pdf");
    check(UploadError::SignIn, true, named, "queued and waits");
    // A rule has removed the field from the answers.
    check(UploadError::BytesGone, false, "{}", "goes");
}

#[test]
fn a_reused_key_names_the_request_where_the_backend_does() {
    let check = |current: Value, expected: Option<&str>| {
        let mut body = problem("key-reused");
        if let Some(members) = body.as_object_mut() {
            members.insert("current".to_owned(), current.clone());
        }
        let request = expected.map(str::to_owned);
        let reason = Reason::KeyReused { request };
        let said = AttemptResult::read(422, Some(&body), None, false);
        assert_eq!(said, AttemptResult::Stopped(reason), "{current}");
    };
    check(json!({"id": "r7", "number": "R-1007"}), Some("r7"));
    check(json!({"id": "", "number": "R-1007"}), None);
    check(json!({"id": "e4", "kind": "comment"}), None);
    check(json!(7), None);
}

#[test]
fn an_entry_is_free_until_its_first_attempt_and_after_a_definite_no() {
    let check = |result: Option<AttemptResult>, free: bool| {
        let entry = match result.clone() {
            Some(result) => after(queued(), result),
            None => queued(),
        };
        let stage = entry.value.stage.code();
        let expected = if free {
            Ok(())
        } else {
            Err(ActionError::Frozen)
        };
        assert_eq!(
            outbox::cancel(&entry).map(drop),
            expected,
            "cancel at {stage}"
        );
        assert_eq!(
            outbox::edit(&entry, None, NOW).map(drop),
            expected,
            "edit at {stage}"
        );
    };
    let refused = Reason::Refused {
        status: 422,
        problem: problem("invalid"),
    };
    check(None, true);
    check(Some(AttemptResult::Stopped(refused)), true);
    check(Some(AttemptResult::Stopped(Reason::FormChanged)), true);
    check(Some(AttemptResult::LOST), false);
    check(Some(AttemptResult::Stopped(Reason::SignIn)), false);
    check(
        Some(AttemptResult::Stopped(Reason::KeyReused { request: None })),
        false,
    );
}

/// The record of a draft, as a closing page writes it.
fn drafted(texts: &[Draft]) -> Record<DraftVersions> {
    let (main, others) = texts.split_last().unwrap();
    let others = others.to_vec();
    Record {
        revision: 9,
        value: DraftVersions {
            others,
            ..DraftVersions::new(main.clone())
        },
    }
}

#[test]
fn a_text_beside_an_entry_outlives_the_receipt_and_becomes_a_comment() {
    let frozen = after(queued(), AttemptResult::LOST);
    let edited = written(&outbox::join(&frozen, &drafted(&[draft("later")]), NOW));
    let received = json!({"id": "r1", "number": "REQ-1"});
    let result = AttemptResult::read(201, Some(&received), None, true);
    let mut again = edited;
    if let Stage::Checking(wait) = &mut again.value.stage {
        wait.until = NOW;
    }
    let known = after(again, result);
    assert_eq!(
        outbox::remove_acknowledged(&known),
        Err(ActionError::HasUnrecordedEdits)
    );
    let said = outbox::comment(&known, "k2".into(), "later".into(), "{}".into(), NOW).unwrap();
    assert_eq!(
        said.writes.len(),
        2,
        "the entry goes when the comment is queued"
    );
    let dropped = written(&outbox::drop_edit(&known).unwrap());
    assert_eq!(
        outbox::remove_acknowledged(&dropped).unwrap().writes[0].value,
        None
    );
}

#[test]
fn taking_an_entry_back_keeps_every_text() {
    let entry = queued();
    let over = Record {
        revision: 9,
        value: DraftVersions::new(draft("begun since")),
    };
    let transaction = outbox::edit(&entry, Some(&over), NOW).unwrap();
    let put = transaction
        .writes
        .iter()
        .find(|write| write.value.is_some())
        .unwrap();
    let versions = Record::<DraftVersions>::read(&put.id, put.value.clone(), put.revision)
        .unwrap()
        .value;
    assert_eq!(versions.main.answers, json!({"why": "first"}));
    assert_eq!(versions.others[0].answers, json!({"why": "begun since"}));
}

#[test]
fn a_draft_and_an_entry_of_one_order_become_one() {
    let check = |drafts: &[Draft], beside: &[&str], left: Option<&str>| {
        let entry = after(queued(), AttemptResult::LOST);
        let joined = outbox::join(&entry, &drafted(drafts), NOW);
        let edits = written(&joined).value.edits;
        let texts: Vec<_> = edits.iter().map(|edit| &edit.answers["why"]).collect();
        assert_eq!(texts, beside, "{drafts:?}");
        let row = &joined.writes[1];
        assert_eq!((row.id.as_str(), row.known), ("draft/vpn", 9));
        let main = row
            .value
            .as_ref()
            .map(|value| &value["main"]["answers"]["why"]);
        assert_eq!(main, left.map(Value::from).as_ref(), "{drafts:?}");
    };
    let of = |tab: &str, text: &str| Draft {
        tab: tab.to_owned(),
        ..draft(text)
    };
    let begun = Draft {
        key: "k2".to_owned(),
        ..draft("begun since")
    };
    check(&[draft("later")], &["later"], None);
    check(&[draft("first")], &[], None);
    check(&[of("b", "b"), of("a", "a")], &["b", "a"], None);
    check(
        &[begun.clone(), draft("later")],
        &["later"],
        Some("begun since"),
    );
    check(&[draft("later"), begun], &["later"], Some("begun since"));
}

#[test]
fn a_key_that_may_be_forgotten_is_not_used_without_asking() {
    let mut sender = Sender::new("tab".into(), "ada".into(), Exclusivity::Lease, true);
    let late = NOW + outbox::KEY_TRUSTED + 1;
    let mut entry = after(queued(), AttemptResult::LOST);
    entry.value.stage = Stage::Checking(portico_delivery::retry::Wait::default());
    sender.on(Event::Wake, late, 0);
    let commands = sender.on(Event::Loaded(Some(vec![entry])), late, 0);
    let [Command::Store(transaction)] = &commands[..] else {
        unreachable!("{commands:?}");
    };
    let asked = written(transaction);
    assert_eq!(asked.value.stage, Stage::NeedsYou(Reason::Stale));
    let new = outbox::send_as_new(&asked, "k2".into(), late).unwrap();
    assert_eq!(written(&new).value.key, "k2");
}

#[test]
fn nobody_sends_in_somebody_elses_name() {
    let mut sender = Sender::new("tab".into(), "bob".into(), Exclusivity::Lease, true);
    sender.on(Event::Wake, NOW, 0);
    assert_eq!(sender.on(Event::Loaded(Some(vec![queued()])), NOW, 0), []);
}

#[test]
fn a_broken_record_is_kept_aside() {
    let good = outbox::queue(
        "k1".into(),
        "ada".into(),
        Intent::Request(Box::new(draft("x"))),
        "{}".into(),
        NOW,
    );
    let value = good.writes[0].value.clone().unwrap();
    let check = |pointer: &str, content: Value, readable: bool| {
        let mut value = value.clone();
        *value.pointer_mut(pointer).unwrap() = content;
        let read = Record::<Entry>::read("entry/k1", Some(value.clone()), 1);
        assert_eq!(read.is_ok(), readable, "{pointer}");
        if let Err(aside) = read {
            assert_eq!((aside.id.as_str(), aside.value), ("entry/k1", Some(value)));
        }
    };
    check("/key", json!("k1"), true);
    check("/key", json!(1), false);
    check("/format", json!(2), false);
    check("/stage/stage", json!("flying"), false);
    check("/intent/draft/step", json!("none"), false);
    check("/attempts", json!(-1), false);
    assert!(Record::<Entry>::read("entry/k1", None, 1).is_err());
}
