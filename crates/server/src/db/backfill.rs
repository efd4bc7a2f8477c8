//! Rows that a new step of the schema wants of what is there already: made when the store opens, some at a time.
//!
//! Each batch is a transaction of its own that also notes how far it came, so that a start that breaks off goes on from
//! there, and no lock is held for long.

use super::connect::begin_exclusive;
use super::entity::{backfill, request, request_summary};
use super::log::takeover;
use super::{StoreError, summary};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    TransactionSession,
};

/// How many rows share a transaction.
const BATCH: u64 = 50;

/// What is to be made, in the order in which it is made.
#[derive(Clone, Copy, Debug)]
enum Backfill {
    /// The log, of the events of releases that had none.
    Log,
    /// The summaries of requests.
    RequestSummaries,
}

impl Backfill {
    /// The name under which it is noted how far it came.
    fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::RequestSummaries => "request_summaries",
        }
    }

    /// Makes the next rows; the id of what the last of them was made of, or nothing where all are made.
    async fn batch(
        self,
        db: &DatabaseTransaction,
        after: &str,
    ) -> Result<Option<String>, StoreError> {
        match self {
            Self::Log => takeover::batch(db, after, BATCH).await,
            Self::RequestSummaries => summarise(db, after).await,
        }
    }

    /// Clears away what it was made of.
    async fn finish(self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        if let Self::Log = self {
            // Who was asked to agree has only now become known.
            db.execute_unprepared(
                "INSERT INTO users (id, listed, name, source, active, created_at)
                SELECT approvers.user_id, 0, approvers.user_id, 'earlier', 1, min(requests.created_at)
                FROM approvers JOIN requests ON requests.id = approvers.request_id
                WHERE approvers.user_id NOT IN (SELECT id FROM users) GROUP BY approvers.user_id",
            )
            .await?;
            db.execute_unprepared("DROP TABLE events_before_log")
                .await?;
        }
        Ok(())
    }
}

/// Makes what is missing.
pub(super) async fn run(db: &DatabaseConnection) -> Result<(), StoreError> {
    for backfill in [Backfill::Log, Backfill::RequestSummaries] {
        let id = backfill.name();
        // Another server that starts at the same time may have made a part of it.
        while backfill::Entity::find_by_id(id).one(db).await?.is_some() {
            let batch = begin_exclusive(db).await?;
            let Some(note) = backfill::Entity::find_by_id(id).one(&batch).await? else {
                break;
            };
            match backfill.batch(&batch, &note.after).await? {
                Some(last) => {
                    tracing::info!(
                        backfill = id,
                        up_to = last,
                        "converting data of an earlier release"
                    );
                    let mut note = note.into_active_model();
                    note.after = Set(last);
                    note.update(&batch).await?;
                }
                None => {
                    backfill.finish(&batch).await?;
                    note.delete(&batch).await?;
                }
            }
            TransactionSession::commit(batch).await?;
        }
    }
    Ok(())
}

/// Summarises the requests after this one.
async fn summarise(db: &DatabaseTransaction, after: &str) -> Result<Option<String>, StoreError> {
    let requests = request::Entity::find()
        .filter(request::Column::Id.gt(after))
        .order_by_asc(request::Column::Id)
        .limit(BATCH)
        .all(db)
        .await?;
    let Some(last) = requests.last().map(|last| last.id.clone()) else {
        return Ok(None);
    };
    let rows = requests
        .into_iter()
        .map(|row| summary::of_row(row).into_active_model());
    request_summary::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(Some(last))
}
