//! Descriptions of the events of a request.

use crate::db::{EventKind, EventRecord};
use crate::messages::Messages;

/// What a person did, after their name; `None` if the kind of event says it.
pub(super) fn event_label(event: &EventRecord, words: Messages) -> Option<String> {
    let (english, german) = match &event.kind {
        EventKind::Created | EventKind::Comment | EventKind::Other => return None,
        EventKind::Approved => ("approved this", "hat zugestimmt"),
        EventKind::Declined => ("declined this", "hat abgelehnt"),
        EventKind::Started => ("started work", "hat mit der Arbeit begonnen"),
        EventKind::Asked => ("asked a question", "hat eine Frage gestellt"),
        EventKind::Answered => ("answered the question", "hat die Frage beantwortet"),
        EventKind::Resolved => ("marked this as done", "hat dies als erledigt markiert"),
        EventKind::Closed => ("closed this", "hat dies geschlossen"),
        EventKind::Reopened => ("reopened this", "hat dies wieder geöffnet"),
        EventKind::Cancelled => ("cancelled this", "hat dies abgebrochen"),
        EventKind::Assigned { to } if event.actor.as_ref() == Some(to) => {
            ("took this on", "hat dies übernommen")
        }
        EventKind::Assigned { to } => {
            return Some(match words {
                Messages::English => format!("assigned this to {}", to.name),
                Messages::German => format!("hat dies {} zugewiesen", to.name),
            });
        }
        EventKind::Rated { rating } => {
            let stars = rating.stars();
            return Some(match words {
                Messages::English => format!("rated this {stars} out of 5"),
                Messages::German => format!("hat dies mit {stars} von 5 bewertet"),
            });
        }
    };
    let label = match words {
        Messages::English => english,
        Messages::German => german,
    };
    Some(label.to_owned())
}
