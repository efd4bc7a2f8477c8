//! What the portal could not help with, counted. Nobody's name is kept with it.

use super::connect::{Access, connect};
use super::entity::improvement as table;
use super::{Location, Millis, StoreError};
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

/// What somebody missed, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What kind of thing, such as `search`.
    pub kind: String,
    /// What was looked for.
    pub words: String,
    /// The language of the portal.
    pub language: String,
    /// When.
    pub at: Millis,
}

/// How often something was missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// What kind of thing, such as `search`.
    pub kind: String,
    /// What was looked for.
    pub words: String,
    /// The language of the portal.
    pub language: String,
    /// How often.
    pub count: u64,
    /// When for the first time.
    pub first_at: Millis,
    /// When for the last time.
    pub last_at: Millis,
}

/// What people missed.
#[async_trait]
pub trait ImprovementStore: Send + Sync {
    /// Counts a wish. At most `most` different ones are counted: a new one then takes the place of the one that was
    /// missed least, and of these the one that was not missed for longest.
    async fn wish(&self, wish: Wish, most: u64) -> Result<(), StoreError>;
}

/// Everything that was missed, the most wanted first; works while the server runs.
///
/// # Errors
/// One sentence that says why it cannot be read.
pub async fn improvements(at: &Location) -> Result<Vec<Improvement>, String> {
    at.exists()?;
    let failed = |error: StoreError| format!("The data cannot be read: {error}.");
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
    wish: &Wish,
    most: u64,
) -> Result<(), StoreError> {
    let known = table::Entity::update_many()
        .col_expr(table::Column::Count, Expr::col(table::Column::Count).add(1))
        .col_expr(table::Column::LastAt, Expr::value(wish.at))
        .filter(table::Column::Kind.eq(wish.kind.as_str()))
        .filter(table::Column::Words.eq(wish.words.as_str()))
        .filter(table::Column::Language.eq(wish.language.as_str()))
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
        kind: wish.kind.clone(),
        words: wish.words.clone(),
        language: wish.language.clone(),
        count: 1,
        first_at: wish.at,
        last_at: wish.at,
    };
    table::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

impl From<table::Model> for Improvement {
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
