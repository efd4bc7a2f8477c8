//! Drafts in the SQL database.

use super::SqlStore;
use crate::db::apply::{Write, WriteResult};
use crate::db::draft::DraftWrite;
use crate::db::entity::draft as table;
use crate::db::{
    DraftListing, DraftOutcome, DraftRecord, DraftStore, Millis, Precondition, StoreError,
};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

#[async_trait]
impl DraftStore for SqlStore {
    async fn drafts(&self, user: &str, since: Millis) -> Result<Vec<DraftListing>, StoreError> {
        Ok(table::Entity::find()
            .filter(table::Column::UserId.eq(user))
            .filter(table::Column::UpdatedAt.gt(since))
            .order_by_desc(table::Column::UpdatedAt)
            .order_by_asc(table::Column::ServiceId)
            .into_partial_model::<DraftListing>()
            .all(self.readers())
            .await?)
    }

    async fn draft(
        &self,
        user: &str,
        service: &str,
        since: Millis,
    ) -> Result<Option<DraftRecord>, StoreError> {
        let row = table::Entity::find_by_id((user.to_owned(), service.to_owned()))
            .filter(table::Column::UpdatedAt.gt(since))
            .one(self.readers())
            .await?;
        Ok(row.map(Into::into))
    }

    async fn keep(
        &self,
        draft: DraftRecord,
        when: Precondition,
        most: u64,
    ) -> Result<DraftOutcome, StoreError> {
        self.kept(DraftWrite::Keep { draft, when, most }).await
    }

    async fn discard(
        &self,
        user: &str,
        service: &str,
        when: Precondition,
    ) -> Result<DraftOutcome, StoreError> {
        let (user, service) = (user.to_owned(), service.to_owned());
        self.kept(DraftWrite::Discard {
            user,
            service,
            when,
        })
        .await
    }
}

impl SqlStore {
    async fn kept(&self, write: DraftWrite) -> Result<DraftOutcome, StoreError> {
        match self.write(Write::Draft(Box::new(write))).await? {
            WriteResult::Draft(kept) => Ok(kept),
            _ => Err(StoreError::Failed("the write returned no draft".into())),
        }
    }
}
