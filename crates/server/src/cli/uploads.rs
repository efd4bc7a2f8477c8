//! `portico-server uploads`: maintenance of the folder of uploaded files.

use super::data::DatabaseArgs;
use crate::backup::{FaultyUpload, Folders, remove_unknown, verify};
use crate::console::say;
use crate::db::{DataLock, Location, SqlStore};
use crate::failure::chain;
use crate::uploads::{Claim, UploadFolder};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// The maximum number of files that are listed individually.
const NAMED: usize = 20;

/// The folders of an installation.
#[derive(Debug, Args)]
pub(super) struct FolderArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of uploaded files; `uploads` in the data folder by default.
    #[arg(long, value_name = "DIR")]
    uploads: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum UploadsCommand {
    /// Compares all files with the database; changes nothing, and works while the server runs.
    Check(FolderArgs),
    /// Marks a folder as this installation's, whatever its marker is, and removes nothing. Stop the server first.
    ///
    /// Use it when this database replaces one that was lost, or when the files were lost.
    Adopt(FolderArgs),
    /// Moves files that are not in the database to the trash. Stop the server first.
    ///
    /// Files that are newer than a restored backup, for example.
    RemoveUnknown(FolderArgs),
}

impl FolderArgs {
    /// The folders of an installation whose database is in the data folder. PostgreSQL has its own tools,
    /// which `instead` names.
    pub(super) fn folders(self, instead: &str) -> Result<Folders, String> {
        let (at, uploads) = self.place()?;
        match at {
            Location::Postgres(_) => Err(format!(
                "The data is in {at}: {instead} for the database, and copy the folder {} by other means; \
                 docs/OPERATIONS.md says how.",
                uploads.display()
            )),
            Location::File(_) => Ok(Folders {
                data: self.data,
                uploads,
            }),
        }
    }

    /// The locations of the database and of the uploads folder.
    fn place(&self) -> Result<(Location, PathBuf), String> {
        let at = self.database.location(&self.data)?;
        Ok((at, uploads_folder(self.uploads.as_deref(), &self.data)))
    }
}

/// The uploads folder, by default in the data folder.
pub(super) fn uploads_folder(told: Option<&Path>, data: &Path) -> PathBuf {
    told.map_or_else(|| Folders::of(data).uploads, Path::to_owned)
}

impl UploadsCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        match self {
            Self::Check(args) => {
                let (at, uploads) = args.place()?;
                check(&at, &uploads).await
            }
            Self::Adopt(args) => {
                let (at, uploads) = args.place()?;
                adopt(at, &uploads).await
            }
            Self::RemoveUnknown(args) => {
                let (at, uploads) = args.place()?;
                let count = remove_unknown(&at, &uploads).await?;
                say(&format!("{count} files were moved to the trash."))
            }
        }
    }
}

async fn check(at: &Location, uploads: &Path) -> Result<(), String> {
    let found = verify(at, uploads).await?;
    say(&format!("{} files are intact.", found.sound))?;
    if !found.unknown.is_empty() {
        say(&format!(
            "{} are in the folder but not in the database; they are kept until you run `uploads remove-unknown`.",
            found.unknown.len()
        ))?;
    }
    match found.faults.as_slice() {
        [] => Ok(()),
        faults => Err(told(faults)),
    }
}

async fn adopt(at: Location, uploads: &Path) -> Result<(), String> {
    at.exists()?;
    let _lock = DataLock::of(&at)?;
    let store = SqlStore::open(at.clone()).await;
    let store =
        store.map_err(|error| format!("The data in {at} cannot be used: {}.", chain(&error)))?;
    UploadFolder::take(uploads, &store, Claim::Told).await?;
    say(&format!(
        "{} is now the uploads folder of this installation.",
        uploads.display()
    ))
}

/// Missing and damaged files, one per line.
pub(super) fn told(faults: &[FaultyUpload]) -> String {
    let line = |fault: &FaultyUpload| {
        let what = match fault.damaged {
            true => "is damaged",
            false => "is missing",
        };
        let of = match &fault.request {
            Some(request) => format!("of request {request}"),
            None => "of no request".to_owned(),
        };
        format!("\n  {} ({:?}, {of}) {what}", fault.id, fault.name)
    };
    let mut lines: Vec<_> = faults.iter().take(NAMED).map(line).collect();
    if faults.len() > NAMED {
        lines.push(format!("\n  and {} more", faults.len() - NAMED));
    }
    format!(
        "{} files are missing or damaged:{}",
        faults.len(),
        lines.concat()
    )
}
