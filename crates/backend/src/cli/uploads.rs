//! `portico-server uploads`: seeing to the folder of uploaded files while no server runs.

use super::say;
use crate::store::{DataLock, SqlStore};
use crate::uploads::{Claim, UploadFolder};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Where the data is.
#[derive(Debug, Args)]
pub(super) struct Folders {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of uploaded files; `uploads` in the data folder unless it is told.
    #[arg(long, value_name = "DIR")]
    uploads: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum UploadsCommand {
    /// Marks a folder as this installation's, whatever its marker says; nothing in it is removed.
    ///
    /// For a database that takes the place of one that was lost, and for files that were lost.
    Adopt(Folders),
}

impl Folders {
    pub(super) fn uploads(&self) -> PathBuf {
        uploads_folder(self.uploads.as_deref(), &self.data)
    }
}

/// Where uploads are unless it is told.
pub(super) fn uploads_folder(told: Option<&Path>, data: &Path) -> PathBuf {
    told.map_or_else(|| data.join("uploads"), Path::to_owned)
}

impl UploadsCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        match self {
            Self::Adopt(folders) => adopt(&folders).await,
        }
    }
}

async fn adopt(folders: &Folders) -> Result<(), String> {
    let data = &folders.data;
    if !crate::store::database_file(data).exists() {
        return Err(format!("There is no data in {}.", data.display()));
    }
    let _lock = DataLock::take(data)?;
    let store = SqlStore::open(data).await;
    let store = store
        .map_err(|error| format!("The data in {} cannot be used: {error}.", data.display()))?;
    let root = folders.uploads();
    UploadFolder::take(&root, &store, Claim::Told).await?;
    say(&format!(
        "{} is now the uploads folder of this installation.",
        root.display()
    ))
}
