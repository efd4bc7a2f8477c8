//! The kinds of writes, and their execution.
//!
//! Every write can be repeated after a failure with an unknown outcome, because IDs and keys reveal
//! a write that already succeeded. Only the count of a search without results may then be one too
//! high.

use super::draft::{self, DraftWrite};
use super::entity::{idempotency, request_summary, session};
use super::improvements::{self, ZeroResultSearch};
use super::indexes::{self, KnownIndex};
use super::jobs::{JobWrite, Lease};
use super::snapshot::Snapshot;
use super::uploads::{self, UploadRecord, UploadWrite};
use super::users::{UserDone, UserWrite};
use super::writer::WriteOperation;
use super::{
    DraftOutcome, IdempotencyKey, Millis, NewRequestRecord, RequestCommand, Session, StoreError,
    StoredResponse,
};
use super::{log, projection, steady_clock, summary};
use portico_domain::{apply, decide, submit};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, SqlErr, Statement,
};
use serde::Deserialize;
use std::iter;
use std::sync::Arc;
use uuid::Uuid;

/// A write.
pub(super) enum Write {
    Record(Arc<NewRequestRecord>),
    Execute(Box<RequestCommand>),
    OpenSession {
        hash: String,
        session: Session,
    },
    TouchSession {
        hash: String,
        at: Millis,
    },
    CloseSession {
        hash: String,
    },
    Draft(Box<DraftWrite>),
    Upload(Box<UploadWrite>),
    User(Box<UserWrite>),
    Index {
        index: Box<KnownIndex>,
        most: u64,
    },
    ZeroResultSearch {
        search: Box<ZeroResultSearch>,
        most: u64,
    },
    Job(Box<JobWrite>),
    LookAtClock {
        now: Millis,
    },
    /// A write without a visible effect, which tests whether writing works.
    Probe,
}

/// The result of a write.
pub(super) enum WriteResult {
    Nothing,
    Answer(StoredResponse),
    Draft(DraftOutcome),
    /// The lease of a job, if it was available.
    Lease(Option<Lease>),
    User(Box<UserDone>),
    /// A file that was taken over by a transfer.
    Upload(Option<Box<UploadRecord>>),
    /// The time for which the clock has run steadily.
    Steady(Millis),
}

impl WriteOperation for Write {
    type Output = WriteResult;

    fn appends(&self) -> bool {
        matches!(self, Self::Record(_) | Self::Execute(_))
    }

    async fn apply(&self, db: &DatabaseTransaction) -> Result<WriteResult, StoreError> {
        match self {
            Self::Record(recording) => {
                return Ok(WriteResult::Answer(record(db, recording).await?));
            }
            Self::Execute(command) => return Ok(WriteResult::Answer(execute(db, command).await?)),
            Self::OpenSession { hash, session } => open_session(db, hash, session).await?,
            Self::TouchSession { hash, at } => {
                session::Entity::update_many()
                    .col_expr(session::Column::SeenAt, Expr::value(*at))
                    .filter(session::Column::Hash.eq(hash.as_str()))
                    .exec(db)
                    .await?;
            }
            Self::CloseSession { hash } => {
                session::Entity::delete_by_id(hash.as_str())
                    .exec(db)
                    .await?;
            }
            Self::LookAtClock { now } => {
                return Ok(WriteResult::Steady(steady_clock::look(db, *now).await?));
            }
            Self::User(write) => return Ok(WriteResult::User(Box::new(write.apply(db).await?))),
            Self::Draft(write) => return Ok(WriteResult::Draft(write.apply(db).await?)),
            Self::Upload(write) => {
                return Ok(WriteResult::Upload(write.apply(db).await?.map(Box::new)));
            }
            Self::Index { index, most } => indexes::remember(db, index, *most).await?,
            Self::ZeroResultSearch { search, most } => {
                improvements::count(db, search, *most).await?
            }
            Self::Job(write) => return Ok(WriteResult::Lease(write.apply(db).await?)),
            Self::Probe => probe(db).await?,
        }
        Ok(WriteResult::Nothing)
    }
}

/// Stores a request and everything that belongs to it, and deletes its draft.
async fn record(
    db: &DatabaseTransaction,
    recording: &NewRequestRecord,
) -> Result<StoredResponse, StoreError> {
    let NewRequestRecord {
        id,
        submission,
        actor,
        at,
        event: event_id,
        key,
        draft,
        answer,
        uploads,
    } = recording;
    check_key(db, key).await?;
    let number = format!("R-{}", next_number(db).await?);
    let answer = answer.fill(&number);
    let snapshot = Snapshot::deserialize(&submission.details)?;
    let event = submit(submission.clone(), number, actor, *at).map_err(StoreError::Refused)?;
    projection::insert(db, id, &event).await?;
    log::append(db, event_id.clone(), id, &event).await?;
    request_summary::Entity::insert(summary::of(id.clone(), &snapshot).into_active_model())
        .exec_without_returning(db)
        .await?;
    draft::submitted(db, key, &submission.service, draft).await?;
    keep_answer(db, key, &answer, *at).await?;
    uploads::attach(db, uploads, submission.requester.id.as_str(), id).await?;
    Ok(answer)
}

/// Decides a command based on the stored state, and stores its events.
async fn execute(
    db: &DatabaseTransaction,
    command: &RequestCommand,
) -> Result<StoredResponse, StoreError> {
    let RequestCommand {
        request: id,
        command,
        actor,
        at,
        event: first_id,
        key,
        answer,
    } = command;
    check_key(db, key).await?;
    let before = projection::load(db, id).await?;
    let before = before.ok_or(StoreError::NotFound)?;
    let events = decide(&before, actor, command.clone(), *at).map_err(StoreError::Refused)?;
    // The response contains only the first event's ID. The key prevents all of them from being
    // stored twice.
    let further = iter::repeat_with(|| Uuid::now_v7().to_string());
    let ids = iter::once(first_id.clone()).chain(further);
    for (event_id, event) in ids.zip(&events) {
        log::append(db, event_id, id, event).await?;
    }
    let after = events.iter().fold(Some(before.clone()), apply);
    let after = after.ok_or(StoreError::NotFound)?;
    projection::update(db, id, &before, &after).await?;
    keep_answer(db, key, answer, *at).await?;
    Ok(answer.clone())
}

async fn next_number(db: &DatabaseTransaction) -> Result<i64, StoreError> {
    let sql = "UPDATE sequences SET value = value + 1 WHERE name = 'request' RETURNING value";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let missing = || StoreError::Failed("the sequence of numbers is missing".into());
    Ok(row.ok_or_else(missing)?.try_get("", "value")?)
}

/// Probes are counted, so that each of them changes data.
async fn probe(db: &DatabaseTransaction) -> Result<(), StoreError> {
    let sql = "INSERT INTO sequences (name, value) VALUES ('probe', 1) \
               ON CONFLICT (name) DO UPDATE SET value = sequences.value + 1";
    db.execute_unprepared(sql).await?;
    Ok(())
}

/// Refuses a used key. This check comes first: a duplicate would find its files used, and a
/// repeated write its own ID, and both must learn that the key has a response.
async fn check_key(db: &DatabaseTransaction, key: &IdempotencyKey) -> Result<(), StoreError> {
    let id = (key.user.clone(), key.key.clone());
    match idempotency::Entity::find_by_id(id).one(db).await? {
        Some(_) => Err(StoreError::KeyTaken),
        None => Ok(()),
    }
}

/// The row of the key makes a second request with the same key impossible.
async fn keep_answer(
    db: &DatabaseTransaction,
    key: &IdempotencyKey,
    answer: &StoredResponse,
    at: Millis,
) -> Result<(), StoreError> {
    let row = idempotency::Model {
        user_id: key.user.clone(),
        key: key.key.clone(),
        hash: key.hash.clone(),
        status: i32::from(answer.status),
        location: answer.location.clone(),
        body: answer.body.clone(),
        created_at: at,
    };
    match row.into_active_model().insert(db).await {
        Ok(_) => Ok(()),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(StoreError::KeyTaken)
        }
        Err(error) => Err(error.into()),
    }
}

async fn open_session(
    db: &DatabaseTransaction,
    hash: &str,
    session: &Session,
) -> Result<(), StoreError> {
    let row = session::Model {
        hash: hash.to_owned(),
        user_id: session.user.clone(),
        created_at: session.seen_at,
        seen_at: session.seen_at,
    };
    session::Entity::delete_by_id(hash).exec(db).await?;
    session::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
