//! A look over a document's text before any parser: a hostile one is refused by its size or nesting at once, with the place of the error.

use crate::FormError;
use crate::pointer;

/// The largest form document, in bytes of UTF-8.
pub const MAX_BYTES: usize = 512 * 1024;

/// The deepest nesting of JSON: the deepest that `serde_json` reads by itself.
pub const MAX_JSON_DEPTH: usize = 127;

/// Looks over a text once, without recursion.
///
/// What is no JSON at all passes, since a parser refuses it better.
///
/// # Errors
/// The text is larger than [`MAX_BYTES`] (the pointer is that of the whole document), nested deeper than [`MAX_JSON_DEPTH`]
/// (the pointer is that of the value that is too deep), or has a number that programs would read as another one.
pub fn scan(text: &str) -> Result<(), FormError> {
    if text.len() > MAX_BYTES {
        return Err(FormError::new(
            "",
            format!("the document is larger than {MAX_BYTES} bytes"),
        ));
    }
    values(text)
}

/// The same for a text of any size.
///
/// # Errors
/// See [`scan`].
pub fn values(text: &str) -> Result<(), FormError> {
    let mut open: Vec<Open> = Vec::new();
    // Where the string that was read last has its first byte, and the byte after its last.
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
                        // Whatever is escaped, a quotation mark among them, ends nothing.
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
                string = (at + 1, end);
            }
            b'-' | b'0'..=b'9' => {
                let number = number_at(text, at);
                if !is_kept(number) {
                    let shown: String = number.chars().take(MOST_SHOWN).collect();
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
            b'{' => open.push(Open::Object(None)),
            b'[' => open.push(Open::Array(0)),
            b'}' | b']' => _ = open.pop(),
            b':' => {
                if let Some(Open::Object(name)) = open.last_mut() {
                    *name = Some(string);
                }
            }
            b',' => {
                if let Some(Open::Array(at)) = open.last_mut() {
                    *at += 1;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// As many digits of a number are shown.
const MOST_SHOWN: usize = 40;

/// The number that begins at a byte of the text.
fn number_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether a number is still the same once a program has read it as one of 64 bits.
///
/// A whole number is kept to its last digit or not at all; one with a point or an exponent is a floating-point number, which has 17 digits at most.
/// What is no number is for the parser to refuse.
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
    // The power of ten of the last digit: the number is whole unless it is negative.
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
        MOST_DIGITS
    };
    is_float && digits.len() <= most && (SMALLEST_POWER..=LARGEST_POWER).contains(&first)
}

/// So many digits are kept in any number; whole numbers may have one more.
pub(crate) const KEPT_DIGITS: usize = 15;
/// No whole number of 64 bits has more digits. Below, a whole number with a point or an exponent is as exact as one without.
const LONGEST_WHOLE: i64 = 20;
/// The digits of every floating-point number, as programs write them.
const MOST_DIGITS: usize = 17;
/// The powers of ten between which floating-point numbers have all their digits.
const SMALLEST_POWER: i64 = -307;
const LARGEST_POWER: i64 = 308;

/// Whether a whole number below 2^128, of these digits and zeros, is a floating-point number and is read as it:
/// an odd number of 53 bits times a power of two.
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
    // The parser of JSON rounds more than once where a number is long.
    serde_json::from_str(number).is_ok_and(|read: f64| read.to_bits() == exact.to_bits())
}

/// An object or array that has not ended.
enum Open {
    /// Where the name of the member is that was met last.
    Object(Option<(usize, usize)>),
    /// Which item it is at.
    Array(usize),
}

fn place(text: &str, open: &[Open]) -> String {
    let mut at = String::new();
    for open in open {
        at = match open {
            Open::Array(index) => pointer::child(&at, &index.to_string()),
            Open::Object(Some((start, end))) => {
                let name = text.get(*start..*end).unwrap_or_default();
                pointer::child(&at, &unescaped(name))
            }
            // No JSON.
            Open::Object(None) => break,
        };
    }
    at
}

/// The text of a JSON string. Escapes that JSON does not have stay as they are.
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

/// Behind `\u`: a character, or a pair of surrogates that make one.
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
