//! Uploads: what is known of each file. Its bytes are kept elsewhere, under the same id.

use super::byte_counts::{signed, unsigned};
use super::entity::upload as table;
use super::statement::run;
use super::{Millis, StoreError, removals};
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, Statement,
};

/// A file as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRecord {
    /// Opaque; also names the bytes. Never anything that a user chose.
    pub id: String,
    /// Who sent it.
    pub user: String,
    /// Its name, cleaned.
    pub name: String,
    /// What the server takes it for.
    pub media_type: String,
    /// The `Upload-Metadata` that it was created with, which tus wants back.
    pub metadata: Option<String>,
    /// How large it is when it is complete, in bytes.
    pub size: u64,
    /// What has arrived of it.
    pub progress: Progress,
    /// The request that it is part of.
    pub request: Option<String>,
    /// When anything of it last arrived.
    pub touched_at: Millis,
}

/// What has arrived of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes.
    pub received: u64,
    /// SHA-256 of the file in hexadecimal digits, once all of it has arrived. Before that it means nothing: earlier
    /// releases kept a running state here.
    pub hash: String,
}

impl UploadRecord {
    /// Whether all of it has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.received == self.size
    }
}

/// What the files of one person that are in no request may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many.
    pub files: u64,
    /// How many bytes, announced ones included.
    pub bytes: u64,
    /// How many bytes of removed files, which are kept for a while.
    pub removed: u64,
}

/// The files of all people.
#[async_trait]
pub trait UploadStore: Send + Sync {
    /// Remembers a new file, unless it goes past its person's quota.
    async fn begin(&self, upload: UploadRecord, quota: Quota) -> Result<(), StoreError>;

    /// Notes that more of a file has arrived, if until now it was `from` bytes.
    async fn advance(
        &self,
        id: &str,
        from: u64,
        to: Progress,
        at: Millis,
    ) -> Result<(), StoreError>;

    /// Forgets a file that is in no request, and notes that it is removed.
    async fn withdraw(&self, id: &str) -> Result<(), StoreError>;

    /// Those of these files that are known, in any order.
    async fn uploads(&self, ids: &[String]) -> Result<Vec<UploadRecord>, StoreError>;

    /// How many files have bytes.
    async fn count(&self) -> Result<u64, StoreError>;

    /// The id of the installation that the files belong to.
    fn installation(&self) -> &str;

    /// Whether other servers may keep files in the same folder at the same time.
    fn is_shared(&self) -> bool;
}

/// Something to write about uploads.
pub(super) enum UploadWrite {
    Begin {
        upload: UploadRecord,
        quota: Quota,
    },
    Advance {
        id: String,
        from: u64,
        to: Progress,
        at: Millis,
    },
    Withdraw {
        id: String,
    },
    Watch {
        now: Millis,
    },
    Condemn {
        ids: Vec<String>,
    },
    Settle {
        ids: Vec<String>,
    },
}

impl UploadWrite {
    pub(super) async fn apply(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        match self {
            Self::Begin { upload, quota } => begin(db, upload, *quota).await,
            Self::Advance { id, from, to, at } => advance(db, id, *from, to, *at).await,
            Self::Withdraw { id } => {
                let which = "id = $1 AND request_id IS NULL";
                removals::note(db, which, vec![id.clone().into()]).await?;
                let done = table::Entity::delete_many()
                    .filter(table::Column::Id.eq(id.as_str()))
                    .filter(table::Column::RequestId.is_null())
                    .exec(db)
                    .await?;
                if done.rows_affected == 0 && removals::is_noted(db, id).await? {
                    // It stands already, from an attempt whose outcome was not known.
                    return Ok(());
                }
                found(done.rows_affected, 1)
            }
            Self::Watch { now } => removals::watch(db, *now).await,
            Self::Condemn { ids } => removals::condemn(db, ids).await,
            Self::Settle { ids } => removals::settle(db, ids).await,
        }
    }
}

async fn begin(
    db: &DatabaseTransaction,
    upload: &UploadRecord,
    quota: Quota,
) -> Result<(), StoreError> {
    if find(db, &upload.id).await?.is_some() {
        // It stands already, from an attempt whose outcome was not known: nobody else has its id.
        return Ok(());
    }
    let sql = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM uploads \
               WHERE user_id = $1 AND request_id IS NULL";
    let values = [upload.user.as_str().into()];
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let missing = || StoreError::Failed("a sum has no row".to_owned());
    let row = db.query_one_raw(row).await?.ok_or_else(missing)?;
    let files = unsigned(row.try_get("", "files")?)?;
    let bytes = unsigned(row.try_get("", "bytes")?)?;
    if files >= quota.files || bytes.saturating_add(upload.size) > quota.bytes {
        return Err(StoreError::OverQuota);
    }
    if removals::kept_of(db, &upload.user).await? > quota.removed {
        return Err(StoreError::RemovedTooMuch);
    }
    let row = table::Model::try_from(upload.clone())?.into_active_model();
    table::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn advance(
    db: &DatabaseTransaction,
    id: &str,
    from: u64,
    to: &Progress,
    at: Millis,
) -> Result<(), StoreError> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::Received, Expr::value(signed(to.received)?))
        .col_expr(table::Column::Hash, Expr::value(to.hash.as_str()))
        .col_expr(table::Column::TouchedAt, Expr::value(at))
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::Received.eq(signed(from)?))
        .exec(db)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    // It may stand already, from an attempt whose outcome was not known.
    let stands = find(db, id).await?;
    let stands = stands.map(UploadRecord::try_from).transpose()?;
    found(u64::from(stands.is_some_and(|row| row.progress == *to)), 1)
}

async fn find(db: &DatabaseTransaction, id: &str) -> Result<Option<table::Model>, StoreError> {
    Ok(table::Entity::find_by_id(id).one(db).await?)
}

/// Makes files part of a request, in its transaction: all of them are this person's, complete and in no request yet,
/// or none is taken.
pub(super) async fn attach(
    db: &DatabaseTransaction,
    ids: &[String],
    user: &str,
    request: &str,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let done = table::Entity::update_many()
        .col_expr(table::Column::RequestId, Expr::value(request))
        .filter(table::Column::Id.is_in(ids))
        .filter(table::Column::UserId.eq(user))
        .filter(table::Column::RequestId.is_null())
        .filter(Expr::col(table::Column::Received).equals(table::Column::Size))
        .exec(db)
        .await?;
    let wanted = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    found(done.rows_affected, wanted).map_err(|_| StoreError::UploadGone)
}

/// The files of which something has arrived, in the order of their ids.
pub(super) async fn arrived(db: &DatabaseConnection) -> Result<Vec<UploadRecord>, StoreError> {
    let arrived = table::Entity::find()
        .filter(table::Column::Received.gt(0))
        .order_by_asc(table::Column::Id);
    let rows = arrived.all(db).await?;
    rows.into_iter().map(UploadRecord::try_from).collect()
}

/// Forgets files in no request of which nothing arrived since, unless a draft of their person names them, and notes that
/// they are removed.
pub(super) async fn forget(db: &DatabaseTransaction, before: Millis) -> Result<(), StoreError> {
    // Ids are random and long, so text that holds one names it.
    let which = "request_id IS NULL AND touched_at < $1 \
                 AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.user_id = uploads.user_id \
                 AND drafts.answers LIKE '%' || uploads.id || '%')";
    removals::note(db, which, vec![before.into()]).await?;
    let sql = format!("DELETE FROM uploads WHERE {which}");
    run(db, &sql, [before.into()]).await?;
    Ok(())
}

fn found(rows: u64, wanted: u64) -> Result<(), StoreError> {
    if rows == wanted {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

impl TryFrom<table::Model> for UploadRecord {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            user: row.user_id,
            name: row.name,
            media_type: row.media_type,
            metadata: row.metadata,
            size: unsigned(row.size)?,
            progress: Progress {
                received: unsigned(row.received)?,
                hash: row.hash,
            },
            request: row.request_id,
            touched_at: row.touched_at,
        })
    }
}

impl TryFrom<UploadRecord> for table::Model {
    type Error = StoreError;

    fn try_from(upload: UploadRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: upload.id,
            user_id: upload.user,
            name: upload.name,
            media_type: upload.media_type,
            metadata: upload.metadata,
            size: signed(upload.size)?,
            received: signed(upload.progress.received)?,
            hash: upload.progress.hash,
            request_id: upload.request,
            touched_at: upload.touched_at,
        })
    }
}
