//! `portico-server uploads`: maintenance of the folder or bucket of uploaded files.

use super::data::DatabaseArgs;
use crate::backup::{FaultyUpload, Folders, copy_files, remove_unknown, verify};
use crate::console::say;
use crate::db::{DataLock, Location, SqlStore};
use crate::failure::chain;
use crate::uploads::{Claim, FileStore, UploadLocation};
use clap::builder::{OsStringValueParser, TypedValueParser};
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
    #[command(flatten)]
    uploads: UploadsArgs,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// The storage of uploaded files.
#[derive(Debug, Args)]
pub(super) struct UploadsArgs {
    /// The folder of uploaded files, or a bucket: s3://bucket/prefix; `uploads` in the data folder by default.
    ///
    /// The object store's address, region and credentials come from the environment: AWS_ENDPOINT_URL, AWS_REGION,
    /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and others.
    #[arg(long, value_name = "DIR|URL", env = "PORTICO_UPLOADS", value_parser = OsStringValueParser::new().try_map(UploadLocation::from_option))]
    uploads: Option<UploadLocation>,
}

impl UploadsArgs {
    /// The location, by default in the data folder.
    pub(super) fn location(&self, data: &Path) -> UploadLocation {
        let told = self.uploads.clone();
        told.unwrap_or_else(|| Folders::of(data).uploads)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum UploadsCommand {
    /// Compares all files with the database; changes nothing, and works while the server runs.
    Check(FolderArgs),
    /// Marks a folder or bucket as this installation's, whatever its marker is, and removes nothing. Stop the server first.
    ///
    /// Use it when this database replaces one that was lost, or when the files were lost.
    Adopt(FolderArgs),
    /// Copies all files to another folder or bucket, which then belongs to this installation too; works while the server
    /// runs.
    ///
    /// Files that are already there and intact stay. To move the files, stop the server, run the command again, and start
    /// the server with the new location.
    Copy {
        /// The other folder or bucket.
        #[arg(value_name = "DIR|URL", value_parser = OsStringValueParser::new().try_map(UploadLocation::from_option))]
        target: UploadLocation,
        #[command(flatten)]
        folders: FolderArgs,
    },
    /// Removes files that are not in the database; in a folder, moves them to the trash. Stop the server first.
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
                "The data is in {at}: {instead} for the database, and copy the {} {uploads} by other means, such as \
                 `portico-server uploads copy`; docs/OPERATIONS.md says how.",
                uploads.noun()
            )),
            Location::File(_) => Ok(Folders {
                data: self.data,
                uploads,
            }),
        }
    }

    /// The locations of the database and of the uploaded files.
    fn place(&self) -> Result<(Location, UploadLocation), String> {
        let at = self.database.location(&self.data)?;
        Ok((at, self.uploads.location(&self.data)))
    }
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
            Self::Copy { target, folders } => {
                let (at, uploads) = folders.place()?;
                let done = copy_files(&at, &uploads, &target).await?;
                say(&format!(
                    "{} files ({} bytes) are in {target}.",
                    done.files, done.bytes
                ))?;
                match done.faults.as_slice() {
                    [] => Ok(()),
                    faults => Err(told(faults)),
                }
            }
            Self::RemoveUnknown(args) => {
                let (at, uploads) = args.place()?;
                let count = remove_unknown(&at, &uploads).await?;
                let fate = match uploads {
                    UploadLocation::Folder(_) => "were moved to the trash",
                    UploadLocation::Bucket(_) => "will be deleted like files that were removed now",
                };
                say(&format!("{count} files {fate}."))
            }
        }
    }
}

async fn check(at: &Location, uploads: &UploadLocation) -> Result<(), String> {
    let found = verify(at, uploads.clone()).await?;
    say(&format!("{} files are intact.", found.sound))?;
    if !found.unknown.is_empty() {
        say(&format!(
            "{} are in the {} but not in the database; they are kept until you run `uploads remove-unknown`.",
            found.unknown.len(),
            uploads.noun()
        ))?;
    }
    match found.faults.as_slice() {
        [] => Ok(()),
        faults => Err(told(faults)),
    }
}

async fn adopt(at: Location, uploads: &UploadLocation) -> Result<(), String> {
    at.exists()?;
    let _lock = DataLock::of(&at)?;
    let store = SqlStore::open(at.clone()).await;
    let store =
        store.map_err(|error| format!("The data in {at} cannot be used: {}.", chain(&error)))?;
    FileStore::take(uploads, &store, Claim::Told).await?;
    say(&format!(
        "{uploads} is now the uploads {} of this installation.",
        uploads.noun()
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
