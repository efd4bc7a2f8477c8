//! Drafts: expiry, versions, and migration to a newer form. Interaction between tabs is covered by the simulator.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a step that cannot be taken is a failure of its test"
)]

use portico_delivery::DAY;
use portico_delivery::draft::{Draft, DraftVersions, Expiry, Service, expiry, migrate};
use portico_delivery::draft_store::{
    Choice, Command, Content, DraftStore, Event, LATEST, Notice, PUSH_AFTER, Stored,
};
use portico_delivery::outbox::KEY_TRUSTED;
use portico_delivery::store::{Durability, Outcome, Record, Transaction};
use serde_json::{Value, json};

const NOW: u64 = 1_000 * DAY;

fn draft() -> Draft {
    let service = Service {
        id: "vpn".to_owned(),
        name: "VPN access".to_owned(),
    };
    Draft::new(service, "ada".into(), "3".into(), "k1".into(), json!({}))
}

fn typed(text: &str) -> Event {
    Event::Typed(Content {
        answers: json!({"why": text}),
        step: 1,
        files: Vec::new(),
    })
}

fn stored(commands: &[Command]) -> &Transaction {
    let found = commands.iter().find_map(|command| match command {
        Command::Store(transaction) => Some(transaction),
        _ => None,
    });
    found.unwrap()
}

fn loaded(draft: Option<Record<DraftVersions>>) -> Event {
    Event::Loaded(Box::new(Stored {
        draft,
        entries: Vec::new(),
    }))
}

fn record(transaction: &Transaction) -> Record<DraftVersions> {
    let write = &transaction.writes[0];
    Record::<DraftVersions>::read(&write.id, write.value.clone(), write.revision).unwrap()
}

#[test]
fn a_draft_is_dropped_after_its_life_and_a_warning() {
    let check = |age: u64, warned: Option<u64>, expected: Expiry| {
        let mut draft = draft();
        draft.saved_at = NOW;
        draft.warned_at = warned.map(|day| NOW + day * DAY);
        assert_eq!(
            expiry(&draft, NOW + age * DAY),
            expected,
            "{age} {warned:?}"
        );
    };
    let ending = |day: u64| Expiry::Ending {
        at: NOW + day * DAY,
    };
    check(0, None, Expiry::Fresh);
    check(26, None, Expiry::Fresh);
    check(27, None, ending(30));
    check(29, Some(27), ending(30));
    check(30, Some(27), Expiry::Over);
    // The user was not there to be warned.
    check(40, None, ending(43));
    check(42, Some(40), ending(43));
    check(43, Some(40), Expiry::Over);
}

#[test]
fn answers_that_fit_a_newer_form() {
    let answers = json!({"name": "Ada", "old": 1, "place": {"room": "4", "floor": 2}, "list": [1], "a/b": true});
    let pointers = ["/name", "/place/room", "/list", "/a~1b"].map(str::to_owned);
    let migrated = migrate(&answers, &pointers, &|pointer, value| {
        pointer != "/list" || value.is_string()
    });
    assert_eq!(
        migrated.answers,
        json!({"name": "Ada", "place": {"room": "4"}, "a/b": true})
    );
    let unfit: Vec<_> = migrated
        .unfit
        .iter()
        .map(|one| (one.pointer.as_str(), &one.value))
        .collect();
    assert_eq!(
        unfit,
        [
            ("/old", &json!(1)),
            ("/place/floor", &json!(2)),
            ("/list", &json!([1]))
        ]
    );
}

#[test]
fn what_is_typed_is_stored_within_a_second() {
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    let begun = draft_store.on(typed("a"), NOW);
    assert_eq!(begun, [Command::WakeAt(NOW + 300)]);
    let mut last = NOW;
    for at in (100..=1_000).step_by(100) {
        if let Some(Command::WakeAt(wake)) = draft_store.on(typed("ab"), NOW + at).last() {
            last = *wake;
        }
    }
    assert!((NOW + LATEST..=NOW + 1_000).contains(&last), "{last}");
    let saved = draft_store.on(Event::Wake, last);
    assert_eq!(
        record(stored(&saved)).value.main.answers,
        json!({"why": "ab"})
    );
    assert_eq!(
        draft_store.on(Event::Stored(Outcome::Done), last),
        [Command::Tell(Notice::Saved)]
    );
    assert!(draft_store.is_saved());
}

#[test]
fn what_is_typed_while_a_slow_store_writes_is_next() {
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    draft_store.on(typed("a"), NOW);
    draft_store.on(Event::Wake, NOW + 300);
    // One transaction at a time: a slow store is not given more work.
    assert_eq!(draft_store.on(typed("ab"), NOW + 400), []);
    assert_eq!(draft_store.on(typed("abc"), NOW + 4_000), []);
    let next = draft_store.on(Event::Stored(Outcome::Done), NOW + 4_010);
    assert_eq!(next, [Command::WakeAt(NOW + 4_010)], "it has waited enough");
    let next = draft_store.on(Event::Wake, NOW + 4_010);
    let answers = &record(stored(&next)).value.main.answers;
    assert_eq!(*answers, json!({"why": "abc"}));
    // The user may still be typing, so the last change is not saved at once.
    draft_store.on(typed("abcd"), NOW + 5_000);
    let next = draft_store.on(Event::Stored(Outcome::Done), NOW + 5_010);
    assert_eq!(next, [Command::WakeAt(NOW + 5_310)]);
}

/// A tab that shows `mine` and was told that another tab has written `theirs`.
fn told(mine: &str, theirs: &str) -> DraftStore {
    let mut other = DraftStore::open("other".into(), draft(), None, false);
    other.on(typed(theirs), NOW);
    let theirs = record(stored(&other.on(Event::Wake, NOW + 300)));
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    draft_store.on(typed(mine), NOW + 1);
    draft_store.on(Event::Wake, NOW + 301);
    assert_eq!(
        draft_store.on(Event::Stored(Outcome::Changed), NOW + 302),
        [Command::Load]
    );
    let commands = draft_store.on(loaded(Some(theirs)), NOW + 303);
    assert!(
        matches!(commands[0], Command::Tell(Notice::Elsewhere(_))),
        "{commands:?}"
    );
    let beside = record(stored(&commands)).value;
    assert_eq!(beside.others[0].answers, json!({"why": mine}));
    draft_store.on(Event::Stored(Outcome::Done), NOW + 304);
    draft_store
}

#[test]
fn a_second_tab_overwrites_nothing_until_somebody_chooses() {
    let mut draft_store = told("mine", "theirs");
    let refused = draft_store.on(Event::Send { body: "{}".into() }, NOW + 400);
    assert!(
        matches!(refused[..], [Command::Tell(Notice::Elsewhere(_))]),
        "{refused:?}"
    );

    let chosen = draft_store.on(Event::Choose(Choice::Mine), NOW + 401);
    let versions = record(stored(&chosen)).value;
    assert_eq!(
        (&versions.main.answers, versions.others.len()),
        (&json!({"why": "mine"}), 0)
    );

    let mut draft_store = told("mine", "theirs");
    let main = draft_store.versions().unwrap().main.clone();
    let other = Choice::Other(main.revision, main.tab);
    let chosen = draft_store.on(Event::Choose(other), NOW + 401);
    assert_eq!(
        record(stored(&chosen)).value.main.answers,
        json!({"why": "theirs"})
    );
    let shown = draft_store.on(Event::Stored(Outcome::Done), NOW + 402);
    assert!(
        matches!(&shown[..], [Command::Tell(Notice::Show(draft))] if draft.answers == json!({"why": "theirs"}))
    );
}

#[test]
fn sending_moves_the_draft_in_one_transaction() {
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    draft_store.on(typed("a"), NOW);
    draft_store.on(Event::Wake, NOW + 300);
    draft_store.on(Event::Stored(Outcome::Done), NOW + 301);
    let sent = draft_store.on(Event::Send { body: "{}".into() }, NOW + 400);
    let transaction = stored(&sent);
    assert_eq!(transaction.durability, Durability::Strict);
    let ids: Vec<_> = transaction
        .writes
        .iter()
        .map(|w| (w.id.as_str(), w.value.is_some()))
        .collect();
    assert_eq!(ids, [("draft/vpn", false), ("entry/k1", true)]);
    // The second click of a double click.
    draft_store.on(Event::Send { body: "{}".into() }, NOW + 400);
    let queued = draft_store.on(Event::Stored(Outcome::Done), NOW + 410);
    assert_eq!(queued, [Command::Tell(Notice::Queued(None))]);
}

#[test]
fn a_second_tab_sends_nothing_that_was_sent_from_the_first() {
    let mut first = DraftStore::open("first".into(), draft(), None, false);
    first.on(typed("a"), NOW);
    let kept = record(stored(&first.on(Event::Wake, NOW + 300)));
    let mut second = DraftStore::open("second".into(), draft(), Some(kept), false);
    second.on(Event::Changed, NOW + 400);
    let gone = [Command::Tell(Notice::Gone)];
    assert_eq!(second.on(loaded(None), NOW + 400), gone);
    // A change event without changes precedes the second attempt to send.
    assert_eq!(second.on(typed("a"), NOW + 500), []);
    let body = "{}".to_owned();
    assert_eq!(second.on(Event::Send { body }, NOW + 500), gone);
    assert_eq!(second.on(Event::Leaving, NOW + 600), []);
    // Typing continues the draft.
    let body = "{}".to_owned();
    second.on(typed("ab"), NOW + 700);
    let sent = second.on(Event::Send { body }, NOW + 800);
    let written = stored(&sent).writes.iter().filter(|one| !one.is_check());
    assert_eq!(written.count(), 1);
}

#[test]
fn what_comes_back_from_the_outbox_is_sent_again_as_it_is() {
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    draft_store.on(typed("a"), NOW);
    let kept = record(stored(&draft_store.on(Event::Wake, NOW + 300)));
    draft_store.on(Event::Stored(Outcome::Done), NOW + 310);
    let send = || Event::Send { body: "{}".into() };
    assert_eq!(stored(&draft_store.on(send(), NOW + 400)).writes.len(), 2);
    draft_store.on(Event::Stored(Outcome::Done), NOW + 410);
    assert_eq!(draft_store.on(send(), NOW + 420), [], "a double click");
    // The backend refuses it, and the entry becomes a draft again.
    draft_store.on(Event::Changed, NOW + 500);
    draft_store.on(loaded(Some(kept)), NOW + 510);
    draft_store.on(typed("a"), NOW + 600);
    assert_eq!(stored(&draft_store.on(send(), NOW + 610)).writes.len(), 2);
}

#[test]
fn a_draft_whose_key_the_server_may_have_forgotten_is_not_pushed() {
    // A copy with an old key would be taken as proof that the key is unused.
    let check = |age: u64, pushes: bool| {
        let mut old = draft();
        old.unused_at = NOW - age;
        let mut draft_store = DraftStore::open("tab".into(), old, None, true);
        draft_store.on(typed("a"), NOW);
        draft_store.on(Event::Wake, NOW + 300);
        draft_store.on(Event::Stored(Outcome::Done), NOW + 310);
        let commands = draft_store.on(Event::Wake, NOW + 310 + PUSH_AFTER);
        let pushed = commands
            .iter()
            .any(|command| matches!(command, Command::Push(_)));
        assert_eq!(pushed, pushes, "{age}");
    };
    check(0, true);
    check(24 * DAY, true);
    check(KEY_TRUSTED, false);
}

#[test]
fn a_full_disk_is_told_once() {
    let mut draft_store = DraftStore::open("tab".into(), draft(), None, false);
    draft_store.on(typed("a"), NOW);
    draft_store.on(Event::Wake, NOW + 300);
    let told = draft_store.on(Event::Stored(Outcome::Full), NOW + 301);
    assert!(
        told.contains(&Command::Tell(Notice::Unsaved(Outcome::Full))),
        "{told:?}"
    );
    draft_store.on(Event::Wake, NOW + 3_000);
    let again = draft_store.on(Event::Stored(Outcome::Full), NOW + 3_001);
    assert!(
        !again.contains(&Command::Tell(Notice::Unsaved(Outcome::Full))),
        "{again:?}"
    );
    draft_store.on(Event::Wake, NOW + 6_000);
    let saved = draft_store.on(Event::Stored(Outcome::Done), NOW + 6_001);
    assert_eq!(saved, [Command::Tell(Notice::Saved)]);
}

#[test]
fn a_broken_record_is_kept_aside() {
    let aside = |value: Value| {
        Record::<DraftVersions>::read("draft/vpn", Some(value.clone()), 1)
            .is_err_and(|one| one.value == Some(value))
    };
    assert!(aside(json!({"format": 9})));
    assert!(aside(json!([])));
    assert!(aside(json!({"format": 1, "main": {"service": "vpn"}})));
}
