//! Knowledge articles.

pub(crate) mod files;

use crate::access::Reader;
use crate::auth::AuthContext;
use crate::content::Content;
use crate::http::origin::Origin;
use crate::http::paging::{Paging, page, searched_for};
use crate::http::reply;
use crate::http::responses::{Common, Missing};
use crate::http::{ApiError, ListParams, NoParams, Params, RouterState};
use crate::localized_content::{ArticleView, LocalizedContent, LocalizedContents};
use crate::prepared_lists::{ListRequest, PreparedLists};
use axum::extract::{FromRef, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{Article, ArticleFilter, ArticleSummary, Page, PublicRead, ServiceId};
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The state of the handlers for articles and content files.
#[derive(Clone)]
pub(crate) struct KnowledgeState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) lists: Arc<PreparedLists>,
    /// The origins whose pages may show content files.
    pub(crate) allow_origins: Arc<[Origin]>,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    KnowledgeState: FromRef<S>,
{
    OpenApiRouter::default()
        .routes(routes!(list_articles))
        .routes(routes!(get_article))
        .routes(routes!(files::get_file))
}

/// The parameters of the list of articles.
type ArticleParams = ListParams<ArticleFilter, Paging>;

/// List the articles that the caller may read, the most read first
#[utoipa::path(
    get,
    path = "/articles",
    params(ArticleFilter, Paging),
    responses((status = 200, description = "A page of articles", body = Page<ArticleSummary>), Common)
)]
pub(crate) async fn list_articles(
    State(state): State<KnowledgeState>,
    RawQuery(raw): RawQuery,
    query: ArticleParams,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let content = state.contents.content();
    caller.may_read(content, PublicRead::Articles)?;
    let view = state.contents.view(&headers)?;
    let reader = Reader::new(content, &caller);
    if searched_for(query.filter.q.as_deref()).is_some() {
        let page = articles(content, view, &reader, &query)?;
        return Ok(reply(page, &view.language));
    }
    let request = ListRequest {
        list: "articles",
        view,
        user: caller.user.as_ref(),
        query: raw,
    };
    state
        .lists
        .get_or(request, || articles(content, view, &reader, &query))
}

fn articles(
    content: &Content,
    view: &LocalizedContent,
    reader: &Reader<'_>,
    query: &ArticleParams,
) -> Result<Page<ArticleSummary>, ApiError> {
    // The articles of a hidden service would reveal that the service exists.
    let service = query.filter.service.as_ref().map(ServiceId::as_str);
    let hides = service.is_some_and(|service| !reader.sees_service(service));
    let wanted = |article: &&ArticleView| {
        let id = article.article.id.as_str();
        let category = article.article.category.as_ref();
        let wanted = query.filter.category.as_ref();
        wanted.is_none_or(|wanted| category == Some(wanted))
            && service.is_none_or(|service| is_about(content, id, service))
            && !hides
            && reader.sees_article(id)
    };
    let mut found: Vec<_> = view.articles.iter().filter(wanted).collect();
    found.sort_by_key(|article| Reverse(article.popularity));
    if let Some(q) = searched_for(query.filter.q.as_deref()) {
        let finder = &view.article_search;
        found = finder.narrow(q, found, |article| article.article.id.as_str());
    }
    let page = page(found, query.page.limit, query.page.cursor.as_deref())?;
    Ok(Page {
        items: page.items.into_iter().map(ArticleView::summary).collect(),
        next: page.next,
        total: page.total,
    })
}

/// Whether an article and a service refer to each other.
fn is_about(content: &Content, article: &str, service: &str) -> bool {
    let by_article = content
        .articles
        .get(article)
        .into_iter()
        .flat_map(|a| &a.services);
    let by_service = content
        .services
        .get(service)
        .into_iter()
        .flat_map(|s| &s.articles);
    by_article.map(|id| &id.value).any(|id| id == service)
        || by_service.map(|id| &id.value).any(|id| id == article)
}

/// Get an article
#[utoipa::path(
    get,
    path = "/articles/{id}",
    params(("id" = String, Path, description = "The article")),
    responses((status = 200, description = "The article", body = Article), Missing)
)]
pub(crate) async fn get_article(
    State(state): State<KnowledgeState>,
    Path(id): Path<String>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Articles)?;
    let view = state.contents.view(&headers)?;
    let reader = Reader::new(state.contents.content(), &caller);
    let found = view.article(&id).filter(|_| reader.sees_article(&id));
    let mut article = found.ok_or_else(ApiError::not_found)?.article.clone();
    reader.retain_links(&mut article.body);
    let related = &mut article.related;
    related.retain(|other| reader.sees_article(other.id.as_str()));
    let services = &mut article.services;
    services.retain(|service| reader.sees_service(service.id.as_str()));
    let language = article
        .language
        .clone()
        .unwrap_or_else(|| view.language.clone());
    Ok(reply(article, &language))
}
