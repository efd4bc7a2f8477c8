//! Keywords that are unknown to JSON Schema, which are usually misspelt.

use crate::FormError;
use crate::pointer::encode;
use serde_json::Value;

/// Keywords whose value is a schema.
const ONE: &str = "items additionalItems contains additionalProperties propertyNames not if then else \
    unevaluatedItems unevaluatedProperties contentSchema";
/// Keywords whose value is a list of schemas.
const LIST: &str = "allOf anyOf oneOf prefixItems items";
/// Keywords whose value is an object of schemas.
const NAMED: &str = "properties patternProperties dependentSchemas dependencies $defs definitions";
/// All other keywords of 2020-12 and draft-07.
const PLAIN: &str = "$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment type enum const \
    multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems \
    uniqueItems maxContains minContains maxProperties minProperties required dependentRequired title description \
    default deprecated readOnly writeOnly examples format contentEncoding contentMediaType i18n";

/// Reports each unknown keyword of a form's schema.
pub(super) fn unknown(schema: &Value) -> Vec<FormError> {
    let mut errors = Vec::new();
    walk(schema, "/schema", &mut errors);
    errors
}

/// The recursion depth is limited by that of the document, which has been checked.
fn walk(schema: &Value, at: &str, errors: &mut Vec<FormError>) {
    let Some(schema) = schema.as_object() else {
        return;
    };
    for (keyword, value) in schema {
        let at = format!("{at}/{}", encode(keyword));
        let known = |list: &str| list.split_whitespace().any(|known| known == keyword);
        let mut inner = |name: &str, value: &Value| {
            walk(value, &format!("{at}/{}", encode(name)), errors);
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
            value if known(ONE) => walk(value, &at, errors),
            _ if known(PLAIN) || known(LIST) || known(NAMED) => {}
            _ => {
                let reason = format!("{keyword:?} is not a JSON Schema keyword");
                errors.push(FormError {
                    pointer: at,
                    reason,
                });
            }
        }
    }
}
