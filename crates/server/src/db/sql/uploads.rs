//! Uploads in the SQL database.

use super::SqlStore;
use crate::db::apply::Write;
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

    async fn advance(
        &self,
        id: &str,
        from: u64,
        to: Progress,
        at: Millis,
    ) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.upload(UploadWrite::Advance { id, from, to, at }).await
    }

    async fn withdraw(&self, id: &str) -> Result<(), StoreError> {
        self.upload(UploadWrite::Withdraw { id: id.to_owned() })
            .await
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
