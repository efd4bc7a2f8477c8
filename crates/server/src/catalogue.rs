//! The catalogue: categories, services and their forms.

use crate::access::{Reader, find_service, sees_service};
use crate::auth::AuthContext;
use crate::auth::user::{User, approvals, ordering};
use crate::content::Content;
use crate::due::due;
use crate::http::paging::{page, searched_for};
use crate::http::reply;
use crate::http::responses::{Common, Missing};
use crate::http::{ApiError, ListParams, NoParams, PageParams, Params, RouterState};
use crate::localized_content::{LocalizedContent, LocalizedContents, ServiceView};
use crate::prepared_lists::{ListRequest, PreparedLists};
use crate::wire;
use crate::wire::time;
use axum::extract::{FromRef, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use portico_contract::{
    Category, FormDocument, Page, PublicRead, Service, ServiceFilter, ServiceSort, ServiceSummary,
};
use serde::Deserialize;
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The state of the catalogue's handlers.
#[derive(Clone)]
pub(crate) struct CatalogueState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) lists: Arc<PreparedLists>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    CatalogueState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(list_categories))
        .routes(routes!(list_services))
        .routes(routes!(get_service))
        .routes(routes!(get_form))
}

/// List the categories of the catalogue, in display order
#[utoipa::path(
    get,
    path = "/categories",
    responses((status = 200, description = "All categories on one page", body = Page<Category>), Common)
)]
pub(crate) async fn list_categories(
    State(state): State<CatalogueState>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Catalogue)?;
    let view = state.contents.view(&headers)?;
    let user = caller.user.as_ref();
    let request = ListRequest {
        list: "categories",
        view,
        user,
        query: None,
    };
    let content = state.contents.content();
    state
        .lists
        .get_or(request, || Ok(categories(content, view, user)))
}

fn categories(content: &Content, view: &LocalizedContent, user: Option<&User>) -> Page<Category> {
    let seen: Vec<_> = visible(content, view, user).collect();
    let count = |category: &Category| {
        let inside = |s: &&&ServiceView| {
            s.service
                .category
                .as_ref()
                .is_some_and(|c| c.id == category.id)
        };
        let services = u32::try_from(seen.iter().filter(inside).count()).ok();
        Category {
            services,
            ..category.clone()
        }
    };
    let items: Vec<_> = view.categories.iter().map(count).collect();
    let total = u64::try_from(items.len()).ok();
    let next = None;
    Page { items, next, total }
}

/// The parameters of the list of services.
type ServiceParams = ListParams<ServiceFilter, ServicePaging>;

/// The page and the order of the list of services.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ServicePaging {
    /// The order: by name, or the most requested first; by default by name, or the best match first.
    #[param(inline)]
    sort: Option<ServiceSort>,
    /// The maximum number of items, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next` of the previous page.
    cursor: Option<String>,
}

impl PageParams for ServicePaging {
    const NAMES: &'static [&'static str] = &["sort", "limit", "cursor"];
}

/// List the services that the caller may see
#[utoipa::path(
    get,
    path = "/services",
    params(ServiceFilter, ServicePaging),
    responses((status = 200, description = "A page of services", body = Page<ServiceSummary>), Common)
)]
pub(crate) async fn list_services(
    State(state): State<CatalogueState>,
    RawQuery(raw): RawQuery,
    query: ServiceParams,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Catalogue)?;
    let view = state.contents.view(&headers)?;
    let user = caller.user.as_ref();
    let content = state.contents.content();
    if searched_for(query.filter.q.as_deref()).is_some() {
        return Ok(reply(
            services(content, view, user, &query)?,
            &view.language,
        ));
    }
    let request = ListRequest {
        list: "services",
        view,
        user,
        query: raw,
    };
    state
        .lists
        .get_or(request, || services(content, view, user, &query))
}

fn services(
    content: &Content,
    view: &LocalizedContent,
    user: Option<&User>,
    query: &ServiceParams,
) -> Result<Page<ServiceSummary>, ApiError> {
    let wanted = |service: &&ServiceView| {
        let category = service
            .service
            .category
            .as_ref()
            .map(|category| &category.id);
        let wanted = query.filter.category.as_ref();
        wanted.is_none_or(|wanted| category == Some(wanted))
    };
    let ranking = view.ranking();
    let mut found: Vec<_> = visible(content, view, user).filter(wanted).collect();
    if let Some(q) = searched_for(query.filter.q.as_deref()) {
        let finder = &ranking.service_search;
        found = finder.narrow(q, found, |service| service.service.id.as_str());
    }
    match query.page.sort {
        Some(ServiceSort::Popular) => {
            found.sort_by_key(|service| Reverse(ranking.popularity(service.service.id.as_str())));
        }
        Some(ServiceSort::Name) => {
            found.sort_by_cached_key(|service| service.service.name.to_lowercase())
        }
        None => {}
    }
    let page = page(found, query.page.limit, query.page.cursor.as_deref())?;
    let default = content.default_language();
    let summary = |view_of: &ServiceView| {
        let source = content.services.get(view_of.service.id.as_str())?;
        Some(view_of.summary(ordering(source, user, &view.language, default)))
    };
    Ok(Page {
        items: page.items.into_iter().filter_map(summary).collect(),
        next: page.next,
        total: page.total,
    })
}

/// Get a service
#[utoipa::path(
    get,
    path = "/services/{id}",
    params(("id" = String, Path, description = "The service")),
    responses((status = 200, description = "The service", body = Service), Missing)
)]
pub(crate) async fn get_service(
    State(state): State<CatalogueState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Catalogue)?;
    let view = state.contents.view(&headers)?;
    let user = caller.user.as_ref();
    let content = state.contents.content();
    let (source, found) = find_service(content, view, user, &id)?;
    let mut service = found.service.clone();
    service.ordering = ordering(source, user, &view.language, content.default_language());
    let approvals = approvals(content, source, user);
    service.approvals = approvals.into_iter().map(wire::approval).collect();
    service.seen_by = Some(view.seen_by(&service));
    let hours = &content.organisation.hours();
    service.due_at = due(Timestamp::now(), &source.target, hours).and_then(promise);
    service.category = service
        .category
        .and_then(|category| view.category(category.id.as_str()).cloned());
    let reader = Reader::new(content, &caller);
    if let Some(description) = &mut service.description {
        reader.retain_links(description);
    }
    let related = &mut service.related;
    related.retain(|other| reader.sees_service(other.id.as_str()));
    let articles = &mut service.articles;
    articles.retain(|article| reader.sees_article(article.id.as_str()));
    let language = service
        .language
        .clone()
        .unwrap_or_else(|| view.language.clone());
    Ok(reply(service, &language))
}

/// Get the form of a service
#[utoipa::path(
    get,
    path = "/services/{id}/form",
    params(("id" = String, Path, description = "The service")),
    responses((status = 200, description = "The form", body = FormDocument), Missing)
)]
pub(crate) async fn get_form(
    State(state): State<CatalogueState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Catalogue)?;
    let view = state.contents.view(&headers)?;
    let (_, found) = find_service(state.contents.content(), view, caller.user.as_ref(), &id)?;
    let form = found.form.clone();
    let language = form
        .language
        .clone()
        .unwrap_or_else(|| view.language.clone());
    Ok(reply(form, &language))
}

/// A due time that can be shown before submission: rounded up to the next quarter of an hour, so
/// that it stays valid for the reader and the response stays the same for a while.
fn promise(due: Timestamp) -> Option<String> {
    let quarter = TimestampRound::new().smallest(Unit::Minute).increment(15);
    let due = due.round(quarter.mode(RoundMode::Ceil)).ok()?;
    Some(time(due.as_millisecond()))
}

fn visible<'a>(
    content: &'a Content,
    view: &'a LocalizedContent,
    user: Option<&'a User>,
) -> impl Iterator<Item = &'a ServiceView> {
    view.services
        .iter()
        .filter(move |s| sees_service(content, user, s.service.id.as_str()))
}
