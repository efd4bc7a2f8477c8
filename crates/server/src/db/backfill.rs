//! Conversion of existing data for a new schema version: in batches, when the store opens.
//!
//! Each batch is a transaction that also records its progress, so that an interrupted start
//! continues there, and no lock is held for long.

use super::connect::begin_exclusive;
use super::entity::{backfill, insert_all, request, rows_after};
use super::log::takeover;
use super::{StoreError, summary};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, ModelTrait, Set, TransactionSession,
};

/// The number of rows per transaction.
const BATCH: u64 = 50;

/// The conversions, in order.
#[derive(Clone, Copy, Debug)]
enum Backfill {
    /// The log, from the events of releases without a log.
    Log,
    /// The summaries of requests.
    RequestSummaries,
}

impl Backfill {
    /// The name under which the progress is recorded.
    fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::RequestSummaries => "request_summaries",
        }
    }

    /// Converts the next rows; returns the ID of the last one, or `None` when all are converted.
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

    /// Deletes the source data.
    async fn finish(self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        if let Self::Log = self {
            // The approvers are known only now.
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

/// Runs all pending conversions.
pub(super) async fn run(db: &DatabaseConnection) -> Result<(), StoreError> {
    for backfill in [Backfill::Log, Backfill::RequestSummaries] {
        let id = backfill.name();
        // Another server that starts at the same time may have converted some rows.
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

/// Creates the summaries of the requests after this one.
async fn summarise(db: &DatabaseTransaction, after: &str) -> Result<Option<String>, StoreError> {
    let requests = rows_after::<request::Entity>(db, request::Column::Id, after, BATCH).await?;
    let Some(last) = requests.last().map(|last| last.id.clone()) else {
        return Ok(None);
    };
    insert_all(db, requests.into_iter().map(summary::of_row)).await?;
    Ok(Some(last))
}
