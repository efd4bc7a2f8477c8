//! Numbers without loss: one canonical notation, and no number that loses digits.

use crate::pointer;
use crate::scan::{KEPT_DIGITS, MAX_JSON_DEPTH};
use crate::schema::decimal_text;
use serde_json::{Number, Value};

/// Up to here, every integer is a JavaScript integer, and no other number rounds to it.
const MAX_WHOLE: u64 = (1 << 53) - 1;
/// The number of decimal places that browsers display. All powers of ten up to this one are floating-point numbers.
const MAX_PLACES: usize = 20;

/// A decimal number as written.
pub(crate) struct Decimal {
    negative: bool,
    /// ASCII digits without leading zeros.
    digits: String,
    /// The number of decimal places; the last one is not zero.
    places: usize,
}

impl Decimal {
    /// Creates a number from the digits before and after the decimal point. `None` if any of them is not an ASCII
    /// digit.
    pub(crate) fn new(negative: bool, whole: &str, part: &str) -> Option<Self> {
        let part = part.trim_end_matches('0');
        let all = format!("{whole}{part}");
        let is_plain = all.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| Self {
            negative,
            digits: all.trim_start_matches('0').to_owned(),
            places: part.len(),
        })
    }

    /// Parses a number such as `-12.50`. Only a point is accepted as the decimal separator.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, whole, part) = parts(text)?;
        Self::new(negative, whole, part).filter(|_| !whole.is_empty())
    }

    /// The number, if all digits are preserved.
    pub(crate) fn number(&self) -> Option<Number> {
        let units: u64 = match self.digits.as_str() {
            "" => 0,
            digits => digits.parse().ok()?,
        };
        let units = i64::try_from(units).ok().filter(|_| units <= MAX_WHOLE)?;
        let units = if self.negative { -units } else { units };
        if self.places == 0 {
            return Some(Number::from(units));
        }
        if self.digits.len() > KEPT_DIGITS || self.places > MAX_PLACES {
            return None;
        }
        let scale = (0..self.places).fold(1.0, |scale, _| scale * 10.0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "both are exact, so that the quotient is the nearest number, as reading the text would be"
        )]
        Number::from_f64(units as f64 / scale)
    }
}

/// The parts of a number such as `-12.50`: whether it has a minus sign, and the texts before and after the decimal point.
/// `None` if nothing follows the point.
pub(crate) fn parts(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    match text.split_once('.') {
        Some((_, "")) => None,
        Some((whole, part)) => Some((negative, whole, part)),
        None => Some((negative, text, "")),
    }
}

/// Converts all numbers to one notation: `2.0` and `2e0` become `2`, so that equal numbers are equal values.
pub(crate) fn canonical(value: &mut Value) {
    each(value, MAX_JSON_DEPTH + 1);
}

/// Deeper values are rejected elsewhere, and must not exhaust the stack here.
fn each(value: &mut Value, depth: usize) {
    let Some(below) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Number(number) => {
            if let Some(whole) = whole(number) {
                *number = whole;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, below)),
        Value::Object(members) => members.values_mut().for_each(|member| each(member, below)),
        _ => {}
    }
}

/// The integer value of a number written with a decimal point or an exponent.
fn whole(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    if float.fract() != 0.0 || !is_kept(number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    Some(Number::from(float as i64))
}

/// A description of the numbers that answers can have.
pub(crate) const TOO_PRECISE: &str =
    "a number has at most 15 digits, and a whole number is at most 9007199254740991";

/// The location of the first number in a value that would lose digits, as a pointer into the value.
pub(crate) fn lost(value: &Value) -> Option<String> {
    let inside = |name: &str, value| Some(pointer::child("", name) + &lost(value)?);
    match value {
        Value::Number(number) => (!is_kept(number)).then(String::new),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| inside(&index.to_string(), item))
        }
        Value::Object(members) => members
            .iter()
            .find_map(|(name, member)| inside(name, member)),
        _ => None,
    }
}

/// Whether every JSON reader preserves the number, including those with only floating-point numbers.
pub(crate) fn is_kept(number: &Number) -> bool {
    if let Some(whole) = number.as_i64() {
        return whole.unsigned_abs() <= MAX_WHOLE;
    }
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else {
        return false;
    };
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let is_small = float.abs() <= MAX_WHOLE as f64;
    is_small && (float.fract() == 0.0 || has_few_digits(number))
}

/// Whether a fraction has no more digits than are preserved. Fractions below a millionth have too many decimal places
/// to count digits.
fn has_few_digits(number: &Number) -> bool {
    let tiny = number.as_f64().is_some_and(|float| float.abs() < 1e-6);
    decimal_text(number).map_or(tiny, |text| {
        let digits = text.trim_start_matches(['-', '0', '.']);
        digits.bytes().filter(u8::is_ascii_digit).count() <= KEPT_DIGITS
    })
}
