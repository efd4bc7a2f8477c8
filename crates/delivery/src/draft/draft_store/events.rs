//! What a draft store is told, and what it says.

use crate::Millis;
use crate::draft::{Draft, DraftVersions, Migrated, Push, ServerCopy};
use crate::outbox::Entry;
use crate::store::{Outcome, Record, Transaction};
use crate::upload::Upload;
use serde_json::Value;

/// What the form holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// All that was typed, hidden values included.
    pub answers: Value,
    /// The step that is open, from 0.
    pub step: u32,
    /// The files that were chosen, as far as they have come.
    pub files: Vec<Upload>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something was typed, chosen, or uploaded.
    Typed(Content),
    /// The form is another one now, and the answers were mapped to it by [`crate::draft::migrate`].
    FormChanged {
        /// The form's new version.
        form_version: String,
        /// What fits it and what does not.
        migrated: Migrated,
    },
    /// Somebody has dealt with the answers that did not fit ([`Draft::unfit`]): they go.
    UnfitSeen,
    /// The time of [`Command::WakeAt`] has come.
    Wake,
    /// The page is going away or into the background (`pagehide`, `visibilitychange`).
    Leaving,
    /// Another tab has written this service's draft.
    Changed,
    /// What became of the oldest transaction that has no outcome yet.
    Stored(Outcome),
    /// What the store has, for [`Command::Load`].
    Loaded(Box<Stored>),
    /// The store failed at [`Command::Load`].
    NotLoaded,
    /// Somebody chose one of the versions, and saw that the others go.
    Choose(Choice),
    /// The form was sent.
    Send {
        /// The exact bytes for the backend.
        body: String,
    },
    /// The draft was given up, with all its versions.
    Discard,
    /// The draft was not sent from anywhere ([`Notice::Stale`]): it goes on with a new key.
    Renew {
        /// The new key.
        key: String,
    },
    /// Somebody was told that the draft is going to be dropped.
    Warned,
    /// A look at the server's copy: after opening, and after a push that met 412. Not to be told of while the outbox has
    /// an entry with the copy's answers: that one was sent already.
    Met(ServerCopy),
    /// [`Command::Push`] succeeded.
    Pushed {
        /// The copy's new entity tag.
        etag: String,
    },
    /// [`Command::Push`] did not succeed, and there is nothing to see.
    NotPushed {
        /// What `Retry-After` asked for, as a length of time.
        asked: Option<Millis>,
    },
}

/// What the store has of a service's draft, and of all that was sent and not received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// The draft's record, where there is one.
    pub draft: Option<Record<DraftVersions>>,
    /// All entries of the outbox that can be read.
    pub entries: Vec<Record<Entry>>,
}

/// Which version goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What this tab shows.
    Mine,
    /// Another one, by its revision and tab.
    Other(u64, String),
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Say [`Event::Wake`] at this time. The last one counts.
    WakeAt(Millis),
    /// Read the draft's record and the outbox.
    Load,
    /// Carry out a transaction.
    Store(Transaction),
    /// Store the draft on the server.
    Push(Push),
    /// Tell the person, or show something else.
    Tell(Notice),
}

/// What a person, or the screen, has to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Everything typed until now is stored. Tell the other tabs that the record has changed.
    Saved,
    /// What is typed is not stored, and would be lost with this tab.
    Unsaved(Outcome),
    /// Another tab has this draft, with this text; what is typed here is kept beside it. Let the person choose.
    Elsewhere(Draft),
    /// There are so many other versions of this draft. Let the person choose; until then it is not sent.
    Others(usize),
    /// The draft is not there any more: sent, discarded or dropped elsewhere. Close the form, or let the person go on
    /// by typing or by [`Choice::Mine`]; before that it is not sent.
    Gone,
    /// The server's copy is not there any more: another device has sent or discarded it. The draft here stays; sending it
    /// is safe, since the key is the same.
    RemoteGone,
    /// Show this version instead of what was there.
    Show(Draft),
    /// The form is in the outbox: close it, wake the sender, and delete the server's copy with this entity tag.
    Queued(Option<String>),
    /// The form was not sent, since the outbox has an entry of this key already. Show the entry: what was typed here is
    /// beside it.
    InOutbox,
    /// The form was not sent, since it is so old that the backend may have forgotten whether another device has sent it.
    /// Ask, and then [`Event::Renew`] or [`Event::Discard`].
    Stale,
    /// The form was not sent, since the store refused.
    Unsent(Outcome),
    /// The draft is gone, as was asked for. Delete the server's copy with this entity tag.
    Discarded(Option<String>),
}
