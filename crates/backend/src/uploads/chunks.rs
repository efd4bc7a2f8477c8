//! The bytes of uploads, in chunks of one size: whatever arrived stays when the rest does not, and no file is ever in
//! memory in whole.

use crate::http::Fail;
use axum::body::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use std::sync::Arc;

/// How large a chunk is, in bytes. Each upload that is being received has one in memory.
pub(super) const CHUNK: u64 = 1024 * 1024;

/// Where the bytes are kept. A chunk is replaced in whole or not at all, and is durable once it is written.
#[derive(Clone, Debug)]
pub(super) struct Chunks(Arc<dyn ObjectStore>);

impl Chunks {
    /// Keeps them in a folder, which is made where there is none.
    pub(super) fn open(folder: &std::path::Path) -> Result<Self, String> {
        let words = |reason: &dyn std::fmt::Display| {
            format!("Uploads cannot be kept in {}: {reason}.", folder.display())
        };
        std::fs::create_dir_all(folder).map_err(|error| words(&error))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| words(&error))?;
        let store = store.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Writes a chunk in the place of what was there.
    pub(super) async fn write(&self, id: &str, number: u64, bytes: Vec<u8>) -> Result<(), Fail> {
        let written = self.0.put(&place(id, number), bytes.into()).await;
        written.map(|_| ()).map_err(failed)
    }

    /// The first bytes of a chunk, which may hold more than are known to be there.
    pub(super) async fn read(&self, id: &str, number: u64, length: u64) -> Result<Bytes, Fail> {
        let read = self.0.get_range(&place(id, number), 0..length).await;
        read.map_err(failed)
    }

    /// All bytes of an upload. That the first chunk is there is known before the first byte is sent.
    pub(super) async fn content(
        &self,
        id: &str,
        size: u64,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Fail> {
        let first = self.0.get(&place(id, 0)).await.map_err(failed)?;
        let (store, id) = (Arc::clone(&self.0), id.to_owned());
        let rest = stream::iter(1..size.div_ceil(CHUNK)).then(move |number| {
            let (store, place) = (Arc::clone(&store), place(&id, number));
            async move { Ok::<_, object_store::Error>(store.get(&place).await?.into_stream()) }
        });
        Ok(first.into_stream().chain(rest.try_flatten()))
    }

    /// Removes all bytes of an upload.
    pub(super) async fn remove(&self, id: &str) -> Result<(), Fail> {
        let found = self.0.list(Some(&Path::from(id)));
        let places = found.map_ok(|meta| meta.location).boxed();
        let gone = self
            .0
            .delete_stream(places)
            .try_for_each(|_| async { Ok(()) });
        match gone.await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// The uploads that have bytes here.
    pub(super) async fn ids(&self) -> Result<Vec<String>, Fail> {
        let found = self.0.list_with_delimiter(None).await.map_err(failed)?;
        let ids = found.common_prefixes.iter();
        Ok(ids
            .filter_map(|path| path.filename().map(str::to_owned))
            .collect())
    }
}

fn place(id: &str, number: u64) -> Path {
    Path::from_iter([id, &format!("{number:06}")])
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn failed(error: Error) -> Fail {
    Fail::internal(&format!("the uploads' store failed: {error}"))
}
