//! Forms that were sent: they do not come back, and go on under the name of whoever signs in.

use super::{NOW, Store, leave, open, saved, sent, typed};
use portico_delivery::draft_store::{Content, Event};
use portico_delivery::outbox::{self, Intent};
use serde_json::json;

/// The screen is read a moment after the last key, possibly after the click on send, and again when the page closes.
#[test]
fn what_was_sent_does_not_come_back() {
    for (kept, step) in [(false, 1), (true, 1), (false, 2), (true, 2)] {
        let mut store = if kept {
            saved("sent")
        } else {
            Store::default()
        };
        let mut tab = open(&store, "tab");
        let seen = || {
            Event::Typed(Content {
                answers: json!({"why": "sent"}),
                step,
                files: Vec::new(),
            })
        };
        tab.on(typed("sent"), NOW + 1_000);
        let body = "{}".to_owned();
        let commands = tab.on(Event::Send { body }, NOW + 1_010);
        tab.on(seen(), NOW + 1_050);
        store.carry_out(&mut tab, commands, NOW + 1_060);
        leave(&mut store, &mut tab, NOW + 1_070);
        let said = (store.entries()[0].value.edits.len(), store.leftovers());
        assert_eq!(said, (0, Vec::new()), "{kept} {step}");
        if step > 1 {
            continue;
        }
        // It was received, and its author has seen that.
        store.0.clear();
        for event in [Event::Changed, seen(), Event::Leaving, Event::Wake] {
            let commands = tab.on(event, NOW + 2_000);
            store.carry_out(&mut tab, commands, NOW + 2_000);
        }
        assert!(store.0.is_empty(), "{:?}", store.0);
    }
}

#[test]
fn what_a_visitor_has_sent_goes_on_under_their_name() {
    let visitors = sent();
    let mut persons = Store::default();
    for _ in 0..2 {
        // The second attempt, after a page that was interrupted, finds it there already.
        let entry = visitors.entries().remove(0).value;
        persons.commit(&outbox::hand_on(entry, "grace", NOW + 1_000));
    }
    let entries = persons.entries();
    let entry = &entries[0].value;
    let Intent::Request(draft) = &entry.intent else {
        unreachable!("{entry:?}");
    };
    let users = [&entry.user, &draft.user, &entry.edits[0].user];
    assert_eq!((users, entries.len()), ([&"grace".to_owned(); 3], 1));
    assert_eq!((entry.key.as_str(), entry.body.as_str()), ("k1", "{}"));
}
