//! Images and downloads, fetched with the caller's sign-in.

use super::http::Call;
use super::{Client, Failure};
use crate::route::encode;
use portico_contract::{FileId, UploadId};

/// A file in memory with a URL, which is revoked when this value is dropped.
pub(crate) struct BlobUrl(String);

impl BlobUrl {
    /// A file that is already in memory.
    pub(crate) fn of(file: &web_sys::File) -> Option<Self> {
        let url = web_sys::Url::create_object_url_with_blob(file);
        url.ok().map(Self)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for BlobUrl {
    fn drop(&mut self) {
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}

/// A file on the backend.
#[derive(Clone)]
pub(crate) enum StoredFile {
    /// A file of the content.
    Content(FileId),
    /// A file of a request.
    Upload(UploadId),
}

impl StoredFile {
    fn path(&self) -> String {
        match self {
            Self::Content(id) => {
                let segments: Vec<String> = id.as_str().split('/').map(encode).collect();
                format!("/files/{}", segments.join("/"))
            }
            Self::Upload(id) => format!("/uploads/{}/content", encode(id.as_str())),
        }
    }
}

impl Client {
    /// Fetches a file.
    pub(crate) async fn file(self, file: &StoredFile) -> Result<BlobUrl, Failure> {
        let path = file.path();
        let reply = self.exchange(Call::new("GET", &path)).await?;
        let blob = reply.blob().await?;
        web_sys::Url::create_object_url_with_blob(&blob)
            .map(BlobUrl)
            .map_err(|error| Failure::broken(&path, &format!("{error:?}")))
    }
}
