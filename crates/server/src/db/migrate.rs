//! The tables, migration by migration. One that was released is never changed; a change is a new one.
//!
//! To add a migration, write its statements into `migrations/` and name the file in [`MIGRATIONS`]. SQLite and
//! PostgreSQL run the same statements: times are milliseconds, ids and JSON are text.

use super::StoreError;
use super::connect::begin_exclusive;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement,
    TransactionSession,
};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};
use std::borrow::Cow;

/// The statements of a migration, in a file of its name.
macro_rules! migration {
    ($name:literal) => {
        Migration {
            name: $name,
            sql: include_str!(concat!("migrations/", $name, ".sql")),
        }
    };
}

/// All of them, in order.
const MIGRATIONS: &[Migration] = &[
    migration!("0001_requests"),
    migration!("0002_readers_drafts_uploads"),
    migration!("0003_indexes_improvements"),
    migration!("0004_installation"),
    migration!("0005_request_summaries"),
    migration!("0006_steady_clock"),
    migration!("0007_log"),
    migration!("0008_jobs"),
    migration!("0009_request_counts"),
    migration!("0010_users"),
    migration!("0011_upload_epochs"),
];

/// The one that begins the log.
pub(super) const LOG: usize = 7;
/// The one by which the newest exchange of an upload counts.
pub(super) const UPLOAD_EPOCHS: usize = 11;

/// Where sea-orm notes which migrations a database has had.
const NOTED: &str = "seaql_migrations";
/// Where earlier releases noted how many it has had.
const COUNTED: &str = "schema_version";

#[derive(Clone, Copy)]
struct Migration {
    name: &'static str,
    sql: &'static str,
}

impl Migration {
    fn sql(self, backend: DbBackend) -> Cow<'static, str> {
        match backend {
            // Ids and cursors are compared byte by byte, as SQLite does, whatever language the database is in.
            DbBackend::Postgres => self.sql.replace(" TEXT", " TEXT COLLATE \"C\"").into(),
            _ => self.sql.into(),
        }
    }
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = self.sql(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let boxed = |migration: &Migration| Box::new(*migration) as Box<dyn MigrationTrait>;
        MIGRATIONS.iter().map(boxed).collect()
    }
}

/// The version of the schema that this release has.
pub(super) const fn newest() -> usize {
    MIGRATIONS.len()
}

/// Brings the tables up to date, all or nothing.
pub(super) async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    // A file that needs nothing is only read, so that a server starts while nothing can be written: what is there can be
    // read, and whoever writes is told why they cannot.
    if db.get_database_backend() == DbBackend::Sqlite && is_up_to_date(db).await? {
        return Ok(());
    }
    let transaction = begin_exclusive(db).await?;
    take_count_over(&transaction).await?;
    let (done, known) = (version(&transaction).await?, newest());
    if done > known {
        let reason = format!(
            "the data is from a newer release (schema {done}) than this one (schema {known})"
        );
        return Err(StoreError::Failed(reason));
    }
    if done == 0 && is_foreign(&transaction).await? {
        let reason = "the database holds the tables of another program; create one for this alone";
        return Err(StoreError::Failed(reason.to_owned()));
    }
    if done < known {
        Migrator::up(&transaction, None).await?;
    }
    count(&transaction).await?;
    Ok(TransactionSession::commit(transaction).await?)
}

/// Whether a file has all migrations of this release and no others, noted and counted.
async fn is_up_to_date(db: &DatabaseConnection) -> Result<bool, StoreError> {
    Ok(has_table(db, NOTED).await?
        && has_table(db, COUNTED).await?
        && noted(db).await? == newest()
        && counted(db).await? == newest())
}

/// Whether a database without our tables has others. A file is ours alone, and looked at before.
async fn is_foreign(db: &DatabaseTransaction) -> Result<bool, StoreError> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()";
    let any = Statement::from_string(DbBackend::Postgres, sql);
    Ok(db.query_one_raw(any).await?.is_some())
}

/// Takes over how far a database has come that an earlier release has counted the migrations of. None of them ran on
/// PostgreSQL, where a table of this name is another program's.
async fn take_count_over(db: &DatabaseTransaction) -> Result<(), StoreError> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    if has_table(db, NOTED).await? || !has_table(db, COUNTED).await? {
        return Ok(());
    }
    let done = counted(db).await?;
    if done > newest() {
        // It was counted by a release that this one does not know.
        return Ok(());
    }
    Migrator::install(db).await?;
    for migration in MIGRATIONS.iter().take(done) {
        let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ($1, 0)";
        let values = [migration.name.into()];
        let note = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        db.execute_raw(note).await?;
    }
    Ok(())
}

/// Counts the migrations for releases that know no other way: by the count, they refuse what a later release has made.
/// None of them runs on PostgreSQL.
async fn count(db: &DatabaseTransaction) -> Result<(), StoreError> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let newest = newest();
    let sql = format!(
        "CREATE TABLE IF NOT EXISTS {COUNTED} (version BIGINT NOT NULL); \
         DELETE FROM {COUNTED}; INSERT INTO {COUNTED} (version) VALUES ({newest})"
    );
    db.execute_unprepared(&sql).await?;
    Ok(())
}

/// Says so where the tables are not those of this release: then another database is there than before, or another release
/// has changed it.
pub(super) async fn is_current(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let found = match db.get_database_backend() {
        // An earlier release noted nothing.
        DbBackend::Sqlite => version(db).await?,
        _ => noted(db).await?,
    };
    let known = newest();
    if found == known {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!(
        "the data now belongs to another release (schema {found}, this one has {known})"
    )))
}

/// How many migrations a database has had; nought where it is not one of ours.
pub(super) async fn version(db: &impl ConnectionTrait) -> Result<usize, StoreError> {
    if has_table(db, NOTED).await? {
        noted(db).await
    } else if db.get_database_backend() == DbBackend::Sqlite && has_table(db, COUNTED).await? {
        counted(db).await
    } else {
        Ok(0)
    }
}

/// How many migrations are noted; more than there are where one is noted that this release does not know.
async fn noted(db: &impl ConnectionTrait) -> Result<usize, StoreError> {
    let sql = format!("SELECT version FROM {NOTED}");
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let names = rows.iter().map(|row| row.try_get::<String>("", "version"));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let is_known = |name: &String| MIGRATIONS.iter().any(|known| known.name == name);
    match names.iter().all(is_known) {
        true => Ok(names.len()),
        false => Ok(names.len().max(newest() + 1)),
    }
}

async fn counted(db: &impl ConnectionTrait) -> Result<usize, StoreError> {
    let sql = format!("SELECT max(version) AS version FROM {COUNTED}");
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let version: Option<i64> = match row {
        Some(row) => row.try_get("", "version")?,
        None => None,
    };
    usize::try_from(version.unwrap_or_default())
        .map_err(|_| StoreError::Failed("the schema's version is negative".to_owned()))
}

/// Whether a database has a table.
pub(super) async fn has_table(db: &impl ConnectionTrait, name: &str) -> Result<bool, StoreError> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
        }
        _ => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1",
    };
    let table = Statement::from_sql_and_values(backend, sql, [name.into()]);
    Ok(db.query_one_raw(table).await?.is_some())
}
