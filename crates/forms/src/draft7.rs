//! Schemas of earlier drafts as schemas of 2020-12.
//!
//! A schema is converted when its `$schema` declares draft-04, draft-06, draft-07 or 2019-09, or when it declares 2020-12 or nothing and uses what
//! that no longer has: `definitions`, `dependencies`, `additionalItems`, `items` with a list, and booleans for `exclusiveMinimum` and `exclusiveMaximum`.
//!
//! - `definitions` become `$defs`, a list of `items` becomes `prefixItems` and the `additionalItems` behind it `items`, `dependencies` become
//!   `dependentRequired` and `dependentSchemas`, an `$id` with a fragment becomes an `$anchor`; references are rewritten to where things went.
//! - A draft up to 07 that is declared ignores what stands beside a `$ref`; of that, definitions and words for people stay.
//! - What a declared draft ignores because it came later is refused by name: its author meant something by it.
//!
//! Two things are left as they are, though 2020-12 reads them differently: draft-04 takes `1.0` for no whole number, and `unevaluatedItems` of
//! 2019-09 does not look at `contains`.

mod conversion;
mod keyword;
mod origin;
mod reference;

pub use origin::origin;

use crate::FormError;
use keyword::{Holds, holds};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Makes a schema of 2020-12, which is the schema itself if nothing has to change.
///
/// # Errors
/// Names the first thing that cannot be converted, with a JSON Pointer into the schema as it was given.
pub fn convert(schema: &Value) -> Result<Cow<'_, Value>, FormError> {
    let draft = match schema.get("$schema").map(Draft::of) {
        None | Some(Some(Draft::New)) if is_old(schema, 0) => Draft::New,
        Some(Some(draft)) if draft != Draft::New => draft,
        _ => return Ok(Cow::Borrowed(schema)),
    };
    conversion::schema(draft, schema, "", 0).map(Cow::Owned)
}

/// What a schema is written in, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Draft {
    Four,
    Six,
    Seven,
    September2019,
    /// 2020-12, declared or not, with whatever is mixed into it.
    New,
}

impl Draft {
    /// The draft that a `$schema` declares, if it is one that can be read.
    fn of(declared: &Value) -> Option<Self> {
        let name = declared.as_str()?;
        let name = name.strip_suffix('#').unwrap_or(name);
        let (_, name) = name.split_once("://json-schema.org/")?;
        match name {
            "draft-04/schema" => Some(Self::Four),
            "draft-06/schema" => Some(Self::Six),
            "draft-07/schema" => Some(Self::Seven),
            "draft/2019-09/schema" => Some(Self::September2019),
            // The address of the newest draft, whichever it is.
            "draft/2020-12/schema" | "schema" => Some(Self::New),
            _ => None,
        }
    }

    /// Whether a `$ref` stands alone.
    fn ignores_siblings_of_ref(self) -> bool {
        self <= Self::Seven
    }
}

/// Deeper than any document that passed [`scan`](crate::scan::scan).
const MAX_DEPTH: usize = crate::scan::MAX_JSON_DEPTH;

/// Whether something in the schema is not as 2020-12 has it.
fn is_old(schema: &Value, depth: usize) -> bool {
    let Some(object) = schema.as_object().filter(|_| depth < MAX_DEPTH) else {
        return false;
    };
    object.iter().any(|(name, value)| match holds(name, value) {
        Holds::Nothing => {
            matches!(name.as_str(), "exclusiveMinimum" | "exclusiveMaximum") && value.is_boolean()
        }
        Holds::Schema => name == "additionalItems" || is_old(value, depth + 1),
        Holds::List(list) => name == "items" || list.iter().any(|schema| is_old(schema, depth + 1)),
        Holds::Named(map) => {
            matches!(name.as_str(), "definitions" | "dependencies")
                || map.values().any(|schema| is_old(schema, depth + 1))
        }
    })
}

/// Whether `items` is a list there, so that `additionalItems` means something.
fn has_listed_items(schema: &Map<String, Value>) -> bool {
    schema.get("items").is_some_and(Value::is_array)
}
