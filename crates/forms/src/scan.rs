//! Limits checked on the raw text before parsing: documents that are too large or too deeply nested are rejected with
//! the location of the error.

use crate::FormError;
use crate::pointer;
use serde_json::{Number, Value};

/// The maximum size of a form document in bytes of UTF-8.
pub const MAX_BYTES: usize = 512 * 1024;

/// The maximum nesting depth of JSON, which is that of `serde_json`.
pub const MAX_JSON_DEPTH: usize = 127;

/// Whether arrays and objects nest deeper than [`MAX_JSON_DEPTH`] in a value, counted as [`scan`] counts them: an empty
/// one is a level too. Stops at that depth.
pub(crate) fn is_too_deep(value: &Value) -> bool {
    nests_deeper(value, MAX_JSON_DEPTH)
}

fn nests_deeper(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return value.is_array() || value.is_object();
    };
    match value {
        Value::Array(items) => items.iter().any(|item| nests_deeper(item, below)),
        Value::Object(members) => members.values().any(|member| nests_deeper(member, below)),
        _ => false,
    }
}

/// Checks a text in one pass without recursion.
///
/// Text that is not JSON passes, because a parser reports it better.
///
/// # Errors
/// The text is larger than [`MAX_BYTES`] (with the pointer of the whole document), nested deeper than
/// [`MAX_JSON_DEPTH`] (with the pointer of the value that is too deep), or contains a number that programs would read
/// as another one.
pub fn scan(text: &str) -> Result<(), FormError> {
    if text.len() > MAX_BYTES {
        return Err(FormError::new(
            "",
            format!("the document is larger than {MAX_BYTES} bytes"),
        ));
    }
    values(text)
}

/// The same check for a text of any size.
///
/// # Errors
/// See [`scan`].
pub fn values(text: &str) -> Result<(), FormError> {
    let mut open: Vec<OpenContainer> = Vec::new();
    // The start and the end of the last string, in bytes.
    let mut string = (0, 0);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut end = at + 1;
                while let Some((at, byte)) = bytes.next() {
                    end = at;
                    match byte {
                        b'"' => break,
                        // An escaped character, which may be a quotation mark, does not end the string.
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
                string = (at + 1, end);
            }
            b'-' | b'0'..=b'9' => {
                let number = number_at(text, at);
                if !is_kept(number) {
                    let shown: String = number.chars().take(MAX_SHOWN).collect();
                    let reason =
                        format!("no number of 64 bits is {shown}; it would be read as another one");
                    return Err(FormError::new(place(text, &open), reason));
                }
                if let Some(rest) = number.len().checked_sub(2) {
                    bytes.nth(rest);
                }
            }
            b'{' | b'[' if open.len() == MAX_JSON_DEPTH => {
                return Err(FormError::new(
                    place(text, &open),
                    format!("JSON is nested deeper than {MAX_JSON_DEPTH}"),
                ));
            }
            b'{' => open.push(OpenContainer::Object(None)),
            b'[' => open.push(OpenContainer::Array(0)),
            b'}' | b']' => _ = open.pop(),
            b':' => {
                if let Some(OpenContainer::Object(name)) = open.last_mut() {
                    *name = Some(string);
                }
            }
            b',' => {
                if let Some(OpenContainer::Array(at)) = open.last_mut() {
                    *at += 1;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The maximum number of digits shown of a number.
const MAX_SHOWN: usize = 40;

/// The number that starts at a byte of the text.
fn number_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether a number is unchanged after a program has read it as a 64-bit number.
///
/// Integers have to be exact. A number with a decimal point or an exponent is a floating-point number, which has at
/// most 17 digits. Text that is not a number is left to the parser.
#[must_use]
pub fn is_kept(number: &str) -> bool {
    if number.parse::<u64>().is_ok() || number.parse::<i64>().is_ok() {
        return true;
    }
    let plain = number.trim_start_matches(['-', '+']);
    let (digits, power) = plain.split_once(['e', 'E']).unwrap_or((plain, "0"));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let written = [whole, part].concat();
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let digits = written.trim_matches('0');
    if digits.is_empty() {
        return true;
    }
    let Ok(power) = power.parse::<i64>() else {
        return !power.ends_with(|c: char| c.is_ascii_digit());
    };
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    // The power of ten of the last digit. If it is not negative, the number is an integer.
    let behind = length(&written) - length(written.trim_end_matches('0')) - length(part);
    let last = power.saturating_add(behind);
    let first = last.saturating_add(length(digits) - 1);
    if last >= 0 && is_whole_kept(plain, digits, last) {
        return true;
    }
    let is_float = written.len() != plain.len();
    let most = if last >= 0 && first < LONGEST_WHOLE {
        KEPT_DIGITS
    } else {
        MAX_DIGITS
    };
    is_float && digits.len() <= most && (SMALLEST_POWER..=LARGEST_POWER).contains(&first)
}

/// The number of digits that any number preserves; integers may have one more.
pub(crate) const KEPT_DIGITS: usize = 15;
/// No 64-bit integer has more digits. With fewer, an integer with a decimal point or an exponent is as exact as one
/// without.
const LONGEST_WHOLE: i64 = 20;
/// The number of digits that identify every floating-point number.
const MAX_DIGITS: usize = 17;
/// The powers of ten between which floating-point numbers have full precision.
const SMALLEST_POWER: i64 = -307;
const LARGEST_POWER: i64 = 308;

/// Whether an integer below 2^128, given by its digits and trailing zeros, is a floating-point number and is read as
/// such: an odd 53-bit number times a power of two.
fn is_whole_kept(number: &str, digits: &str, zeros: i64) -> bool {
    let (Ok(digits), Ok(zeros)) = (digits.parse::<u128>(), u32::try_from(zeros)) else {
        return false;
    };
    let twos = digits.trailing_zeros();
    let odd = digits.checked_shr(twos).unwrap_or(0);
    let fives = 5_u128.checked_pow(zeros);
    let odd = fives.and_then(|fives| odd.checked_mul(fives));
    let Some(odd) = odd.filter(|odd| *odd < 1 << 53) else {
        return false;
    };
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let exact = odd as f64 * f64::from_bits(u64::from(1_023 + twos + zeros) << 52);
    // The JSON parser rounds more than once for long numbers.
    let read = number.parse::<Number>().ok();
    read.and_then(|read| read.as_f64())
        .is_some_and(|read| read.to_bits() == exact.to_bits())
}

/// An object or array that has not ended yet.
enum OpenContainer {
    /// The range of the last member name.
    Object(Option<(usize, usize)>),
    /// The index of the current item.
    Array(usize),
}

fn place(text: &str, open: &[OpenContainer]) -> String {
    let mut at = String::new();
    for open in open {
        at = match open {
            OpenContainer::Array(index) => pointer::child(&at, &index.to_string()),
            OpenContainer::Object(Some((start, end))) => {
                let name = text.get(*start..*end).unwrap_or_default();
                pointer::child(&at, &unescaped(name))
            }
            // Not JSON.
            OpenContainer::Object(None) => break,
        };
    }
    at
}

/// The text of a JSON string. Invalid escapes are kept unchanged.
fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{C}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => text.push(code_point(&mut rest)),
            other => text.extend(other),
        }
    }
    text
}

/// Parses what follows `\u`: a character, or a pair of surrogates for one character.
fn code_point(rest: &mut std::str::Chars) -> char {
    let unit = |rest: &mut std::str::Chars| {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + rest.next().and_then(|c| c.to_digit(16)).unwrap_or(0);
        }
        code
    };
    let mut code = unit(rest);
    if let Some(second) = rest.as_str().strip_prefix("\\u")
        && (0xD800..0xDC00).contains(&code)
    {
        let mut after = second.chars();
        let low = unit(&mut after);
        if (0xDC00..0xE000).contains(&low) {
            *rest = after;
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}
