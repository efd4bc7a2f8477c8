//! What a list and a search need of a request, in columns of its own: nobody reads whole requests to show a line of each.

use super::entity::{request, request_summary as table};
use super::snapshot::{Answer, Snapshot};
use serde_json::Value;

/// The most bytes of a request's words.
const WORDS: usize = 2 * 1024;

/// An answer is told with so many bytes at least, unless there is no room at all.
const SHARE: usize = 24;

/// The summary of a request.
pub(super) fn of(id: String, snapshot: &Snapshot) -> table::Model {
    table::Model {
        request_id: id,
        service_name: snapshot.service.name.clone(),
        service_icon: snapshot.service.icon.clone(),
        words: words(snapshot),
    }
}

/// The same of a stored one. One that cannot be read any more keeps its service's id for a name.
pub(super) fn of_row(row: request::Model) -> table::Model {
    let (id, service) = (row.id, row.service_id);
    match serde_json::from_str(&row.snapshot) {
        Ok(snapshot) => of(id, &snapshot),
        Err(error) => {
            tracing::warn!(request = id, %error, "could not summarise a request");
            table::Model {
                request_id: id,
                service_name: service,
                service_icon: None,
                words: String::new(),
            }
        }
    }
}

/// What a request is found by beside its number and its service: its answers, but no secret one. Of long answers only
/// as much is taken as leaves room for all.
fn words(snapshot: &Snapshot) -> String {
    let answers: Vec<&str> = snapshot.answers.iter().filter_map(said).collect();
    let share = share(answers.iter().map(|answer| answer.len()).collect());
    let mut words = String::new();
    for answer in answers {
        let part = start(answer, share);
        if words.len() + part.len() >= WORDS {
            break;
        }
        words.push_str(part);
        words.push('\n');
    }
    words
}

fn said(answer: &Answer) -> Option<&str> {
    match (&answer.text, &answer.value) {
        _ if answer.secret => None,
        (Some(text), _) | (None, Value::String(text)) => Some(text),
        _ => None,
    }
}

/// How long an answer may be so that all of these lengths, with a byte between them, fit in.
fn share(mut lengths: Vec<usize>) -> usize {
    lengths.sort_unstable();
    let (mut room, mut left) = (WORDS, lengths.len());
    for length in lengths {
        let share = (room / left.max(1)).saturating_sub(1);
        if length > share {
            return share.max(SHARE);
        }
        room -= length + 1;
        left -= 1;
    }
    WORDS
}

/// The first words of a text: at most so many bytes of it.
fn start(text: &str, most: usize) -> &str {
    let Some(start) = text.get(..text.floor_char_boundary(most)) else {
        return text;
    };
    if start.len() == text.len() {
        return text;
    }
    match start.rsplit_once(char::is_whitespace) {
        Some((whole, _)) if !whole.is_empty() => whole,
        _ => start,
    }
}
