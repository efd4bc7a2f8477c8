//! Rules: conditions that show, hide, enable or disable an element.

mod order;
mod reads;

pub(crate) use order::order;
pub(crate) use reads::{reads, reads_all};

use crate::schema::Schema;
use serde_json::{Map, Value};

/// The rule of an element.
#[derive(Debug)]
pub(crate) struct ElementRule {
    /// The id of the element.
    pub(crate) node: u32,
    pub(crate) level: usize,
    pub(crate) effect: Effect,
    pub(crate) condition: Condition,
    /// The answers that it reads, as patterns of pointers.
    pub(crate) reads: Vec<String>,
    /// The location in the form document.
    pub(crate) at: String,
    /// The position in evaluation order: after every rule that decides what this one reads.
    pub(crate) rank: usize,
}

/// A rule to evaluate for a base: the rank of the rule, its index, and the base. Sorting by rank settles everything
/// that a rule reads before it.
pub(crate) type PendingRule = (usize, usize, String);

/// What happens to the element while the condition holds; otherwise the opposite happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Show,
    Hide,
    Enable,
    Disable,
}

/// Whether an element is displayed and can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether no rule hides it or an ancestor.
    pub shown: bool,
    /// Whether no rule disables it or an ancestor.
    pub enabled: bool,
}

impl State {
    /// Neither hidden nor disabled.
    pub(crate) const FREE: Self = Self {
        shown: true,
        enabled: true,
    };

    /// Whether its answer is sent.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.shown && self.enabled
    }
}

impl Effect {
    /// The result that changes nothing.
    pub(crate) fn harmless(self) -> bool {
        matches!(self, Self::Show | Self::Enable)
    }

    pub(crate) fn apply(self, holds: bool, state: &mut State) {
        match self {
            Self::Show => state.shown &= holds,
            Self::Hide => state.shown &= !holds,
            Self::Enable => state.enabled &= holds,
            Self::Disable => state.enabled &= !holds,
        }
    }
}

/// The condition of a rule. Scopes are JSON Pointers relative to the base of the rule.
#[derive(Debug)]
pub(crate) enum Condition {
    /// The answer is valid against a schema.
    Schema {
        scope: String,
        schema: Box<Schema>,
        /// The result if there is no answer.
        absent: bool,
    },
    /// The answer equals a value: the older `LEAF`.
    Equals {
        scope: String,
        value: Value,
    },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

impl Condition {
    /// Whether the condition holds for the pruned answers, for the element at `base`.
    pub(crate) fn holds(&self, answers: &Value, base: &str) -> bool {
        match self {
            Self::Schema {
                scope,
                schema,
                absent,
            } => match answers.pointer(&format!("{base}{scope}")) {
                Some(value) => schema.is_valid(value),
                // The base of a rule always exists, even if the object has no answer yet.
                None if scope.is_empty() => schema.is_valid(&Value::Object(Map::new())),
                None => *absent,
            },
            Self::Equals { scope, value } => answers
                .pointer(&format!("{base}{scope}"))
                .is_some_and(|answer| answer == value),
            Self::All(conditions) => conditions.iter().all(|one| one.holds(answers, base)),
            Self::Any(conditions) => conditions.iter().any(|one| one.holds(answers, base)),
            Self::Not(condition) => !condition.holds(answers, base),
        }
    }
}
