//! What an instance can break: one variant for each assertion of JSON Schema 2020-12.

use std::fmt;

use serde_json::Number;

use crate::format::Format;

/// A rule that a value breaks. Lengths are in Unicode code points.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The member has to be there; the violation points to where it is missing.
    Required,
    /// The member has to be there because another one is.
    DependentRequired,
    /// The value is of none of these types.
    Type(Types),
    /// None of the values that are allowed.
    Enum,
    /// Not the one value that is allowed.
    Const,
    /// Between two steps.
    MultipleOf(Number),
    /// Too large.
    Maximum(Number),
    /// Not smaller than this.
    ExclusiveMaximum(Number),
    /// Too small.
    Minimum(Number),
    /// Not larger than this.
    ExclusiveMinimum(Number),
    /// Too long.
    MaxLength(u64),
    /// Too short.
    MinLength(u64),
    /// Of another shape.
    Pattern,
    /// Not a text of this format.
    Format(Format),
    /// Too many items.
    MaxItems(u64),
    /// Too few items.
    MinItems(u64),
    /// Two items are equal.
    UniqueItems,
    /// No item is of the kind that is asked for.
    Contains,
    /// Too few items are of the kind that is asked for.
    MinContains(u64),
    /// Too many items are of this kind.
    MaxContains(u64),
    /// An item past the last one that is described; the violation points to it.
    Items,
    /// Too many members.
    MaxProperties(u64),
    /// Too few members.
    MinProperties(u64),
    /// The member has a name that is not allowed.
    PropertyNames,
    /// A member that is not described; the violation points to it.
    AdditionalProperties,
    /// A member that no part of the schema describes; the violation points to it.
    UnevaluatedProperties,
    /// An item that no part of the schema describes; the violation points to it.
    UnevaluatedItems,
    /// None of the alternatives holds. The names are those of members that are missing: each would help one alternative.
    AnyOf(Vec<String>),
    /// None of the alternatives holds, with names as for `anyOf`.
    OneOf(Vec<String>),
    /// More than one of the alternatives of `oneOf` holds. The names are those of the members that they ask for.
    TooMany(Vec<String>),
    /// What is ruled out holds.
    Not,
    /// Nothing is allowed here.
    False,
    /// The value nests too deep, or takes too long to be checked: it counts as wrong.
    TooComplex,
}

impl Rule {
    /// The rule's stable name: the keyword of JSON Schema where there is one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::DependentRequired => "dependentRequired",
            Self::Type(_) => "type",
            Self::Enum => "enum",
            Self::Const => "const",
            Self::MultipleOf(_) => "multipleOf",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::Minimum(_) => "minimum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::MaxLength(_) => "maxLength",
            Self::MinLength(_) => "minLength",
            Self::Pattern => "pattern",
            Self::Format(_) => "format",
            Self::MaxItems(_) => "maxItems",
            Self::MinItems(_) => "minItems",
            Self::UniqueItems => "uniqueItems",
            Self::Contains => "contains",
            Self::MinContains(_) => "minContains",
            Self::MaxContains(_) => "maxContains",
            Self::Items => "items",
            Self::MaxProperties(_) => "maxProperties",
            Self::MinProperties(_) => "minProperties",
            Self::PropertyNames => "propertyNames",
            Self::AdditionalProperties => "additionalProperties",
            Self::UnevaluatedProperties => "unevaluatedProperties",
            Self::UnevaluatedItems => "unevaluatedItems",
            Self::AnyOf(_) => "anyOf",
            Self::OneOf(_) | Self::TooMany(_) => "oneOf",
            Self::Not => "not",
            Self::False => "false",
            Self::TooComplex => "tooComplex",
        }
    }

    /// The number that the rule is about.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        match self {
            Self::MultipleOf(number)
            | Self::Maximum(number)
            | Self::ExclusiveMaximum(number)
            | Self::Minimum(number)
            | Self::ExclusiveMinimum(number) => number.as_f64(),
            #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
            Self::MaxLength(count)
            | Self::MinLength(count)
            | Self::MaxItems(count)
            | Self::MinItems(count)
            | Self::MinContains(count)
            | Self::MaxContains(count)
            | Self::MaxProperties(count)
            | Self::MinProperties(count) => Some(*count as f64),
            _ => None,
        }
    }
}

impl fmt::Display for Rule {
    /// English, for the server's answers and for tools; the portal has its own texts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required | Self::DependentRequired => f.write_str("Enter an answer."),
            Self::Type(types) => write!(f, "The value must be {types}."),
            Self::Enum => f.write_str("Choose one of the options."),
            Self::Const => f.write_str("This is not the expected value."),
            Self::MultipleOf(n) => write!(f, "The number must be a multiple of {n}."),
            Self::Maximum(n) => write!(f, "The number must be {n} or less."),
            Self::ExclusiveMaximum(n) => write!(f, "The number must be less than {n}."),
            Self::Minimum(n) => write!(f, "The number must be {n} or more."),
            Self::ExclusiveMinimum(n) => write!(f, "The number must be more than {n}."),
            Self::MaxLength(n) => write!(f, "Enter at most {n} characters."),
            Self::MinLength(n) => write!(f, "Enter at least {n} characters."),
            Self::Pattern => f.write_str("The text doesn't match the required pattern."),
            Self::Format(_) => f.write_str("The text isn't in the required format."),
            Self::MaxItems(n) => write!(f, "Add at most {n} entries."),
            Self::MinItems(n) => write!(f, "Add at least {n} entries."),
            Self::UniqueItems => f.write_str("Entries must be unique."),
            Self::Contains => f.write_str("A required kind of entry is missing."),
            Self::MinContains(n) => write!(f, "Add at least {n} entries of the required kind."),
            Self::MaxContains(n) => write!(f, "Add at most {n} entries of this kind."),
            Self::MaxProperties(n) => write!(f, "Give at most {n} answers."),
            Self::MinProperties(n) => write!(f, "Give at least {n} answers."),
            Self::PropertyNames => f.write_str("An answer with this name is not allowed."),
            Self::AdditionalProperties | Self::UnevaluatedProperties => {
                f.write_str("The form does not ask for this.")
            }
            Self::Items | Self::UnevaluatedItems => {
                f.write_str("The form does not ask for this entry.")
            }
            Self::AnyOf(_) => f.write_str("This doesn't match any of the alternatives."),
            Self::OneOf(_) | Self::TooMany(_) => {
                f.write_str("This must match exactly one of the alternatives.")
            }
            Self::Not => f.write_str("This value is not allowed."),
            Self::False => f.write_str("No answer is allowed here."),
            Self::TooComplex => f.write_str("This is too complex to check."),
        }
    }
}

/// A set of the types of JSON Schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types(u8);

/// The names, each at the place of its bit.
const NAMES: [&str; 7] = [
    "null", "boolean", "integer", "number", "string", "array", "object",
];

impl Types {
    /// No value but null.
    pub const NULL: Self = Self(1);
    /// True and false.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction, however they are written.
    pub const INTEGER: Self = Self(4);
    /// All numbers; whether one is an integer too is a matter of its value.
    pub const NUMBER: Self = Self(8);
    /// Texts.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);

    /// The type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let bit = NAMES.iter().position(|known| *known == name)?;
        Some(Self(1 << bit))
    }

    /// Both sets.
    #[must_use]
    pub fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// Whether the sets have a type in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the types, as the schema writes them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        (0..)
            .zip(NAMES)
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| name)
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names().enumerate() {
            let joint = if at == 0 { "" } else { " or " };
            write!(f, "{joint}{name}")?;
        }
        Ok(())
    }
}
