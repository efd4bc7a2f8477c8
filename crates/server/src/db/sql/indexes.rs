//! Search indexes that were sent, in the SQL database.

use super::SqlStore;
use crate::db::apply::Write;
use crate::db::entity::index as table;
use crate::db::{IndexStore, KnownIndex, StoreError};
use async_trait::async_trait;
use sea_orm::EntityTrait;

#[async_trait]
impl IndexStore for SqlStore {
    async fn index(&self, tag: &str) -> Result<Option<KnownIndex>, StoreError> {
        let row = table::Entity::find_by_id(tag.to_owned())
            .one(self.readers())
            .await?;
        row.map(KnownIndex::try_from).transpose()
    }

    async fn remember(&self, index: KnownIndex, most: u64) -> Result<(), StoreError> {
        let index = Box::new(index);
        self.write(Write::Index { index, most }).await.map(|_| ())
    }
}
