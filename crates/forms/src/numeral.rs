//! Numbers as people write them: with the marks of their language, in groups or not, in the digits of any script.
//!
//! A text is read as a number only where it can mean nothing else, and only if the number is kept to its last digit.
//! Everything else stays text, so that it is told and never sent as another number.

use crate::number::Decimal;
use crate::scan::KEPT_DIGITS;
use serde_json::Number;

/// The digit 0 of the scripts that write decimal numbers; the other nine follow it.
const ZEROS: [char; 18] = [
    '0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{17E0}',
    '\u{FF10}',
];

/// How a language marks the parts of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Stands before the decimals.
    pub decimal: char,
    /// Stands between groups of digits.
    pub group: char,
    /// How many digits a group has, the last one aside, which has three: two in India, three elsewhere.
    pub group_size: usize,
}

/// The number that a text is for somebody whose language has these marks. None where it is not one number and no other,
/// or one that would lose digits.
///
/// Groups may be marked as in the language, or by a space or an apostrophe, which no language takes for anything else.
#[must_use]
pub fn read(text: &str, marks: &Marks) -> Option<Number> {
    let text: String = text.chars().filter(|c| !is_direction(*c)).collect();
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{FF0D}', '\u{FE63}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix(['+', '\u{FF0B}']).unwrap_or(text)),
    };
    let is_decimal = |c| narrow(c) == narrow(marks.decimal) || c == '\u{66B}';
    let (whole, part) = match text.split_once(is_decimal) {
        Some((whole, part)) => (whole, digits(part).filter(|part| !part.is_empty())?),
        None => (text, String::new()),
    };
    let whole = match whole {
        "" if !part.is_empty() => "0".to_owned(),
        whole => ungrouped(whole, marks)?,
    };
    Decimal::new(negative, &whole, &part)?.number()
}

/// The number that a program has written: `-12.5`, with nothing but a point before its decimals.
#[must_use]
pub fn plain(text: &str) -> Option<Number> {
    Decimal::parse(text)?.number()
}

/// Whether a text has more digits than a number can keep: it may well be one, but not one that can be sent.
#[must_use]
pub(crate) fn is_too_long(text: &str) -> bool {
    text.chars().filter(|c| digit(*c).is_some()).count() > KEPT_DIGITS
}

/// The digits of a whole number. Where they stand in groups, the groups are marked in one way and are of the right size,
/// and the first one does not begin with a zero: `0,500` is half of something to whoever writes a comma before decimals.
fn ungrouped(text: &str, marks: &Marks) -> Option<String> {
    let Some(mark) = text.chars().find(|c| digit(*c).is_none()) else {
        return digits(text).filter(|digits| !digits.is_empty());
    };
    let groups: Vec<&str> = text.split(mark).collect();
    let mut sizes = groups.iter().map(|group| group.chars().count());
    let (first, last) = (sizes.next()?, sizes.next_back()?);
    // Where groups of two are usual, groups of three are known as well, but not both in one number.
    let size = sizes.next().unwrap_or(3);
    let is_known = size == 3 || size == marks.group_size;
    let is_even = is_known && first <= size && sizes.all(|other| other == size) && last == 3;
    let is_mark =
        narrow(mark) == narrow(marks.group) || matches!(narrow(mark), ' ' | '\'' | '\u{66C}');
    let digits = digits(&groups.concat())?;
    (is_mark && is_even && first > 0 && !digits.starts_with('0')).then_some(digits)
}

/// A text of nothing but digits, in those of ASCII.
fn digits(text: &str) -> Option<String> {
    text.chars().map(digit).collect()
}

fn digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// A mark without the differences that only its width and its line breaks make.
fn narrow(mark: char) -> char {
    match mark {
        '\u{FF0C}' => ',',
        '\u{FF0E}' => '.',
        '\u{2019}' => '\'',
        '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// What turns the direction of writing, and is part of no number.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}
