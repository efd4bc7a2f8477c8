//! Closing pages: the next page finds their unsaved changes and merges them exactly once. Also visitors who sign in,
//! and slow senders: no entry is left behind or sent by two tabs at once.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a step that cannot be taken is a failure of its test"
)]

mod after_sending;

use portico_delivery::DAY;
use portico_delivery::draft::{Draft, DraftVersions, Service};
use portico_delivery::draft_store::{Choice, Command, Content, DraftStore, Event, Notice, Stored};
use portico_delivery::lease;
use portico_delivery::leftover::{Leftover, merge_next};
use portico_delivery::outbox::{self, Entry, Exclusivity, Sender};
use portico_delivery::store::{ANY, Durability, LEFTOVER_PREFIX, Outcome, Record, Transaction};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: u64 = 1_000 * DAY;

/// A store that meets the requirements in the crate's documentation.
#[derive(Default)]
struct Store(BTreeMap<String, (u64, Value)>);

impl Store {
    fn commit(&mut self, transaction: &Transaction) -> Outcome {
        let revision = |id: &str| self.0.get(id).map_or(0, |(revision, _)| *revision);
        let writes = &transaction.writes;
        if writes
            .iter()
            .any(|one| one.known != ANY && revision(&one.id) != one.known)
        {
            return Outcome::Changed;
        }
        for write in writes {
            match &write.value {
                Some(value) => {
                    let row = (write.revision, value.clone());
                    self.0.insert(write.id.clone(), row);
                }
                None => drop(self.0.remove(&write.id)),
            }
        }
        Outcome::Done
    }

    /// Executes all commands of a draft store and returns the outcomes to it.
    fn carry_out(
        &mut self,
        draft_store: &mut DraftStore,
        commands: Vec<Command>,
        now: u64,
    ) -> Vec<Notice> {
        let mut told = Vec::new();
        for command in commands {
            let event = match command {
                Command::Store(transaction) => Event::Stored(self.commit(&transaction)),
                Command::Load => Event::Loaded(Box::new(self.stored())),
                Command::Tell(notice) => {
                    told.push(notice);
                    continue;
                }
                Command::WakeAt(_) | Command::Push(_) => continue,
            };
            let next = draft_store.on(event, now);
            told.extend(self.carry_out(draft_store, next, now));
        }
        told
    }

    fn list<T>(&self, kind: &str, read: impl Fn(&str, Value, u64) -> T) -> Vec<T> {
        let rows = self.0.iter().filter(|(id, _)| id.starts_with(kind));
        rows.map(|(id, (revision, value))| read(id, value.clone(), *revision))
            .collect()
    }

    fn leftovers(&self) -> Vec<Record<Leftover>> {
        self.list(LEFTOVER_PREFIX, |id, value, revision| {
            Record::<Leftover>::read(id, Some(value), revision).unwrap()
        })
    }

    fn drafts(&self) -> Vec<Record<DraftVersions>> {
        self.list("draft/", |id, value, revision| {
            Record::<DraftVersions>::read(id, Some(value), revision).unwrap()
        })
    }

    fn entries(&self) -> Vec<Record<Entry>> {
        self.list("entry/", |id, value, revision| {
            Record::<Entry>::read(id, Some(value), revision).unwrap()
        })
    }

    fn stored(&self) -> Stored {
        Stored {
            draft: self.drafts().pop(),
            entries: self.entries(),
        }
    }

    /// The next page merges the leftovers.
    fn merge_leftovers(&mut self, now: u64) {
        while let Some(transaction) =
            merge_next(&self.leftovers(), &self.drafts(), &self.entries(), &[], now)
        {
            assert_eq!(self.commit(&transaction), Outcome::Done);
        }
    }

    /// The texts of the main version and of the others.
    fn texts(&self) -> Vec<String> {
        let drafts = self.drafts();
        let all = drafts
            .iter()
            .flat_map(|draft| [&draft.value.main].into_iter().chain(&draft.value.others));
        all.map(|draft| draft.answers["why"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn draft(key: &str) -> Draft {
    let service = Service {
        id: "vpn".to_owned(),
        name: "VPN access".to_owned(),
    };
    Draft::new(service, "ada".into(), "3".into(), key.into(), json!({}))
}

fn typed(text: &str) -> Event {
    Event::Typed(Content {
        answers: json!({"why": text}),
        step: 1,
        files: Vec::new(),
    })
}

/// A tab with an open form.
fn open(store: &Store, tab: &str) -> DraftStore {
    DraftStore::open(tab.into(), draft("k1"), store.drafts().pop(), false)
}

/// Closes a tab: its leftover is written, and no other transaction is, because the store is busy.
fn leave(store: &mut Store, draft_store: &mut DraftStore, now: u64) {
    for command in draft_store.on(Event::Leaving, now) {
        if let Command::Store(transaction) = command
            && transaction.durability == Durability::Leaving
        {
            assert_eq!(store.commit(&transaction), Outcome::Done);
        }
    }
}

/// A store with a draft saved by an earlier page.
fn saved(text: &str) -> Store {
    let mut store = Store::default();
    let mut first = open(&store, "first");
    first.on(typed(text), NOW);
    let commands = first.on(Event::Wake, NOW + 300);
    store.carry_out(&mut first, commands, NOW + 300);
    assert_eq!(store.texts(), [text]);
    store
}

#[test]
fn two_tabs_that_leave_at_once_keep_both_texts() {
    let check = |store: Store, expected: [&str; 2]| {
        // In either order, and with different clocks.
        for (ours, theirs) in [
            (NOW + 1_000, NOW + 1_000),
            (NOW + 1_000, NOW - DAY),
            (NOW, NOW + DAY),
        ] {
            let mut store = Store(store.0.clone());
            let (mut one, mut other) = (open(&store, "one"), open(&store, "other"));
            one.on(typed("ours"), ours);
            other.on(typed("theirs"), theirs);
            leave(&mut store, &mut one, ours);
            leave(&mut store, &mut other, theirs);
            store.merge_leftovers(NOW + 2_000);
            let mut texts = store.texts();
            texts.sort_unstable();
            assert_eq!(texts, expected);
            assert!(store.leftovers().is_empty());
        }
    };
    check(Store::default(), ["ours", "theirs"]);
    check(saved("before"), ["ours", "theirs"]);
}

#[test]
fn a_version_that_was_chosen_stays_beside_the_last_words_of_who_chose_it() {
    let mut store = saved("before");
    let (mut tab, mut other) = (open(&store, "tab"), open(&store, "other"));
    other.on(typed("theirs"), NOW + 1_000);
    let commands = other.on(Event::Wake, NOW + 1_300);
    store.carry_out(&mut other, commands, NOW + 1_300);
    let commands = tab.on(Event::Changed, NOW + 1_350);
    store.carry_out(&mut tab, commands, NOW + 1_350);
    tab.on(typed("mine"), NOW + 1_400);
    let commands = tab.on(Event::Wake, NOW + 1_700);
    store.carry_out(&mut tab, commands, NOW + 1_700);
    tab.on(typed("mine too"), NOW + 1_800);
    // The tab chooses a version, and is closed before it learns that the choice was stored.
    let theirs = store.drafts().pop().unwrap().value.main;
    let choice = Event::Choose(Choice::Other(theirs.revision, theirs.tab));
    for command in tab.on(choice, NOW + 1_900) {
        if let Command::Store(transaction) = command {
            assert_eq!(store.commit(&transaction), Outcome::Done);
        }
    }
    leave(&mut store, &mut tab, NOW + 1_900);
    store.merge_leftovers(NOW + 2_000);
    assert_eq!(store.texts(), ["theirs", "mine too"]);
}

#[test]
fn what_goes_on_from_the_draft_takes_its_place() {
    let mut store = saved("before");
    let mut tab = open(&store, "tab");
    tab.on(typed("befor"), NOW + 1_000);
    leave(&mut store, &mut tab, NOW + 1_000);
    // The user types more, and the tab is closed again. The later leftover contains the earlier one.
    tab.on(typed("before and after"), NOW + 1_100);
    leave(&mut store, &mut tab, NOW + 1_100);
    assert_eq!(store.leftovers().len(), 1);
    store.merge_leftovers(NOW + 2_000);
    assert_eq!(store.texts(), ["before and after"]);
}

#[test]
fn a_tab_that_stays_tidies_up_and_its_later_text_holds_the_earlier() {
    let mut store = saved("before");
    let mut tab = open(&store, "tab");
    tab.on(typed("then"), NOW + 1_000);
    let commands = tab.on(Event::Leaving, NOW + 1_000);
    let told = store.carry_out(&mut tab, commands, NOW + 1_000);
    assert!(told.contains(&Notice::Saved), "{told:?}");
    assert_eq!(
        (store.texts(), store.leftovers().len()),
        (vec!["then".to_owned()], 0)
    );
    assert_eq!(tab.on(Event::Leaving, NOW + 1_001), [], "once is enough");

    // Another page merges the leftover while this one stores the same changes.
    tab.on(typed("then more"), NOW + 1_100);
    leave(&mut store, &mut tab, NOW + 1_100);
    store.merge_leftovers(NOW + 1_110);
    tab.on(typed("then more still"), NOW + 1_120);
    let mut commands = tab.on(Event::Stored(Outcome::Done), NOW + 1_130);
    commands.extend(tab.on(Event::Stored(Outcome::Changed), NOW + 1_130));
    store.carry_out(&mut tab, commands, NOW + 1_130);
    assert!(!tab.is_apart(), "its own words are no other version");
    assert_eq!(
        (store.texts(), store.leftovers().len()),
        (vec!["then more still".to_owned()], 0)
    );
}

#[test]
fn what_was_typed_while_another_tab_sent_stays_beside_the_entry() {
    let check = |text: &str, edits: usize| {
        let mut store = saved("before");
        let (mut one, mut other) = (open(&store, "one"), open(&store, "other"));
        one.on(typed(text), NOW + 1_000);
        leave(&mut store, &mut one, NOW + 1_000);
        let body = "{}".to_owned();
        let commands = other.on(Event::Send { body }, NOW + 1_100);
        store.carry_out(&mut other, commands, NOW + 1_100);
        store.merge_leftovers(NOW + 1_200);
        assert_eq!(store.entries()[0].value.edits.len(), edits, "{text}");
        assert!(store.drafts().is_empty() && store.leftovers().is_empty());
    };
    check("another", 1);
    check("before", 0);
}

#[test]
fn what_was_given_up_does_not_come_back() {
    // Before anything is stored, after that, and while the draft is being discarded.
    for (kept, first_leaves) in [(false, true), (true, true), (true, false)] {
        let mut store = if kept {
            saved("before")
        } else {
            Store::default()
        };
        let mut tab = open(&store, "tab");
        tab.on(typed("given up"), NOW + 1_000);
        if first_leaves {
            let commands = tab.on(Event::Leaving, NOW + 1_000);
            let [Command::Store(words), rest @ ..] = &commands[..] else {
                unreachable!("{commands:?}");
            };
            store.commit(words);
            // The store fails the remaining transactions.
            tab.on(Event::Stored(Outcome::Done), NOW + 1_001);
            for _ in rest {
                tab.on(Event::Stored(Outcome::Failed), NOW + 1_002);
            }
        }
        let mut commands = tab.on(Event::Discard, NOW + 1_100);
        if !first_leaves {
            commands.extend(tab.on(Event::Leaving, NOW + 1_101));
        }
        store.carry_out(&mut tab, commands, NOW + 1_102);
        store.merge_leftovers(NOW + 2_000);
        assert_eq!(store.texts(), Vec::<String>::new(), "{kept} {first_leaves}");
    }
}

#[test]
fn later_words_of_the_same_tab_are_not_removed_unread() {
    let mut store = saved("before");
    let mut tab = open(&store, "tab");
    tab.on(typed("some"), NOW + 1_000);
    leave(&mut store, &mut tab, NOW + 1_000);
    let early = merge_next(&store.leftovers(), &store.drafts(), &[], &[], NOW + 1_100).unwrap();
    tab.on(typed("some more"), NOW + 1_050);
    leave(&mut store, &mut tab, NOW + 1_050);
    assert_eq!(store.commit(&early), Outcome::Changed);
    store.merge_leftovers(NOW + 1_200);
    assert_eq!(store.texts(), ["some more"]);
}

#[test]
fn words_on_what_cannot_be_read_wait() {
    for unreadable in ["draft/vpn", "entry/k1"] {
        let mut store = Store::default();
        let mut tab = open(&store, "tab");
        tab.on(typed("text"), NOW);
        leave(&mut store, &mut tab, NOW);
        let waits = merge_next(&store.leftovers(), &[], &[], &[unreadable.to_owned()], NOW);
        assert_eq!(waits, None, "{unreadable}");
        let others = ["draft/phone".to_owned(), "entry/k2".to_owned()];
        assert!(merge_next(&store.leftovers(), &[], &[], &others, NOW).is_some());
    }
}

/// A store with a sent request and an edit of it.
fn sent() -> Store {
    let mut store = saved("sent");
    let mut tab = open(&store, "tab");
    let body = "{}".to_owned();
    tab.on(typed("sent"), NOW + 400);
    let commands = tab.on(Event::Send { body }, NOW + 400);
    store.carry_out(&mut tab, commands, NOW + 400);
    tab.on(typed("and more"), NOW + 500);
    let commands = tab.on(Event::Wake, NOW + 900);
    store.carry_out(&mut tab, commands, NOW + 900);
    assert_eq!(store.entries()[0].value.edits.len(), 1);
    store
}

#[test]
fn an_attempt_has_as_much_time_as_its_lease() {
    let store = sent();
    let queued = store.entries();
    assert_eq!(queued[0].value.time_left(NOW + 1_000), 0);
    let mut sender = Sender::new("tab".into(), "ada".into(), Exclusivity::Lease, true);
    let now = NOW + 1_000;
    sender.on(outbox::Event::Wake, now, 0);
    sender.on(outbox::Event::Loaded(Some(queued)), now, 0);
    let begun = sender.on(outbox::Event::Stored(Outcome::Done), now, 0);
    let [_, outbox::Command::Send(entry)] = &begun[..] else {
        unreachable!("{begun:?}");
    };
    let check = |at: u64, left: u64| assert_eq!(entry.time_left(at), left, "{at}");
    check(now, lease::LENGTH);
    check(now + 45_000, lease::LENGTH - 45_000);
    check(now + lease::LENGTH, 0);
    // The tab was suspended, or the clock was set back.
    check(now + DAY, 0);
    check(now - DAY, 0);
}
