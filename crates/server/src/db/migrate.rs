//! The schema, as a sequence of migrations. A released migration is never changed; further changes
//! are new migrations.
//!
//! To add a migration, write its statements into `migrations/` and add the file to [`MIGRATIONS`].
//! SQLite and PostgreSQL run the same statements: times are milliseconds, IDs and JSON are text.

use super::StoreError;
use super::connect::begin_exclusive;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement,
    TransactionSession,
};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};
use std::borrow::Cow;

/// The statements of a migration, from the file with its name.
macro_rules! migration {
    ($name:literal) => {
        Migration {
            name: $name,
            sql: include_str!(concat!("migrations/", $name, ".sql")),
        }
    };
}

/// All migrations, in order.
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
    migration!("0012_upload_chunks"),
    migration!("0013_team_work"),
];

/// The migration that creates the log.
pub(super) const LOG: usize = 7;
/// The one by which the newest exchange of an upload counts.
pub(super) const UPLOAD_EPOCHS: usize = 11;
/// The one that records which transfer stored each chunk of an upload.
pub(super) const UPLOAD_CHUNKS: usize = 12;

/// The table in which sea-orm records a database's migrations.
const NOTED: &str = "seaql_migrations";
/// The table in which earlier releases recorded their number.
const COUNTED: &str = "schema_version";

#[derive(Clone, Copy)]
struct Migration {
    name: &'static str,
    sql: &'static str,
}

impl Migration {
    fn sql(self, backend: DbBackend) -> Cow<'static, str> {
        match backend {
            // IDs and cursors are compared byte by byte, as in SQLite, whatever the database's
            // locale.
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

/// The schema version of this release.
pub(super) const fn newest() -> usize {
    MIGRATIONS.len()
}

/// Migrates the tables, in one transaction.
pub(super) async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    // A file without pending migrations is only read, so that a server can start while nothing can
    // be written: reads work, and writes get an explanation.
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
        return Err(StoreError::Failed(reason.into()));
    }
    if done == 0 && is_foreign(&transaction).await? {
        let reason = "the database contains the tables of another program; create a separate one";
        return Err(StoreError::Failed(reason.into()));
    }
    if done < known {
        Migrator::up(&transaction, None).await?;
    }
    count(&transaction).await?;
    Ok(TransactionSession::commit(transaction).await?)
}

/// Whether a file has all migrations of this release and no others, both recorded and counted.
async fn is_up_to_date(db: &DatabaseConnection) -> Result<bool, StoreError> {
    Ok(has_table(db, NOTED).await?
        && has_table(db, COUNTED).await?
        && noted(db).await? == newest()
        && counted(db).await? == newest())
}

/// Whether a database without this program's tables has other tables. A file was checked before.
async fn is_foreign(db: &DatabaseTransaction) -> Result<bool, StoreError> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()";
    let any = Statement::from_string(DbBackend::Postgres, sql);
    Ok(db.query_one_raw(any).await?.is_some())
}

/// Converts the migration count of an earlier release. No such release ran on PostgreSQL, where a
/// table of this name belongs to another program.
async fn take_count_over(db: &DatabaseTransaction) -> Result<(), StoreError> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    if has_table(db, NOTED).await? || !has_table(db, COUNTED).await? {
        return Ok(());
    }
    let done = counted(db).await?;
    if done > newest() {
        // The count is from a newer release.
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

/// Writes the migration count for earlier releases, which use it to refuse the data of a later
/// release. No such release runs on PostgreSQL.
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

/// Returns an error if the tables are not those of this release: the database was replaced, or
/// another release has migrated it.
pub(super) async fn is_current(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let found = match db.get_database_backend() {
        // Earlier releases recorded only the count.
        DbBackend::Sqlite => version(db).await?,
        _ => noted(db).await?,
    };
    let known = newest();
    if found == known {
        return Ok(());
    }
    Err(StoreError::Unavailable(
        format!("the data now belongs to another release (schema {found}, this one has {known})")
            .into(),
    ))
}

/// The number of migrations of a database; 0 if it is not this program's.
pub(super) async fn version(db: &impl ConnectionTrait) -> Result<usize, StoreError> {
    if has_table(db, NOTED).await? {
        noted(db).await
    } else if db.get_database_backend() == DbBackend::Sqlite && has_table(db, COUNTED).await? {
        counted(db).await
    } else {
        Ok(0)
    }
}

/// The number of recorded migrations; greater than the number of known ones if an unknown one is
/// recorded.
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
    let version = version.unwrap_or_default();
    usize::try_from(version).map_err(|_| {
        StoreError::Failed(format!("the schema's version {version} is negative").into())
    })
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
