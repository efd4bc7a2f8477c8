//! From the scope of a control or a condition to a place in the answers.

use super::shape::{Schemas, Shape};
use crate::pointer;

/// A place in the answers that the schema describes.
pub(crate) struct Scope<'a> {
    /// Its JSON Pointer, relative to where the scope starts.
    pub(crate) pointer: String,
    /// The last name; empty for the start itself.
    pub(crate) name: String,
    pub(crate) shape: Shape<'a>,
    pub(crate) required: bool,
}

impl<'a> Schemas<'a> {
    /// Follows a scope of JSON Forms, such as `#/properties/address/properties/street`: a pointer into the schema that may leave out `allOf`, `anyOf`, `oneOf`, `then`, `else` and references.
    pub(crate) fn scope(&self, start: &Shape<'a>, scope: &str) -> Result<Scope<'a>, String> {
        let path = scope.strip_prefix('#').unwrap_or(scope);
        if !path.is_empty() && !path.starts_with('/') {
            return Err(format!(
                "the scope {scope:?} is no pointer such as \"#/properties/name\""
            ));
        }
        let mut found = Scope {
            pointer: String::new(),
            name: String::new(),
            shape: start.clone(),
            required: true,
        };
        let lost =
            |at: &str| format!("the scope {scope:?} leads nowhere: the schema has no {at:?} there");
        let mut segments = pointer::segments(path);
        while let Some(segment) = segments.next() {
            match segment {
                // JSON Forms passes over empty names, so that "#/" is the start as well.
                "" => {}
                "properties" => {
                    let segment = segments.next().ok_or_else(|| lost("name"))?;
                    let name = pointer::decode(segment);
                    let member = self
                        .member(&found.shape, &name)
                        .ok_or_else(|| lost(&name))?;
                    found.pointer.push('/');
                    found.pointer.push_str(&pointer::encode(&name));
                    found.name = name.into_owned();
                    found.required = member.required;
                    found.shape = member.shape;
                }
                "allOf" | "anyOf" | "oneOf" => {
                    let index = segments.next().and_then(|index| index.parse().ok());
                    let inner =
                        index.and_then(|index| self.inside(&found.shape, segment, Some(index)));
                    found.shape = inner.ok_or_else(|| lost(segment))?;
                }
                "then" | "else" => {
                    let inner = self.inside(&found.shape, segment, None);
                    found.shape = inner.ok_or_else(|| lost(segment))?;
                }
                "items" | "prefixItems" => {
                    return Err(format!(
                        "the scope {scope:?} leads into the items of a list, which the detail of the list's own control draws"
                    ));
                }
                other => return Err(lost(other)),
            }
        }
        Ok(found)
    }
}
