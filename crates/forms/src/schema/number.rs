//! Compares numbers by mathematical value: `1.0` equals `1`, and `0.3` is three times `0.1`.
//!
//! Nothing here formats or parses `f64`, whose tables would add more to the module than all of this code.

use std::cmp::Ordering;

use serde_json::Number;

/// Two to the power of 64, the first integer beyond `u64`.
const PAST_U64: f64 = 18_446_744_073_709_551_616.0;
/// Up to here, every integer is an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;
const EXACT_U64: u64 = 1 << 53;
/// All powers of ten up to this one are exact as `f64`.
const EXACT_POWERS: u32 = 22;

/// A number in a form that can be compared. Every integer that fits is `Whole`, whatever its notation.
enum ExactNumber {
    Whole { negative: bool, size: u64 },
    Float(f64),
}

fn exact(number: &Number) -> ExactNumber {
    if let Some(size) = number.as_u64() {
        return ExactNumber::Whole {
            negative: false,
            size,
        };
    }
    if let Some(whole) = number.as_i64() {
        return ExactNumber::Whole {
            negative: whole < 0,
            size: whole.unsigned_abs(),
        };
    }
    let float = number.as_f64().unwrap_or_default();
    if float.fract() == 0.0 && float.abs() < PAST_U64 {
        return ExactNumber::Whole {
            negative: float < 0.0,
            size: whole(float.abs()),
        };
    }
    ExactNumber::Float(float)
}

pub(super) fn order(a: &Number, b: &Number) -> Ordering {
    match (exact(a), exact(b)) {
        (
            ExactNumber::Whole {
                negative: a_negative,
                size: a,
            },
            ExactNumber::Whole {
                negative: b_negative,
                size: b,
            },
        ) => match (a_negative, b_negative) {
            (false, false) => a.cmp(&b),
            (true, true) => b.cmp(&a),
            (a, b) => b.cmp(&a),
        },
        (ExactNumber::Float(a), ExactNumber::Float(b)) => {
            a.partial_cmp(&b).unwrap_or(Ordering::Equal)
        }
        (ExactNumber::Whole { negative, size }, ExactNumber::Float(b)) => mixed(negative, size, b),
        (ExactNumber::Float(a), ExactNumber::Whole { negative, size }) => {
            mixed(negative, size, a).reverse()
        }
    }
}

/// A remaining float has a fraction, so it is small, or exceeds every `u64`. Rounding the integer therefore does not
/// affect the result, except that the largest integers round to the float itself, which is then further from zero.
fn mixed(negative: bool, size: u64, float: f64) -> Ordering {
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let size = size as f64;
    let whole = if negative { -size } else { size };
    match whole.partial_cmp(&float) {
        Some(Ordering::Equal) | None if float > 0.0 => Ordering::Less,
        Some(Ordering::Equal) | None => Ordering::Greater,
        Some(order) => order,
    }
}

pub(super) fn is_whole(number: &Number) -> bool {
    match exact(number) {
        ExactNumber::Whole { .. } => true,
        ExactNumber::Float(float) => float.fract() == 0.0,
    }
}

/// An integer in a schema: `2` or `2.0`.
pub(super) fn count(number: &Number) -> Option<u64> {
    match exact(number) {
        ExactNumber::Whole {
            negative: false,
            size,
        } => Some(size),
        ExactNumber::Float(float) if float >= PAST_U64 => Some(u64::MAX),
        _ => None,
    }
}

pub(super) fn is_positive(number: &Number) -> bool {
    number.as_f64().is_some_and(|float| float > 0.0)
}

/// Whether the number is a multiple of the step in decimal arithmetic. If one of them has too many digits for that,
/// their quotient decides.
pub(super) fn is_multiple(number: &Number, step: &Number) -> bool {
    multiple_in_decimals(number, step).unwrap_or_else(|| {
        let times = number.as_f64().unwrap_or_default() / step.as_f64().unwrap_or_default();
        times.fract() == 0.0 && times.abs() < EXACT
    })
}

fn multiple_in_decimals(number: &Number, step: &Number) -> Option<bool> {
    let step = decimal(step)?;
    let (mut rest, places) = match exact(number) {
        ExactNumber::Whole { size, .. } => (size.checked_rem(step.digits)?, 0),
        ExactNumber::Float(float) if float.fract() == 0.0 => {
            (rest_of_large(float, step.digits)?, 0)
        }
        ExactNumber::Float(_) => {
            let number = decimal(number)?;
            (number.digits.checked_rem(step.digits)?, number.places)
        }
    };
    // A step with decimal places has digits below 2^53, so ten times the remainder fits.
    for _ in places..step.places {
        rest = (rest * 10).checked_rem(step.digits)?;
    }
    Some(rest == 0 && places <= step.places)
}

/// The remainder of a float beyond 2^53, which is a 53-bit number times a power of two. The library's float remainder
/// would be more code.
fn rest_of_large(float: f64, divisor: u64) -> Option<u64> {
    let bits = float.to_bits();
    let digits = (bits & (EXACT_U64 / 2 - 1)) | (EXACT_U64 / 2);
    let power = ((bits >> 52) & 0x7FF).checked_sub(1_075)?;
    let divisor = u128::from(divisor);
    let mut rest = u128::from(digits).checked_rem(divisor)?;
    for _ in 0..power {
        rest = (rest * 2) % divisor;
    }
    u64::try_from(rest).ok()
}

/// Converts a float that is a non-negative integer below 2^64.
#[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
#[expect(clippy::cast_sign_loss, reason = "not negative")]
fn whole(float: f64) -> u64 {
    float as u64
}

/// A number in decimal notation, such as `-0.25`; `None` if it would have too many decimal places.
pub(crate) fn decimal_text(number: &Number) -> Option<String> {
    let Magnitude { digits, places } = decimal(number)?;
    let negative = number.as_f64().is_some_and(|float| float < 0.0);
    let places = usize::try_from(places).ok()?;
    let digits = format!("{digits:0>least$}", least = places + 1);
    let (whole, part) = digits.split_at_checked(digits.len() - places)?;
    let sign = if negative { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    Some([sign, whole, point, part].concat())
}

/// The absolute value of a number: `digits` divided by ten to the power of `places`, which is minimal.
struct Magnitude {
    digits: u64,
    places: u32,
}

/// The shortest decimal that reads as this number, if both of its parts are exact as `f64`. Their quotient is then
/// rounded only once, as in parsing the text.
fn decimal(number: &Number) -> Option<Magnitude> {
    let float = match exact(number) {
        ExactNumber::Whole { size, .. } => {
            return Some(Magnitude {
                digits: size,
                places: 0,
            });
        }
        ExactNumber::Float(float) => float.abs(),
    };
    let mut power = 1.0;
    for places in 1..=EXACT_POWERS {
        power *= 10.0;
        let digits = (float * power).round();
        if digits >= EXACT {
            return None;
        }
        if digits / power == float {
            let digits = whole(digits);
            return Some(Magnitude { digits, places });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let check = |a: &str, b: &str, expected: Ordering| {
            assert_eq!(order(&number(a), &number(b)), expected, "{a} {b}");
            assert_eq!(order(&number(b), &number(a)), expected.reverse(), "{b} {a}");
        };
        check("1", "1.0", Ordering::Equal);
        check("0", "-0.0", Ordering::Equal);
        check("-1", "1", Ordering::Less);
        check("-2", "-1", Ordering::Less);
        check("-1.5", "-1", Ordering::Less);
        check("0", "0.5", Ordering::Less);
        check("-0.5", "0", Ordering::Less);
        check("9007199254740993", "9007199254740992.0", Ordering::Greater);
        check(
            "18446744073709551615",
            "18446744073709551616",
            Ordering::Less,
        );
        check(
            "-18446744073709551616",
            "-9223372036854775808",
            Ordering::Less,
        );
        check("18446744073709551615", "1e300", Ordering::Less);
        check("1e300", "1e301", Ordering::Less);
    }

    #[test]
    fn multiples_are_those_of_decimals() {
        let check = |a: &str, step: &str, expected: bool| {
            assert_eq!(
                is_multiple(&number(a), &number(step)),
                expected,
                "{a} {step}"
            );
        };
        check("0.3", "0.1", true);
        check("19.99", "0.01", true);
        check("-4.5", "1.5", true);
        check("0.0075", "0.0001", true);
        check("0.00751", "0.0001", false);
        check("12391239123", "1e-8", true);
        check("1e308", "0.123456789", false);
        check("1e308", "0.5", true);
        check("1e20", "0.1", true);
        check("1e20", "3", false);
        check("0.1", "1e20", false);
        check("7", "2", false);
        check("0.5", "2", false);
        check("0", "0.01", true);
        check("18446744073709551615", "5", true);
        check("18446744073709551614", "5", false);
        check("18446744073709551615", "1.5", true);
        check("18446744073709551614", "9223372036854775807", true);
        check("18446744073709551615", "9223372036854775807", false);
        check("36893488147419103232", "9223372036854775808", true);
        check("36893488147419103232", "9223372036854775809", false);
        check("2.0", "2", true);
        check("3.2e1", "16.0", true);
        check("9007199254740993", "3.0", true);
        check("9007199254740992.0", "3", false);
    }
}
