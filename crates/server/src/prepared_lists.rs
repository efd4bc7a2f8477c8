//! Lists of content, which change only with the content and the popularity of services: made once for each language and audience.

use crate::access::audiences::{AudienceKey, Audiences};
use crate::auth::user::User;
use crate::content::Content;
use crate::http::ApiError;
use crate::http::prepared::{Prepared, PreparedAnswers};
use crate::limits::PREPARED_BYTES;
use crate::localized_content::LocalizedContent;
use axum::response::{IntoResponse, Response};
use portico_contract::Page;
use serde::Serialize;

/// The longest parameters of a list that is kept; the portal's own are far shorter.
const LONGEST: usize = 200;

/// What a list depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ListKey {
    list: &'static str,
    language: String,
    /// Who asks, as far as it matters.
    audience: AudienceKey,
    /// Which ranking of the services it is made of.
    ranking: u64,
    /// The parameters as they were sent.
    query: String,
}

/// Which list is asked for, and by whom.
pub(crate) struct ListRequest<'a> {
    /// The list's own name.
    pub(crate) list: &'static str,
    /// In which language.
    pub(crate) view: &'a LocalizedContent,
    /// Who asks.
    pub(crate) user: Option<&'a User>,
    /// The parameters as they were sent.
    pub(crate) query: Option<String>,
}

/// The lists that were made already.
pub(crate) struct PreparedLists {
    audiences: Audiences,
    answers: PreparedAnswers<ListKey>,
}

impl PreparedLists {
    /// None yet, of this content.
    pub(crate) fn new(content: &Content) -> Self {
        Self {
            audiences: Audiences::new(content),
            answers: PreparedAnswers::new(PREPARED_BYTES),
        }
    }

    /// The list that is asked for: made by `make`, if it is not there already.
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
