//! Copies of the data: made while the server runs, put back while it does not.

use super::lock::DataLock;
use super::migrate;
use super::sql::{Access, connect};
use super::{StoreError, database_file};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a consistent copy of the data into a new file.
///
/// # Errors
/// One sentence that says why not.
pub async fn backup(data: &Path, target: &Path) -> Result<(), String> {
    let file = database_file(data);
    if !file.exists() {
        return Err(format!("There is no data in {}.", data.display()));
    }
    if target.exists() {
        let target = target.display();
        return Err(format!(
            "{target} exists already; a backup never overwrites a file."
        ));
    }
    let Some(name) = target.to_str() else {
        return Err(format!("{} is not a file name in UTF-8.", target.display()));
    };
    let failed = |error: StoreError| format!("The backup failed: {error}.");
    let db = connect(&file, Access::Read(1)).await.map_err(failed)?;
    let sql = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    let done = db.execute_unprepared(&sql).await;
    done.map_err(|error| failed(error.into()))?;
    fs::File::open(target)
        .and_then(|copy| copy.sync_all())
        .map_err(|error| format!("The backup failed: {error}."))
}

/// Puts a backup in the place of the data. What was there is kept beside it; its path is returned.
///
/// # Errors
/// One sentence that says why not; the data is then as it was.
pub async fn restore(data: &Path, source: &Path) -> Result<Option<PathBuf>, String> {
    if !source.is_file() {
        return Err(format!("There is no file {}.", source.display()));
    }
    let _lock = DataLock::take(data)?;
    let failed = |error: std::io::Error| format!("The data could not be restored: {error}.");
    let new = data.join("portico.db.restoring");
    fs::copy(source, &new).map_err(failed)?;
    if let Err(reason) = check(&new).await {
        let _ = fs::remove_file(&new);
        return Err(format!(
            "{} is no sound backup: {reason}.",
            source.display()
        ));
    }
    fs::File::open(&new)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    fold(&database_file(data)).await;
    let old = set_aside(&database_file(data)).map_err(failed)?;
    fs::rename(&new, database_file(data)).map_err(failed)?;
    fs::File::open(data)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?;
    Ok(old)
}

/// Folds what was written last into the database itself, so that one file holds all. A database too broken for that
/// stays as it is: somebody restores because of it.
async fn fold(file: &Path) {
    if file.exists()
        && let Ok(db) = connect(file, Access::Write).await
    {
        let _ = db
            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
        let _ = db.close().await;
    }
}

/// Moves a database and what it has not yet folded into itself out of the way.
fn set_aside(file: &Path) -> std::io::Result<Option<PathBuf>> {
    if !file.exists() {
        return Ok(None);
    }
    let time = jiff::Timestamp::now()
        .strftime("%Y%m%dT%H%M%S%3fZ")
        .to_string();
    let aside = |path: &Path, tail: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(tail);
        PathBuf::from(name)
    };
    let kept = aside(file, &format!(".before-{time}"));
    fs::rename(file, &kept)?;
    for tail in ["-wal", "-shm"] {
        let from = aside(file, tail);
        if from.exists() {
            fs::rename(from, aside(&kept, tail))?;
        }
    }
    Ok(Some(kept))
}

async fn check(file: &Path) -> Result<(), String> {
    let words = |error: StoreError| error.to_string();
    let db: DatabaseConnection = connect(file, Access::Write).await.map_err(words)?;
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
        return Err("it is not a database of Portico's".to_owned());
    }
    db.close().await.map_err(|error| words(error.into()))
}
