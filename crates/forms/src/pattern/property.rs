//! `\p{...}`: character properties, based on the Unicode data of the standard library and a few small tables.
//!
//! Supported are the general categories L, Lu, Ll, M, N, Nd, Z, Zs and Cc under all their names, and the properties
//! `Any`, `ASCII`, `ASCII_Hex_Digit`, `Alphabetic`, `Lowercase`, `Uppercase` and `White_Space`. Scripts, punctuation,
//! symbols and emoji would need tables larger than the rest of this crate, so they are rejected by name.

mod tables;

/// A property that is tested for each character.
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
            // `Alphabetic` consists of L, Nl, most vowel signs, and circled letters.
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

/// General category M: combining accents and vowel signs.
pub(crate) fn is_mark(c: char) -> bool {
    tables::has(&tables::MARKS, c)
}

/// General categories L and Nd.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    Property::Letter.holds(c) || Property::Digit.holds(c)
}
