//! Deletion of rows whose retention has ended.

use super::entity::{draft, idempotency, session};
use super::{Forget, StoreError, indexes, request_counts, uploads};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

pub(super) async fn forget(db: &DatabaseTransaction, before: &Forget) -> Result<(), StoreError> {
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
    uploads::forget(db, before.uploads).await?;
    request_counts::forget(db, before.request_counts).await?;
    indexes::forget(db, before.indexes).await
}
