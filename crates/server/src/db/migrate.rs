//! The tables, step by step. A step that was released is never changed; a change is a new step.
//!
//! Plain SQL that SQLite and PostgreSQL both understand: times are milliseconds, ids and JSON are text.

use super::StoreError;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, TransactionSession,
    TransactionTrait,
};

const STEPS: [&str; 7] = [
    "
CREATE TABLE sequences (name TEXT PRIMARY KEY NOT NULL, value BIGINT NOT NULL);
INSERT INTO sequences (name, value) VALUES ('request', 10000);
CREATE TABLE requests (
    id TEXT PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    snapshot TEXT NOT NULL
);
CREATE INDEX requests_of_user ON requests (user_id, id);
CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    at BIGINT NOT NULL,
    actor TEXT,
    kind TEXT NOT NULL,
    state TEXT,
    body TEXT
);
CREATE INDEX events_of_request ON events (request_id, id);
CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
",
    // Whoever may read a request finds it here: its requester, whom it is for, and who watches it.
    "
CREATE TABLE readers (
    user_id TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    PRIMARY KEY (user_id, request_id)
);
INSERT INTO readers (user_id, request_id) SELECT user_id, id FROM requests;
CREATE TABLE drafts (
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    key TEXT NOT NULL,
    form_version TEXT NOT NULL,
    answers TEXT NOT NULL,
    step BIGINT NOT NULL,
    device TEXT,
    tag TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, service_id)
);
CREATE INDEX drafts_by_key ON drafts (user_id, key);
CREATE INDEX drafts_by_age ON drafts (updated_at);
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    metadata TEXT,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    hash TEXT NOT NULL,
    request_id TEXT REFERENCES requests (id),
    touched_at BIGINT NOT NULL
);
CREATE INDEX uploads_of_user ON uploads (user_id, request_id);
",
    // What search indexes held that were handed out, and what people looked for in vain.
    "
CREATE TABLE indexes (
    tag TEXT PRIMARY KEY NOT NULL,
    language TEXT NOT NULL,
    holds TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX indexes_by_age ON indexes (seen_at);
CREATE TABLE improvements (
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    language TEXT NOT NULL,
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (kind, words, language)
);
CREATE INDEX improvements_by_worth ON improvements (count, last_at);
",
    // Whose the folder of files is, and which files were removed: their bytes go much later than their rows.
    "
CREATE TABLE installation (id TEXT PRIMARY KEY NOT NULL);
CREATE TABLE removed_uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    size BIGINT NOT NULL,
    seen_at BIGINT,
    waited BIGINT NOT NULL
);
CREATE INDEX removed_uploads_of_user ON removed_uploads (user_id);
",
    // What lists and searches need of a request, and how far they have come that are made of earlier requests.
    "
CREATE TABLE request_summaries (
    request_id TEXT PRIMARY KEY NOT NULL REFERENCES requests (id),
    service_name TEXT NOT NULL,
    service_icon TEXT,
    words TEXT NOT NULL
);
CREATE TABLE backfills (name TEXT PRIMARY KEY NOT NULL, after TEXT NOT NULL);
INSERT INTO backfills (name, after) VALUES ('request_summaries', '');
",
    // When the clock was last looked at, and how long it had run steadily.
    "
CREATE TABLE steady_clock (seen_at BIGINT, steady BIGINT NOT NULL);
INSERT INTO steady_clock (seen_at, steady) VALUES (NULL, 0);
",
    // The log, and what follows from it: approvals as rows, and the people of a request in columns. What was recorded
    // before is taken over when the store opens.
    "
ALTER TABLE events RENAME TO events_before_log;
DROP INDEX events_of_request;
CREATE TABLE events (
    seq BIGINT PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    state_before TEXT,
    state_after TEXT,
    actor TEXT,
    on_behalf_of TEXT,
    reason TEXT,
    payload TEXT,
    content_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX events_of_subject ON events (subject_type, subject_id, seq);
CREATE TABLE approvals (
    request_id TEXT NOT NULL REFERENCES requests (id),
    number BIGINT NOT NULL,
    capacity TEXT NOT NULL,
    quorum TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
);
CREATE TABLE approvers (
    request_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    verdict TEXT,
    decided_at BIGINT,
    decided_by TEXT,
    reason TEXT,
    PRIMARY KEY (request_id, number, user_id),
    FOREIGN KEY (request_id, number) REFERENCES approvals (request_id, number)
);
CREATE INDEX approvers_of_user ON approvers (user_id, request_id);
ALTER TABLE requests ADD COLUMN kind TEXT NOT NULL DEFAULT 'request';
ALTER TABLE requests ADD COLUMN requester TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN requested_for TEXT;
ALTER TABLE requests ADD COLUMN watchers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE requests ADD COLUMN team TEXT;
ALTER TABLE requests ADD COLUMN assignee TEXT;
ALTER TABLE requests ADD COLUMN rating BIGINT;
INSERT INTO backfills (name, after) VALUES ('log', '');
",
];

/// The version of the schema that this release has.
pub(super) const fn newest() -> usize {
    STEPS.len()
}

/// The step that begins the log.
pub(super) const LOG: usize = 7;

/// Brings the tables up to date, each step in a transaction of its own.
pub(super) async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    db.execute_unprepared("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
        .await?;
    let done = version(db).await?;
    let known = STEPS.len();
    if done > known {
        let reason = format!(
            "the data is from a newer release (schema {done}) than this one (schema {known})"
        );
        return Err(StoreError::Failed(reason));
    }
    for (step, sql) in STEPS.iter().enumerate().skip(done) {
        let txn: DatabaseTransaction = db.begin().await?;
        txn.execute_unprepared(sql).await?;
        txn.execute_unprepared("DELETE FROM schema_version").await?;
        let note = format!("INSERT INTO schema_version (version) VALUES ({})", step + 1);
        txn.execute_unprepared(&note).await?;
        TransactionSession::commit(txn).await?;
    }
    Ok(())
}

/// Says so where the tables are not those of this release: then another file is there than before, or another release
/// has changed it.
pub(super) async fn is_current(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let (found, known) = (version(db).await?, STEPS.len());
    if found == known {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!(
        "the data now belongs to another release (schema {found}, this one has {known})"
    )))
}

/// How many steps a database has taken.
pub(super) async fn version(db: &impl ConnectionTrait) -> Result<usize, StoreError> {
    let sql = "SELECT max(version) AS version FROM schema_version";
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
