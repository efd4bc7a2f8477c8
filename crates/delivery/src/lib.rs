//! State machines for drafts, the outbox and uploads. No input is lost, and each request is recorded exactly once.
//!
//! Invariant: this crate uses no DOM, clock, network or randomness. Callers pass in the time as [`Millis`] and random
//! numbers of 32 bits; each event produces a new state and commands. The portal executes the commands, and `simulator/`
//! executes them while it injects faults.
//!
//! # How the parts work together
//!
//! A [`draft_store::DraftStore`] exists while a form is open in a tab. It receives every change and decides when to store it.
//! It also detects other tabs and devices, and moves a form that is sent to the outbox in one transaction. An
//! [`outbox::Sender`] exists in each tab while a user is signed in. It processes outbox entries one at a time: it
//! stores that an entry is being sent before the first byte leaves, and stores the response before displaying it. An
//! [`upload::Upload`] is one file, from its selection to the end of its upload; it is stored in the draft. The user's
//! actions on an entry (edit, cancel, retry) are plain functions in [`outbox`] that return a transaction.
//!
//! # Requirements on the store
//!
//! The state machines require a store of records for one backend and one user, see [`store`]:
//!
//! 1. A [`store::Transaction`] is atomic, even across a crash.
//! 2. Each write, including removals, names the revision that its writer saw last. If any record of the transaction has
//!    another revision, nothing is written and the outcome is [`store::Outcome::Changed`]. A write that names
//!    [`store::ANY`] succeeds with any revision; it is for records with a single writer.
//! 3. Transactions of one tab take effect in the order in which they were submitted.
//! 4. With [`store::Durability::Strict`], `Done` means that the data is on disk. With [`store::Durability::Relaxed`], a
//!    power failure may lose the last seconds, but the crash of a tab or the browser loses nothing.
//! 5. If the disk is full, the outcome is [`store::Outcome::Full`]: nothing was written, and existing data is intact.
//! 6. The next page finds everything that a page wrote with [`store::Durability::Leaving`], even if the store was so
//!    busy that all other pending writes of that page were lost. Readers of drafts first call [`leftover::merge_next`] until
//!    it returns nothing.
//! 7. A record that cannot be decrypted or read is kept unchanged and listed as [`store::Unreadable`].
//!
//! Where no such store exists (private windows, plain HTTP), an in-memory store follows the same rules. The state
//! machines are the same, and the user is told that closing the tab loses the data.
//!
//! # Why each request is recorded once
//!
//! Nothing here relies on having a single sender. The lease in an entry and Web Locks only avoid needless attempts.
//! Duplicates are prevented by the idempotency key, which is created when the form is opened and sent with the same
//! bytes until there is a response. A key that the backend may have forgotten ([`outbox::KEY_TRUSTED`]) is never used
//! again without asking the user.

mod json;

pub mod draft;
pub mod draft_store;
pub mod lease;
pub mod leftover;
pub mod outbox;
pub mod retry;
pub mod store;
pub mod upload;

/// A time in milliseconds since 1970-01-01 UTC according to the device's clock, or a duration in milliseconds. The
/// clock may jump.
pub type Millis = u64;

/// One second.
pub const SECOND: Millis = 1_000;

/// One day.
pub const DAY: Millis = 24 * 3_600 * SECOND;
