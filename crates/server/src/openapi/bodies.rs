//! Limits of bodies that the contract leaves to each backend.

use crate::limits::{
    COMMENT_CHARACTERS, DEVICE_CHARACTERS, IMPROVEMENT_CHARACTERS, KEY_CHARACTERS, STEPS,
};
use utoipa::openapi::schema::{AdditionalProperties, Object};
use utoipa::openapi::{Components, RefOr, Schema};

/// Visible ASCII characters.
const VISIBLE: &str = "^[!-~]+$";
/// Text with at least one character other than white space.
const SOMETHING: &str = "\\S";

/// Adds this server's limits, which its handlers enforce.
pub(super) fn limit(components: &mut Components) {
    close(components, "NewImprovement");
    let mut text = |schema: &str, member: &str, most: usize, pattern: Option<&str>| {
        change(components, schema, member, |object| {
            object.min_length = pattern.map(|_| 1);
            object.max_length = Some(most);
            object.pattern = pattern.map(str::to_owned);
        });
    };
    text("NewComment", "text", COMMENT_CHARACTERS, Some(SOMETHING));
    text("NewDraft", "key", KEY_CHARACTERS, Some(VISIBLE));
    text("NewDraft", "device", DEVICE_CHARACTERS, None);
    text(
        "NewImprovement",
        "words",
        IMPROVEMENT_CHARACTERS,
        Some(SOMETHING),
    );
    change(components, "NewDraft", "step", |object| {
        object.maximum = Some(STEPS.into());
    });
}

/// The objects that a schema allows.
fn objects<'a>(components: &'a mut Components, schema: &str) -> Vec<&'a mut Object> {
    let object = |schema: &'a mut RefOr<Schema>| match schema {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    };
    match components.schemas.get_mut(schema) {
        Some(RefOr::T(Schema::OneOf(one))) => one.items.iter_mut().filter_map(object).collect(),
        Some(schema) => object(schema).into_iter().collect(),
        None => Vec::new(),
    }
}

/// States that other members are refused, which the derive does not do for an enum.
fn close(components: &mut Components, schema: &str) {
    for object in objects(components, schema) {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

fn change(components: &mut Components, schema: &str, member: &str, limit: impl Fn(&mut Object)) {
    for object in objects(components, schema) {
        if let Some(RefOr::T(Schema::Object(member))) = object.properties.get_mut(member) {
            limit(member);
        }
    }
}
