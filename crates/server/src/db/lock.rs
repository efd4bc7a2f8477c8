//! One server a data folder that has a database in it.

use super::Location;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Holds a data folder; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    file: File,
}

impl DataLock {
    /// Takes the folder of a database, making it where there is none. One on a PostgreSQL server needs nobody to be alone.
    ///
    /// # Errors
    /// One sentence that says why the folder cannot be had.
    pub fn of(at: &Location) -> Result<Option<Self>, String> {
        match at {
            Location::File(file) => Self::take(file.parent().unwrap_or(file)).map(Some),
            Location::Postgres(_) => Ok(None),
        }
    }

    /// Takes the folder, making it where there is none.
    ///
    /// # Errors
    /// One sentence that says why the folder cannot be had.
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
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(format!(
                "Another server is using the data folder {}; stop it first.",
                data.display()
            )),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

impl Drop for DataLock {
    /// Closing the file alone would not do: a program that is just being started holds a copy of it for a moment.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
