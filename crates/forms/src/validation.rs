//! What can be wrong with answers to a form.

use crate::format::Format;
use crate::schema;
use std::fmt;

/// An answer that breaks a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    /// A JSON Pointer into the answers, such as `/people/2/name`: that of the field, where the answer is part of one.
    pub pointer: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// What the form itself says about this, where it does.
    pub words: Option<String>,
}

/// A field that an error names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The JSON Pointer of its answer.
    pub pointer: String,
    /// What the screen calls it.
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

    /// The rule's stable name: the JSON Schema keyword where there is one.
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

/// A rule that an answer can break.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A keyword of the form's schema.
    Schema(schema::Rule),
    /// A yes is needed.
    Consent,
    /// A range ends before it begins.
    Range,
    /// None of the choices that another answer leaves.
    Choice,
    /// More files than the field takes.
    MaxFiles(u32),
    /// Another value than the one that the form fixes.
    Fixed,
    /// The form does not ask for this.
    Unknown,
    /// A number with more digits than every reader of JSON keeps: whole numbers up to 2^53 - 1, others of 15 digits.
    Precision,
    /// One of these fields has to be answered: alternatives of the schema, of which none holds so.
    OneOfThese {
        /// The keyword of the schema.
        code: &'static str,
        /// In the order of the schema; two at least.
        fields: Vec<Named>,
    },
    /// Only one of these fields may be answered.
    OnlyOneOfThese {
        /// All that were answered; two at least.
        fields: Vec<Named>,
    },
}

impl Rule {
    /// The rule's stable name: the JSON Schema keyword where there is one.
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

    /// The fields between which the rule chooses.
    #[must_use]
    pub fn fields(&self) -> &[Named] {
        match self {
            Self::OneOfThese { fields, .. } | Self::OnlyOneOfThese { fields } => fields,
            _ => &[],
        }
    }

    /// The number that the rule is about.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        match self {
            Self::Schema(rule) => rule.limit(),
            Self::MaxFiles(most) => Some(f64::from(*most)),
            _ => None,
        }
    }

    /// The name of the format that a text does not have.
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
    /// English, for the server's answers and for tools; the portal has its own texts.
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

fn list(f: &mut fmt::Formatter<'_>, fields: &[Named]) -> fmt::Result {
    for (at, field) in fields.iter().enumerate() {
        let joint = if at == 0 { "" } else { ", " };
        write!(f, "{joint}{}", field.label)?;
    }
    f.write_str(".")
}
