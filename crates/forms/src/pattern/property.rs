//! `\p{...}`: properties of characters, by the standard library's Unicode data and a few small tables beside it.
//!
//! Known are the general categories L, Lu, Ll, M, N, Nd, Z, Zs and Cc under all their names, and the properties `Any`, `ASCII`,
//! `ASCII_Hex_Digit`, `Alphabetic`, `Lowercase`, `Uppercase` and `White_Space`. Scripts, punctuation, symbols and emoji would need tables
//! that outweigh the rest of this crate, so they are refused by name.

mod tables;

use super::class::{Range, Set};

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

/// A property that is asked of each character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Alphabetic,
    Lowercase,
    Uppercase,
    WhiteSpace,
    Letter,
    LowercaseLetter,
    UppercaseLetter,
    Mark,
    Number,
    Digit,
}

impl Property {
    pub(super) fn holds(self, c: char) -> bool {
        match self {
            Self::Alphabetic => c.is_alphabetic(),
            Self::Lowercase => c.is_lowercase(),
            Self::Uppercase => c.is_uppercase(),
            Self::WhiteSpace => c.is_whitespace(),
            // `Alphabetic` is L with Nl, most vowel signs, and letters in circles.
            Self::Letter => {
                c.is_alphabetic()
                    && !c.is_numeric()
                    && !is_mark(c)
                    && !tables::has(&tables::CIRCLED, c)
            }
            Self::LowercaseLetter => c.is_lowercase() && !tables::has(&tables::LOWER_NO_LETTER, c),
            Self::UppercaseLetter => {
                c.is_uppercase() && !c.is_numeric() && !tables::has(&tables::CIRCLED, c)
            }
            Self::Mark => is_mark(c),
            Self::Number => c.is_numeric(),
            Self::Digit => tables::has(&tables::DIGITS, c),
        }
    }
}

/// General category M: accents and vowel signs that combine with the letter before them.
pub(crate) fn is_mark(c: char) -> bool {
    tables::has(&tables::MARKS, c)
}

/// General categories L and Nd.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    Property::Letter.holds(c) || Property::Digit.holds(c)
}

/// What is between the braces of `\p{...}`. ECMA-262 compares these names letter for letter.
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
        // The rest are no categories.
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
