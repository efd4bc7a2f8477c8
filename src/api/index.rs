//! The backend's search index: its bytes, or the records to build one from.

use crate::api::http::{Call, Header, answer_of};
use crate::api::{Client, Failure};
use crate::route::encode;
use portico_contract::{INDEX_TYPE, IndexRecords};

/// The maximum size of an index in bytes.
const LARGEST: usize = 64 << 20;

/// An index, or its changes.
pub(crate) enum Index {
    Bytes(Vec<u8>),
    Records(IndexRecords),
}

/// An index with its entity tag.
pub(crate) struct TaggedIndex {
    /// The content of the response's `ETag`, if it has one.
    pub tag: Option<String>,
    pub index: Index,
}

impl Client {
    /// The index for the current user; `None` if it still has the tag `known`. If the backend supports it, returns only
    /// the changes `since` a tag.
    ///
    /// `private`: the browser's own cache stores no copy, which would outlive a sign-out.
    pub(crate) async fn index(
        self,
        since: Option<&str>,
        known: Option<&str>,
        private: bool,
    ) -> Result<Option<TaggedIndex>, Failure> {
        let path = match since {
            Some(tag) => format!("/index?since={}", encode(tag)),
            None => "/index".to_owned(),
        };
        // A condition of our own keeps the response out of the browser's cache (Fetch standard, HTTP-network-or-cache
        // fetch), so there is one even if no tag is known.
        let condition = known.map_or_else(|| "\"none\"".to_owned(), |tag| format!("\"{tag}\""));
        let accepted = format!("{INDEX_TYPE}, application/json");
        let mut headers: Vec<Header<'_>> = vec![("Accept", &accepted)];
        if private || known.is_some() {
            headers.push(("If-None-Match", &condition));
        }
        let call = Call::new("GET", &path).headers(&headers);
        let response = self.answered(call).await?;
        match response.status() {
            304 => return Ok(None),
            200 => {}
            status => return Err(Failure::of_status(&path, status, None, response.asked())),
        }
        let tag = response.header("etag");
        let tag = tag
            .as_deref()
            .map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned());
        let kind = response.header("content-type").unwrap_or_default();
        let index = if kind.contains("json") {
            Index::Records(answer_of(&path, response).await?.read()?)
        } else {
            let bytes = response.bytes().await?;
            if bytes.len() > LARGEST {
                return Err(Failure::broken(&path, "more than 64 MiB"));
            }
            Index::Bytes(bytes)
        };
        Ok(Some(TaggedIndex { tag, index }))
    }
}
