//! Uploads in the SQL database.

use super::SqlStore;
use crate::db::apply::{Write, WriteResult};
use crate::db::entity::upload as table;
use crate::db::uploads::UploadWrite;
use crate::db::{Millis, Progress, Quota, StoreError, UploadRecord, UploadStore};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter};

#[async_trait]
impl UploadStore for SqlStore {
    async fn begin(&self, upload: UploadRecord, quota: Quota) -> Result<(), StoreError> {
        self.upload(UploadWrite::Begin { upload, quota }).await
    }

    async fn claim(&self, id: &str) -> Result<UploadRecord, StoreError> {
        let claim = UploadWrite::Claim { id: id.to_owned() };
        match self.write(Write::Upload(Box::new(claim))).await? {
            WriteResult::Upload(Some(claimed)) => Ok(*claimed),
            _ => Err(StoreError::Failed("the write has no upload".into())),
        }
    }

    async fn advance(
        &self,
        claimed: &UploadRecord,
        to: Progress,
        at: Millis,
    ) -> Result<(), StoreError> {
        let claimed = claimed.clone();
        self.upload(UploadWrite::Advance { claimed, to, at }).await
    }

    async fn withdraw(&self, id: &str, epoch: Option<i64>) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.upload(UploadWrite::Withdraw { id, epoch }).await
    }

    async fn uploads(&self, ids: &[String]) -> Result<Vec<UploadRecord>, StoreError> {
        let rows = table::Entity::find()
            .filter(table::Column::Id.is_in(ids))
            .all(self.readers())
            .await?;
        rows.into_iter().map(UploadRecord::try_from).collect()
    }

    async fn count(&self) -> Result<u64, StoreError> {
        let arrived = table::Entity::find().filter(table::Column::Received.gt(0));
        Ok(arrived.count(self.readers()).await?)
    }

    fn installation(&self) -> &str {
        self.installation_id()
    }

    fn is_shared(&self) -> bool {
        self.readers().get_database_backend() == DbBackend::Postgres
    }
}

impl SqlStore {
    pub(super) async fn upload(&self, write: UploadWrite) -> Result<(), StoreError> {
        self.write(Write::Upload(Box::new(write))).await.map(|_| ())
    }
}
