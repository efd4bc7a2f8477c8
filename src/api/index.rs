//! The search index that a backend hands out: bytes, or records to make one of.

use crate::api::http::Header;
use crate::api::http::answer_of;
use crate::api::{Client, Failure};
use crate::route::encode;
use portico_contract::{INDEX_TYPE, IndexRecords};

/// An index of more bytes is not taken.
const LARGEST: usize = 64 << 20;

/// An index, or what has changed in one.
pub(crate) enum Index {
    Bytes(Vec<u8>),
    Records(IndexRecords),
}

/// An index in a state that has a name.
pub(crate) struct Tagged {
    /// The inside of the answer's `ETag`, if it has one.
    pub tag: Option<String>,
    pub index: Index,
}

impl Client {
    /// The index for whoever is here; nothing if it is still in the state `known`. Where the backend can, it tells
    /// only what has changed `since` a state.
    ///
    /// `private`: the browser's own cache gets no copy, which would outlive a sign-out.
    pub(crate) async fn index(
        self,
        since: Option<&str>,
        known: Option<&str>,
        private: bool,
    ) -> Result<Option<Tagged>, Failure> {
        let path = match since {
            Some(tag) => format!("/index?since={}", encode(tag)),
            None => "/index".to_owned(),
        };
        // A condition of our own keeps an answer out of the browser's cache (Fetch standard, HTTP-network-or-cache
        // fetch), so that there is one even where no state is known.
        let condition = known.map_or_else(|| "\"none\"".to_owned(), |tag| format!("\"{tag}\""));
        let accepted = format!("{INDEX_TYPE}, application/json");
        let mut headers: Vec<Header<'_>> = vec![("Accept", &accepted)];
        if private || known.is_some() {
            headers.push(("If-None-Match", &condition));
        }
        let response = self.answered("GET", &path, None, &headers).await?;
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
        Ok(Some(Tagged { tag, index }))
    }
}
