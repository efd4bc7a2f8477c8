//! The OpenAPI 3.1 document, and the answers that many routes have in common.

mod bodies;
mod parameters;

use crate::http::{ApiError, NoParams, Params};
use axum::Json;
use portico_contract::{
    API_BASE, Align, Block, Callout, FieldError, Inline, LinkTarget, ListItem, PROBLEM_JSON,
    Problem, ProblemType,
};
use std::collections::BTreeMap;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema,
};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, SecurityRequirement, ServerBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

/// Lists name what they hold instead of repeating it.
fn name_items(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        let Some(item) = name.strip_prefix("Page_") else {
            continue;
        };
        if let RefOr::T(Schema::Object(page)) = schema {
            let items = Ref::from_schema_name(item).to_array_builder();
            page.properties
                .insert("items".to_owned(), items.build().into());
        }
    }
}

macro_rules! schemas {
    ($components:ident, $($name:ty),*) => {
        $($components.schemas.insert(<$name>::name().into_owned(), <$name>::schema());)*
    };
}

/// The document of this server's API.
pub(crate) fn openapi() -> OpenApi {
    let mut document = crate::api::routes().into_openapi();
    document.info = InfoBuilder::new()
        .title("Portico")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API between Portico, an IT self-service portal, and any backend. \
             docs/API.md tells what a document like this cannot.",
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ))
        .build();
    document.servers = Some(vec![ServerBuilder::new().url(API_BASE).build()]);
    let tag = |name, description| {
        TagBuilder::new()
            .name(name)
            .description(Some(description))
            .build()
    };
    document.tags = Some(vec![
        tag("portal", "What this portal is and who is asking"),
        tag("catalogue", "Categories, services and their forms"),
        tag("requests", "Requests and their progress"),
        tag("uploads", "Files that answers name"),
        tag(
            "search",
            "The search index for the browser, and searches without results",
        ),
        tag("knowledge", "Articles, and the files that content names"),
    ]);
    // OpenAPI has no name for the rest of a path, so the document shows it as one parameter.
    let paths = std::mem::take(&mut document.paths.paths);
    let paths = paths
        .into_iter()
        .map(|(path, item)| (path.replace("{*", "{"), item));
    document.paths.paths = paths.collect();
    parameters::limit(&mut document.paths);
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new("__Host-portico"));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    // Documents hold themselves, and problems come from no handler's signature, so nothing else names these.
    schemas!(
        components,
        Problem,
        ProblemType,
        FieldError,
        Block,
        ListItem,
        Inline,
        LinkTarget,
        Callout,
        Align
    );
    name_items(components);
    bodies::limit(components);
    document.security = Some(vec![
        SecurityRequirement::new("bearer", Vec::<String>::new()),
        SecurityRequirement::new("session", Vec::<String>::new()),
        SecurityRequirement::default(),
    ]);
    document
}

/// This document
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "getOpenapi",
    tag = "portal",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = serde_json::Value), Common)
)]
pub(crate) async fn get_openapi(
    Params(NoParams {}): Params<NoParams>,
) -> Result<Json<OpenApi>, ApiError> {
    Ok(Json(openapi()))
}

fn problem(description: &str) -> RefOr<Response> {
    let schema = Ref::from_schema_name(Problem::name().into_owned());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content)
        .build()
        .into()
}

/// Answers by their status.
pub(crate) type Problems = BTreeMap<String, RefOr<Response>>;

pub(crate) fn responses<const N: usize>(list: [(&str, &str); N]) -> Problems {
    list.into_iter()
        .map(|(status, words)| (status.to_owned(), problem(words)))
        .collect()
}

/// The problems that any read can answer with.
pub(crate) struct Common;

impl IntoResponses for Common {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let unchanged = ResponseBuilder::new().description("Unchanged since `If-None-Match`");
        let mut all = responses([
            ("400", "A parameter is invalid or unknown"),
            ("401", "Not signed in, or the session has expired"),
            (
                "429",
                "Too many requests; `Retry-After` says when to try again",
            ),
            ("500", "The server failed"),
            ("503", "The server took too long to answer; try again"),
        ]);
        all.insert("304".to_owned(), unchanged.build().into());
        all
    }
}

/// Also where an id stands in the path.
pub(crate) struct Missing;

impl IntoResponses for Missing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Common::responses();
        all.extend(responses([(
            "404",
            "Not found, or the caller may not see it",
        )]));
        all
    }
}

/// The problems that any write can answer with.
pub(crate) struct Writing;

impl IntoResponses for Writing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses([
            (
                "400",
                "The body is malformed, or the `Idempotency-Key` is missing",
            ),
            ("401", "Not signed in, or the session has expired"),
            ("403", "Not allowed, or sent by another site"),
            ("404", "Not found, or the caller may not see it"),
            (
                "409",
                "The form has changed, or a request with this key is still in progress",
            ),
            ("413", "The body is too large"),
            ("415", "The body is not `application/json`"),
            (
                "422",
                "Values break rules, or the key was used for a different request",
            ),
            (
                "429",
                "Too many requests; `Retry-After` says when to try again",
            ),
            ("500", "The server failed"),
            (
                "503",
                "The server took too long to answer; try again with the same key",
            ),
        ])
    }
}

/// The problems that an edit can answer with.
pub(crate) struct Editing;

impl IntoResponses for Editing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Writing::responses();
        all.extend(responses([
            ("400", "The body is malformed"),
            ("409", "The limit is reached"),
            (
                "412",
                "It has changed in the meantime; `current` holds the present state",
            ),
            (
                "422",
                "Values break rules, or a request was already sent from it",
            ),
            ("428", "`If-Match` or `If-None-Match` is missing"),
            ("503", "The server took too long to answer; try again"),
        ]));
        all
    }
}
