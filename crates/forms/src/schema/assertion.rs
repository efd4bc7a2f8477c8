//! Keywords without subschemas.

use serde_json::Value;

use super::{
    equal::{equal, has_duplicates},
    node::Keyword,
    number::{is_multiple, is_whole, order},
    rule::{Rule, Types},
};
use crate::pattern::Pattern;

/// The rule that the value violates. Values of a type that the keyword does not apply to are valid.
pub(super) fn broken(keyword: &Keyword, value: &Value) -> Option<Rule> {
    let (holds, rule) = match (keyword, value) {
        (Keyword::False, _) => (false, Rule::False),
        (Keyword::Type(types), _) => (types.meets(types_of(value)), Rule::Type(*types)),
        (Keyword::Enum(values), _) => (values.iter().any(|one| equal(one, value)), Rule::Enum),
        (Keyword::Const(one), _) => (equal(one, value), Rule::Const),
        (Keyword::MultipleOf(step), Value::Number(number)) => {
            (is_multiple(number, step), Rule::MultipleOf(step.clone()))
        }
        (Keyword::Maximum(most), Value::Number(number)) => {
            (order(number, most).is_le(), Rule::Maximum(most.clone()))
        }
        (Keyword::ExclusiveMaximum(end), Value::Number(number)) => (
            order(number, end).is_lt(),
            Rule::ExclusiveMaximum(end.clone()),
        ),
        (Keyword::Minimum(least), Value::Number(number)) => {
            (order(number, least).is_ge(), Rule::Minimum(least.clone()))
        }
        (Keyword::ExclusiveMinimum(end), Value::Number(number)) => (
            order(number, end).is_gt(),
            Rule::ExclusiveMinimum(end.clone()),
        ),
        (Keyword::MaxLength(most), Value::String(text)) => {
            (length(text) <= *most, Rule::MaxLength(*most))
        }
        (Keyword::MinLength(least), Value::String(text)) => {
            (length(text) >= *least, Rule::MinLength(*least))
        }
        (Keyword::Pattern(pattern), Value::String(text)) => (pattern.is_match(text), Rule::Pattern),
        (Keyword::Format(format), Value::String(text)) => {
            (format.holds(text), Rule::Format(*format))
        }
        (Keyword::MaxItems(most), Value::Array(items)) => {
            (count(items.len()) <= *most, Rule::MaxItems(*most))
        }
        (Keyword::MinItems(least), Value::Array(items)) => {
            (count(items.len()) >= *least, Rule::MinItems(*least))
        }
        (Keyword::UniqueItems, Value::Array(items)) => (!has_duplicates(items), Rule::UniqueItems),
        (Keyword::MaxProperties(most), Value::Object(members)) => {
            (count(members.len()) <= *most, Rule::MaxProperties(*most))
        }
        _ => return None,
    };
    (!holds).then_some(rule)
}

/// The approximate number of steps.
pub(super) fn cost(keyword: &Keyword, value: &Value) -> usize {
    match (keyword, value) {
        (Keyword::Enum(values), _) => values.len(),
        (Keyword::MaxLength(_) | Keyword::MinLength(_), Value::String(text)) => text.len() / 64,
        (Keyword::Pattern(pattern), Value::String(text)) => effort(pattern, text),
        (Keyword::Format(_), Value::String(text)) => text.len(),
        (Keyword::UniqueItems, Value::Array(items)) => items.len().saturating_mul(32),
        _ => 0,
    }
}

/// Pattern steps are small.
pub(super) fn effort(pattern: &Pattern, text: &str) -> usize {
    pattern.size().saturating_mul(text.len() + 1) / 64
}

fn types_of(value: &Value) -> Types {
    match value {
        Value::Null => Types::NULL,
        Value::Bool(_) => Types::BOOLEAN,
        Value::Number(number) if is_whole(number) => Types::NUMBER.with(Types::INTEGER),
        Value::Number(_) => Types::NUMBER,
        Value::String(_) => Types::STRING,
        Value::Array(_) => Types::ARRAY,
        Value::Object(_) => Types::OBJECT,
    }
}

fn length(text: &str) -> u64 {
    count(text.chars().count())
}

pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
