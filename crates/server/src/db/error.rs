//! The errors of the store.

use crate::failure::Failure;
use portico_domain::Refusal;
use sea_orm::sqlx::{self, postgres::PgDatabaseError};
use sea_orm::{DbErr, RuntimeErr};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// An error of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The idempotency key has been used in the meantime.
    KeyTaken,
    /// The object does not exist.
    NotFound,
    /// A rule of the domain forbids the command.
    Refused(Refusal),
    /// The user's unused files have reached their quota.
    OverQuota,
    /// The user's removed files, which are kept for a while, have reached their quota.
    RemovedTooMuch,
    /// A file for a request is no longer one of the user's complete and unused files.
    UploadGone,
    /// The draft with the key of a new request has changed since the two were compared.
    DraftChanged,
    /// Another process has the lease of this job, or is receiving this file, now.
    LeaseLost,
    /// The storage is full. A later attempt may succeed.
    Full,
    /// The database is temporarily unavailable; the text is the reason, for the administrator. The
    /// outcome of the write is unknown: a repeated attempt must find out.
    Unavailable(Failure),
    /// The database is damaged; the text describes the damage.
    Damaged(Failure),
    /// A write failed by itself, without affecting others; the text is for the log.
    Failed(Failure),
}

impl StoreError {
    /// Whether the store refused a valid write, so that nothing is wrong with the database.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::KeyTaken
            | Self::NotFound
            | Self::Refused(_)
            | Self::OverQuota
            | Self::RemovedTooMuch
            | Self::UploadGone
            | Self::DraftChanged
            | Self::LeaseLost => true,
            Self::Full | Self::Unavailable(_) | Self::Damaged(_) | Self::Failed(_) => false,
        }
    }

    /// Whether the storage failed, so that other writes would fail too.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Full | Self::Unavailable(_) | Self::Damaged(_))
    }

    /// The kind of failure in the metrics.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Unavailable(_) => "unavailable",
            Self::Damaged(_) => "damaged",
            Self::Failed(_) => "failed",
            _ => "refused",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyTaken => f.write_str("the idempotency key is taken"),
            Self::NotFound => f.write_str("not found"),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::OverQuota => f.write_str("the person's quota of unused files is used up"),
            Self::RemovedTooMuch => f.write_str("the person has removed too many files recently"),
            Self::UploadGone => f.write_str("a file no longer exists"),
            Self::DraftChanged => f.write_str("the draft of the request keeps changing"),
            Self::LeaseLost => f.write_str("another process has taken over"),
            Self::Full => f.write_str("the disk is full"),
            Self::Unavailable(failure) | Self::Damaged(failure) | Self::Failed(failure) => {
                failure.fmt(f)
            }
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unavailable(failure) | Self::Damaged(failure) | Self::Failed(failure) => {
                failure.source()
            }
            _ => None,
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let (kind, source): (_, Arc<dyn Error + Send + Sync>) = match error {
            // SeaORM says what the driver says, but does not name it as its source.
            DbErr::Conn(RuntimeErr::SqlxError(source))
            | DbErr::Exec(RuntimeErr::SqlxError(source))
            | DbErr::Query(RuntimeErr::SqlxError(source)) => (of_database(&source), source),
            DbErr::ConnectionAcquire(_) => {
                let words = "there is no connection to the database";
                (ErrorClass::Unavailable(words), Arc::new(error))
            }
            error => (ErrorClass::Failed, Arc::new(error)),
        };
        let failure = |words| Failure::caused_by_shared(words, source);
        match kind {
            ErrorClass::Full => Self::Full,
            ErrorClass::Unavailable(words) => Self::Unavailable(failure(words)),
            ErrorClass::Damaged(words) => Self::Damaged(failure(words)),
            ErrorClass::Failed => Self::Failed(failure("the database could not do it")),
        }
    }
}

/// What an error of the database means, and the words for it.
enum ErrorClass {
    Full,
    Unavailable(&'static str),
    Damaged(&'static str),
    Failed,
}

fn of_database(error: &sqlx::Error) -> ErrorClass {
    let error = match error {
        sqlx::Error::Database(error) => error,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => {
            return ErrorClass::Unavailable("the connection to the database failed");
        }
        _ => return ErrorClass::Failed,
    };
    let code = error.code().unwrap_or_default();
    match error.try_downcast_ref::<PgDatabaseError>() {
        Some(_) => of_postgres(&code),
        None => of_sqlite(&code),
    }
}

/// Converts an SQLite error code: <https://www.sqlite.org/rescode.html>.
fn of_sqlite(code: &str) -> ErrorClass {
    // The low byte is the primary code, the other bytes give details.
    let words = match code.parse().map(|code: u32| code & 0xff) {
        Ok(13) => return ErrorClass::Full,
        Ok(5 | 6) => "another program has locked the database",
        Ok(7) => "there is not enough memory",
        Ok(8) => "the database is read-only",
        Ok(9 | 15) => "the database is in use elsewhere",
        Ok(10) => "the disk is failing",
        Ok(14) => "the database cannot be opened",
        Ok(11) => return ErrorClass::Damaged("the database is damaged"),
        Ok(26) => return ErrorClass::Damaged("the file is not a database"),
        _ => return ErrorClass::Failed,
    };
    ErrorClass::Unavailable(words)
}

/// Converts a PostgreSQL error code:
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(code: &str) -> ErrorClass {
    let class = code.get(..2).unwrap_or_default();
    let words = match (class, code) {
        (_, "53100") => return ErrorClass::Full,
        ("XX", "XX001" | "XX002") => return ErrorClass::Damaged("the database is damaged"),
        (_, "25006") => "the database is read-only",
        (_, "25P03") => "the database has given up a write that took too long",
        (_, "55P03" | "40P01") => "another program has locked the database",
        (_, "57014") => "the database has stopped a statement that took too long",
        ("08", _) => "the connection to the database is broken",
        ("28", _) => "the database does not let the server in",
        (_, "3D000" | "3F000" | "42P01" | "42501") => {
            "the database, its tables or a right to them is missing"
        }
        ("40", _) => "the database has taken a write back",
        ("53", _) => "the database has no room, memory or connection left",
        ("57", _) => "the database is stopping or starting",
        ("58", _) => "the disk of the database is failing",
        _ => return ErrorClass::Failed,
    };
    ErrorClass::Unavailable(words)
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(Failure::caused_by("a stored value cannot be read", error))
    }
}
