//! Whose records are meant.

/// Somebody who types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Person {
    User(String),
    /// Nobody has signed in: only this tab gets it back.
    Visitor,
    /// The backend does not answer: whoever was here last.
    Last,
}
