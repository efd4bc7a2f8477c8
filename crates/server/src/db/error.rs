//! Why the store could not do it.

use portico_domain::Refusal;
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};
use std::fmt;

/// Why the store could not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The idempotency key has been used meanwhile.
    KeyTaken,
    /// There is no such thing.
    NotFound,
    /// A rule of the service desk forbids it.
    Refused(Refusal),
    /// This person's unused files come to as much as they may.
    OverQuota,
    /// This person's removed files, which are kept for a while, come to as much as they may.
    RemovedTooMuch,
    /// A file that was to be part of a request is none of this person's complete and unused ones any more.
    UploadGone,
    /// Somebody else has the right to run this job now.
    LeaseLost,
    /// There is no room for it. Whoever tries again later may find some.
    Full,
    /// The database cannot be used at the moment; the words say why, for whoever runs the server. Whether the write
    /// stands is not known: trying again has to find out.
    Unavailable(String),
    /// What the database file holds cannot be read as a database; the words say what was found.
    Damaged(String),
    /// This one failed, whatever may become of others; the words are for the log.
    Failed(String),
}

impl StoreError {
    /// Whether the store has understood and declines, so that nothing is wrong with the database.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::KeyTaken
            | Self::NotFound
            | Self::Refused(_)
            | Self::OverQuota
            | Self::RemovedTooMuch
            | Self::UploadGone
            | Self::LeaseLost => true,
            Self::Full | Self::Unavailable(_) | Self::Damaged(_) | Self::Failed(_) => false,
        }
    }

    /// Whether it is the storage that failed, so that it would fail others too.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Full | Self::Unavailable(_) | Self::Damaged(_))
    }

    /// The kind of failure, as the metrics call it.
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
            Self::LeaseLost => f.write_str("somebody else runs the job now"),
            Self::Full => f.write_str("the disk is full"),
            Self::Unavailable(reason) | Self::Damaged(reason) | Self::Failed(reason) => {
                f.write_str(reason)
            }
        }
    }
}

impl std::error::Error for StoreError {}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let words = error.to_string();
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Unavailable(words),
            DbErr::Conn(RuntimeErr::SqlxError(source))
            | DbErr::Exec(RuntimeErr::SqlxError(source))
            | DbErr::Query(RuntimeErr::SqlxError(source)) => of_database(source, words),
            _ => Self::Failed(words),
        }
    }
}

/// What a database said, by its code: <https://www.sqlite.org/rescode.html>.
fn of_database(error: &sqlx::Error, words: String) -> StoreError {
    let code = match error {
        sqlx::Error::Database(error) => error.code().and_then(|code| code.parse::<u32>().ok()),
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => return StoreError::Unavailable(words),
        _ => None,
    };
    // The low byte says what, the others say where.
    let reason = match code.map(|code| code & 0xff) {
        Some(13) => return StoreError::Full,
        Some(5 | 6) => "another program has locked the database",
        Some(7) => "there is not enough memory",
        Some(8) => "the database is read-only",
        Some(9 | 15) => "the database is in use elsewhere",
        Some(10) => "the disk is failing",
        Some(14) => "the database cannot be opened",
        Some(11) => return StoreError::Damaged(format!("the database is damaged ({words})")),
        Some(26) => return StoreError::Damaged(format!("the file is not a database ({words})")),
        _ => return StoreError::Failed(words),
    };
    StoreError::Unavailable(format!("{reason} ({words})"))
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(format!("a stored value cannot be read: {error}"))
    }
}
