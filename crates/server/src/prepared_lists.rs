//! Cached lists of content, created once for each language and audience. They change only with the
//! content and the popularity of services.

use crate::access::audiences::{AudienceKey, Audiences};
use crate::auth::user::User;
use crate::content::Content;
use crate::http::ApiError;
use crate::http::prepared::{Prepared, PreparedResponses};
use crate::limits::PREPARED_BYTES;
use crate::localized_content::LocalizedContent;
use axum::response::{IntoResponse, Response};
use portico_contract::Page;
use serde::Serialize;

/// The maximum length of a cached list's parameters; the portal's own are far shorter.
const LONGEST: usize = 200;

/// The inputs of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ListKey {
    list: &'static str,
    language: String,
    /// The user's audience.
    audience: AudienceKey,
    /// The version of the ranking.
    ranking: u64,
    /// The query string.
    query: String,
}

/// A request for a list.
pub(crate) struct ListRequest<'a> {
    /// The name of the list.
    pub(crate) list: &'static str,
    /// The content in the requested language.
    pub(crate) view: &'a LocalizedContent,
    /// The caller.
    pub(crate) user: Option<&'a User>,
    /// The query string.
    pub(crate) query: Option<String>,
}

/// The cached lists.
pub(crate) struct PreparedLists {
    audiences: Audiences,
    answers: PreparedResponses<ListKey>,
}

impl PreparedLists {
    /// Creates an empty cache for this content.
    pub(crate) fn new(content: &Content) -> Self {
        Self {
            audiences: Audiences::new(content),
            answers: PreparedResponses::new(PREPARED_BYTES),
        }
    }

    /// The requested list, created by `make` if it is not cached.
    pub(crate) fn get_or<T: Serialize>(
        &self,
        request: ListRequest<'_>,
        make: impl FnOnce() -> Result<Page<T>, ApiError>,
    ) -> Result<Response, ApiError> {
        let language = &request.view.language;
        let key = ListKey {
            list: request.list,
            language: language.clone(),
            ranking: request.view.ranking().version,
            audience: self.audiences.key(request.user),
            query: request.query.unwrap_or_default(),
        };
        let prepare = || Prepared::new(&make()?, language);
        let answer = if key.query.len() > LONGEST {
            prepare()?
        } else {
            self.answers.get_or(key, prepare)?
        };
        Ok(answer.into_response())
    }
}
