//! Errors in answers to a form.

use crate::format::Format;
use crate::schema;
use std::fmt;

/// An answer that violates a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    /// A JSON Pointer into the answers, such as `/people/2/name`. If the answer is part of a field, it is the pointer
    /// of the field.
    pub pointer: String,
    /// The violated rule.
    pub rule: Rule,
    /// The form's own message for this error, if it has one.
    pub words: Option<String>,
}

/// A field that an error refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// The JSON Pointer of its answer.
    pub pointer: String,
    /// The label of the field.
    pub label: String,
}

impl ValidationError {
    pub(crate) fn new(pointer: impl Into<String>, rule: Rule) -> Self {
        Self {
            pointer: pointer.into(),
            rule,
            words: None,
        }
    }

    /// The stable code of the rule: the JSON Schema keyword, if there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.rule.code()
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.words {
            Some(words) => f.write_str(words),
            None => self.rule.fmt(f),
        }
    }
}

/// A rule that an answer can violate.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A keyword of the form's schema.
    Schema(schema::Rule),
    /// Consent is required.
    Consent,
    /// The end of a range is before its start.
    Range,
    /// The value is not one of the options that another answer leaves.
    Choice,
    /// There are more files than the field accepts.
    MaxFiles(u32),
    /// The value differs from the constant of the form.
    Fixed,
    /// The form has no such field.
    Unknown,
    /// A number has more digits than every JSON reader preserves. Integers are limited to 2^53 - 1, other numbers to 15
    /// digits.
    Precision,
    /// One of these fields has to be answered, because none of the alternatives in the schema holds.
    OneOfThese {
        /// The keyword of the schema.
        code: &'static str,
        /// At least two fields, in schema order.
        fields: Vec<FieldRef>,
    },
    /// Only one of these fields may be answered.
    OnlyOneOfThese {
        /// At least two fields, all of which were answered.
        fields: Vec<FieldRef>,
    },
}

impl Rule {
    /// The stable code of the rule: the JSON Schema keyword, if there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Schema(rule) => rule.code(),
            Self::Consent => "consent",
            Self::Range => "range",
            Self::Choice => "choice",
            Self::MaxFiles(_) => "maxItems",
            Self::Fixed => "fixed",
            Self::Unknown => "unknown",
            Self::Precision => "precision",
            Self::OneOfThese { code, .. } => code,
            Self::OnlyOneOfThese { .. } => "oneOf",
        }
    }

    /// The fields that the rule refers to.
    #[must_use]
    pub fn fields(&self) -> &[FieldRef] {
        match self {
            Self::OneOfThese { fields, .. } | Self::OnlyOneOfThese { fields } => fields,
            _ => &[],
        }
    }

    /// The limit of the rule.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        match self {
            Self::Schema(rule) => rule.limit(),
            Self::MaxFiles(most) => Some(f64::from(*most)),
            _ => None,
        }
    }

    /// The name of the violated format.
    #[must_use]
    pub fn format(&self) -> Option<&'static str> {
        match self {
            Self::Schema(schema::Rule::Format(format)) => Some(name_of(*format)),
            _ => None,
        }
    }
}

fn name_of(format: Format) -> &'static str {
    match format {
        Format::Date => "date",
        Format::Time => "time",
        Format::DateTime => "date-time",
        Format::Duration => "duration",
        Format::Email => "email",
        Format::IdnEmail => "idn-email",
        Format::Hostname => "hostname",
        Format::IdnHostname => "idn-hostname",
        Format::Ipv4 => "ipv4",
        Format::Ipv6 => "ipv6",
        Format::Uri => "uri",
        Format::UriReference => "uri-reference",
        Format::Iri => "iri",
        Format::IriReference => "iri-reference",
        Format::UriTemplate => "uri-template",
        Format::Uuid => "uuid",
        Format::JsonPointer => "json-pointer",
        Format::RelativeJsonPointer => "relative-json-pointer",
        Format::Regex => "regex",
    }
}

impl fmt::Display for Rule {
    /// In English, for the server's responses and for tools; the portal has its own texts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(rule) => rule.fmt(f),
            Self::Consent => f.write_str("This must be accepted."),
            Self::Range => f.write_str("The end can't be before the start."),
            Self::Choice => f.write_str("This option isn't available with the other answers."),
            Self::MaxFiles(most) => write!(f, "Add at most {most} files."),
            Self::Fixed => f.write_str("The form sets this answer itself."),
            Self::Unknown => f.write_str("The form does not ask for this."),
            Self::Precision => f.write_str("The number has too many digits; use at most 15."),
            Self::OneOfThese { fields, .. } => {
                f.write_str("Answer one of these: ")?;
                list(f, fields)
            }
            Self::OnlyOneOfThese { fields } => {
                f.write_str("Answer only one of these: ")?;
                list(f, fields)
            }
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, fields: &[FieldRef]) -> fmt::Result {
    for (at, field) in fields.iter().enumerate() {
        let joint = if at == 0 { "" } else { ", " };
        write!(f, "{joint}{}", field.label)?;
    }
    f.write_str(".")
}
