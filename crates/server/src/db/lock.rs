//! The lock that limits a data folder with a database to one server.

use super::Location;
use crate::locked_file::LockedFile;
use std::fs::{OpenOptions, TryLockError};
use std::path::Path;

/// A locked data folder; the system releases the lock when the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    _file: LockedFile,
}

impl DataLock {
    /// Locks the folder of a database, and creates it if necessary. A PostgreSQL database needs no
    /// lock.
    ///
    /// # Errors
    /// One sentence that says why the folder cannot be locked.
    pub fn of(at: &Location) -> Result<Option<Self>, String> {
        match at {
            Location::File(file) => Self::take(file.parent().unwrap_or(file)).map(Some),
            Location::Postgres(_) => Ok(None),
        }
    }

    /// Locks the folder, and creates it if necessary.
    ///
    /// # Errors
    /// One sentence that says why the folder cannot be locked.
    pub fn take(data: &Path) -> Result<Self, String> {
        let unusable = |error| {
            format!(
                "The data folder {} cannot be used: {error}.",
                data.display()
            )
        };
        std::fs::create_dir_all(data).map_err(unusable)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(data.join("portico.lock"))
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                _file: LockedFile::new(file),
            }),
            Err(TryLockError::WouldBlock) => Err(format!(
                "Another server is using the data folder {}; stop it first.",
                data.display()
            )),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}
