//! The purposes of database connections.

/// The purpose of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reading, over this many connections.
    Read(u32),
    /// Writing, over a single connection.
    Write,
    /// Writing to a file that is created if it does not exist.
    Create,
}
