//! Operations that a tab submits to its store.

use crate::store::Token;
use portico_delivery::store::Transaction;
use std::fmt;

/// The state machine that submitted an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Submitter {
    DraftStore(u64),
    Sender,
    Person,
}

/// A transaction on its way to the store.
pub(crate) struct Op {
    pub(crate) tab: u32,
    pub(crate) who: Submitter,
    pub(crate) epoch: u32,
    pub(crate) transaction: Transaction,
    pub(crate) effect: Effect,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tab {} {:?}:", self.tab, self.who)?;
        for write in &self.transaction.writes {
            let verb = if write.value.is_some() {
                "put"
            } else {
                "remove"
            };
            write!(f, " {verb} {},", write.id)?;
        }
        write!(f, " {:?}", self.transaction.durability)
    }
}

/// What a transaction means for the user.
pub(crate) enum Effect {
    None,
    /// The user agrees to the deletion of texts: those that are stored before and not afterwards, and the one on the
    /// screen.
    Goes(Option<Token>),
    /// An entry is cancelled: its texts are deleted, and it must not arrive any more.
    Cancelled(Withdrawal),
    /// An entry is turned back into a draft: what was sent must not arrive any more.
    TakenBack(Withdrawal),
    /// The unrecorded edits of an entry are discarded.
    Dropped(Vec<Token>),
}

/// A user removes an entry from the outbox before it is known to be received.
pub(crate) struct Withdrawal {
    pub(crate) key: String,
    /// Whether the user was told that it may have arrived nevertheless.
    pub(crate) in_doubt: bool,
}
