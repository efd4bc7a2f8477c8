//! Counts of searches without results in the SQL database.

use super::SqlStore;
use crate::db::apply::Write;
use crate::db::{ImprovementStore, StoreError, ZeroResultSearch};
use async_trait::async_trait;

#[async_trait]
impl ImprovementStore for SqlStore {
    async fn count(&self, search: ZeroResultSearch, most: u64) -> Result<(), StoreError> {
        let search = Box::new(search);
        self.write(Write::ZeroResultSearch { search, most })
            .await
            .map(|_| ())
    }
}
