//! A JSON Schema 2020-12 validator: schemas are compiled once, and the results are the same in the browser and on the
//! server.
//!
//! It supports the whole validation vocabulary, the applicators, `unevaluated…`, and references inside the document.
//! Unsupported features are rejected by name when a schema is compiled: references to other documents, other dialects
//! and vocabularies, patterns beyond the subset of [`Pattern`](crate::pattern::Pattern), and circular references.
//! Unknown keywords are annotations, as the specification says.

mod absence;
mod alternative;
mod array;
mod assertion;
mod check;
mod checked_value;
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

use crate::scan::{MAX_JSON_DEPTH, is_too_deep};
use crate::{FormError, draft7};
use check::Check;
use node::Compiled;
pub(crate) use node::NodeId;

/// Compilation options.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether `format` is an assertion; otherwise it is an annotation.
    pub assert_format: bool,
}

/// A compiled schema.
#[derive(Clone, Debug)]
pub struct Schema {
    compiled: Arc<Compiled>,
    /// The node at which validation starts: the first one, unless the schema is a part of a document.
    root: NodeId,
}

/// Returns the selected alternatives of `oneOf` and `anyOf` for the value at a JSON Pointer.
pub(crate) type AlternativeSelector<'c> = &'c dyn Fn(&str) -> Vec<NodeId>;

/// A violation of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// A JSON Pointer into the data. For a missing member, it is the pointer that the member would have.
    pub pointer: String,
    /// The violated rule.
    pub rule: Rule,
}

impl Schema {
    /// Compiles a schema of 2020-12, or of an earlier draft, which is converted first.
    ///
    /// # Errors
    /// The first keyword that is malformed or not supported, with a JSON Pointer into the schema.
    pub fn compile(schema: &Value, options: Options) -> Result<Self, FormError> {
        Self::compile_all(schema, options).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The same, with all errors.
    ///
    /// # Errors
    /// Every keyword that is malformed or not supported, up to a hundred.
    pub fn compile_all(schema: &Value, options: Options) -> Result<Self, Vec<FormError>> {
        if is_too_deep(schema) {
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

    /// Whether the data is valid.
    #[must_use]
    pub fn is_valid(&self, data: &Value) -> bool {
        !is_too_deep(data) && self.run(None, None).holds(data)
    }

    /// Whether an absent value is valid, by the rules of JSON Forms for conditions: `type`, `const` and `enum` reject
    /// it, and keywords for one type of value ignore it.
    #[must_use]
    pub fn passes_absence(&self) -> bool {
        absence::passes(&self.compiled)
    }

    /// All violations, in the order of the data as far as the schema follows it.
    ///
    /// If all alternatives fail, the intended one is reported if types or constants identify it; otherwise the choice
    /// itself is. Violations are not repeated. Very long reports are cut off.
    #[must_use]
    pub fn validate(&self, data: &Value) -> Vec<Violation> {
        self.report(data, None, None)
    }

    /// The violations at or below a JSON Pointer, including a missing value there.
    ///
    /// Only the path to the pointer is visited, but conditions on the path still apply to all of their data.
    #[must_use]
    pub fn validate_at(&self, data: &Value, pointer: &str) -> Vec<Violation> {
        self.violations_at(data, pointer, None)
    }

    /// The same if alternatives were selected: of failing alternatives, the selected ones are reported.
    pub(crate) fn violations_at(
        &self,
        data: &Value,
        pointer: &str,
        chosen: Option<AlternativeSelector<'_>>,
    ) -> Vec<Violation> {
        let focus: Vec<String> = path::tokens(pointer).collect();
        self.run(None, chosen).report(data, &focus)
    }

    /// All violations of pruned data. Members for whose pointers `pruned` returns `true` need not be present.
    ///
    /// This affects `required`, `dependentRequired` and `minProperties`. Conditions (`if`, `not`) still apply to the
    /// present members, and so do the alternatives of `oneOf`, before one is accepted that lacks only pruned members.
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

    /// The identity of the schema among the parts of its document.
    pub(crate) fn node(&self) -> NodeId {
        self.root
    }

    /// Whether the data is valid, for frequent calls. `left` is the remaining work budget for all of them.
    pub(crate) fn is_valid_within(&self, data: &Value, left: &mut usize) -> bool {
        let run = self.run(None, None);
        *left != 0 && !is_too_deep(data) && run.holds_within(data, left)
    }

    /// Whether the data has another type than the schema, or another value of the members that distinguish its
    /// alternatives.
    pub(crate) fn is_far(&self, data: &Value, left: &mut usize) -> bool {
        let run = self.run(None, None);
        *left == 0 || is_too_deep(data) || run.far_within(data, left)
    }

    fn run<'s>(
        &'s self,
        pruned: Option<&'s dyn Fn(&str) -> bool>,
        chosen: Option<AlternativeSelector<'s>>,
    ) -> Check<'s> {
        Check::new(&self.compiled, self.root, pruned, chosen)
    }

    /// All violations; see [`validate_except`](Self::validate_except) and [`AlternativeSelector`].
    pub(crate) fn report(
        &self,
        data: &Value,
        pruned: Option<&dyn Fn(&str) -> bool>,
        chosen: Option<AlternativeSelector<'_>>,
    ) -> Vec<Violation> {
        if is_too_deep(data) {
            return vec![Violation {
                pointer: String::new(),
                rule: Rule::TooComplex,
            }];
        }
        self.run(pruned, chosen).report(data, &[])
    }
}
