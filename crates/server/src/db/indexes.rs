//! The contents of search indexes that were sent, so that their clients can receive only the
//! changes.

use super::entity::index as table;
use super::{Millis, StoreError};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

/// An index that was sent to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownIndex {
    /// The quoted part of its `ETag`.
    pub tag: String,
    /// The requested language.
    pub language: String,
    /// The IDs of its records, each with a hash of the record.
    pub holds: BTreeMap<String, String>,
    /// The time when it was last sent.
    pub seen_at: Millis,
}

/// Indexes that browsers may still have.
#[async_trait]
pub trait IndexStore: Send + Sync {
    /// The contents of the index with this tag, if they are still known.
    async fn index(&self, tag: &str) -> Result<Option<KnownIndex>, StoreError>;

    /// Stores an index; the `most` most recently used ones are kept.
    async fn remember(&self, index: KnownIndex, most: u64) -> Result<(), StoreError>;
}

pub(super) async fn remember(
    db: &DatabaseTransaction,
    index: &KnownIndex,
    most: u64,
) -> Result<(), StoreError> {
    table::Entity::delete_by_id(index.tag.clone())
        .exec(db)
        .await?;
    let row = table::Model::try_from(index.clone())?.into_active_model();
    table::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    let over = table::Entity::find().count(db).await?.saturating_sub(most);
    let oldest: Vec<String> = table::Entity::find()
        .select_only()
        .column(table::Column::Tag)
        .order_by_asc(table::Column::SeenAt)
        .order_by_asc(table::Column::Tag)
        .limit(over)
        .into_tuple()
        .all(db)
        .await?;
    table::Entity::delete_many()
        .filter(table::Column::Tag.is_in(oldest))
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes indexes that were last sent before this time.
pub(super) async fn purge(db: &DatabaseTransaction, before: Millis) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::SeenAt.lt(before))
        .exec(db)
        .await?;
    Ok(())
}

impl TryFrom<table::Model> for KnownIndex {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let pairs: Vec<(String, String)> = serde_json::from_str(&row.holds)?;
        Ok(Self {
            tag: row.tag,
            language: row.language,
            holds: pairs.into_iter().collect(),
            seen_at: row.seen_at,
        })
    }
}

impl TryFrom<KnownIndex> for table::Model {
    type Error = StoreError;

    fn try_from(index: KnownIndex) -> Result<Self, StoreError> {
        let pairs: Vec<(String, String)> = index.holds.into_iter().collect();
        Ok(Self {
            tag: index.tag,
            language: index.language,
            holds: serde_json::to_string(&pairs)?,
            seen_at: index.seen_at,
        })
    }
}
