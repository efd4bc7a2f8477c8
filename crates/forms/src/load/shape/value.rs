//! Values in schemas: defaults and enumerations.

use super::Shape;
use crate::schema::Listed;
use serde_json::Value;

impl<'a> Shape<'a> {
    /// The default, unless the schema allows several types and the default has another one than the field.
    pub(in crate::load) fn first_value(&self) -> Option<&'a Value> {
        let default = self.get("default")?;
        // Enumerated values are options of any type.
        let is_listed = ["enum", "oneOf", "anyOf"]
            .iter()
            .any(|keyword| self.get(keyword).is_some());
        let is_open = self.get("type").is_some_and(Value::is_array) && !is_listed;
        let kind = self.kind().filter(|_| is_open);
        let own = match default {
            Value::Null => None,
            Value::Bool(_) => Some("boolean"),
            Value::Number(_) => Some("number"),
            Value::String(_) => Some("string"),
            Value::Array(_) => Some("array"),
            Value::Object(_) => Some("object"),
        };
        let kind = kind.map(|kind| if kind == "integer" { "number" } else { kind });
        let is_other = kind.zip(own).is_some_and(|(kind, own)| kind != own);
        (!is_other).then_some(default)
    }

    /// The values of the first enumeration of the shape that all its other enumerations contain as well, each with its
    /// index in the first one.
    pub(in crate::load) fn listed(&self) -> Option<Vec<(usize, &'a Value)>> {
        let mut lists = self
            .all()
            .filter_map(|(part, _)| part.get("enum")?.as_array());
        let first = lists.next()?;
        let others: Vec<_> = lists.map(Listed::new).collect();
        let is_shared = |value| others.iter().all(|other| other.find(value).is_some());
        let values = first.iter().enumerate();
        Some(values.filter(|(_, value)| is_shared(value)).collect())
    }
}
