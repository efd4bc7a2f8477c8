//! The OpenAPI 3.1 document: the parts that no handler describes.

mod bodies;
mod parameters;

use portico_contract::{
    API_BASE, Align, Block, Callout, FieldError, Inline, LinkTarget, ListItem, Problem, ProblemType,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Components, OpenApi, Ref, RefOr, Schema};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, SecurityRequirement, ServerBuilder};
use utoipa::{PartialSchema, ToSchema};

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

/// Completes the document of the routes.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
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
        .build();
    document.servers = Some(vec![ServerBuilder::new().url(API_BASE).build()]);
    let tag = |name, description| {
        TagBuilder::new()
            .name(name)
            .description(Some(description))
            .build()
    };
    document.tags = Some(vec![
        tag("portal", "The portal, and the current user"),
        tag("catalogue", "Categories, services and their forms"),
        tag("requests", "Requests and their progress"),
        tag("uploads", "Files in answers"),
        tag(
            "search",
            "The search index for the browser, and searches without results",
        ),
        tag("knowledge", "Articles, and files of the content"),
    ]);
    // OpenAPI cannot express the rest of a path, so the document describes it as a single
    // parameter.
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
