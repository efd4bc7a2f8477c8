//! Portico's own options under `options.portico`, and the kinds of field that they apply to.

use super::field_context::FieldContext;
use super::object_reader::ObjectReader;
use super::{LayoutContext, Loader};
use crate::{BooleanShape, FieldKind, Link, Parameter, Role, TextShape};
use serde_json::Value;

/// All known options.
pub(super) const KNOWN: [&str; 13] = [
    "widget",
    "why",
    "example",
    "unit",
    "autocomplete",
    "money",
    "lookup",
    "attachment",
    "choicesBy",
    "prices",
    "role",
    "link",
    "rows",
];

impl<'a> Loader<'_, 'a> {
    /// Reports each option that has no effect on a field of this kind.
    pub(super) fn fitting(&mut self, asked: &FieldContext<'_, 'a>, kind: &FieldKind) {
        for name in asked.portico.names().filter(|name| KNOWN.contains(name)) {
            let fits = match name {
                "unit" | "money" => matches!(kind, FieldKind::Number { .. }),
                "autocomplete" => matches!(kind, FieldKind::Text { .. }),
                "rows" => matches!(
                    kind,
                    FieldKind::Text {
                        shape: TextShape::Lines { .. } | TextShape::Markdown,
                        ..
                    }
                ),
                "lookup" => matches!(kind, FieldKind::Lookup { .. }),
                "attachment" => matches!(kind, FieldKind::Files { .. }),
                "choicesBy" | "prices" => kind.choices().is_some(),
                "link" => matches!(
                    kind,
                    FieldKind::Boolean {
                        shape: BooleanShape::Consent { .. }
                    }
                ),
                _ => true,
            };
            if !fits && !matches!(kind, FieldKind::Unknown { .. }) {
                let reason = format!("the option {name:?} does not fit this field");
                self.error(asked.portico.at(name), reason);
            }
        }
    }

    /// The meaning of the answer beyond the form. Each role may occur once per form, and not in a list.
    pub(super) fn role(
        &mut self,
        portico: &ObjectReader<'_>,
        kind: &FieldKind,
        repeats: bool,
    ) -> Option<Role> {
        let name = portico.text("role", &mut self.errors)?;
        let (role, fits, wanted) = match name {
            "onBehalfOf" => (
                Role::OnBehalfOf,
                matches!(kind, FieldKind::Lookup { many: false, .. }),
                "a look-up of one person",
            ),
            "watchers" => (
                Role::Watchers,
                matches!(kind, FieldKind::Lookup { many: true, .. }),
                "a look-up of several people",
            ),
            "quantity" => (
                Role::Quantity,
                matches!(kind, FieldKind::Number { integer: true, .. }),
                "an integer",
            ),
            other => {
                let reason = format!(
                    "the role {other:?} is not known; known are onBehalfOf, watchers, quantity"
                );
                self.error(portico.at("role"), reason);
                return None;
            }
        };
        let reason = if repeats {
            format!("the role {name:?} cannot be inside a list")
        } else if !fits {
            format!("the role {name:?} needs {wanted}")
        } else if self.roles.contains(&role) {
            format!("another field has the role {name:?}")
        } else {
            self.roles.push(role);
            return Some(role);
        };
        self.error(portico.at("role"), reason);
        None
    }

    /// The option `lookup`. `source` is that of the widget, if it determines one.
    pub(super) fn lookup(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        source: Option<&str>,
        many: bool,
        shape: &super::Shape<'a>,
    ) -> Option<FieldKind> {
        let lookup = asked.portico.inner("lookup", &mut self.errors);
        lookup.only(&["source", "params"], &mut self.errors);
        let given = lookup.text("source", &mut self.errors);
        let Some(source) = given.or(source).filter(|source| !source.is_empty()) else {
            self.error(
                lookup.at.clone(),
                "a look-up needs a source, such as \"people\"",
            );
            return None;
        };
        let table = lookup.inner("params", &mut self.errors);
        let mut params = Vec::new();
        for name in table.names() {
            let Some(text) = table.text(name, &mut self.errors) else {
                continue;
            };
            let parameter = if text.starts_with('#') {
                self.pointer_of(text, &table.at(name), shape)
                    .map(Parameter::Answer)
            } else {
                Some(Parameter::Literal(text.to_owned()))
            };
            params.extend(parameter.map(|parameter| (name.to_owned(), parameter)));
        }
        Some(FieldKind::Lookup {
            source: source.to_owned(),
            params,
            many,
        })
    }

    /// The option `attachment`.
    pub(super) fn files(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        pictures: bool,
        many: bool,
    ) -> FieldKind {
        let limits = asked.portico.inner("attachment", &mut self.errors);
        limits.only(&["types", "maxFiles", "maxBytes"], &mut self.errors);
        let mut types = limits.texts("types", &mut self.errors);
        if types.is_empty() && pictures {
            types.push("image/*".to_owned());
        }
        let most = limits.count("maxFiles", &mut self.errors);
        let by_schema = asked.scope.shape.get("maxItems").and_then(Value::as_u64);
        let most = most.into_iter().chain(by_schema).min();
        FieldKind::Files {
            types,
            max_files: most.and_then(|most| u32::try_from(most).ok()),
            max_bytes: limits.count("maxBytes", &mut self.errors),
            pictures,
            many,
        }
    }

    /// The option `link`.
    pub(super) fn link(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        place: &LayoutContext<'a>,
    ) -> Option<Link> {
        asked.portico.get("link")?;
        let link = asked.portico.inner("link", &mut self.errors);
        link.only(&["text", "href"], &mut self.errors);
        let (text, href) = (
            link.text("text", &mut self.errors),
            link.owned("href", &mut self.errors),
        );
        let (Some(text), Some(href)) = (text, href) else {
            self.error(link.at.clone(), "a link needs a text and an href");
            return None;
        };
        if !leads_somewhere(&href) {
            self.error(
                link.at("href"),
                "a link leads to https://, http://, mailto: or a path of the portal, such as /articles/terms",
            );
            return None;
        }
        let text = self.words.get(&place.path, "link").unwrap_or(text);
        Some(Link {
            text: text.to_owned(),
            href,
        })
    }
}

/// Whether an address is unambiguous and cannot execute anything in a page: browsers remove white space and control
/// characters, and treat a backslash like a slash. The renderer checks it again.
fn leads_somewhere(href: &str) -> bool {
    let odd = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
    let lower = href.to_ascii_lowercase();
    let rest = |start: &str| lower.strip_prefix(start).unwrap_or_default();
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| rest(scheme).starts_with(|c: char| c.is_alphanumeric() || c == '['));
    let is_path = href.starts_with('/') && !href.starts_with("//");
    !href.contains(odd) && (is_web || is_path || !rest("mailto:").is_empty())
}
