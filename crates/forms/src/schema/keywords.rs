//! Reads the keywords of a schema object and their subschemas.

use serde_json::{Map, Value};

use super::{
    compile::{Compiler, Reference},
    equal::sorted,
    node::{Contains, IfThenElse, Items, Keyword, Members, NodeId},
    path, read,
};
use crate::pattern::Pattern;

/// The maximum number of instructions of all patterns in a document, because a short pattern can have many.
const MAX_PATTERN_STEPS: usize = 200_000;

impl<'a> Compiler<'a> {
    /// The keywords, sorted by cost: `type` first, then cheap keywords, then those with subschemas.
    pub(super) fn keywords(&mut self, id: NodeId, object: &'a Map<String, Value>) -> Vec<Keyword> {
        let mut plain = Vec::new();
        let mut deep = Vec::new();
        let mut members = Members::default();
        let (mut first, mut rest, mut contained) = (Vec::new(), None, None);
        let (mut test, mut then, mut otherwise) = (None, None, None);
        let (mut min, mut max) = (None, None);
        for (name, value) in object {
            match name.as_str() {
                "$ref" => self.reference(id, "$ref", value),
                "$dynamicRef" => self.reference(id, "$dynamicRef", value),
                "$defs" | "definitions" => drop(self.map(id, name, value)),
                "contentSchema" => drop(self.one(id, name, value)),
                "allOf" => deep.push(Keyword::AllOf(self.list(id, name, value))),
                "anyOf" => deep.push(Keyword::AnyOf(self.list(id, name, value))),
                "oneOf" => deep.push(Keyword::OneOf(self.list(id, name, value))),
                "not" => deep.push(Keyword::Not(self.one(id, name, value))),
                "if" => test = Some(self.one(id, name, value)),
                "then" => then = Some(self.one(id, name, value)),
                "else" => otherwise = Some(self.one(id, name, value)),
                "dependentSchemas" => {
                    deep.push(Keyword::DependentSchemas(self.map(id, name, value)));
                }
                "dependencies" => deep.extend(self.dependencies(id, name, value)),
                "properties" => members.named = by_name(self.map(id, name, value)),
                "patternProperties" => members.patterns = self.patterns(id, name, value),
                "additionalProperties" => members.additional = Some(self.one(id, name, value)),
                "pattern" => {
                    let text = self.well(id, name, read::text(value));
                    let pattern = text.and_then(|text| self.pattern(id, name, text));
                    plain.extend(pattern.map(Keyword::Pattern));
                }
                "propertyNames" => deep.push(Keyword::PropertyNames(self.one(id, name, value))),
                "prefixItems" => first = self.list(id, name, value),
                "items" => rest = Some(self.one(id, name, value)),
                "contains" => contained = Some(self.one(id, name, value)),
                "minContains" => min = self.well(id, name, read::size(value)),
                "maxContains" => max = self.well(id, name, read::size(value)),
                "unevaluatedItems" => {
                    deep.push(Keyword::UnevaluatedItems(self.one(id, name, value)));
                }
                "unevaluatedProperties" => {
                    deep.push(Keyword::UnevaluatedProperties(self.one(id, name, value)));
                }
                _ => {
                    let keyword = read::keyword(name, value, self.assert_format);
                    match self.well(id, name, keyword).flatten() {
                        Some(keyword @ Keyword::Type(_)) => plain.insert(0, keyword),
                        Some(keyword) => plain.push(keyword),
                        None => {}
                    }
                }
            }
        }
        if !members.named.is_empty() || !members.patterns.is_empty() || members.additional.is_some()
        {
            plain.push(Keyword::Members(members));
        }
        if !first.is_empty() || rest.is_some() {
            plain.push(Keyword::Items(Items { first, rest }));
        }
        if let Some(node) = contained {
            plain.push(Keyword::Contains(Contains { node, min, max }));
        }
        if let Some(test) = test {
            deep.push(Keyword::If(IfThenElse {
                test,
                then,
                otherwise,
            }));
        }
        plain.append(&mut deep);
        plain
    }

    fn reference(&mut self, node: NodeId, keyword: &'static str, value: &'a Value) {
        if let Some(text) = self.well(node, keyword, read::text(value)) {
            self.references.push(Reference {
                node,
                keyword,
                text,
            });
        }
    }

    fn one(&mut self, id: NodeId, keyword: &str, schema: &'a Value) -> NodeId {
        let mut tail = String::new();
        path::push_member(&mut tail, keyword);
        self.place(schema, Some(id), tail)
    }

    fn list(&mut self, id: NodeId, keyword: &str, value: &'a Value) -> Vec<NodeId> {
        let Some(schemas) = self.well(id, keyword, read::list(value)) else {
            return Vec::new();
        };
        if schemas.is_empty() {
            self.refuse(id, keyword, "this list must not be empty".to_owned());
        }
        let mut nodes = Vec::with_capacity(schemas.len());
        for (at, schema) in schemas.iter().enumerate() {
            let mut tail = String::new();
            path::push_member(&mut tail, keyword);
            path::push_item(&mut tail, at);
            nodes.push(self.place(schema, Some(id), tail));
        }
        nodes
    }

    fn map(&mut self, id: NodeId, keyword: &str, value: &'a Value) -> Vec<(String, NodeId)> {
        let Some(schemas) = self.well(id, keyword, read::members(value)) else {
            return Vec::new();
        };
        let mut nodes = Vec::with_capacity(schemas.len());
        for (name, schema) in schemas {
            nodes.push((name.clone(), self.member(id, keyword, name, schema)));
        }
        nodes
    }

    fn member(&mut self, id: NodeId, keyword: &str, name: &str, schema: &'a Value) -> NodeId {
        let mut tail = String::new();
        path::push_member(&mut tail, keyword);
        path::push_member(&mut tail, name);
        self.place(schema, Some(id), tail)
    }

    fn patterns(&mut self, id: NodeId, keyword: &str, value: &'a Value) -> Vec<(Pattern, NodeId)> {
        let mut nodes = Vec::new();
        for (text, node) in self.map(id, keyword, value) {
            nodes.extend(self.pattern(node, "", &text).map(|pattern| (pattern, node)));
        }
        nodes
    }

    fn pattern(&mut self, id: NodeId, keyword: &str, text: &str) -> Option<Pattern> {
        let pattern = self.well(id, keyword, Pattern::new(text))?;
        self.pattern_steps += pattern.size();
        if self.pattern_steps > MAX_PATTERN_STEPS {
            let reason = format!("the patterns have more than {MAX_PATTERN_STEPS} steps together");
            self.refuse(id, keyword, reason);
            return None;
        }
        Some(pattern)
    }

    /// The keyword that 2020-12 split into `dependentRequired` and `dependentSchemas`. Its metaschema still describes
    /// it, so it is not an unknown keyword.
    fn dependencies(&mut self, id: NodeId, keyword: &str, value: &'a Value) -> [Keyword; 2] {
        let (mut required, mut schemas) = (Vec::new(), Vec::new());
        let members = self.well(id, keyword, read::members(value));
        for (name, value) in members.into_iter().flatten() {
            if value.is_array() {
                let names = self.well(id, keyword, read::names(value));
                required.push((name.clone(), names.unwrap_or_default()));
            } else {
                schemas.push((name.clone(), self.member(id, keyword, name, value)));
            }
        }
        [
            Keyword::DependentRequired(required),
            Keyword::DependentSchemas(schemas),
        ]
    }
}

fn by_name(mut named: Vec<(String, NodeId)>) -> Vec<(String, NodeId)> {
    let name = |at: usize| named.get(at).map(|(name, _)| name);
    let order = sorted(named.len(), &|a, b| name(a).cmp(&name(b)));
    let taken = order
        .into_iter()
        .filter_map(|at| named.get_mut(at).map(std::mem::take));
    taken.collect()
}
