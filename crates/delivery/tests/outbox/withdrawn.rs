//! Entries that are withdrawn before it is known whether they were received, and what the user is told.

use super::{NOW, after, draft, problem, queued, written};
use portico_delivery::draft::DraftVersions;
use portico_delivery::outbox::{
    self, ActionError, AttemptResult, Command, Entry, Event, Exclusivity, Intent, KEY_TRUSTED,
    Reason, Sender, Stage,
};
use portico_delivery::retry::Wait;
use portico_delivery::store::{Record, Transaction};

fn blocked() -> AttemptResult {
    AttemptResult::read(403, None, None, false)
}

/// The versions of a draft that a transaction writes.
fn versions(transaction: &Transaction) -> DraftVersions {
    let drafts = |id: &str| id.starts_with("draft/");
    let write = transaction.writes.iter().find(|write| drafts(&write.id));
    let write = write.unwrap();
    let read = Record::<DraftVersions>::read(&write.id, write.value.clone(), write.revision);
    read.unwrap().value
}

#[test]
fn what_was_blocked_is_free_unless_an_earlier_attempt_is_in_doubt() {
    let first = after(queued(), blocked());
    assert_eq!(outbox::cancel(&first).map(drop), Ok(()));
    // After a retry, it can be cancelled as before.
    let again = written(&outbox::retry(&first, NOW).unwrap());
    assert!(matches!(again.value.stage, Stage::Queued(_)));
    assert_eq!(outbox::cancel(&after(again, blocked())).map(drop), Ok(()));

    let mut doubtful = after(queued(), AttemptResult::LOST);
    doubtful.value.stage = Stage::Checking(Wait::default());
    let second = after(doubtful, blocked());
    assert_eq!(
        second.value.stage,
        Stage::NeedsYou(Reason::Blocked { status: 403 })
    );
    assert_eq!(outbox::cancel(&second).map(drop), Err(ActionError::Frozen));
    let again = written(&outbox::retry(&second, NOW).unwrap());
    assert!(matches!(again.value.stage, Stage::Checking(_)));
}

#[test]
fn whoever_withdraws_what_was_blocked_is_told_that_it_may_have_arrived() {
    let check = |entry: &Record<Entry>, told: bool| {
        let stage = entry.value.stage.code();
        assert_eq!(outbox::cancel(entry).map(drop), Ok(()), "{stage}");
        assert_eq!(entry.value.may_have_arrived(), told, "{stage}");
    };
    check(&queued(), false);
    let first = after(queued(), blocked());
    check(&first, true);
    let waits = written(&outbox::retry(&first, NOW).unwrap());
    check(&waits, true);
    // The stored entry has the same properties.
    let kept = Record::<Entry>::read("entry/k1", Some(outbox_value(&waits)), 9).unwrap();
    check(&kept, true);
    check(&after(waits.clone(), blocked()), true);
    // The backend itself has examined these bytes and did not record them.
    let refused = AttemptResult::read(422, Some(&problem("invalid")), None, false);
    check(&after(waits, refused.clone()), false);
    check(&after(queued(), refused), false);
    // A draft made of it has the same key, by which the backend recognizes the first copy.
    let draft = versions(&outbox::edit(&first, None, NOW).unwrap());
    assert_eq!(draft.main.key, "k1");
}

/// The value that an action stores for an entry.
fn outbox_value(entry: &Record<Entry>) -> serde_json::Value {
    let again = outbox::retry(entry, NOW).unwrap();
    again.writes.first().unwrap().value.clone().unwrap()
}

#[test]
fn a_comment_that_was_blocked_long_ago_is_not_sent_again_without_asking() {
    let intent = Intent::Comment {
        request: "r1".to_owned(),
        number: "REQ-1".to_owned(),
        text: "hello".to_owned(),
    };
    let queued = written(&outbox::queue(
        "c1".into(),
        "ada".into(),
        intent,
        "{}".into(),
        NOW,
    ));
    let blocked = after(queued, blocked());
    let late = NOW + KEY_TRUSTED + 1;
    let again = written(&outbox::retry(&blocked, late).unwrap());
    let mut sender = Sender::new("tab".into(), "ada".into(), Exclusivity::Lease, true);
    sender.on(Event::Wake, late, 0);
    let commands = sender.on(Event::Loaded(Some(vec![again])), late, 0);
    let [Command::Store(transaction)] = &commands[..] else {
        unreachable!("{commands:?}");
    };
    let asked = written(transaction).value.stage;
    assert_eq!(asked, Stage::NeedsYou(Reason::Stale));
}

#[test]
fn all_texts_of_an_order_have_its_key() {
    // An edit is made while it is unknown whether the entry arrived, until it is too late to find out.
    let mut entry = after(queued(), AttemptResult::LOST);
    let beside = |entry: &Record<Entry>, tab: &str, key: &str| {
        let mut text = draft("later");
        text.tab = tab.to_owned();
        let with = outbox::join(entry, &super::drafted(&[text]), NOW);
        let mut with = written(&with);
        for edit in &mut with.value.edits {
            edit.key = key.to_owned();
        }
        with
    };
    entry = beside(&entry, "tab", "k1");
    entry.value.stage = Stage::NeedsYou(Reason::Stale);
    let transaction = outbox::send_as_new(&entry, "k2".into(), NOW).unwrap();
    let mut values = transaction
        .writes
        .iter()
        .filter_map(|write| write.value.as_ref());
    assert_eq!(values.next().unwrap()["edits"][0]["key"], "k2", "as stored");
    let again = written(&transaction);
    let keys = |entry: &Record<Entry>| -> Vec<String> {
        let edits = entry.value.edits.iter();
        edits.map(|edit| edit.key.clone()).collect()
    };
    assert_eq!(keys(&again), ["k2"]);
    // By the time the new entry is withdrawn, the old key may be in the outbox again.
    let form_changed = AttemptResult::Stopped(Reason::FormChanged);
    let refused = after(again.clone(), form_changed);
    let back = versions(&outbox::edit(&refused, None, NOW).unwrap());
    assert_eq!(back.main.key, "k2");
    assert!(back.others.iter().all(|other| other.key == "k2"));
    // The format of earlier versions of the portal is converted.
    let old = beside(&again, "tab", "k1");
    assert_eq!(keys(&old), ["k1"]);
    let read = Record::<Entry>::read("entry/k2", Some(outbox_value(&old)), 9).unwrap();
    assert_eq!(keys(&read), ["k2"]);
}
