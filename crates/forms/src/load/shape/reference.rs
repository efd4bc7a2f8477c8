//! References inside the document, and the names that they use.

use super::Schemas;
use crate::pointer;
use serde_json::Value;

/// A schema with a name.
pub(super) struct NamedSchema<'a> {
    name: &'a str,
    /// Whether the name is an `$id`; otherwise it is an anchor.
    is_id: bool,
    schema: &'a Value,
    at: String,
}

impl<'a> Schemas<'a> {
    /// The target of a reference inside the document. Other references were rejected when the schema was compiled.
    pub(in crate::load) fn resolve(&self, reference: &str) -> Option<(&'a Value, String)> {
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let last = |name: &str| name.rsplit('/').next().map(str::to_owned);
        let (within, place) = if document.is_empty() {
            (self.root, "/schema")
        } else {
            let is_it = |one: &&NamedSchema<'_>| one.is_id && last(one.name) == last(document);
            let found = self.named_schemas().iter().find(is_it)?;
            (found.schema, found.at.as_str())
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let target = within.pointer(fragment)?;
            return Some((target, format!("{place}{fragment}")));
        }
        let is_it = |one: &&NamedSchema<'_>| {
            !one.is_id && one.name == fragment && pointer::within(&one.at, place)
        };
        let found = self.named_schemas().iter().find(is_it)?;
        Some((found.schema, found.at.clone()))
    }

    /// All named schemas of the document.
    fn named_schemas(&self) -> &[NamedSchema<'a>] {
        self.named.get_or_init(|| {
            let mut named = Vec::new();
            let mut waiting = vec![(self.root, "/schema".to_owned())];
            while let Some((schema, at)) = waiting.pop() {
                match schema {
                    Value::Object(members) => {
                        for (keyword, is_id) in
                            [("$id", true), ("$anchor", false), ("$dynamicAnchor", false)]
                        {
                            if let Some(name) = members.get(keyword).and_then(Value::as_str) {
                                let at = at.clone();
                                named.push(NamedSchema {
                                    name,
                                    is_id,
                                    schema,
                                    at,
                                });
                            }
                        }
                        let inner = members.iter();
                        waiting
                            .extend(inner.map(|(name, inner)| (inner, pointer::child(&at, name))));
                    }
                    Value::Array(items) => {
                        let inner = items.iter().enumerate();
                        waiting
                            .extend(inner.map(|(index, inner)| (inner, format!("{at}/{index}"))));
                    }
                    _ => {}
                }
            }
            named
        })
    }
}
