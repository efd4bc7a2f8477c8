//! Parses numbers as people write them: with the separators of their language, with or without groups, and with the
//! digits of any script.
//!
//! A text is parsed as a number only if it cannot mean anything else, and only if all digits are preserved. Otherwise
//! it stays text, so that it is reported as an error instead of being sent as another number.

use crate::number::Decimal;
use crate::scan::KEPT_DIGITS;
use serde_json::Number;

/// The digit 0 of scripts with decimal digits; the other nine follow it.
const ZEROS: [char; 18] = [
    '0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{17E0}',
    '\u{FF10}',
];

/// The separators that a language uses in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separators {
    /// The decimal separator.
    pub decimal: char,
    /// The group separator.
    pub group: char,
    /// The number of digits per group, except for the last group, which has three: two in India, three elsewhere.
    pub group_size: usize,
}

/// Parses a text in a language with these separators. `None` if it is not a number, is ambiguous, or would lose digits.
///
/// Groups may be separated as in the language, or by a space or an apostrophe, which have no other meaning in any
/// language.
#[must_use]
pub fn read(text: &str, separators: &Separators) -> Option<Number> {
    let text: String = text.chars().filter(|c| !is_direction(*c)).collect();
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{FF0D}', '\u{FE63}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix(['+', '\u{FF0B}']).unwrap_or(text)),
    };
    let is_decimal = |c| narrow(c) == narrow(separators.decimal) || c == '\u{66B}';
    let (whole, part) = match text.split_once(is_decimal) {
        Some((whole, part)) => (whole, digits(part).filter(|part| !part.is_empty())?),
        None => (text, String::new()),
    };
    let whole = match whole {
        "" if !part.is_empty() => "0".to_owned(),
        whole => ungrouped(whole, separators)?,
    };
    Decimal::new(negative, &whole, &part)?.number()
}

/// Parses a number in machine notation: `-12.5`, with only a point as the decimal separator.
#[must_use]
pub fn plain(text: &str) -> Option<Number> {
    Decimal::parse(text)?.number()
}

/// Whether a text has more digits than a number can preserve, so that it cannot be sent as a number.
#[must_use]
pub(crate) fn is_too_long(text: &str) -> bool {
    text.chars().filter(|c| digit(*c).is_some()).count() > KEPT_DIGITS
}

/// The digits of an integer. Groups have to use one separator and have the right size, and the first group must not
/// start with a zero: `0,500` is one half in languages with a decimal comma.
fn ungrouped(text: &str, separators: &Separators) -> Option<String> {
    let Some(mark) = text.chars().find(|c| digit(*c).is_none()) else {
        return digits(text).filter(|digits| !digits.is_empty());
    };
    let groups: Vec<&str> = text.split(mark).collect();
    let mut sizes = groups.iter().map(|group| group.chars().count());
    let (first, last) = (sizes.next()?, sizes.next_back()?);
    // Languages with groups of two also use groups of three, but not both in one number.
    let size = sizes.next().unwrap_or(3);
    let is_known = size == 3 || size == separators.group_size;
    let is_even = is_known && first <= size && sizes.all(|other| other == size) && last == 3;
    let is_mark =
        narrow(mark) == narrow(separators.group) || matches!(narrow(mark), ' ' | '\'' | '\u{66C}');
    let digits = digits(&groups.concat())?;
    (is_mark && is_even && first > 0 && !digits.starts_with('0')).then_some(digits)
}

/// The ASCII digits of a text that consists of digits.
fn digits(text: &str) -> Option<String> {
    text.chars().map(digit).collect()
}

fn digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// Normalizes separators that differ only in width or line breaking.
fn narrow(mark: char) -> char {
    match mark {
        '\u{FF0C}' => ',',
        '\u{FF0E}' => '.',
        '\u{2019}' => '\'',
        '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// Whether a character only affects the writing direction.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}
