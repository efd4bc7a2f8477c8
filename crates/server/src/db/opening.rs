//! Checks of a data folder before its database is used.
//!
//! A missing database is created; a damaged or incomplete one is never replaced by a new one,
//! because an administrator with an empty database would believe that everything is fine.

use super::connect::{Access, connect};
use super::{Location, StoreError, backfill, installation, migrate, postgres, sqlite};
use crate::failure::Failure;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The temporary name of a new database.
const NEW: &str = "portico.db.new";
/// The advice in case of damage.
const ADVICE: &str =
    "restore a backup with `portico-server restore`, or move the file away to start empty";

/// Creates the database if it does not exist, otherwise checks and migrates it; returns the
/// installation's ID.
pub(super) async fn prepare(at: &Location) -> Result<String, StoreError> {
    match at {
        Location::File(file) => prepare_file(file).await,
        Location::Postgres(_) => {
            let db = connect(at, Access::Write).await?;
            let prepared = async {
                postgres::check(&db).await?;
                update(&db).await
            };
            let prepared = prepared.await;
            db.close().await?;
            prepared
        }
    }
}

async fn prepare_file(file: &Path) -> Result<String, StoreError> {
    let data = file.parent().unwrap_or(Path::new(""));
    match fs::metadata(file) {
        Ok(meta) if !meta.is_file() => refuse("portico.db is not a file"),
        Ok(meta) if meta.len() == 0 => refuse(&format!(
            "portico.db is empty, so its data is gone; {ADVICE}"
        )),
        Ok(_) => check(file).await,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let left = left_over(data).map_err(failed)?;
            if !left.is_empty() {
                return refuse(&format!(
                    "portico.db is missing, but {} exists, so there was a database here; {ADVICE}",
                    left.join(", ")
                ));
            }
            make(data, file).await
        }
        Err(error) => Err(failed(error)),
    }
}

/// Files that only a database leaves behind: its log, and the previous data of a restore.
fn left_over(data: &Path) -> io::Result<Vec<String>> {
    let mut left = Vec::new();
    for entry in fs::read_dir(data)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("portico.db") && !name.starts_with(NEW) {
            left.push(name);
        }
    }
    left.sort();
    Ok(left)
}

/// Creates a database under a temporary name, so that a database with its final name is always
/// complete.
async fn make(data: &Path, file: &Path) -> Result<String, StoreError> {
    let new = data.join(NEW);
    for tail in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(PathBuf::from(format!("{}{tail}", new.display()))) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    let db = sqlite::connect(&new, Access::Create).await?;
    let installation = update(&db).await?;
    db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
        .await?;
    db.close().await?;
    let named = File::open(&new)
        .and_then(|new| new.sync_all())
        .and_then(|()| fs::rename(&new, file))
        .and_then(|()| File::open(data)?.sync_all());
    named.map_err(failed)?;
    Ok(installation)
}

/// Checks a database, which is not changed before the check has passed, and migrates it.
async fn check(file: &Path) -> Result<String, StoreError> {
    let checked = async {
        let db = sqlite::connect(file, Access::Read(1)).await?;
        let sound = is_sound(&db).await;
        db.close().await?;
        sound?;
        let db = sqlite::connect(file, Access::Write).await?;
        let updated = update(&db).await;
        db.close().await?;
        updated
    };
    checked.await.map_err(|error| match error {
        StoreError::Damaged(failure) => StoreError::Damaged(failure.advising(ADVICE)),
        error => error,
    })
}

/// Migrates the tables.
async fn update(db: &DatabaseConnection) -> Result<String, StoreError> {
    migrate::migrate(db).await?;
    backfill::run(db).await?;
    installation::ensure(db, None).await
}

async fn is_sound(db: &DatabaseConnection) -> Result<(), StoreError> {
    let faults = texts(db, "PRAGMA quick_check(3)", "quick_check").await?;
    if faults != ["ok"] {
        let faults = faults.join("; ");
        return Err(StoreError::Damaged(
            format!("the database is damaged ({faults})").into(),
        ));
    }
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let tables = texts(db, tables, "name").await?;
    // A new database gets its final name after its tables are created, so a database without tables
    // has lost them.
    if tables.is_empty() {
        return refuse(&format!("portico.db has no tables; {ADVICE}"));
    }
    if migrate::version(db).await? == 0 {
        return refuse("portico.db belongs to another program");
    }
    Ok(())
}

async fn texts(
    db: &DatabaseConnection,
    sql: &str,
    column: &str,
) -> Result<Vec<String>, StoreError> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await?;
    let texts = rows.iter().map(|row| Ok(row.try_get("", column)?));
    texts.collect()
}

fn refuse<T>(reason: &str) -> Result<T, StoreError> {
    Err(StoreError::Failed(reason.to_owned().into()))
}

fn failed(error: io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Unavailable(Failure::caused_by("the data folder cannot be used", error)),
    }
}
