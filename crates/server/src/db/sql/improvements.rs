//! Counts of searches without results in the SQL database.

use super::SqlStore;
use crate::db::apply::Write;
use crate::db::{ImprovementStore, StoreError, Wish};
use async_trait::async_trait;

#[async_trait]
impl ImprovementStore for SqlStore {
    async fn wish(&self, wish: Wish, most: u64) -> Result<(), StoreError> {
        let wish = Box::new(wish);
        self.write(Write::Wish { wish, most }).await.map(|_| ())
    }
}
