//! Rows that a new step of the schema wants of what is there already: made when the store opens, some at a time.
//!
//! Each batch is a transaction of its own that also notes how far it came, so that a start that breaks off goes on from
//! there, and no lock is held for long.

use super::StoreError;
use super::entity::{backfill, request, request_summary};
use super::summary;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Set, TransactionSession,
    TransactionTrait,
};

/// How many rows share a transaction.
const BATCH: u64 = 50;
/// The name under which the summaries of requests are noted.
const REQUEST_SUMMARIES: &str = "request_summaries";

/// Makes what is missing.
pub(super) async fn run(db: &DatabaseConnection) -> Result<(), StoreError> {
    let id = REQUEST_SUMMARIES.to_owned();
    while let Some(note) = backfill::Entity::find_by_id(id.clone()).one(db).await? {
        let batch = db.begin().await?;
        summarise(&batch, note).await?;
        TransactionSession::commit(batch).await?;
    }
    Ok(())
}

/// Summarises the next requests, and notes the last of them; after the very last one the note goes.
async fn summarise(db: &DatabaseTransaction, note: backfill::Model) -> Result<(), StoreError> {
    let requests = request::Entity::find()
        .filter(request::Column::Id.gt(note.after.as_str()))
        .order_by_asc(request::Column::Id)
        .limit(BATCH)
        .all(db)
        .await?;
    let Some(last) = requests.last().map(|last| last.id.clone()) else {
        note.delete(db).await?;
        return Ok(());
    };
    tracing::info!(
        up_to = last,
        "summarising the requests of an earlier release"
    );
    let rows = requests
        .into_iter()
        .map(|row| summary::of_row(row).into_active_model());
    request_summary::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    let mut note = note.into_active_model();
    note.after = Set(last);
    note.update(db).await?;
    Ok(())
}
