//! The acknowledgements.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of reported errors.
const WRONGS: usize = 6;

/// An acknowledged request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The number of the device that sent it.
    pub(crate) device: usize,
    pub(crate) key: String,
    /// The unique content of its answers and its comment.
    pub(crate) token: String,
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) file: Option<SentFile>,
}

/// A file that arrived completely.
#[derive(Clone, Debug)]
pub(crate) struct SentFile {
    pub(crate) id: String,
    /// In bytes.
    pub(crate) size: usize,
}

/// The events so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) requests: Vec<Request>,
    /// The tokens of comments.
    pub(crate) comments: Vec<String>,
    /// The lines that were added to drafts, each with the draft's user.
    pub(crate) saves: Vec<(String, String)>,
    /// Files that were announced and not removed, and belong to no request.
    pub(crate) unused: Vec<String>,
    /// How often a quota of files was used up.
    pub(crate) over_quota: u64,
    /// How often a server asked to send the same again.
    pub(crate) refused: u64,
    /// How often there was no response.
    pub(crate) unanswered: u64,
    /// Unexpected events, up to a maximum number.
    pub(crate) wrongs: Vec<String>,
}

impl Book {
    /// Records an unexpected event.
    pub(crate) fn wrong(&mut self, wrong: String) {
        if self.wrongs.len() < WRONGS {
            self.wrongs.push(wrong);
        }
    }

    /// The number of acknowledgements.
    pub(crate) fn acknowledged(&self) -> usize {
        self.requests.len() + self.comments.len() + self.saves.len()
    }
}

/// The book, shared by all threads.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Book>);

impl Ledger {
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
