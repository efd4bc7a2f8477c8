//! Required answers for which the form has no field.

use super::shape_at;
use crate::form::Form;
use crate::load::shape::{Schemas, Shape, list};
use crate::pointer;
use crate::{FieldKind, FormError};
use serde_json::Value;
use std::collections::BTreeMap;

/// Required members that cannot be answered, each with the location where it is required.
pub(super) fn without_field(schemas: &Schemas<'_>, form: &Form) -> Vec<FormError> {
    let first = form.defaults();
    // A schema that is rendered in several places, or recursively, may have its fields in only one of them.
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    for level in &form.outline.levels {
        let Some(shape) = shape_at(schemas, &level.pattern) else {
            continue;
        };
        // What an alternative requires has fields if the form renders a choice of the alternative.
        let is_chosen = form.outline.choosers.iter().any(|one| {
            let node = form.outline.node(one.id);
            let control = form.outline.control(one.id);
            node.zip(control).is_some_and(|(node, control)| {
                let pattern = form.outline.pattern(node.level, &control.scope);
                matches!(control.kind, FieldKind::Alternatives { .. }) && pattern == level.pattern
            })
        });
        let is_asked = |name: &str| {
            let pointer = pointer::child(&level.pattern, name);
            form.scopes.find(&pointer).is_some()
                || first
                    .pointer(&pointer)
                    .is_some_and(|value| !value.is_null())
        };
        let branches = schemas.branches(&shape);
        for one in std::iter::once(&shape).chain(branches.iter().map(|one| &one.shape)) {
            for (part, at) in &one.parts {
                let mut lists = vec![("required".to_owned(), part.get("required"))];
                let dependent = part.get("dependentRequired").and_then(Value::as_object);
                lists.extend(dependent.into_iter().flatten().map(|(name, names)| {
                    let place = format!("dependentRequired/{}", pointer::encode(name));
                    (place, Some(names))
                }));
                for (keyword, names) in lists {
                    let names = names.and_then(Value::as_array).into_iter().flatten();
                    for (n, name) in names.enumerate() {
                        let name = name.as_str().unwrap_or_default();
                        let place = format!("{at}/{keyword}/{n}");
                        let reason = (!is_asked(name)).then(|| reason(schemas, &shape, name));
                        note(&mut found, place, reason);
                    }
                }
                for keyword in ["anyOf", "oneOf"].into_iter().filter(|_| !is_chosen) {
                    let mut each = schemas.each(one, keyword).unwrap_or_default().into_iter();
                    let lacks = |one: Shape<'_>| {
                        let mut needed = one
                            .parts
                            .iter()
                            .flat_map(|(part, _)| list(part, "required"));
                        needed.any(|name| !is_asked(name.as_str().unwrap_or_default()))
                    };
                    if part
                        .get(keyword)
                        .and_then(Value::as_array)
                        .is_some_and(|all| !all.is_empty())
                    {
                        let reason = each.all(lacks).then(|| {
                            "each alternative needs an answer that the form has no field for"
                                .to_owned()
                        });
                        note(&mut found, format!("{at}/{keyword}"), reason);
                    }
                }
            }
        }
    }
    found
        .into_iter()
        .filter_map(|(place, reason)| Some(FormError::new(place, reason?)))
        .collect()
}

fn reason<'a>(schemas: &Schemas<'a>, shape: &Shape<'a>, name: &str) -> String {
    if schemas.member(shape, name).is_some() {
        format!("{name:?} is required, but the form has no field for it")
    } else {
        format!("{name:?} is required but is not a property")
    }
}

/// Records an error at a location, unless the same location is fine elsewhere.
fn note(found: &mut BTreeMap<String, Option<String>>, place: String, reason: Option<String>) {
    let known = found.entry(place).or_insert_with(|| reason.clone());
    if reason.is_none() {
        *known = None;
    }
}
