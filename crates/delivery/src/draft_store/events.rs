//! Events, commands and notices of a draft store.

use crate::Millis;
use crate::draft::{Draft, DraftVersions, Migrated, Push, ServerCopy};
use crate::outbox::Entry;
use crate::store::{Outcome, Record, Transaction};
use crate::upload::Upload;
use serde_json::Value;

/// The contents of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// All answers, including hidden ones.
    pub answers: Value,
    /// The open step, counted from 0.
    pub step: u32,
    /// The selected files and the state of their uploads.
    pub files: Vec<Upload>,
}

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The user typed or selected something, or an upload progressed.
    Typed(Content),
    /// The form has a new version, and the answers were converted by [`crate::draft::migrate`].
    FormChanged {
        /// The new version of the form.
        form_version: String,
        /// The answers that fit the new form, and those that do not.
        migrated: Migrated,
    },
    /// The user has dealt with the answers in [`Draft::unfit`], which are removed.
    UnfitSeen,
    /// The time of [`Command::WakeAt`] has come.
    Wake,
    /// The page is being closed or hidden (`pagehide`, `visibilitychange`).
    Leaving,
    /// Another tab has written this service's draft.
    Changed,
    /// The outcome of the oldest transaction in flight.
    Stored(Outcome),
    /// The response to [`Command::Load`].
    Loaded(Box<Stored>),
    /// [`Command::Load`] failed.
    NotLoaded,
    /// The user chose one of the versions, knowing that the others will be deleted.
    Choose(Choice),
    /// The user sent the form.
    Send {
        /// The exact request body for the backend.
        body: String,
    },
    /// The user discarded the draft with all its versions.
    Discard,
    /// The user confirmed that the draft was not sent from anywhere else ([`Notice::Stale`]). It gets a new key.
    Renew {
        /// The new key.
        key: String,
    },
    /// The user was warned that the draft will be deleted.
    Warned,
    /// The state of the server's copy, read after opening the form or after a push failed with 412. Do not report a
    /// copy while the outbox has an entry with the same answers: that copy has already been sent.
    Met(ServerCopy),
    /// [`Command::Push`] succeeded.
    Pushed {
        /// The new entity tag of the copy.
        etag: String,
    },
    /// [`Command::Push`] failed, and the state of the server's copy is unknown.
    NotPushed {
        /// The delay from `Retry-After`.
        asked: Option<Millis>,
    },
}

/// The stored draft of a service, and all outbox entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// The draft's record, if there is one.
    pub draft: Option<Record<DraftVersions>>,
    /// All readable entries of the outbox.
    pub entries: Vec<Record<Entry>>,
}

/// The version to continue with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The version in this tab.
    Mine,
    /// Another version, identified by its revision and tab.
    Other(u64, String),
}

/// An output of the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Send [`Event::Wake`] at this time. Replaces any earlier wake-up.
    WakeAt(Millis),
    /// Read the draft's record and the outbox.
    Load,
    /// Execute a transaction.
    Store(Transaction),
    /// Store the draft on the server.
    Push(Push),
    /// Notify the user, or change what the screen shows.
    Tell(Notice),
}

/// Information for the user or the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// All changes so far are stored. Tell other tabs that the record has changed.
    Saved,
    /// Changes are not stored, and would be lost if the tab were closed.
    Unsaved(Outcome),
    /// The main version, given here, comes from another tab or device. Changes made here are stored beside it. Let the
    /// user choose.
    Elsewhere(Draft),
    /// There are this many other versions of the draft. Let the user choose; until then the draft is not sent.
    Others(usize),
    /// The draft no longer exists: it was sent, discarded or deleted elsewhere. Close the form, or let the user
    /// continue by typing or with [`Choice::Mine`]. Until then it is not sent.
    Gone,
    /// The server's copy no longer exists: another device has sent or discarded it. The local draft is kept. Sending it
    /// is safe, because it has the same key.
    RemoteGone,
    /// Show this version instead of the current contents.
    Show(Draft),
    /// The form is in the outbox. Close it, wake the sender, and delete the server's copy, which has this entity tag.
    Queued(Option<String>),
    /// The form was not sent, because the outbox already has an entry with this key. Show the entry; the changes made
    /// here are stored as an edit of it.
    InOutbox,
    /// The form was not sent, because it is so old that the backend may no longer remember whether another device has
    /// sent it. Ask the user, and then send [`Event::Renew`] or [`Event::Discard`].
    Stale,
    /// The form was not sent, because the store refused the write.
    Unsent(Outcome),
    /// The draft was discarded as requested. Delete the server's copy, which has this entity tag.
    Discarded(Option<String>),
}
