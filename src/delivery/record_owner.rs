//! The owners of records.

/// An owner of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RecordOwner {
    User(String),
    /// A user who has not signed in; the records are visible only in this tab.
    Visitor,
    /// The last user of this browser, because the backend does not respond.
    Last,
}
