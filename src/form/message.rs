//! What is wrong with an answer, in words that say what to do.

use super::answers::Wrong;
use crate::app::App;
use crate::words::t;
use portico_forms::{Field, Kind, Rule};

/// The message beside a field.
pub(super) fn message(app: App, field: &Field, wrong: &Wrong) -> String {
    let rule = match wrong {
        Wrong::Said(text) => return text.clone(),
        Wrong::Rule(rule) => rule,
    };
    let limit = rule.limit().unwrap_or_default();
    match (rule, &field.kind) {
        (Rule::Required, Kind::Choice { .. }) => t!(app, "wrong-choose"),
        (Rule::Required, Kind::Date) => t!(app, "wrong-date-missing"),
        (Rule::Required, _) => t!(app, "wrong-required"),
        (Rule::Consent, _) => t!(app, "wrong-consent"),
        (Rule::Type, Kind::Number { integer: true, .. }) => t!(app, "wrong-integer"),
        (Rule::Type, Kind::Number { .. }) => t!(app, "wrong-number"),
        (Rule::Type | Rule::Unknown, _) => t!(app, "wrong-type"),
        (Rule::MinLength(_), _) => t!(app, "wrong-min-length", count = limit),
        (Rule::MaxLength(_), _) => t!(app, "wrong-max-length", count = limit),
        (Rule::Pattern, _) => match &field.example {
            Some(example) => t!(app, "wrong-pattern-example", example = example),
            None => t!(app, "wrong-pattern"),
        },
        (Rule::Email, _) => t!(app, "wrong-email"),
        (Rule::Uri, _) => t!(app, "wrong-uri"),
        (Rule::Date, _) => t!(app, "wrong-date"),
        (Rule::Minimum(_), _) => t!(app, "wrong-minimum", limit = limit),
        (Rule::Maximum(_), _) => t!(app, "wrong-maximum", limit = limit),
        (Rule::ExclusiveMinimum(_), _) => t!(app, "wrong-more-than", limit = limit),
        (Rule::ExclusiveMaximum(_), _) => t!(app, "wrong-less-than", limit = limit),
        (Rule::MultipleOf(_), _) => t!(app, "wrong-multiple", limit = limit),
        (Rule::Choice, _) => t!(app, "wrong-choose"),
    }
}
