//! Behaviour of SQLite only: damaged, copied, restored and removed files, earlier releases, and writes that are
//! interrupted by SQLite's triggers.

mod backup;
mod broken_off;
mod opening;
pub(crate) mod releases;
mod restoring;
mod writer;
