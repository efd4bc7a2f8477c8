//! The names of members that a schema requires anywhere, so that only their fields have to be checked.

use crate::Control;
use serde_json::Value;
use std::collections::BTreeSet;

/// The names of members that a schema requires anywhere, so that only their fields have to be checked.
#[derive(Debug, Default)]
pub(crate) struct RequiredNames {
    /// Required by `required` or `dependentRequired`.
    sometimes: BTreeSet<String>,
    /// Required by an alternative of `anyOf` or `oneOf`.
    pub(crate) between: BTreeSet<String>,
}

impl RequiredNames {
    pub(crate) fn of(schema: &Value) -> Self {
        let mut names = Self::default();
        names.gather(schema, false);
        names
    }

    fn gather(&mut self, schema: &Value, is_alternative: bool) {
        match schema {
            Value::Object(keywords) => {
                keywords
                    .iter()
                    .for_each(|(keyword, value)| match (keyword.as_str(), value) {
                        ("required", Value::Array(names)) => self.take(names, is_alternative),
                        ("dependentRequired", Value::Object(lists)) => {
                            let lists = lists.values().filter_map(Value::as_array);
                            lists.for_each(|names| self.take(names, false));
                        }
                        ("anyOf" | "oneOf", Value::Array(all)) => {
                            all.iter().for_each(|one| self.gather(one, true));
                        }
                        (_, value) => self.gather(value, false),
                    })
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item, false)),
            _ => {}
        }
    }

    fn take(&mut self, names: &[Value], is_alternative: bool) {
        let names = || names.iter().filter_map(Value::as_str).map(str::to_owned);
        self.sometimes.extend(names());
        if is_alternative {
            self.between.extend(names());
        }
    }

    /// Whether other answers may make a field required.
    pub(crate) fn may_need(&self, control: &Control) -> bool {
        !control.required && self.sometimes.contains(&control.name)
    }
}
