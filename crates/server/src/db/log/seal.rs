//! The hashes that link the entries of the log.
//!
//! An entry has two: a hash of its personal content, and a hash of everything else and the first hash. So the content
//! can be erased later, as the law may require, and the entry's place in the log can still be verified.

use crate::db::entity::event;
use crate::hex::hex;
use sha2::{Digest, Sha256};

/// The previous hash of the first entry.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of an entry's content: actor, on whose behalf, reason and payload.
pub(super) fn content_hash(row: &event::Model) -> String {
    hash_of(&[
        row.actor.as_deref(),
        row.on_behalf_of.as_deref(),
        row.reason.as_deref(),
        row.payload.as_deref(),
    ])
}

/// The hash of an entry: of its place in the log, its subject, and the hash of its content.
pub(super) fn hash(row: &event::Model) -> String {
    let [seq, at, version] = [row.seq, row.at, row.version].map(|number| number.to_string());
    hash_of(&[
        Some(&row.previous_hash),
        Some(&seq),
        Some(&row.id),
        Some(&row.subject_type),
        Some(&row.subject_id),
        Some(&at),
        Some(&row.kind),
        Some(&version),
        row.state_before.as_deref(),
        row.state_after.as_deref(),
        Some(&row.content_hash),
    ])
}

/// SHA-256 of texts in hexadecimal digits. Each text is preceded by its length in bytes, as eight bytes with the most
/// significant first; an absent text is eight bytes of ones. So different lists of texts never have the same input.
fn hash_of(texts: &[Option<&str>]) -> String {
    let mut sum = Sha256::new();
    for text in texts {
        match text {
            Some(text) => {
                sum.update((text.len() as u64).to_be_bytes());
                sum.update(text.as_bytes());
            }
            None => sum.update(u64::MAX.to_be_bytes()),
        }
    }
    hex(&sum.finalize())
}
