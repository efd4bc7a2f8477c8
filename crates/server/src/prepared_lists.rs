//! Lists of content, which change only with the content and the popularity of services: made once for each language and audience.

use crate::App;
use crate::access::audiences::AudienceKey;
use crate::auth::user::User;
use crate::http::ApiError;
use crate::http::prepared::Prepared;
use crate::localized_content::LocalizedContent;
use axum::response::{IntoResponse, Response};
use portico_contract::Page;
use serde::Serialize;

/// The longest parameters of a list that is kept; the portal's own are far shorter.
const LONGEST: usize = 200;

/// What a list depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ListKey {
    list: &'static str,
    language: String,
    /// Who asks, as far as it matters.
    audience: AudienceKey,
    /// Which ranking of the services it is made of.
    ranking: u64,
    /// The parameters as they were sent.
    query: String,
}

impl ListKey {
    pub(crate) fn new(
        app: &App,
        list: &'static str,
        view: &LocalizedContent,
        user: Option<&User>,
        query: Option<String>,
    ) -> Self {
        Self {
            list,
            language: view.language.clone(),
            ranking: view.ranking().version,
            audience: app.audiences.key(user),
            query: query.unwrap_or_default(),
        }
    }
}

/// The list of a key: made by `make`, if it is not there already.
pub(crate) fn listed<T: Serialize>(
    app: &App,
    key: ListKey,
    make: impl FnOnce() -> Result<Page<T>, ApiError>,
) -> Result<Response, ApiError> {
    let language = key.language.clone();
    let prepare = || Prepared::new(&make()?, &language);
    let answer = if key.query.len() > LONGEST {
        prepare()?
    } else {
        app.lists.get_or(key, prepare)?
    };
    Ok(answer.into_response())
}
