//! What JSON Schema allows and a form's author did not mean: misspelt keywords, and answers that nobody can give.
//!
//! Only content is held to this. Documents from elsewhere may carry keywords of other tools.

use portico_forms::FormError;
use serde_json::{Map, Value};

/// Keywords whose value is a schema.
const ONE: &str = "items additionalItems contains additionalProperties propertyNames not if then else \
    unevaluatedItems unevaluatedProperties contentSchema";
/// Keywords whose value is a list of schemas.
const LIST: &str = "allOf anyOf oneOf prefixItems items";
/// Keywords whose value is an object of schemas.
const NAMED: &str = "properties patternProperties dependentSchemas dependencies $defs definitions";
/// All others, of 2020-12 and of draft-07.
const PLAIN: &str = "$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment type enum const \
    multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems \
    uniqueItems maxContains minContains maxProperties minProperties required dependentRequired title description \
    default deprecated readOnly writeOnly examples format contentEncoding contentMediaType i18n";

/// Everything of a form's schema that its author cannot have meant, with pointers into the form document.
pub(super) fn lint(schema: &Value) -> Vec<FormError> {
    let mut faults = Vec::new();
    walk(schema, "/schema", &mut faults);
    faults
}

/// The depth is that of the document, which has passed its limits.
fn walk(schema: &Value, at: &str, faults: &mut Vec<FormError>) {
    let Some(schema) = schema.as_object() else {
        return;
    };
    for (keyword, value) in schema {
        let at = format!("{at}/{}", encode(keyword));
        let known = |list: &str| list.split_whitespace().any(|known| known == keyword);
        let mut inner = |name: &str, value: &Value| {
            walk(value, &format!("{at}/{}", encode(name)), faults);
        };
        match value {
            Value::Object(members) if known(NAMED) => {
                members.iter().for_each(|(name, value)| inner(name, value));
            }
            Value::Array(items) if known(LIST) => {
                for (n, value) in items.iter().enumerate() {
                    inner(&n.to_string(), value);
                }
            }
            value if known(ONE) => walk(value, &at, faults),
            _ if known(PLAIN) || known(LIST) || known(NAMED) => {}
            _ => {
                let reason = format!("{keyword:?} is not a JSON Schema keyword");
                faults.push(FormError {
                    pointer: at,
                    reason,
                });
            }
        }
    }
    unanswerable(schema, at, faults);
}

/// Names that are required and described nowhere, as far as the schema itself can tell.
fn unanswerable(schema: &Map<String, Value>, at: &str, faults: &mut Vec<FormError>) {
    let (Some(properties), Some(required)) = (
        schema.get("properties").and_then(Value::as_object),
        schema.get("required").and_then(Value::as_array),
    ) else {
        return;
    };
    // Whatever else describes the object may know the name.
    let is_whole = schema.get("type").is_some_and(|kind| kind == "object");
    let elsewhere = ["allOf", "anyOf", "oneOf", "if", "$ref", "patternProperties"];
    if !is_whole
        || elsewhere
            .iter()
            .any(|keyword| schema.contains_key(*keyword))
    {
        return;
    }
    for (n, name) in required.iter().enumerate() {
        let name = name.as_str().unwrap_or_default();
        if !properties.contains_key(name) {
            let reason = format!("{name:?} is required but is not a property");
            let pointer = format!("{at}/required/{n}");
            faults.push(FormError { pointer, reason });
        }
    }
}

fn encode(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
