//! What connections are for.

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reading, by so many connections at once.
    Read(u32),
    /// Writing, by one.
    Write,
    /// Writing into a file that is made where there is none.
    Create,
}
