//! What was typed is never lost, and is sent exactly once: the state machines of drafts, outbox and uploads.
//!
//! Invariant: this crate knows no DOM, no clock, no network and no source of chance.
//! Time comes in as [`Millis`], chance as a random number of 32 bits; events go in, a new state and commands come out.
//! The portal carries the commands out, `simulator/` does the same in a world full of faults.
//!
//! # How the parts go together
//!
//! A [`draft::DraftStore`] lives as long as a form is open in a tab. It is told what was typed and says when to store it;
//! it notices other tabs and other devices, and hands a form that is sent over to the outbox in one transaction.
//! An [`outbox::Sender`] lives as long as somebody is signed in in a tab. It takes entries of the outbox one by one,
//! stores that an entry is being sent before the first byte leaves, and stores the answer before anybody sees it.
//! An [`upload::Upload`] is one file on its way, from the moment it was chosen; it is kept inside the draft.
//! What people do with an entry (edit, cancel, try again) are plain functions in [`outbox`] that make a transaction.
//!
//! # What the store has to do
//!
//! The machines assume a store of records for one backend and one person, see [`store`]:
//!
//! 1. A [`store::Transaction`] happens in whole or not at all, also across a crash.
//! 2. Each write names the revision that its writer saw last, removals too. If one record of the transaction has
//!    another revision, nothing is written and the outcome is [`store::Outcome::Changed`]. Where the writer names
//!    [`store::ANY`], the record may have any: it is nobody else's.
//! 3. Transactions take effect in the order in which one tab hands them over.
//! 4. [`store::Durability::Strict`] answers `Done` when the disk has it. [`store::Durability::Relaxed`] may lose the
//!    last seconds when the machine loses power, never when a tab or the browser dies.
//! 5. A full disk is [`store::Outcome::Full`]: nothing was written, and what stood there is unharmed.
//! 6. What a page writes as [`store::Durability::Leaving`] is found by the next page, even where the store was so busy
//!    that everything else which the page had handed over went with it. Whoever reads drafts calls
//!    [`draft::take_in`] first, until there is nothing left to take in.
//! 7. A record that cannot be decrypted or read is kept as it is and listed as [`store::Unreadable`].
//!
//! Without such a store (private windows, plain http) a store in memory keeps the same rules; the machines are the
//! same, and the person is told that closing the tab loses what is in it.
//!
//! # Why one request
//!
//! Nothing here relies on there being one sender. The lease on an entry and Web Locks save needless attempts, no
//! more: what makes one request of many attempts is the idempotency key, which is made when the form opens and stays
//! with the same bytes until there is an answer. A key that the backend may have forgotten
//! ([`outbox::KEY_TRUSTED`]) is never used again without asking.

mod json;

pub mod draft;
pub mod lease;
pub mod outbox;
pub mod retry;
pub mod store;
pub mod upload;

/// A time in milliseconds since 1970 in UTC as the device's clock tells it, or a length of time. The clock may jump.
pub type Millis = u64;

/// One second.
pub const SECOND: Millis = 1_000;

/// One day.
pub const DAY: Millis = 24 * 3_600 * SECOND;
