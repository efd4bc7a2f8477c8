//! Counts of searches without results. No user names are stored.

use super::connect::{Access, connect};
use super::entity::improvement as table;
use super::{Location, Millis, StoreError};
use crate::failure::chain;
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

/// A single search without results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZeroResultSearch {
    /// The kind, such as `search`.
    pub kind: String,
    /// The search words.
    pub words: String,
    /// The language of the portal.
    pub language: String,
    /// The time of the search.
    pub at: Millis,
}

/// A counted search without results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZeroResultCount {
    /// The kind, such as `search`.
    pub kind: String,
    /// The search words.
    pub words: String,
    /// The language of the portal.
    pub language: String,
    /// The number of searches.
    pub count: u64,
    /// The time of the first search.
    pub first_at: Millis,
    /// The time of the last search.
    pub last_at: Millis,
}

/// Searches without results.
#[async_trait]
pub trait ImprovementStore: Send + Sync {
    /// Counts a search. At most `most` different searches are counted: a new one then replaces the
    /// rarest, and among these the oldest.
    async fn count(&self, search: ZeroResultSearch, most: u64) -> Result<(), StoreError>;
}

/// All counted searches, the most frequent first; works while the server runs.
///
/// # Errors
/// One sentence that says why they cannot be read.
pub async fn improvements(at: &Location) -> Result<Vec<ZeroResultCount>, String> {
    at.exists()?;
    let failed = |error: StoreError| format!("The data cannot be read: {}.", chain(&error));
    let db = connect(at, Access::Read(1)).await.map_err(failed)?;
    let rows = table::Entity::find()
        .order_by_desc(table::Column::Count)
        .order_by_desc(table::Column::LastAt)
        .order_by_asc(table::Column::Words)
        .all(&db)
        .await;
    let rows = rows.map_err(|error| failed(error.into()))?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn count(
    db: &DatabaseTransaction,
    search: &ZeroResultSearch,
    most: u64,
) -> Result<(), StoreError> {
    let known = table::Entity::update_many()
        .col_expr(table::Column::Count, Expr::col(table::Column::Count).add(1))
        .col_expr(table::Column::LastAt, Expr::value(search.at))
        .filter(table::Column::Kind.eq(search.kind.as_str()))
        .filter(table::Column::Words.eq(search.words.as_str()))
        .filter(table::Column::Language.eq(search.language.as_str()))
        .exec(db)
        .await?;
    if known.rows_affected > 0 {
        return Ok(());
    }
    if table::Entity::find().count(db).await? >= most {
        let least = table::Entity::find()
            .order_by_asc(table::Column::Count)
            .order_by_asc(table::Column::LastAt)
            .one(db)
            .await?;
        if let Some(least) = least {
            least.delete(db).await?;
        }
    }
    let row = table::Model {
        kind: search.kind.clone(),
        words: search.words.clone(),
        language: search.language.clone(),
        count: 1,
        first_at: search.at,
        last_at: search.at,
    };
    table::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

impl From<table::Model> for ZeroResultCount {
    fn from(row: table::Model) -> Self {
        Self {
            kind: row.kind,
            words: row.words,
            language: row.language,
            count: u64::try_from(row.count).unwrap_or_default(),
            first_at: row.first_at,
            last_at: row.last_at,
        }
    }
}
