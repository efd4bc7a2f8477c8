//! What only an SQLite database does: files that are damaged, copied, put back or removed, earlier releases, and writes
//! that triggers of SQLite break off.

mod backup;
mod broken_off;
mod opening;
pub(crate) mod releases;
mod restoring;
mod writer;
