//! What can be wrong with a form, and with answers to it.

use std::fmt;

/// A form document that this version cannot draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// A JSON Pointer into the form document, such as `/schema/properties/size/type`.
    pub pointer: String,
    /// What is wrong there, for the form's author.
    pub reason: String,
}

impl FormError {
    pub(crate) fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

impl std::error::Error for FormError {}

/// An answer that breaks a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// A JSON Pointer into the answers, such as `/reason`.
    pub pointer: String,
    /// The rule it breaks.
    pub rule: Rule,
}

impl Fault {
    /// The rule's stable name: the JSON Schema keyword where there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.rule.code()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)
    }
}

/// A rule that an answer can break. Lengths are in characters.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// An answer is needed.
    Required,
    /// A yes is needed.
    Consent,
    /// The value is of another type.
    Type,
    /// Too short.
    MinLength(u64),
    /// Too long.
    MaxLength(u64),
    /// Of another shape.
    Pattern,
    /// Not an e-mail address.
    Email,
    /// Not a web address.
    Uri,
    /// Not a day of the calendar.
    Date,
    /// Too small.
    Minimum(f64),
    /// Too large.
    Maximum(f64),
    /// Not larger than this.
    ExclusiveMinimum(f64),
    /// Not smaller than this.
    ExclusiveMaximum(f64),
    /// Between two steps.
    MultipleOf(f64),
    /// None of the choices.
    Choice,
    /// The form does not ask for this.
    Unknown,
}

impl Rule {
    /// The rule's stable name: the JSON Schema keyword where there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Consent => "const",
            Self::Type => "type",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern => "pattern",
            Self::Email => "format.email",
            Self::Uri => "format.uri",
            Self::Date => "format.date",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::Choice => "enum",
            Self::Unknown => "unknown",
        }
    }

    /// The number that the rule is about.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
            Self::MinLength(n) | Self::MaxLength(n) => Some(*n as f64),
            Self::Minimum(n)
            | Self::Maximum(n)
            | Self::ExclusiveMinimum(n)
            | Self::ExclusiveMaximum(n)
            | Self::MultipleOf(n) => Some(*n),
            _ => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("An answer is needed."),
            Self::Consent => f.write_str("This has to be accepted."),
            Self::Type => f.write_str("The value is of the wrong type."),
            Self::MinLength(n) => write!(f, "At least {n} characters are needed."),
            Self::MaxLength(n) => write!(f, "At most {n} characters are allowed."),
            Self::Pattern => f.write_str("The text does not have the shape that is asked for."),
            Self::Email => f.write_str("This is not an e-mail address."),
            Self::Uri => f.write_str("This is not a web address."),
            Self::Date => f.write_str("This is not a date such as 2026-11-22."),
            Self::Minimum(n) => write!(f, "The number has to be {n} or more."),
            Self::Maximum(n) => write!(f, "The number has to be {n} or less."),
            Self::ExclusiveMinimum(n) => write!(f, "The number has to be more than {n}."),
            Self::ExclusiveMaximum(n) => write!(f, "The number has to be less than {n}."),
            Self::MultipleOf(n) => write!(f, "The number has to be a multiple of {n}."),
            Self::Choice => f.write_str("This is none of the choices."),
            Self::Unknown => f.write_str("The form does not ask for this."),
        }
    }
}
