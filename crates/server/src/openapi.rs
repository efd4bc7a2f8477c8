//! The OpenAPI 3.1 document: the parts that no handler describes.

mod bodies;
mod parameters;

use crate::http::RouterState;
use portico_contract::{
    API_BASE, Align, Block, Callout, FieldError, Inline, LinkTarget, ListItem, Problem, ProblemType,
};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Components, OpenApi, Paths, Ref, RefOr, Schema};
use utoipa::openapi::{Info, InfoBuilder, LicenseBuilder, SecurityRequirement, ServerBuilder};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

/// Makes lists refer to the schemas of their items instead of repeating them.
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

/// Puts all operations of a feature under a tag.
pub(crate) fn tagged<S: RouterState>(tag: &str, mut routes: OpenApiRouter<S>) -> OpenApiRouter<S> {
    for operation in operations(&mut routes.get_openapi_mut().paths) {
        operation.tags = Some(vec![tag.to_owned()]);
    }
    routes
}

fn operations(paths: &mut Paths) -> impl Iterator<Item = &mut Operation> {
    fn of_path(item: &mut PathItem) -> [&mut Option<Operation>; 6] {
        [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.head,
            &mut item.patch,
        ]
    }
    paths.paths.values_mut().flat_map(of_path).flatten()
}

/// The ID of a handler's operation: `list_drafts` becomes `listDrafts`.
fn operation_id(handler: &str) -> String {
    let mut id = String::new();
    let mut starts_word = false;
    for letter in handler.chars() {
        match letter {
            '_' => starts_word = true,
            letter if starts_word => {
                id.push(letter.to_ascii_uppercase());
                starts_word = false;
            }
            letter => id.push(letter),
        }
    }
    id
}

/// Completes the document of the routes.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    document.info = info();
    document.servers = Some(vec![ServerBuilder::new().url(API_BASE).build()]);
    document.tags = Some(tags());
    // OpenAPI cannot express the rest of a path, so the document describes it as a single
    // parameter.
    let paths = std::mem::take(&mut document.paths.paths);
    let paths = paths
        .into_iter()
        .map(|(path, item)| (path.replace("{*", "{"), item));
    document.paths.paths = paths.collect();
    for operation in operations(&mut document.paths) {
        operation.operation_id = operation.operation_id.as_deref().map(operation_id);
    }
    parameters::limit(&mut document.paths);
    let components = document.components.get_or_insert_default();
    security_schemes(components);
    // Document nodes are recursive, and no handler's signature mentions problems, so nothing else
    // registers these schemas.
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

fn info() -> Info {
    InfoBuilder::new()
        .title("Portico")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API between Portico, an IT self-service portal, and any backend. \
             docs/API.md describes the rules that this document cannot express.",
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ))
        .build()
}

fn tags() -> Vec<Tag> {
    let tag = |(name, description): (&str, &str)| {
        TagBuilder::new()
            .name(name)
            .description(Some(description))
            .build()
    };
    let search = "The search index for the browser, and searches without results";
    [
        ("portal", "The portal, and the current user"),
        ("catalogue", "Categories, services and their forms"),
        ("requests", "Requests and their progress"),
        ("uploads", "Files in answers"),
        ("search", search),
        ("knowledge", "Articles, and files of the content"),
    ]
    .map(tag)
    .into()
}

fn security_schemes(components: &mut Components) {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new("__Host-portico"));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
}
