//! The rules that a value can violate: one variant per assertion of JSON Schema 2020-12.

use std::fmt;

use serde_json::Number;

use crate::format::Format;

/// A rule that a value violates. Lengths are in Unicode code points.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The member is required. The violation has the pointer that the member would have.
    Required,
    /// The member is required because another one is present.
    DependentRequired,
    /// The value has none of these types.
    Type(Types),
    /// The value is not one of the allowed values.
    Enum,
    /// The value differs from the only allowed one.
    Const,
    /// The number is not a multiple of this one.
    MultipleOf(Number),
    /// The number exceeds this maximum.
    Maximum(Number),
    /// The number is not less than this limit.
    ExclusiveMaximum(Number),
    /// The number is below this minimum.
    Minimum(Number),
    /// The number is not greater than this limit.
    ExclusiveMinimum(Number),
    /// The text is longer than this maximum.
    MaxLength(u64),
    /// The text is shorter than this minimum.
    MinLength(u64),
    /// The text does not match the pattern.
    Pattern,
    /// The text does not have this format.
    Format(Format),
    /// There are more items than this maximum.
    MaxItems(u64),
    /// There are fewer items than this minimum.
    MinItems(u64),
    /// Two items are equal.
    UniqueItems,
    /// No item matches `contains`.
    Contains,
    /// Fewer items than this minimum match `contains`.
    MinContains(u64),
    /// More items than this maximum match `contains`.
    MaxContains(u64),
    /// An item beyond the last allowed one; the violation has the pointer of the item.
    Items,
    /// There are more members than this maximum.
    MaxProperties(u64),
    /// There are fewer members than this minimum.
    MinProperties(u64),
    /// The name of the member is not allowed.
    PropertyNames,
    /// An unexpected member; the violation has the pointer of the member.
    AdditionalProperties,
    /// A member that no part of the schema evaluates; the violation has the pointer of the member.
    UnevaluatedProperties,
    /// An item that no part of the schema evaluates; the violation has the pointer of the item.
    UnevaluatedItems,
    /// None of the alternatives is valid. The names are those of missing members, each of which would help one
    /// alternative.
    AnyOf(Vec<String>),
    /// None of the alternatives is valid, with names as for `anyOf`.
    OneOf(Vec<String>),
    /// More than one alternative of `oneOf` is valid. The names are those of the members that they require.
    TooMany(Vec<String>),
    /// A forbidden schema is valid.
    Not,
    /// No value is allowed here.
    False,
    /// The value is too deeply nested or takes too long to validate, so it counts as invalid.
    TooComplex,
}

impl Rule {
    /// The stable code of the rule: the JSON Schema keyword, if there is one.
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

    /// The limit of the rule.
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
    /// In English, for the server's responses and for tools; the portal has its own texts.
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

/// A set of JSON Schema types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types(u8);

/// The names, at the positions of their bits.
const NAMES: [&str; 7] = [
    "null", "boolean", "integer", "number", "string", "array", "object",
];

impl Types {
    /// Only null.
    pub const NULL: Self = Self(1);
    /// True and false.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction, in any notation.
    pub const INTEGER: Self = Self(4);
    /// All numbers. Whether one is also an integer depends on its value.
    pub const NUMBER: Self = Self(8);
    /// Strings.
    pub const STRING: Self = Self(16);
    /// Arrays.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);

    /// The type with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let bit = NAMES.iter().position(|known| *known == name)?;
        Some(Self(1 << bit))
    }

    /// The union of both sets.
    #[must_use]
    pub fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// Whether the sets have a type in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the types, as in a schema.
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
