//! Problems that many routes share, for the OpenAPI document.

use portico_contract::{PROBLEM_JSON, Problem};
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};

fn problem(description: &str) -> RefOr<Response> {
    let content = ContentBuilder::new()
        .schema(Some(Problem::schema_ref()))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content)
        .build()
        .into()
}

/// Responses by their status.
pub(crate) type Problems = BTreeMap<String, RefOr<Response>>;

pub(crate) fn responses<const N: usize>(list: [(&str, &str); N]) -> Problems {
    list.into_iter()
        .map(|(status, words)| (status.to_owned(), problem(words)))
        .collect()
}

/// The problems of any read.
pub(crate) struct Common;

impl IntoResponses for Common {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let unchanged = ResponseBuilder::new().description("Unchanged since `If-None-Match`");
        let mut all = responses([
            ("400", "A parameter is invalid or unknown"),
            ("401", "Not signed in, or the session has expired"),
            ("429", "Too many requests; try again after `Retry-After`"),
            ("500", "The server failed"),
            ("503", "The server took too long to respond; try again"),
        ]);
        all.insert("304".to_owned(), unchanged.build().into());
        all
    }
}

/// The problems of any read with an ID in the path.
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

/// The problems of any write.
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
                "Some values are invalid, or the key was used for a different request",
            ),
            ("429", "Too many requests; try again after `Retry-After`"),
            ("500", "The server failed"),
            (
                "503",
                "The server took too long to respond; try again with the same key",
            ),
        ])
    }
}

/// The problems of an edit.
pub(crate) struct Editing;

impl IntoResponses for Editing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Writing::responses();
        all.extend(responses([
            ("400", "The body is malformed"),
            ("409", "The limit is reached"),
            (
                "412",
                "The draft has changed in the meantime; `current` is its present state",
            ),
            (
                "422",
                "Some values are invalid, or a request was already sent from it",
            ),
            ("428", "`If-Match` or `If-None-Match` is missing"),
            ("503", "The server took too long to respond; try again"),
        ]));
        all
    }
}
