//! Does an answer keep its field's rules?

use crate::{Field, Kind, Rule, TextFormat, is_date};
use serde_json::Value;

impl Field {
    /// The first rule that this answer breaks.
    #[must_use]
    pub fn check(&self, answer: Option<&Value>) -> Option<Rule> {
        let Some(value) = answer else {
            let rule = match self.kind {
                Kind::Boolean { consent: true } => Rule::Consent,
                _ => Rule::Required,
            };
            return self.required.then_some(rule);
        };
        match &self.kind {
            Kind::Text {
                format,
                min_length,
                max_length,
                pattern,
                ..
            } => {
                let Some(text) = value.as_str() else {
                    return Some(Rule::Type);
                };
                let length = text.chars().count() as u64;
                min_length
                    .filter(|min| length < *min)
                    .map(Rule::MinLength)
                    .or_else(|| max_length.filter(|max| length > *max).map(Rule::MaxLength))
                    .or_else(|| format.check(text))
                    .or_else(|| {
                        pattern
                            .as_ref()
                            .filter(|p| !p.is_match(text))
                            .map(|_| Rule::Pattern)
                    })
            }
            Kind::Number { .. } => self.check_number(value),
            Kind::Boolean { consent } => match value.as_bool() {
                None => Some(Rule::Type),
                Some(yes) => (*consent && !yes).then_some(Rule::Consent),
            },
            Kind::Choice { choices, .. } => match value.as_str() {
                None => Some(Rule::Type),
                Some(text) => (!choices.iter().any(|c| c.value == text)).then_some(Rule::Choice),
            },
            Kind::Date => match value.as_str() {
                None => Some(Rule::Type),
                Some(text) => (!is_date(text)).then_some(Rule::Date),
            },
        }
    }

    fn check_number(&self, value: &Value) -> Option<Rule> {
        let Kind::Number {
            integer,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
        } = &self.kind
        else {
            return None;
        };
        let Some(number) = value.as_f64() else {
            return Some(Rule::Type);
        };
        if *integer && number.fract() != 0.0 {
            return Some(Rule::Type);
        }
        minimum
            .filter(|limit| number < *limit)
            .map(Rule::Minimum)
            .or_else(|| maximum.filter(|limit| number > *limit).map(Rule::Maximum))
            .or_else(|| {
                exclusive_minimum
                    .filter(|limit| number <= *limit)
                    .map(Rule::ExclusiveMinimum)
            })
            .or_else(|| {
                exclusive_maximum
                    .filter(|limit| number >= *limit)
                    .map(Rule::ExclusiveMaximum)
            })
            .or_else(|| {
                multiple_of
                    .filter(|step| !is_multiple(number, *step))
                    .map(Rule::MultipleOf)
            })
    }
}

/// Decimal steps such as 0.01 have no exact binary form, so that a hair's breadth is allowed.
fn is_multiple(number: f64, step: f64) -> bool {
    let steps = number / step;
    (steps - steps.round()).abs() <= 1e-9 * steps.abs().max(1.0)
}

impl TextFormat {
    fn check(self, text: &str) -> Option<Rule> {
        match self {
            Self::Plain => None,
            Self::Email => (!is_email(text)).then_some(Rule::Email),
            Self::Uri => (!is_uri(text)).then_some(Rule::Uri),
        }
    }
}

/// The practical part of RFC 5321: `local@domain`, no spaces, a domain of labels.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let no_space = |part: &str| !part.chars().any(|c| c.is_whitespace() || c.is_control());
    (1..=64).contains(&local.len())
        && no_space(local)
        && !local.contains('@')
        && domain.len() <= 255
        && no_space(domain)
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

/// RFC 3986: a scheme, a colon and something that holds no space and no control character.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !rest
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}
