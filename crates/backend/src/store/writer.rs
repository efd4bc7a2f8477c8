//! The one task that writes.
//!
//! Writes that wait at the same moment share one commit, and so one sync of the disk. Each stands in a savepoint of
//! its own: one that fails takes nothing with it. Nobody is answered before the shared commit is durable.

use super::draft::DraftWrite;
use super::entity::{draft, event, idempotency, reader, request, session};
use super::improvements::{self, Wish};
use super::indexes::{self, KnownIndex};
use super::uploads::{self, UploadWrite};
use super::{EventRecord, Forget, Kept, Key, Millis, Recording, Session, StoreError, StoredAnswer};
use portico_contract::StateCategory;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, SqlErr, Statement, TransactionTrait,
};
use std::collections::BTreeSet;
use tokio::sync::{mpsc, oneshot};

/// The most writes that share a commit.
const GROUP: usize = 64;
/// The most writes that wait; further ones wait outside.
const QUEUE: usize = 1024;

/// Something to write.
pub(super) enum Write {
    Record(Box<Recording>),
    Comment {
        event: Box<EventRecord>,
        key: Key,
        answer: StoredAnswer,
    },
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
    Index {
        index: Box<KnownIndex>,
        most: u64,
    },
    Wish {
        wish: Box<Wish>,
        most: u64,
    },
    Forget(Forget),
}

/// What was written, for whoever asked for it.
#[derive(Clone)]
pub(super) enum Done {
    Nothing,
    Answer(StoredAnswer),
    Draft(Kept),
}

type Outcome = Result<Done, StoreError>;

struct Job {
    write: Write,
    done: oneshot::Sender<Outcome>,
}

/// Hands writes to the task.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the task, which ends when the last writer is dropped.
    pub(super) fn start(db: DatabaseConnection) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(run(db, queue));
        Self { jobs }
    }

    /// Writes, and answers when it is durable.
    pub(super) async fn write(&self, write: Write) -> Outcome {
        let gone = || StoreError::Failed("the writer has stopped".to_owned());
        let (done, outcome) = oneshot::channel();
        self.jobs
            .send(Job { write, done })
            .await
            .map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }
}

async fn run(db: DatabaseConnection, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut jobs, GROUP).await > 0 {
        metrics::histogram!("portico_writes_per_commit").record(jobs.len() as f64);
        let (writes, waiting): (Vec<_>, Vec<_>) =
            jobs.drain(..).map(|job| (job.write, job.done)).unzip();
        let outcomes = commit(&db, writes).await;
        for (place, done) in waiting.into_iter().enumerate() {
            let outcome = match &outcomes {
                Ok(outcomes) => outcomes.get(place).cloned(),
                Err(error) => Some(Err(error.clone())),
            };
            let lost = || Err(StoreError::Failed("a write was lost".to_owned()));
            // Whoever asked may have gone; the write stands all the same.
            let _ = done.send(outcome.unwrap_or_else(lost));
        }
    }
}

async fn commit(db: &DatabaseConnection, writes: Vec<Write>) -> Result<Vec<Outcome>, StoreError> {
    let group = db.begin().await?;
    let mut outcomes = Vec::with_capacity(writes.len());
    for write in writes {
        let savepoint = group.begin().await?;
        let outcome = apply(&savepoint, write).await;
        match &outcome {
            Ok(_) => savepoint.commit().await?,
            Err(_) => savepoint.rollback().await?,
        }
        outcomes.push(outcome);
    }
    group.commit().await?;
    Ok(outcomes)
}

async fn apply(db: &DatabaseTransaction, write: Write) -> Outcome {
    match write {
        Write::Record(recording) => Ok(Done::Answer(record(db, *recording).await?)),
        Write::Comment { event, key, answer } => {
            let closed = [
                StateCategory::Resolved,
                StateCategory::Closed,
                StateCategory::Cancelled,
            ];
            let closed = closed
                .iter()
                .map(super::entity::name)
                .collect::<Result<Vec<_>, _>>()?;
            let touched = request::Entity::update_many()
                .col_expr(request::Column::UpdatedAt, Expr::value(event.at))
                .filter(request::Column::Id.eq(event.request.as_str()))
                .filter(request::Column::UserId.eq(key.user.as_str()))
                .filter(request::Column::State.is_not_in(closed))
                .exec(db)
                .await?;
            if touched.rows_affected == 0 {
                return Err(StoreError::NotFound);
            }
            add_event(db, &event).await?;
            let at = event.at;
            keep_answer(db, key, &answer, at).await?;
            Ok(Done::Answer(answer))
        }
        Write::OpenSession {
            hash,
            session: Session { user, seen_at },
        } => {
            let row = session::Model {
                hash,
                user_id: user,
                created_at: seen_at,
                seen_at,
            };
            session::Entity::insert(row.into_active_model())
                .exec_without_returning(db)
                .await?;
            Ok(Done::Nothing)
        }
        Write::TouchSession { hash, at } => {
            session::Entity::update_many()
                .col_expr(session::Column::SeenAt, Expr::value(at))
                .filter(session::Column::Hash.eq(hash))
                .exec(db)
                .await?;
            Ok(Done::Nothing)
        }
        Write::CloseSession { hash } => {
            session::Entity::delete_by_id(hash).exec(db).await?;
            Ok(Done::Nothing)
        }
        Write::Draft(write) => Ok(Done::Draft(write.apply(db).await?)),
        Write::Upload(write) => write.apply(db).await.map(|()| Done::Nothing),
        Write::Index { index, most } => {
            indexes::remember(db, *index, most).await?;
            Ok(Done::Nothing)
        }
        Write::Wish { wish, most } => {
            improvements::count(db, *wish, most).await?;
            Ok(Done::Nothing)
        }
        Write::Forget(Forget {
            keys,
            sessions,
            drafts,
            uploads,
            indexes,
        }) => {
            idempotency::Entity::delete_many()
                .filter(idempotency::Column::CreatedAt.lt(keys))
                .exec(db)
                .await?;
            session::Entity::delete_many()
                .filter(session::Column::SeenAt.lt(sessions))
                .exec(db)
                .await?;
            draft::Entity::delete_many()
                .filter(draft::Column::UpdatedAt.lt(drafts))
                .exec(db)
                .await?;
            uploads::forget(db, uploads).await?;
            indexes::forget(db, indexes).await?;
            Ok(Done::Nothing)
        }
    }
}

/// Writes a request and all that belongs to it; the draft that it was made of goes.
async fn record(
    db: &DatabaseTransaction,
    recording: Recording,
) -> Result<StoredAnswer, StoreError> {
    let Recording {
        mut record,
        event,
        key,
        is_draft,
        answer,
        readers,
        uploads,
    } = recording;
    record.number = format!("R-{}", next_number(db).await?);
    let answer = answer(&record);
    let row = request::Model::try_from(&record)?.into_active_model();
    request::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    let reader = |user_id: String| {
        let request_id = record.id.clone();
        reader::Model {
            user_id,
            request_id,
        }
        .into_active_model()
    };
    let readers: BTreeSet<String> = readers.into_iter().chain([record.user.clone()]).collect();
    reader::Entity::insert_many(readers.into_iter().map(reader))
        .exec_without_returning(db)
        .await?;
    add_event(db, &event).await?;
    // Another device may have typed more under the same key than this one has sent.
    let of_key = draft::Entity::find()
        .filter(draft::Column::UserId.eq(key.user.as_str()))
        .filter(draft::Column::Key.eq(key.key.as_str()));
    if let Some(draft) = of_key.one(db).await?
        && is_draft(&draft.answers)
    {
        draft.delete(db).await?;
    }
    keep_answer(db, key, &answer, record.created_at).await?;
    // After the key: a twin finds its files used, and has to learn that it is a twin.
    uploads::attach(db, &uploads, &record.user, &record.id).await?;
    Ok(answer)
}

async fn next_number(db: &DatabaseTransaction) -> Result<i64, StoreError> {
    let sql = "UPDATE sequences SET value = value + 1 WHERE name = 'request' RETURNING value";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let missing = || StoreError::Failed("the sequence of numbers is missing".to_owned());
    Ok(row.ok_or_else(missing)?.try_get("", "value")?)
}

async fn add_event(db: &DatabaseTransaction, event: &EventRecord) -> Result<(), StoreError> {
    let row = event::Model::try_from(event)?.into_active_model();
    event::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The key's row is what makes a second request with it impossible, whoever writes it first.
async fn keep_answer(
    db: &DatabaseTransaction,
    key: Key,
    answer: &StoredAnswer,
    at: Millis,
) -> Result<(), StoreError> {
    let row = idempotency::Model {
        user_id: key.user,
        key: key.key,
        hash: key.hash,
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
