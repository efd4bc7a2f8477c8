//! The errors of answers, as texts that say what to do.

use super::figure;
use crate::i18n::{I18n, t};
use portico_forms::{BooleanShape, Control, FieldKind, Rule};

/// The error of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum AnswerError {
    /// The answer violates a rule of the form.
    Rule(Rule),
    /// An error from the backend.
    Said(String),
    /// An incomplete date or time, which the browser does not return.
    Unfinished,
}

/// The message beside a field, or about an answer without a field.
pub(super) fn message(i18n: I18n, control: Option<&Control>, error: &AnswerError) -> String {
    let rule = match error {
        AnswerError::Said(text) => return text.clone(),
        AnswerError::Unfinished => return unfinished(i18n, control),
        AnswerError::Rule(rule) => rule,
    };
    if let Some(own) = control.and_then(|control| control.message(rule.code())) {
        return own.to_owned();
    }
    let kind = control.map(|control| &control.kind);
    let fields = || {
        let labels = rule.fields().iter().map(|field| field.label.as_str());
        labels.collect::<Vec<_>>().join(", ")
    };
    match rule {
        Rule::OneOfThese { .. } => return t!(i18n, "error-one-of", fields = &fields()),
        Rule::OnlyOneOfThese { .. } => {
            return t!(i18n, "error-only-one-of", fields = &fields());
        }
        _ => {}
    }
    let limit = rule.limit().unwrap_or_default();
    let bound = figure::words(i18n, control, limit);
    match rule.code() {
        "minProperties" if limit > 1.0 => t!(i18n, "error-min-properties", count = limit),
        "required" | "dependentRequired" | "minProperties" => missing(i18n, kind),
        "consent" => t!(i18n, "error-consent"),
        "const" if is_consent(kind) => t!(i18n, "error-consent"),
        "enum" | "const" | "oneOf" | "anyOf" | "choice" => t!(i18n, "error-choose"),
        "type" => wrong_type(i18n, control),
        "precision" => t!(i18n, "error-precision"),
        "minLength" if limit <= 1.0 => missing(i18n, kind),
        "minLength" => t!(i18n, "error-min-length", count = limit),
        "maxLength" => t!(i18n, "error-max-length", count = limit),
        "pattern" => described(i18n, control),
        "format" => wrong_format(i18n, control, rule),
        "minimum" => t!(i18n, "error-minimum", limit = &bound),
        "maximum" => t!(i18n, "error-maximum", limit = &bound),
        "exclusiveMinimum" => t!(i18n, "error-more-than", limit = &bound),
        "exclusiveMaximum" => t!(i18n, "error-less-than", limit = &bound),
        "multipleOf" => t!(i18n, "error-multiple", limit = &bound),
        "minItems" | "minContains" | "contains" => {
            t!(i18n, "error-min-items", count = limit.max(1.0))
        }
        "maxItems" | "maxContains" => t!(i18n, "error-max-items", count = limit),
        "uniqueItems" => t!(i18n, "error-unique"),
        "range" => t!(i18n, "error-range"),
        "unknown" | "additionalProperties" => t!(i18n, "error-unknown"),
        "lookup" => t!(i18n, "error-lookup"),
        _ => t!(i18n, "error-type"),
    }
}

fn missing(i18n: I18n, kind: Option<&FieldKind>) -> String {
    match kind {
        Some(
            FieldKind::Choice { .. }
            | FieldKind::Alternatives { .. }
            | FieldKind::Lookup { many: false, .. },
        ) => t!(i18n, "error-choose"),
        Some(FieldKind::Boolean { .. }) if is_consent(kind) => t!(i18n, "error-consent"),
        Some(FieldKind::Boolean {
            shape: BooleanShape::Radios,
        }) => t!(i18n, "error-choose"),
        Some(FieldKind::Boolean { .. }) => t!(i18n, "error-yes-no"),
        Some(FieldKind::MultiChoice { .. } | FieldKind::Lookup { .. }) => {
            t!(i18n, "error-choose-some")
        }
        Some(FieldKind::Date | FieldKind::DateTime | FieldKind::DateRange) => {
            t!(i18n, "error-date-missing")
        }
        Some(FieldKind::Files { .. }) => t!(i18n, "error-file-missing"),
        Some(FieldKind::List { .. }) => t!(i18n, "error-min-items", count = 1.0),
        _ => t!(i18n, "error-required"),
    }
}

fn wrong_type(i18n: I18n, control: Option<&Control>) -> String {
    let Some(control) = control else {
        return t!(i18n, "error-type");
    };
    let example = figure::example(i18n, control);
    match control.kind {
        FieldKind::Number { integer: true, .. } => t!(i18n, "error-integer", example = &example),
        FieldKind::Number { .. } => t!(i18n, "error-number", example = &example),
        _ => t!(i18n, "error-type"),
    }
}

/// The form's description of a text's format: an example, or else its help text.
fn described(i18n: I18n, control: Option<&Control>) -> String {
    match control.map(|control| (&control.example, &control.help)) {
        Some((Some(example), _)) => t!(i18n, "error-pattern-example", example = example),
        Some((None, Some(help))) => t!(i18n, "error-pattern-help", help = help),
        _ => t!(i18n, "error-pattern"),
    }
}

fn unfinished(i18n: I18n, control: Option<&Control>) -> String {
    match control.map(|control| &control.kind) {
        Some(FieldKind::Time { .. }) => t!(i18n, "error-time"),
        Some(FieldKind::DateTime) => t!(i18n, "error-moment"),
        _ => t!(i18n, "error-date-part"),
    }
}

fn is_consent(kind: Option<&FieldKind>) -> bool {
    matches!(
        kind,
        Some(FieldKind::Boolean {
            shape: BooleanShape::Consent { .. }
        })
    )
}

fn wrong_format(i18n: I18n, control: Option<&Control>, rule: &Rule) -> String {
    let like = |example: &str| t!(i18n, "error-pattern-example", example = example);
    match rule.format().unwrap_or_default() {
        "email" | "idn-email" => t!(i18n, "error-email"),
        "uri" | "iri" => t!(i18n, "error-uri"),
        // A person who is asked for one of these knows its format.
        "ipv4" => like("192.0.2.1"),
        "ipv6" => like("2001:db8::1"),
        "hostname" | "idn-hostname" => like("server.example.com"),
        "uuid" => like("123e4567-e89b-12d3-a456-426614174000"),
        "uri-reference" | "iri-reference" => like("/documents/form.pdf"),
        "uri-template" => like("https://example.com/{id}"),
        "json-pointer" => like("/items/0"),
        "relative-json-pointer" => like("1/name"),
        "regex" => t!(i18n, "error-regex"),
        "date" => t!(i18n, "error-date"),
        "time" => t!(i18n, "error-time"),
        "date-time" => t!(i18n, "error-moment"),
        "duration" => t!(i18n, "error-duration"),
        _ => described(i18n, control),
    }
}
