//! Named character sets: `\d`, `\p{L}`.

use super::property::Property;

/// An inclusive range of code points. Surrogates are allowed but match nothing, since texts contain none.
pub(super) type Range = (u32, u32);

const ANY: &[Range] = &[(0, 0x10_FFFF)];
const ASCII: &[Range] = &[(0, 0x7F)];
const HEX: &[Range] = &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)];
const CONTROL: &[Range] = &[(0, 0x1F), (0x7F, 0x9F)];
const SEPARATOR: &[Range] = &[
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];
const SPACE_SEPARATOR: &[Range] = &[
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];
const DIGIT: &[Range] = &[(0x30, 0x39)];
const WORD: &[Range] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// `WhiteSpace` and `LineTerminator` of ECMA-262, 12.2 and 12.3.
const SPACE: &[Range] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];

/// A named character set.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// Sorted, non-adjacent ranges.
    Ranges(&'static [Range]),
    /// A property that is tested for each character.
    Property(Property),
}

impl Set {
    /// The set of `\d`, `\w` or `\s`.
    pub(super) fn of_escape(lower: char) -> Option<Self> {
        match lower {
            'd' => Some(Self::Ranges(DIGIT)),
            'w' => Some(Self::Ranges(WORD)),
            's' => Some(Self::Ranges(SPACE)),
            _ => None,
        }
    }
}

/// The set for the contents of the braces of `\p{...}`. ECMA-262 requires exact names.
pub(super) fn named(name: &str) -> Option<Set> {
    let category = name
        .strip_prefix("General_Category=")
        .or_else(|| name.strip_prefix("gc="));
    let set = match category.unwrap_or(name) {
        "L" | "Letter" => Set::Property(Property::Letter),
        "Ll" | "Lowercase_Letter" => Set::Property(Property::LowercaseLetter),
        "Lu" | "Uppercase_Letter" => Set::Property(Property::UppercaseLetter),
        "M" | "Mark" | "Combining_Mark" => Set::Property(Property::Mark),
        "N" | "Number" => Set::Property(Property::Number),
        "Nd" | "Decimal_Number" | "digit" => Set::Property(Property::Digit),
        "Z" | "Separator" => Set::Ranges(SEPARATOR),
        "Zs" | "Space_Separator" => Set::Ranges(SPACE_SEPARATOR),
        "Cc" | "Control" | "cntrl" => Set::Ranges(CONTROL),
        // The others are not categories.
        _ if category.is_some() => return None,
        "Any" => Set::Ranges(ANY),
        "ASCII" => Set::Ranges(ASCII),
        "ASCII_Hex_Digit" | "AHex" => Set::Ranges(HEX),
        "Alphabetic" | "Alpha" => Set::Property(Property::Alphabetic),
        "Lowercase" | "Lower" => Set::Property(Property::Lowercase),
        "Uppercase" | "Upper" => Set::Property(Property::Uppercase),
        "White_Space" | "space" => Set::Property(Property::WhiteSpace),
        _ => return None,
    };
    Some(set)
}
