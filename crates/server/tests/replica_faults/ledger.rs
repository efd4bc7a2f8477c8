//! What was acknowledged.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many wrongs tell enough.
const WRONGS: usize = 6;

/// A request that was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Whose it is: the number of the device.
    pub(crate) device: usize,
    pub(crate) key: String,
    /// What its answers and its comment hold, and no other's.
    pub(crate) token: String,
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) file: Option<SentFile>,
}

/// A file that arrived in whole.
#[derive(Clone, Debug)]
pub(crate) struct SentFile {
    pub(crate) id: String,
    /// In bytes.
    pub(crate) size: usize,
}

/// What has happened so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) requests: Vec<Request>,
    /// The tokens of comments.
    pub(crate) comments: Vec<String>,
    /// The lines that drafts were given, each with whose draft it is.
    pub(crate) saves: Vec<(String, String)>,
    /// Files that were announced and not removed, in no request.
    pub(crate) unused: Vec<String>,
    /// How often somebody's quota of files was used up.
    pub(crate) over_quota: u64,
    /// How often a server had the same sent again.
    pub(crate) refused: u64,
    /// How often there was no answer.
    pub(crate) unanswered: u64,
    /// What should not have happened, as far as anybody wants to read it.
    pub(crate) wrongs: Vec<String>,
}

impl Book {
    /// Notes what should not have happened.
    pub(crate) fn wrong(&mut self, wrong: String) {
        if self.wrongs.len() < WRONGS {
            self.wrongs.push(wrong);
        }
    }

    /// How much was acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        self.requests.len() + self.comments.len() + self.saves.len()
    }
}

/// The book, for all threads.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Book>);

impl Ledger {
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
