//! Resolves the scope of a control or a condition to a location in the answers.

use super::branches::BranchCondition;
use super::shape::{Schemas, Shape};
use crate::pointer;

/// A location in the answers that the schema describes.
pub(crate) struct Scope<'a> {
    /// The JSON Pointer, relative to the base of the scope.
    pub(crate) pointer: String,
    /// The last name; empty for the base itself.
    pub(crate) name: String,
    pub(crate) shape: Shape<'a>,
    pub(crate) required: bool,
    /// The label given by the place, instead of the field's own.
    pub(crate) called: Option<Option<String>>,
    /// The conditions under which the schema describes it, if it depends on other members: one of these lists has to
    /// hold.
    pub(crate) when: Vec<Vec<BranchCondition<'a>>>,
    /// The pointer of the object that those conditions refer to.
    pub(crate) around: String,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(pointer: String, name: &str, shape: Shape<'a>, required: bool) -> Self {
        Self {
            pointer,
            name: name.to_owned(),
            shape,
            required,
            called: None,
            when: Vec::new(),
            around: String::new(),
        }
    }
}

impl<'a> Schemas<'a> {
    /// Resolves a JSON Forms scope, such as `#/properties/address/properties/street`: a pointer into the schema that
    /// may omit `allOf`, `anyOf`, `oneOf`, `then`, `else` and references.
    pub(crate) fn scope(&self, start: &Shape<'a>, scope: &str) -> Result<Scope<'a>, String> {
        let path = scope.strip_prefix('#').unwrap_or(scope);
        if !path.is_empty() && !path.starts_with('/') {
            return Err(format!(
                "the scope {scope:?} is not a pointer such as \"#/properties/name\""
            ));
        }
        let mut found = Scope::new(String::new(), "", start.clone(), true);
        let lost =
            |at: &str| format!("the scope {scope:?} leads nowhere: the schema has no {at:?} there");
        let mut segments = pointer::segments(path);
        while let Some(segment) = segments.next() {
            match segment {
                // JSON Forms ignores empty names, so "#/" is the base as well.
                "" => {}
                "properties" => {
                    let segment = segments.next().ok_or_else(|| lost("name"))?;
                    let name = pointer::decode(segment);
                    let member = self
                        .member(&found.shape, &name)
                        .ok_or_else(|| lost(&name))?;
                    found.around.clone_from(&found.pointer);
                    found.when = self.conditions(&found.shape, &name);
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
