//! Deletion of rows whose retention has ended.

use super::entity::{draft, idempotency, session};
use super::{PurgeBefore, StoreError, indexes, request_counts, uploads};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

pub(super) async fn run(db: &DatabaseTransaction, before: &PurgeBefore) -> Result<(), StoreError> {
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::CreatedAt.lt(before.keys))
        .exec(db)
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::SeenAt.lt(before.sessions))
        .exec(db)
        .await?;
    draft::Entity::delete_many()
        .filter(draft::Column::UpdatedAt.lt(before.drafts))
        .exec(db)
        .await?;
    uploads::purge(db, before.uploads).await?;
    request_counts::purge(db, before.request_counts).await?;
    indexes::purge(db, before.indexes).await
}
