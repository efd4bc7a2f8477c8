//! Files that this process has locked.

use std::fs::File;
use std::ops::{Deref, DerefMut};

/// A locked file, which is unlocked when it is dropped. The system unlocks it too when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct LockedFile(File);

impl LockedFile {
    /// Takes over a file that has just been locked.
    pub(crate) fn new(locked: File) -> Self {
        Self(locked)
    }
}

impl Deref for LockedFile {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl DerefMut for LockedFile {
    fn deref_mut(&mut self) -> &mut File {
        &mut self.0
    }
}

impl Drop for LockedFile {
    /// Closing the file would not be enough: a program that is being started holds a copy of it for a moment.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}
