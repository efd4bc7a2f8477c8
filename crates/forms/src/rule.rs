//! Rules: what shows, hides, enables or disables an element, and when.

mod order;
mod reads;

pub(crate) use order::order;
pub(crate) use reads::{reads, reads_all};

use crate::schema::Schema;
use serde_json::{Map, Value};

/// The rule of one element.
#[derive(Debug)]
pub(crate) struct Ruled {
    /// Whose it is.
    pub(crate) node: u32,
    pub(crate) level: usize,
    pub(crate) effect: Effect,
    pub(crate) condition: Condition,
    /// What it reads, as patterns of pointers into the answers.
    pub(crate) reads: Vec<String>,
    /// Where it stands in the form document.
    pub(crate) at: String,
    /// Its place in the order in which rules settle: after every rule that decides what it reads.
    pub(crate) rank: usize,
}

/// A rule that waits to be evaluated for a base: its rank, so that what it reads is settled before, its number, and the
/// base.
pub(crate) type PendingRule = (usize, usize, String);

/// What happens to the element while the condition holds; the opposite while it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Show,
    Hide,
    Enable,
    Disable,
}

/// Whether an element is on the screen and can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// No rule hides it or what it stands in.
    pub shown: bool,
    /// No rule disables it or what it stands in.
    pub enabled: bool,
}

impl State {
    /// Neither hidden nor disabled.
    pub(crate) const FREE: Self = Self {
        shown: true,
        enabled: true,
    };

    /// Whether what it asks for is sent.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.shown && self.enabled
    }
}

impl Effect {
    /// The verdict that changes nothing.
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

/// When a rule has its effect. Scopes are JSON Pointers relative to where the rule stands.
#[derive(Debug)]
pub(crate) enum Condition {
    /// The answer fits a schema.
    Schema {
        scope: String,
        schema: Box<Schema>,
        /// Whether it holds while there is no answer.
        absent: bool,
    },
    /// The answer is this value: the older `LEAF`.
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
                // Where a rule stands is always there, even if the object has no answer yet.
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
