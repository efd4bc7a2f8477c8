//! Converts schemas of earlier drafts to 2020-12.
//!
//! A schema is converted if its `$schema` declares draft-04, draft-06, draft-07 or 2019-09, or if it declares 2020-12
//! or nothing and uses features that were removed: `definitions`, `dependencies`, `additionalItems`, `items` with a
//! list, and booleans for `exclusiveMinimum` and `exclusiveMaximum`.
//!
//! - `definitions` become `$defs`. A list of `items` becomes `prefixItems`, and the `additionalItems` after it become
//!   `items`. `dependencies` become `dependentRequired` and `dependentSchemas`. An `$id` with a fragment becomes an
//!   `$anchor`. References are rewritten accordingly.
//! - A declared draft up to 07 ignores the siblings of a `$ref`. Only definitions and annotations among them are kept.
//! - Keywords that a declared draft ignores because they were added later are rejected by name, because the author
//!   meant something by them.
//!
//! Two differences from 2020-12 remain: draft-04 does not treat `1.0` as an integer, and `unevaluatedItems` of 2019-09
//! does not take `contains` into account.

mod conversion;
mod keyword;
mod origin;
mod reference;

pub use origin::origin;

use crate::FormError;
use keyword::{Subschemas, subschemas};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Converts a schema to 2020-12. Returns the schema itself if nothing has to change.
///
/// # Errors
/// The first thing that cannot be converted, with a JSON Pointer into the original schema.
pub fn convert(schema: &Value) -> Result<Cow<'_, Value>, FormError> {
    let draft = match schema.get("$schema").map(SchemaDraft::of) {
        None | Some(Some(SchemaDraft::New)) if is_old(schema, 0) => SchemaDraft::New,
        Some(Some(draft)) if draft != SchemaDraft::New => draft,
        _ => return Ok(Cow::Borrowed(schema)),
    };
    conversion::schema(draft, schema, "", 0).map(Cow::Owned)
}

/// The draft of a schema, in chronological order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SchemaDraft {
    Four,
    Six,
    Seven,
    September2019,
    /// 2020-12, declared or not, including mixtures with older drafts.
    New,
}

impl SchemaDraft {
    /// The draft that `$schema` declares, if it is supported.
    fn of(declared: &Value) -> Option<Self> {
        let name = declared.as_str()?;
        let name = name.strip_suffix('#').unwrap_or(name);
        let (_, name) = name.split_once("://json-schema.org/")?;
        match name {
            "draft-04/schema" => Some(Self::Four),
            "draft-06/schema" => Some(Self::Six),
            "draft-07/schema" => Some(Self::Seven),
            "draft/2019-09/schema" => Some(Self::September2019),
            // The address of the newest draft, whichever that is.
            "draft/2020-12/schema" | "schema" => Some(Self::New),
            _ => None,
        }
    }

    /// Whether the siblings of a `$ref` are ignored.
    fn ignores_siblings_of_ref(self) -> bool {
        self <= Self::Seven
    }
}

/// Deeper than any document accepted by [`scan`](crate::scan::scan).
const MAX_DEPTH: usize = crate::scan::MAX_JSON_DEPTH;

/// Whether the schema uses anything that differs from 2020-12.
fn is_old(schema: &Value, depth: usize) -> bool {
    let Some(object) = schema.as_object().filter(|_| depth < MAX_DEPTH) else {
        return false;
    };
    object
        .iter()
        .any(|(name, value)| match subschemas(name, value) {
            Subschemas::Nothing => {
                matches!(name.as_str(), "exclusiveMinimum" | "exclusiveMaximum")
                    && value.is_boolean()
            }
            Subschemas::Schema => name == "additionalItems" || is_old(value, depth + 1),
            Subschemas::List(list) => {
                name == "items" || list.iter().any(|schema| is_old(schema, depth + 1))
            }
            Subschemas::Named(map) => {
                matches!(name.as_str(), "definitions" | "dependencies")
                    || map.values().any(|schema| is_old(schema, depth + 1))
            }
        })
}

/// Whether `items` is a list, so that `additionalItems` has an effect.
fn has_listed_items(schema: &Map<String, Value>) -> bool {
    schema.get("items").is_some_and(Value::is_array)
}
