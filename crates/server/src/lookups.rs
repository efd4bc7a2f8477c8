//! Look-ups: records for form fields with type-ahead.

use crate::auth::AuthContext;
use crate::auth::user::User;
use crate::content::{Content, PEOPLE};
use crate::http::paging::page;
use crate::http::reply;
use crate::http::responses::Missing;
use crate::http::{ApiError, Params, RouterState};
use crate::limits::PAGE_MAX;
use crate::localized_content::{LocalizedContent, LocalizedContents};
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{LookupItem, Page};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The parameter value that stands for the caller.
const ME: &str = "@me";

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    Arc<LocalizedContents>: FromRef<S>,
{
    OpenApiRouter::default().routes(routes!(list_lookup))
}

/// List the records of a source, by type-ahead or by their IDs
///
/// Every other parameter filters by an attribute of the source; the value `@me` is the caller's ID.
#[utoipa::path(
    get,
    path = "/lookups/{source}",
    params(
        ("source" = String, Path, description = "A source that discovery lists"),
        ("q" = Option<String>, Query, description = "Only records with a word that starts with each of these words"),
        ("id" = Option<Vec<String>>, Query, description = "Exactly the records with these IDs, in this order; may be repeated, at most 100 times", max_items = 100),
        ("limit" = Option<u32>, Query, description = "The maximum number of items, 1 to 100", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "The `next` of the previous page")
    ),
    responses((status = 200, description = "A page of records, the best match first", body = Page<LookupItem>), Missing)
)]
pub(crate) async fn list_lookup(
    State(contents): State<Arc<LocalizedContents>>,
    Path(source): Path<String>,
    Params(params): Params<Vec<(String, String)>>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = contents.view(&headers)?;
    let content = contents.content();
    if !sees(content, user, &source) {
        return Err(ApiError::not_found());
    }
    let lookup = view.lookups.get(&source).ok_or_else(ApiError::not_found)?;
    let query = Query::read(content, user, &source, &params)?;
    let found = if query.ids.is_empty() {
        lookup.search(query.q.unwrap_or_default(), &query.attributes)
    } else {
        query
            .ids
            .iter()
            .filter_map(|id| lookup.find(id, &[]))
            .collect()
    };
    let Page { items, next, total } = page(found, query.limit, query.cursor)?;
    let items: Vec<LookupItem> = items.into_iter().cloned().collect();
    Ok(reply(Page { items, next, total }, &view.language))
}

/// A query of a source.
#[derive(Default)]
struct Query<'a> {
    q: Option<&'a str>,
    ids: Vec<&'a str>,
    limit: Option<u32>,
    cursor: Option<&'a str>,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Query<'a> {
    fn read(
        content: &Content,
        user: &'a User,
        source: &str,
        params: &'a [(String, String)],
    ) -> Result<Self, ApiError> {
        let known = content.lookup_parameters(source).unwrap_or_default();
        let mut query = Self::default();
        for (name, value) in params {
            let twice = match name.as_str() {
                "id" => {
                    query.ids.push(value);
                    false
                }
                "q" => query.q.replace(value).is_some(),
                "cursor" => query.cursor.replace(value).is_some(),
                "limit" => {
                    let number = value.parse().ok();
                    let number =
                        number.ok_or_else(|| ApiError::bad_request("limit must be a number"))?;
                    query.limit.replace(number).is_some()
                }
                other if known.contains(&other) => {
                    let twice = query.attributes.iter().any(|(name, _)| *name == other);
                    query.attributes.push((other, meant(user, value)));
                    twice
                }
                other => {
                    let words = format!("{source} has no parameter {other:?}");
                    return Err(ApiError::bad_request(words));
                }
            };
            if twice {
                return Err(ApiError::bad_request(format!("{name} is given twice")));
            }
        }
        if query.ids.len() > usize::try_from(PAGE_MAX).unwrap_or(usize::MAX) {
            return Err(ApiError::bad_request(format!(
                "at most {PAGE_MAX} IDs are allowed"
            )));
        }
        // A query by IDs returns all of them by default.
        if !query.ids.is_empty() && query.limit.is_none() {
            query.limit = Some(PAGE_MAX);
        }
        Ok(query)
    }
}

/// Resolves the value of a parameter for this user. Records refer to people by their entries in
/// people.yaml.
fn meant<'a>(user: &'a User, value: &'a str) -> &'a str {
    let own = user.entry.as_ref().unwrap_or(&user.id);
    if value == ME { own } else { value }
}

/// The sources that a user may query.
pub(crate) fn sources(content: &Content, user: &User) -> Vec<String> {
    let own = content.lookups.keys().map(String::as_str);
    own.chain([PEOPLE])
        .filter(|source| sees(content, user, source))
        .map(str::to_owned)
        .collect()
}

fn sees(content: &Content, user: &User, source: &str) -> bool {
    let lookup = content.lookups.get(source);
    source == PEOPLE || lookup.is_some_and(|lookup| lookup.audience.sees(Some(user)))
}

/// A record of a source, if one with these parameters exists and is visible to the user.
pub(crate) fn record<'a>(
    content: &Content,
    view: &'a LocalizedContent,
    user: &User,
    source: &str,
    id: &str,
    params: &[(String, String)],
) -> Option<&'a LookupItem> {
    let params: Vec<(&str, &str)> = params
        .iter()
        .map(|(name, value)| (name.as_str(), meant(user, value)))
        .collect();
    view.lookups
        .get(source)
        .filter(|_| sees(content, user, source))?
        .find(id, &params)
}
