//! Objects that no row names: parts that a transfer received a second time, or that a server stored
//! before it was killed.
//!
//! They are deleted only if their upload's row exists and a newer transfer has taken the upload
//! over, after which they can never be recorded any more. Objects of uploads that the database does
//! not list stay: they may be newer than a restored backup.

use super::{UploadBucket, chunk_at, is_recorded};
use crate::db::{Millis, StoreError, UploadStore};
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{Error, ObjectStore};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

const DAY: Millis = 24 * 60 * 60 * 1000;
/// The number of uploads that are looked up at the same time.
const ROWS: usize = 500;

/// Objects by upload, with the numbers of their chunks and the epochs of their transfers.
type Objects = BTreeMap<String, Vec<(Path, u64, i64)>>;

/// The reason why leftovers could not be deleted.
pub(crate) enum Failure {
    Store(StoreError),
    Bucket(Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Bucket(error)
    }
}

impl UploadBucket {
    /// Deletes leftovers that are older than a day, at most once a day.
    pub(crate) async fn clear_leftovers(
        &self,
        rows: &dyn UploadStore,
        now: Millis,
    ) -> Result<(), Failure> {
        let last = self.cleared_at.load(Ordering::Relaxed);
        if (last..last.saturating_add(DAY)).contains(&now) {
            return Ok(());
        }
        let mut found = Objects::new();
        let mut listed = self.objects.list(None);
        while let Some(object) = listed.try_next().await? {
            let is_old = object.last_modified.timestamp_millis().saturating_add(DAY) < now;
            if let Some((id, number, epoch)) = chunk_at(&object.location)
                && is_old
            {
                // The objects are listed in the order of their names.
                if found.len() == ROWS && !found.contains_key(id) {
                    self.clear(rows, std::mem::take(&mut found)).await?;
                }
                let objects = found.entry(id.to_owned()).or_default();
                objects.push((object.location.clone(), number, epoch));
            }
        }
        self.clear(rows, found).await?;
        self.cleared_at.store(now, Ordering::Relaxed);
        Ok(())
    }

    /// Deletes the leftovers among these objects.
    async fn clear(&self, rows: &dyn UploadStore, mut found: Objects) -> Result<(), Failure> {
        let ids: Vec<String> = found.keys().cloned().collect();
        let mut left = Vec::new();
        for upload in rows.uploads(&ids).await? {
            let objects = found.remove(&upload.id).unwrap_or_default();
            let overtaken = objects.into_iter().filter(|(_, number, epoch)| {
                *epoch < upload.epoch && !is_recorded(&upload, *number, *epoch)
            });
            left.extend(overtaken.map(|(path, ..)| path));
        }
        if !left.is_empty() {
            tracing::info!(objects = left.len(), "leftovers of uploads are deleted");
        }
        Ok(self.delete(left.into_iter()).await?)
    }
}
