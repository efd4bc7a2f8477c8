//! Copies of the database: made while a server runs, and restored while none does.

use crate::db::UploadRecord;
use crate::db::connect::{Access, begin_exclusive, connect};
use crate::db::sql::SqlStore;
use crate::db::{
    Location, StoreError, database_file, installation, migrate, removals, sqlite, uploads,
};
use crate::failure::{Failure, chain};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionSession};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name under which a restore is prepared in the data folder. It shows that a database existed.
const STAGE: &str = "portico.db.restoring";
/// The suffix of the log of a database that was not closed.
const LOG: &str = "-wal";
/// The suffixes of all files of a database.
const PARTS: [&str; 4] = ["", LOG, "-shm", "-journal"];

/// The information that a copy of the database contains about itself.
pub(crate) struct Contents {
    /// The ID of the installation; older releases had none.
    pub(crate) installation: Option<String>,
    /// The uploads with stored bytes, in the order of their IDs.
    pub(crate) uploads: Vec<UploadRecord>,
    /// The removed files whose bytes may still exist.
    pub(crate) removed: Vec<String>,
}

impl Contents {
    /// The uploads in this list that are not in the database.
    pub(crate) fn unknown(&self, ids: Vec<String>) -> Vec<String> {
        let known = self.uploads.iter().map(|upload| upload.id.as_str());
        let known: BTreeSet<_> = known
            .chain(self.removed.iter().map(String::as_str))
            .collect();
        let unknown = ids.into_iter().filter(|id| !known.contains(id.as_str()));
        unknown.collect()
    }
}

/// Writes a consistent copy of the SQLite database into a new file.
///
/// # Errors
/// One sentence that says why the backup failed.
pub async fn backup(data: &Path, target: &Path) -> Result<(), String> {
    let file = database_file(data);
    if !file.exists() {
        return Err(format!("There is no data in {}.", data.display()));
    }
    let Some(name) = target.to_str() else {
        return Err(format!("{} is not a file name in UTF-8.", target.display()));
    };
    // SQLite accepts an empty target file; because the file is new, it may be deleted after a
    // failure.
    fs::File::create_new(target).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!(
            "{} already exists; a backup never overwrites anything.",
            target.display()
        ),
        _ => format!("The backup failed: {error}."),
    })?;
    let done = copy(&file, target, name).await;
    if done.is_err() {
        let _ = fs::remove_file(target);
    }
    done.map_err(|error| format!("The backup failed: {}.", chain(&error)))
}

async fn copy(file: &Path, target: &Path, name: &str) -> Result<(), StoreError> {
    let db = sqlite::connect(file, Access::Read(1)).await?;
    let sql = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    let copied = db.execute_unprepared(&sql).await;
    db.close().await?;
    copied?;
    let synced = fs::File::open(target).and_then(|copy| copy.sync_all());
    synced.map_err(|error| {
        StoreError::Failed(Failure::caused_by(
            "the copy could not be synced to the disk",
            error,
        ))
    })
}

/// Reads the information from a database, which may be in use.
///
/// # Errors
/// The reason why it is not a valid database.
pub(crate) async fn contents(at: &Location) -> Result<Contents, StoreError> {
    let db = connect(at, Access::Read(1)).await?;
    let found = contents_of(&db).await;
    db.close().await?;
    found
}

async fn contents_of(db: &DatabaseConnection) -> Result<Contents, StoreError> {
    let version = migrate::version(db).await?;
    if version > migrate::newest() {
        return Err(StoreError::Failed(
            format!(
                "it is from a newer release (schema {version}; this release knows {})",
                migrate::newest()
            )
            .into(),
        ));
    }
    let installation = match migrate::has_table(db, "installation").await? {
        true => installation::read(db).await?,
        false => None,
    };
    let uploads = match migrate::has_table(db, "uploads").await? {
        true => uploads::arrived(db, version).await?,
        false => Vec::new(),
    };
    let removed = match migrate::has_table(db, "removed_uploads").await? {
        true => removals::all(db).await?,
        false => Vec::new(),
    };
    Ok(Contents {
        installation,
        uploads,
        removed: removed.into_iter().map(|removal| removal.id).collect(),
    })
}

/// A copy of a backup in the data folder, ready to replace the database.
pub(crate) struct Stage {
    folder: PathBuf,
    /// The information in the backup.
    pub(crate) contents: Contents,
}

impl Stage {
    /// Copies a backup, and checks the whole copy.
    ///
    /// # Errors
    /// One sentence that says why it cannot be restored.
    pub(crate) async fn new(data: &Path, source: &Path) -> Result<Self, String> {
        let failed = |error: io::Error| format!("The backup could not be copied: {error}.");
        let folder = data.join(STAGE);
        clear(&folder).map_err(failed)?;
        fs::create_dir(&folder).map_err(failed)?;
        let file = database_file(&folder);
        fs::copy(source, &file).map_err(failed)?;
        // The log of a killed server contains changes that are not in the database file yet.
        let log = with_tail(source, LOG);
        if log.exists() {
            fs::copy(&log, with_tail(&file, LOG)).map_err(failed)?;
        }
        match check(&file).await {
            Ok(contents) => Ok(Self { folder, contents }),
            Err(reason) => {
                clear(&folder).map_err(failed)?;
                let source = source.display();
                Err(format!("{source} is not a valid backup: {reason}."))
            }
        }
    }

    /// Opens the copy and migrates its tables. A backup without an installation ID becomes this
    /// installation's.
    ///
    /// # Errors
    /// The reason of the failure.
    pub(crate) async fn open(&self, installation: Option<String>) -> Result<SqlStore, StoreError> {
        let db = sqlite::connect(&database_file(&self.folder), Access::Write).await?;
        let named = async {
            migrate::migrate(&db).await?;
            installation::ensure(&db, installation).await
        };
        let named = named.await;
        db.close().await?;
        named?;
        SqlStore::open(&*self.folder).await
    }

    /// Records in the copy that files will be removed.
    ///
    /// # Errors
    /// The reason of the failure.
    pub(crate) async fn condemn(&self, ids: &[String]) -> Result<(), StoreError> {
        let db = sqlite::connect(&database_file(&self.folder), Access::Write).await?;
        let noted = async {
            let txn = begin_exclusive(&db).await?;
            removals::condemn(&txn, ids).await?;
            Ok(TransactionSession::commit(txn).await?)
        };
        let noted = noted.await;
        db.close().await?;
        noted
    }

    /// Replaces the database with the copy and keeps the previous one; returns its path. The copy
    /// must not be open.
    ///
    /// # Errors
    /// The reason of the failure; the data is then unchanged, or has its new name.
    pub(crate) async fn put(self, data: &Path) -> io::Result<Option<PathBuf>> {
        let new = database_file(&self.folder);
        fold(&new).await;
        let log = fs::metadata(with_tail(&new, LOG));
        if log.is_ok_and(|log| log.len() > 0) {
            return Err(io::Error::other("the copy could not be completed"));
        }
        fs::File::open(&new)?.sync_all()?;
        let target = database_file(data);
        let old = set_aside(&target)?;
        // SQLite would use a remaining log as the new database's log, and apply its changes to the
        // new database.
        if parts(&target).next().is_some() {
            return Err(io::Error::other("the database before is still there"));
        }
        fs::rename(&new, &target)?;
        fs::File::open(data)?.sync_all()?;
        self.discard();
        Ok(old)
    }

    /// Deletes the copy.
    pub(crate) fn discard(self) {
        let _ = clear(&self.folder);
    }
}

/// Deletes the remains of an interrupted restore.
fn clear(folder: &Path) -> io::Result<()> {
    let done = match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(folder),
        // As created by earlier releases.
        Ok(_) => fs::remove_file(folder),
        Err(error) => Err(error),
    };
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Merges the log into the copy, so that a single file contains everything.
async fn fold(file: &Path) {
    if file.exists()
        && let Ok(db) = sqlite::connect(file, Access::Write).await
    {
        let _ = db
            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
        let _ = db.close().await;
    }
}

fn with_tail(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// The existing files of a database.
fn parts(file: &Path) -> impl Iterator<Item = &'static str> {
    let there = |tail: &&str| fs::symlink_metadata(with_tail(file, tail)).is_ok();
    PARTS.into_iter().filter(there)
}

/// Renames all files of a database, whatever its state. The database is not opened, because SQLite
/// deletes the log of an empty database.
///
/// The database is renamed first. If the other files are not, the database is missing, and no
/// server starts without it.
fn set_aside(file: &Path) -> io::Result<Option<PathBuf>> {
    let parts: Vec<_> = parts(file).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let time = jiff::Timestamp::now()
        .strftime("%Y%m%dT%H%M%S%3fZ")
        .to_string();
    let kept = with_tail(file, &format!(".before-{time}"));
    for tail in parts {
        fs::rename(with_tail(file, tail), with_tail(&kept, tail))?;
    }
    Ok(Some(kept))
}

async fn check(file: &Path) -> Result<Contents, String> {
    let words = |error: StoreError| chain(&error).to_string();
    let db: DatabaseConnection = sqlite::connect(file, Access::Write).await.map_err(words)?;
    let sql = "PRAGMA integrity_check";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await;
    let row = row.map_err(|error| words(error.into()))?;
    let verdict: Option<String> = row.and_then(|row| row.try_get("", "integrity_check").ok());
    if verdict.as_deref() != Some("ok") {
        return Err("its integrity check fails".to_owned());
    }
    if migrate::version(&db).await.unwrap_or_default() == 0 {
        return Err("it is not a Portico database".to_owned());
    }
    let found = contents_of(&db).await.map_err(words)?;
    db.close().await.map_err(|error| words(error.into()))?;
    Ok(found)
}
