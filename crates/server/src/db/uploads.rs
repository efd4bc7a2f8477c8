//! Uploads: the metadata of files. Their bytes are stored elsewhere, under the same ID.

use super::byte_counts::{signed, unsigned};
use super::entity::upload as table;
use super::statement::run;
use super::{ChunkEpochs, Millis, StoreError, migrate, removals};
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, Statement, Value,
};

/// The metadata of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRecord {
    /// Opaque; also names the stored bytes. Never chosen by a user.
    pub id: String,
    /// The ID of the sender.
    pub user: String,
    /// The sanitised name.
    pub name: String,
    /// The media type that the server determined.
    pub media_type: String,
    /// The `Upload-Metadata` of its creation, which tus requires in responses.
    pub metadata: Option<String>,
    /// The size of the complete file, in bytes.
    pub size: u64,
    /// The progress of the upload.
    pub progress: Progress,
    /// The ID of the request that it is part of.
    pub request: Option<String>,
    /// The time when its last byte arrived.
    pub touched_at: Millis,
    /// The epoch of the newest transfer, on any server, which alone records progress. An upload's
    /// epochs only increase.
    pub epoch: i64,
    /// The epoch of the transfer that last recorded bytes; 0 before any, and for bytes of earlier
    /// releases. Its chunks may not be in their places yet.
    pub written_epoch: i64,
}

/// The progress of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of bytes that have arrived.
    pub received: u64,
    /// SHA-256 of the complete file in hexadecimal digits. Before completion the value is
    /// meaningless: earlier releases stored a running state here.
    pub hash: String,
    /// The transfers that stored the chunks.
    pub chunks: ChunkEpochs,
}

impl UploadRecord {
    /// Whether the whole file has arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.received == self.size
    }
}

/// The quota of a user's files that no request uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The number of files.
    pub files: u64,
    /// Their total size in bytes, including announced bytes.
    pub bytes: u64,
    /// The total size of removed files that are still kept, in bytes.
    pub removed: u64,
}

/// The files of all users.
#[async_trait]
pub trait UploadStore: Send + Sync {
    /// Stores a new file, unless it exceeds its user's quota.
    async fn begin(&self, upload: UploadRecord, quota: Quota) -> Result<(), StoreError>;

    /// Takes a file over for a transfer: from now on, only this transfer records progress, on any
    /// server, until another one takes the file over. Returns the file with the epoch of the
    /// transfer.
    async fn claim(&self, id: &str) -> Result<UploadRecord, StoreError>;

    /// Records the progress of a file that was taken over, if its recorded progress is still the
    /// given one; `LeaseLost` if another transfer has taken it over.
    async fn advance(
        &self,
        claimed: &UploadRecord,
        to: Progress,
        at: Millis,
    ) -> Result<(), StoreError>;

    /// Deletes a file that no request uses, and records its removal. With an epoch, only if no
    /// other transfer has taken the file over since: otherwise `LeaseLost`.
    async fn withdraw(&self, id: &str, epoch: Option<i64>) -> Result<(), StoreError>;

    /// The known files among these, in any order.
    async fn uploads(&self, ids: &[String]) -> Result<Vec<UploadRecord>, StoreError>;

    /// The number of files with stored bytes.
    async fn count(&self) -> Result<u64, StoreError>;

    /// The ID of the installation that the files belong to.
    fn installation(&self) -> &str;

    /// Whether other servers may use the same folder at the same time.
    fn is_shared(&self) -> bool;
}

/// A write to uploads.
pub(super) enum UploadWrite {
    Begin {
        upload: UploadRecord,
        quota: Quota,
    },
    Claim {
        id: String,
    },
    Advance {
        claimed: UploadRecord,
        to: Progress,
        at: Millis,
    },
    Withdraw {
        id: String,
        epoch: Option<i64>,
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
    /// Executes the write; returns the file if it was taken over.
    pub(super) async fn apply(
        &self,
        db: &DatabaseTransaction,
    ) -> Result<Option<UploadRecord>, StoreError> {
        match self {
            Self::Begin { upload, quota } => begin(db, upload, *quota).await?,
            Self::Claim { id } => return Ok(Some(claim(db, id).await?)),
            Self::Advance { claimed, to, at } => advance(db, claimed, to, *at).await?,
            Self::Withdraw { id, epoch } => withdraw(db, id, *epoch).await?,
            Self::Watch { now } => removals::watch(db, *now).await?,
            Self::Condemn { ids } => removals::condemn(db, ids).await?,
            Self::Settle { ids } => removals::settle(db, ids).await?,
        }
        Ok(None)
    }
}

async fn begin(
    db: &DatabaseTransaction,
    upload: &UploadRecord,
    quota: Quota,
) -> Result<(), StoreError> {
    if find(db, &upload.id).await?.is_some() {
        // An earlier attempt with an unknown outcome has succeeded: no other file has its ID.
        return Ok(());
    }
    let sql = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM uploads \
               WHERE user_id = $1 AND request_id IS NULL";
    let values = [upload.user.as_str().into()];
    let row = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let missing = || StoreError::Failed("a sum has no row".into());
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

/// Repeated after a failure with an unknown outcome, it returns a newer epoch, which is equally
/// valid.
async fn claim(db: &DatabaseTransaction, id: &str) -> Result<UploadRecord, StoreError> {
    let sql = "UPDATE uploads SET epoch = epoch + 1 WHERE id = $1";
    run(db, sql, [id.into()]).await?;
    let row = find(db, id).await?.ok_or(StoreError::NotFound)?;
    UploadRecord::try_from(row)
}

async fn advance(
    db: &DatabaseTransaction,
    claimed: &UploadRecord,
    to: &Progress,
    at: Millis,
) -> Result<(), StoreError> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::Received, Expr::value(signed(to.received)?))
        .col_expr(table::Column::Hash, Expr::value(to.hash.as_str()))
        .col_expr(
            table::Column::ChunkEpochs,
            Expr::value(to.chunks.to_string()),
        )
        .col_expr(table::Column::TouchedAt, Expr::value(at))
        .col_expr(table::Column::WrittenEpoch, Expr::value(claimed.epoch))
        .filter(table::Column::Id.eq(claimed.id.as_str()))
        .filter(table::Column::Epoch.eq(claimed.epoch))
        .filter(table::Column::Received.eq(signed(claimed.progress.received)?))
        .exec(db)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let stands = find(db, &claimed.id).await?.ok_or(StoreError::NotFound)?;
    let stands = UploadRecord::try_from(stands)?;
    // An earlier attempt with an unknown outcome may have succeeded.
    if stands.written_epoch == claimed.epoch && stands.progress == *to {
        return Ok(());
    }
    Err(StoreError::LeaseLost)
}

async fn withdraw(
    db: &DatabaseTransaction,
    id: &str,
    epoch: Option<i64>,
) -> Result<(), StoreError> {
    let which = "id = $1 AND request_id IS NULL AND epoch <= $2";
    let values: [Value; 2] = [id.into(), epoch.unwrap_or(i64::MAX).into()];
    removals::note(db, which, values.to_vec()).await?;
    let gone = run(db, &format!("DELETE FROM uploads WHERE {which}"), values).await?;
    // An earlier attempt with an unknown outcome may have succeeded.
    if gone == 1 || removals::is_noted(db, id).await? {
        return Ok(());
    }
    let taken_over = find(db, id).await?.filter(|row| row.request_id.is_none());
    Err(match taken_over {
        Some(_) => StoreError::LeaseLost,
        None => StoreError::NotFound,
    })
}

async fn find(db: &DatabaseTransaction, id: &str) -> Result<Option<table::Model>, StoreError> {
    Ok(table::Entity::find_by_id(id).one(db).await?)
}

/// Makes files part of a request, in its transaction: all of them must be the user's own, complete
/// and unused, or none is taken.
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

/// The files with stored bytes, in the order of their IDs; also of a database that
/// an earlier release has left, with this number of migrations.
pub(super) async fn arrived(
    db: &DatabaseConnection,
    version: usize,
) -> Result<Vec<UploadRecord>, StoreError> {
    let missing = [
        (
            migrate::UPLOAD_EPOCHS,
            ", CAST(0 AS BIGINT) AS epoch, CAST(0 AS BIGINT) AS written_epoch",
        ),
        (migrate::UPLOAD_CHUNKS, ", '' AS chunk_epochs"),
    ];
    let missing = missing.iter().filter(|(since, _)| version < *since);
    let missing: String = missing.map(|(_, columns)| *columns).collect();
    let sql = format!("SELECT *{missing} FROM uploads WHERE received > 0 ORDER BY id");
    let arrived = Statement::from_string(db.get_database_backend(), sql);
    let rows = table::Entity::find().from_raw_sql(arrived).all(db).await?;
    rows.into_iter().map(UploadRecord::try_from).collect()
}

/// Deletes unused files whose last byte arrived before this time, unless one of their user's drafts
/// refers to them, and records their removal.
pub(super) async fn purge(db: &DatabaseTransaction, before: Millis) -> Result<(), StoreError> {
    // IDs are random and long, so a text that contains one refers to it.
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
                chunks: row
                    .chunk_epochs
                    .parse()
                    .map_err(|error: String| StoreError::Failed(error.into()))?,
            },
            request: row.request_id,
            touched_at: row.touched_at,
            epoch: row.epoch,
            written_epoch: row.written_epoch,
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
            chunk_epochs: upload.progress.chunks.to_string(),
            hash: upload.progress.hash,
            request_id: upload.request,
            touched_at: upload.touched_at,
            epoch: upload.epoch,
            written_epoch: upload.written_epoch,
        })
    }
}
