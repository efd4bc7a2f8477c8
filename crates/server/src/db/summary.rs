//! The columns of a request for lists and searches, so that no list reads whole requests.

use super::entity::{request, request_summary as table};
use super::snapshot::{Snapshot, SnapshotAnswer};
use crate::failure::chain;
use serde_json::Value;

/// The maximum size of a request's text, in bytes.
const WORDS: usize = 2 * 1024;

/// The minimum number of bytes of each answer, while there is room.
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

/// The summary of a stored request. If the request is unreadable, the service's ID replaces its
/// name.
pub(super) fn of_row(row: request::Model) -> table::Model {
    let (id, service) = (row.id, row.service_id);
    match serde_json::from_str(&row.snapshot) {
        Ok(snapshot) => of(id, &snapshot),
        Err(error) => {
            tracing::warn!(request = id, error = %chain(&error), "could not summarise a request");
            table::Model {
                request_id: id,
                service_name: service,
                service_icon: None,
                words: String::new(),
            }
        }
    }
}

/// The searchable text of a request besides its number and its service: its answers, without
/// secrets. Long answers are shortened to leave room for all.
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

fn said(answer: &SnapshotAnswer) -> Option<&str> {
    match (&answer.text, &answer.value) {
        _ if answer.secret => None,
        (Some(text), _) | (None, Value::String(text)) => Some(text),
        _ => None,
    }
}

/// The maximum length of an answer such that all answers, separated by a byte each, fit.
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

/// The beginning of a text, of at most this many bytes.
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
