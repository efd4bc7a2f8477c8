//! `portico-server backup` and `portico-server restore`.

use super::log::intact;
use super::uploads::{FolderArgs, told};
use crate::backup::{RestoreOptions, backup, restore};
use crate::console::say;
use crate::db::{self, Location};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The folder to write, or the file with --database-only.
    target: PathBuf,
    #[command(flatten)]
    folders: FolderArgs,
    /// Writes only the database, into a file.
    #[arg(long)]
    database_only: bool,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The backup: a folder, or a file with only the database.
    source: PathBuf,
    #[command(flatten)]
    folders: FolderArgs,
    /// Accepts a backup of another installation, which this one then replaces.
    #[arg(long)]
    other_installation: bool,
    /// Moves files that are newer than the backup to the trash.
    #[arg(long)]
    remove_newer_files: bool,
}

impl BackupArgs {
    pub(super) async fn run(self) -> Result<(), String> {
        let folders = self.folders.folders("use pg_dump")?;
        let target = self.target.display();
        if self.database_only {
            db::backup(&folders.data, &self.target).await?;
            say(&format!(
                "Backed up the database to {target}. The uploaded files in {} are not included.",
                folders.uploads
            ))?;
            return intact(&Location::File(self.target)).await.map(|_| ());
        }
        let done = backup(&folders, &self.target).await?;
        say(&format!(
            "Backed up the database and {} files ({} bytes) to {target}.",
            done.files, done.bytes
        ))?;
        let log = intact(&Location::of(&self.target)).await.err();
        let files = (!done.faults.is_empty()).then(|| told(&done.faults));
        match (files, log) {
            (None, None) => Ok(()),
            (files, log) => Err([files, log]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("\n")),
        }
    }
}

impl RestoreArgs {
    pub(super) async fn run(self) -> Result<(), String> {
        let folders = self.folders.folders("use pg_restore")?;
        let options = RestoreOptions {
            other_installation: self.other_installation,
            remove_newer_files: self.remove_newer_files,
        };
        let done = restore(&self.source, &folders, options).await?;
        match &done.before {
            Some(before) => say(&format!(
                "Restored. The previous data is in {}.",
                before.display()
            ))?,
            None => say("Restored.")?,
        }
        say(&format!(
            "{} files were already there; {} were restored from the backup.",
            done.kept, done.copied
        ))?;
        match (done.newer, self.remove_newer_files) {
            (0, _) => {}
            (newer, true) => say(&format!("{newer} newer files were moved to the trash."))?,
            (newer, false) => say(&format!(
                "{newer} files are newer than the backup and are kept; \
                 `portico-server uploads remove-unknown` removes them."
            ))?,
        }
        if !done.faults.is_empty() {
            say(&told(&done.faults))?;
        }
        // The restored data stays; the exit code reports a damaged log.
        intact(&Location::of(&folders.data)).await.map(|_| ())
    }
}
