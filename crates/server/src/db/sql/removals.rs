//! Removed files in the SQL database.

use super::SqlStore;
use crate::db::removals::all;
use crate::db::uploads::UploadWrite;
use crate::db::{Millis, Removal, RemovalStore, StoreError};
use async_trait::async_trait;

#[async_trait]
impl RemovalStore for SqlStore {
    async fn watch(&self, now: Millis) -> Result<(), StoreError> {
        self.upload(UploadWrite::Watch { now }).await
    }

    async fn removals(&self) -> Result<Vec<Removal>, StoreError> {
        all(self.readers()).await
    }

    async fn condemn(&self, ids: Vec<String>) -> Result<(), StoreError> {
        self.upload(UploadWrite::Condemn { ids }).await
    }

    async fn settle(&self, ids: Vec<String>) -> Result<(), StoreError> {
        self.upload(UploadWrite::Settle { ids }).await
    }
}
