//! What is wrong with an answer, in words that say what to do.

use super::answers::Wrong;
use super::figure;
use crate::app::App;
use crate::words::t;
use portico_forms::{BooleanShape, Control, Kind, Rule};

/// The message beside a field, or of an answer that has no field of its own.
pub(super) fn message(app: App, control: Option<&Control>, wrong: &Wrong) -> String {
    let rule = match wrong {
        Wrong::Said(text) => return text.clone(),
        Wrong::Rule(rule) => rule,
    };
    let kind = control.map(|control| &control.kind);
    let limit = rule.limit().unwrap_or_default();
    let bound = figure::words(app, control, limit);
    match rule.code() {
        "required" | "minProperties" => missing(app, kind),
        "consent" => t!(app, "wrong-consent"),
        "const" if matches!(kind, Some(Kind::Boolean { .. })) => t!(app, "wrong-consent"),
        "enum" | "const" | "oneOf" | "anyOf" | "choice" => t!(app, "wrong-choose"),
        "type" => wrong_type(app, control),
        "precision" => t!(app, "wrong-precision"),
        "minLength" if limit <= 1.0 => missing(app, kind),
        "minLength" => t!(app, "wrong-min-length", count = limit),
        "maxLength" => t!(app, "wrong-max-length", count = limit),
        "pattern" => match control.and_then(|control| control.example.as_ref()) {
            Some(example) => t!(app, "wrong-pattern-example", example = example),
            None => t!(app, "wrong-pattern"),
        },
        "format" => wrong_format(app, rule),
        "minimum" => t!(app, "wrong-minimum", limit = &bound),
        "maximum" => t!(app, "wrong-maximum", limit = &bound),
        "exclusiveMinimum" => t!(app, "wrong-more-than", limit = &bound),
        "exclusiveMaximum" => t!(app, "wrong-less-than", limit = &bound),
        "multipleOf" => t!(app, "wrong-multiple", limit = &bound),
        "minItems" | "minContains" | "contains" => {
            t!(app, "wrong-min-items", count = limit.max(1.0))
        }
        "maxItems" | "maxContains" => t!(app, "wrong-max-items", count = limit),
        "uniqueItems" => t!(app, "wrong-unique"),
        "range" => t!(app, "wrong-range"),
        "unknown" | "additionalProperties" => t!(app, "wrong-unknown"),
        "lookup" => t!(app, "wrong-lookup"),
        _ => t!(app, "wrong-type"),
    }
}

fn missing(app: App, kind: Option<&Kind>) -> String {
    match kind {
        Some(
            Kind::Choice { .. } | Kind::Alternatives { .. } | Kind::Lookup { many: false, .. },
        ) => t!(app, "wrong-choose"),
        Some(Kind::Boolean {
            shape: BooleanShape::Radios,
        }) => t!(app, "wrong-choose"),
        Some(Kind::Boolean { .. }) => t!(app, "wrong-consent"),
        Some(Kind::ManyChoice { .. } | Kind::Lookup { .. }) => t!(app, "wrong-choose-some"),
        Some(Kind::Date | Kind::DateTime | Kind::DateRange) => t!(app, "wrong-date-missing"),
        Some(Kind::Files { .. }) => t!(app, "wrong-file-missing"),
        Some(Kind::List { .. }) => t!(app, "wrong-min-items", count = 1.0),
        _ => t!(app, "wrong-required"),
    }
}

fn wrong_type(app: App, control: Option<&Control>) -> String {
    let Some(control) = control else {
        return t!(app, "wrong-type");
    };
    let example = figure::example(app, control);
    match control.kind {
        Kind::Number { integer: true, .. } => t!(app, "wrong-integer", example = &example),
        Kind::Number { .. } => t!(app, "wrong-number", example = &example),
        _ => t!(app, "wrong-type"),
    }
}

fn wrong_format(app: App, rule: &Rule) -> String {
    match rule.format().unwrap_or_default() {
        "email" | "idn-email" => t!(app, "wrong-email"),
        "uri" | "iri" | "uri-reference" => t!(app, "wrong-uri"),
        "date" => t!(app, "wrong-date"),
        "time" => t!(app, "wrong-time"),
        "date-time" => t!(app, "wrong-moment"),
        "duration" => t!(app, "wrong-duration"),
        _ => t!(app, "wrong-pattern"),
    }
}
