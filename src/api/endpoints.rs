//! The API's endpoints: each address once, with the type of its response.

use super::http::{Call, DISCOVERY};
use super::{Client, Failure, Get, to_json};
use crate::route::{Order, encode};
use portico_contract::{
    ApprovalsView, Article, ArticleFilter, ArticleId, ArticleSummary, Category, Event,
    FormDocument, GalleryExample, ListFilter, LookupItem, NewAction, NewComment, NewImprovement,
    NewSession, PARAMETER_CHARACTERS, Page, PersonId, Portal, Request, RequestId, RequestSummary,
    Service, ServiceFilter, ServiceId, ServiceSummary, WorkView,
};

pub(crate) fn portal() -> Get<Portal> {
    Get::new(DISCOVERY)
}

pub(crate) fn categories() -> Get<Page<Category>> {
    Get::new("/categories")
}

/// A query for the items of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListQuery<F> {
    /// The filter of the list.
    pub filter: F,
    /// The order; articles have only one.
    pub order: Order,
    /// The maximum number of items; 0 for the backend's default.
    pub limit: u32,
    pub cursor: Option<String>,
}

impl<F: ListFilter> ListQuery<F> {
    fn on(&self, path: &str) -> String {
        let limit = (self.limit > 0).then(|| self.limit.to_string());
        let sort = Some(self.order.asked().to_owned());
        let more = [
            ("sort", sort),
            ("limit", limit),
            ("cursor", self.cursor.clone()),
        ];
        let more = more
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        let pairs = self.filter.pairs().into_iter().chain(more);
        query(path, pairs.collect())
    }
}

/// A path with these parameters, without empty ones.
fn query(path: &str, pairs: Vec<(&str, String)>) -> String {
    let mut address = path.to_owned();
    for (key, value) in pairs {
        let value = if key == "q" { asked(&value) } else { &value };
        if !value.is_empty() {
            let mark = if address.len() == path.len() {
                "?"
            } else {
                "&"
            };
            address = [&address, mark, key, "=", &encode(value)].concat();
        }
    }
    address
}

/// The search words, truncated to what a backend accepts.
fn asked(words: &str) -> &str {
    let words = words.trim();
    let end = words.char_indices().nth(PARAMETER_CHARACTERS);
    end.and_then(|(end, _)| words.get(..end)).unwrap_or(words)
}

pub(crate) fn services(listing: &ListQuery<ServiceFilter>) -> Get<Page<ServiceSummary>> {
    Get::new(listing.on("/services"))
}

pub(crate) fn service(id: &ServiceId) -> Get<Service> {
    Get::new(format!("/services/{}", encode(id.as_str())))
}

pub(crate) fn form(id: &ServiceId) -> Get<FormDocument> {
    Get::new(format!("/services/{}/form", encode(id.as_str())))
}

pub(crate) fn articles(listing: &ListQuery<ArticleFilter>) -> Get<Page<ArticleSummary>> {
    Get::new(listing.on("/articles"))
}

pub(crate) fn article(id: &ArticleId) -> Get<Article> {
    Get::new(format!("/articles/{}", encode(id.as_str())))
}

pub(crate) fn requests(
    closed: bool,
    limit: u32,
    cursor: Option<&str>,
) -> Get<Page<RequestSummary>> {
    let state = if closed { "closed" } else { "open" };
    let cursor = cursor
        .map(|cursor| format!("&cursor={}", encode(cursor)))
        .unwrap_or_default();
    Get::new(format!("/requests?state={state}&limit={limit}{cursor}"))
}

pub(crate) fn approvals(
    view: ApprovalsView,
    limit: u32,
    cursor: Option<&str>,
) -> Get<Page<RequestSummary>> {
    Get::new(part_of("/approvals", view.name(), limit, cursor))
}

pub(crate) fn work(view: WorkView, limit: u32, cursor: Option<&str>) -> Get<Page<RequestSummary>> {
    Get::new(part_of("/work", view.name(), limit, cursor))
}

/// A page of one part of a list.
fn part_of(path: &str, view: &str, limit: u32, cursor: Option<&str>) -> String {
    let pairs = [
        ("view", view.to_owned()),
        ("limit", limit.to_string()),
        ("cursor", cursor.unwrap_or_default().to_owned()),
    ];
    query(path, pairs.into())
}

/// The requests that match some words, best match first.
pub(crate) fn requests_about(words: &str, limit: u32) -> Get<Page<RequestSummary>> {
    let words = encode(asked(words));
    Get::new(format!("/requests?q={words}&limit={limit}"))
}

pub(crate) fn request(id: &RequestId) -> Get<Request> {
    Get::new(request_path(id))
}

/// The events of a request before those at the cursor, newest first.
pub(crate) fn earlier_events(id: &RequestId, cursor: &str) -> Get<Page<Event>> {
    let cursor = encode(cursor);
    Get::new(format!(
        "{}/events?limit=50&cursor={cursor}",
        request_path(id)
    ))
}

/// The results of a look-up for some typed words; `params` are its parameters.
pub(crate) fn lookup(
    source: &str,
    words: &str,
    params: &[(String, String)],
) -> Get<Page<LookupItem>> {
    let words = ("q".to_owned(), asked(words).to_owned());
    looked_up(source, params.iter().chain([&words]))
}

/// The names of records that were selected before.
pub(crate) fn lookup_ids(source: &str, ids: &[String]) -> Get<Page<LookupItem>> {
    let pairs: Vec<_> = ids.iter().map(|id| ("id".to_owned(), id.clone())).collect();
    looked_up(source, pairs.iter())
}

fn looked_up<'a>(
    source: &str,
    pairs: impl Iterator<Item = &'a (String, String)>,
) -> Get<Page<LookupItem>> {
    let query: Vec<String> = pairs
        .map(|(name, value)| format!("&{}={}", encode(name), encode(value)))
        .collect();
    Get::new(format!(
        "/lookups/{}?limit=20{}",
        encode(source),
        query.concat()
    ))
}

pub(crate) fn gallery() -> Get<Page<GalleryExample>> {
    Get::new("/gallery")
}

pub(crate) fn gallery_document(id: &str) -> Get<FormDocument> {
    Get::new(format!("/gallery/{}", encode(id)))
}

fn request_path(id: &RequestId) -> String {
    format!("/requests/{}", encode(id.as_str()))
}

impl Client {
    pub(crate) async fn send_comment(
        self,
        id: &RequestId,
        text: String,
        key: &str,
    ) -> Result<Event, Failure> {
        self.create(
            &format!("{}/comments", request_path(id)),
            &NewComment { text },
            key,
        )
        .await
    }

    /// Executes an action on a request; `key` identifies the intent, so that a retry does nothing twice.
    pub(crate) async fn act(
        self,
        id: &RequestId,
        action: &str,
        input: &NewAction,
        key: &str,
    ) -> Result<(), Failure> {
        let path = format!("{}/actions/{}", request_path(id), encode(action));
        let body = to_json(input)?;
        self.write("POST", &path, &body, Some(key)).await.map(drop)
    }

    /// The address to which a browser's own form sends a form document.
    pub(crate) fn gallery_address(self) -> String {
        let api = self.inner.with_value(|inner| inner.api.clone());
        let root = api.strip_suffix(portico_contract::API_BASE);
        format!("{}/gallery", root.unwrap_or(&api))
    }

    /// Reports that these words had no results.
    pub(crate) async fn report_search(self, words: String) -> Result<(), Failure> {
        let body = to_json(&NewImprovement::Search { words })?;
        let call = Call::new("POST", "/improvements").body(&*body);
        self.exchange(call).await.map(drop)
    }

    pub(crate) async fn sign_in_as(self, persona: PersonId) -> Result<(), Failure> {
        self.command("POST", "/session", &NewSession { persona })
            .await
    }

    pub(crate) async fn sign_out(self) -> Result<(), Failure> {
        self.command("DELETE", "/session", &()).await
    }
}
