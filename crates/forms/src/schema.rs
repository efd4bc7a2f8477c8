//! JSON Schema 2020-12: compiled once, then fast, with one verdict in the browser and on the server.
//!
//! The whole vocabulary of validation, the applicators, `unevaluated…`, and references inside the document.
//! What is not supported is refused by name when a schema is compiled: references to other documents, other dialects and vocabularies,
//! patterns past the subset of [`Pattern`](crate::pattern::Pattern), and references that run in circles.
//! Unknown keywords are annotations, as the specification says.

mod absence;
mod alternative;
mod array;
mod assertion;
mod at;
mod check;
mod compile;
mod described;
mod equal;
mod finish;
mod identify;
mod keywords;
mod node;
mod number;
mod object;
mod path;
mod read;
mod rule;
mod scope;
mod uri;

pub use compile::MAX_SCHEMA_DEPTH;
pub(crate) use equal::Listed;
pub(crate) use number::decimal_text;
pub use rule::{Rule, Types};

use std::{borrow::Cow, sync::Arc};

use serde_json::Value;

use crate::{FormError, draft7, scan::MAX_JSON_DEPTH};
use check::Run;
use node::Compiled;
pub(crate) use node::NodeId;

/// How a schema is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether texts have to be of their `format`; otherwise it is an annotation.
    pub assert_format: bool,
}

/// A schema that was understood in whole.
#[derive(Clone, Debug)]
pub struct Schema {
    compiled: Arc<Compiled>,
    /// The node that it starts with: the first one, unless it is a part of a document.
    root: NodeId,
}

/// Tells which alternatives of `oneOf` and `anyOf` were chosen for the value at a JSON Pointer.
pub(crate) type Chosen<'c> = &'c dyn Fn(&str) -> Vec<NodeId>;

/// A value that is not as the schema says.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// A JSON Pointer into the data; for a missing member it points to where that would be.
    pub pointer: String,
    /// The rule that is broken there.
    pub rule: Rule,
}

impl Schema {
    /// Reads a schema of 2020-12, or of an earlier draft, which is converted first.
    ///
    /// # Errors
    /// Names the first keyword that is not well formed or not supported, with a JSON Pointer into the schema.
    pub fn compile(schema: &Value, options: Options) -> Result<Self, FormError> {
        Self::compile_all(schema, options).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The same for whoever wants to hear of everything.
    ///
    /// # Errors
    /// Names every keyword that is not well formed or not supported, up to a hundred.
    pub fn compile_all(schema: &Value, options: Options) -> Result<Self, Vec<FormError>> {
        if is_deeper(schema, MAX_JSON_DEPTH) {
            let reason = format!("arrays and objects nest more than {MAX_JSON_DEPTH} deep");
            let pointer = String::new();
            return Err(vec![FormError { pointer, reason }]);
        }
        let converted = draft7::convert(schema).map_err(|refused| vec![refused])?;
        match compile::compile(&converted, options.assert_format) {
            Ok(compiled) => Ok(Self {
                compiled: Arc::new(compiled),
                root: 0,
            }),
            Err(mut errors) => {
                if let Cow::Owned(_) = &converted {
                    for error in &mut errors {
                        error.pointer = draft7::origin(schema, &error.pointer);
                    }
                }
                Err(errors)
            }
        }
    }

    /// Whether the data is as the schema says.
    #[must_use]
    pub fn is_valid(&self, data: &Value) -> bool {
        !is_deeper(data, MAX_JSON_DEPTH) && self.run(None, None).holds(data)
    }

    /// Whether a value that is not there passes, as JSON Forms decides about conditions: `type`, `const` and `enum` refuse it,
    /// and all that is about one type of value passes it by.
    #[must_use]
    pub fn passes_absence(&self) -> bool {
        absence::passes(&self.compiled)
    }

    /// Everything that is wrong with the data, in the order of the data as far as the schema goes along it.
    ///
    /// Of alternatives that all fail, the one that is meant is reported if types or constants tell which; otherwise the alternatives are.
    /// Nothing stands there twice. A report of very many errors ends early.
    #[must_use]
    pub fn validate(&self, data: &Value) -> Vec<Violation> {
        self.report(data, None, None)
    }

    /// What is wrong at or below a JSON Pointer, or missing there.
    ///
    /// Looks only at what is on the way; conditions on the way are still about all of their data.
    #[must_use]
    pub fn validate_at(&self, data: &Value, pointer: &str) -> Vec<Violation> {
        self.violations_at(data, pointer, None)
    }

    /// The same where some alternatives were chosen: of those that fail, the chosen ones are reported.
    pub(crate) fn violations_at(
        &self,
        data: &Value,
        pointer: &str,
        chosen: Option<Chosen<'_>>,
    ) -> Vec<Violation> {
        let focus: Vec<String> = path::tokens(pointer).collect();
        self.run(None, chosen).report(data, &focus)
    }

    /// Everything that is wrong with data that was pruned: members whose pointers are `pruned` need not be there.
    ///
    /// That is so for `required`, `dependentRequired` and `minProperties`.
    /// Conditions (`if`, `not`) still ask for what is there, and so do the alternatives of `oneOf` before one is taken that lacks only what was pruned.
    #[must_use]
    pub fn validate_except(&self, data: &Value, pruned: &dyn Fn(&str) -> bool) -> Vec<Violation> {
        self.report(data, Some(pruned), None)
    }

    /// The part of this schema at a JSON Pointer into its document, such as `/properties/size`.
    pub(crate) fn part(&self, pointer: &str) -> Option<Self> {
        Some(Self {
            compiled: self.compiled.clone(),
            root: self.compiled.find(pointer)?,
        })
    }

    /// What names the schema among the parts of its document.
    pub(crate) fn node(&self) -> NodeId {
        self.root
    }

    /// Whether the data is as the schema says, for whoever asks often: `left` is the work that all of it may still cost.
    pub(crate) fn is_valid_within(&self, data: &Value, left: &mut usize) -> bool {
        let run = self.run(None, None);
        *left != 0 && !is_deeper(data, MAX_JSON_DEPTH) && run.holds_within(data, left)
    }

    /// Whether the data is of another type than the schema wants, or has another value of the members that tell its alternatives apart.
    pub(crate) fn is_far(&self, data: &Value, left: &mut usize) -> bool {
        let run = self.run(None, None);
        *left == 0 || is_deeper(data, MAX_JSON_DEPTH) || run.far_within(data, left)
    }

    fn run<'s>(
        &'s self,
        pruned: Option<&'s dyn Fn(&str) -> bool>,
        chosen: Option<Chosen<'s>>,
    ) -> Run<'s> {
        Run::new(&self.compiled, self.root, pruned, chosen)
    }

    /// Everything that is wrong with the data; see [`validate_except`](Self::validate_except) and [`Chosen`].
    pub(crate) fn report(
        &self,
        data: &Value,
        pruned: Option<&dyn Fn(&str) -> bool>,
        chosen: Option<Chosen<'_>>,
    ) -> Vec<Violation> {
        if is_deeper(data, MAX_JSON_DEPTH) {
            return vec![Violation {
                pointer: String::new(),
                rule: Rule::TooComplex,
            }];
        }
        self.run(pruned, chosen).report(data, &[])
    }
}

/// Whether a value nests deeper than this. Looks no deeper.
fn is_deeper(value: &Value, limit: usize) -> bool {
    let below = |value| limit == 0 || is_deeper(value, limit - 1);
    match value {
        Value::Array(items) => limit == 0 || items.iter().any(below),
        Value::Object(members) => limit == 0 || members.values().any(below),
        _ => false,
    }
}
