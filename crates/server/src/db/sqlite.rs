//! SQLite, in a file of the data folder.

use super::StoreError;
use super::access::Access;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The time that a connection waits for another process, such as a backup.
const BUSY: Duration = Duration::from_secs(5);

/// Opens a database file. In WAL mode, readers never wait for the writer.
///
/// Connections stay open while they are sound, because a new one may be unavailable while the disk
/// fails. An empty file is not a database and is not opened, because SQLite would delete the log
/// beside it.
pub(super) async fn connect(file: &Path, access: Access) -> Result<DatabaseConnection, StoreError> {
    if access != Access::Create && fs::metadata(file).is_ok_and(|meta| meta.len() == 0) {
        return Err(StoreError::Damaged(
            format!("{} is empty", file.display()).into(),
        ));
    }
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    let connections = match access {
        Access::Read(connections) => connections,
        Access::Write | Access::Create => 1,
    };
    options
        .min_connections(1)
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .in_memory(false)
                .shared_cache(false)
                .filename(&file)
                .busy_timeout(BUSY)
                .foreign_keys(true);
            if matches!(access, Access::Read(_)) {
                return options.read_only(true);
            }
            options
                .create_if_missing(access == Access::Create)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
        });
    Ok(Database::connect(options).await?)
}
