//! Dates, times and durations of RFC 3339. No clock is needed.

/// In minutes.
const DAY: u32 = 24 * 60;

/// `full-date`: an existing day of the Gregorian calendar.
pub(super) fn is_date(text: &[u8]) -> bool {
    let [year @ .., b'-', m1, m2, b'-', d1, d2] = text else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) =
        (number(year), number(&[*m1, *m2]), number(&[*d1, *d2]))
    else {
        return false;
    };
    text.len() == 10 && day >= 1 && day <= days_in(year, month)
}

/// A number of digits only. Callers ensure that it does not overflow.
fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for byte in digits {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number = number.saturating_mul(10).saturating_add(digit);
    }
    Some(number)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

/// `full-time`.
pub(super) fn is_time(text: &[u8]) -> bool {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (
        number(&[*h1, *h2]),
        number(&[*m1, *m2]),
        number(&[*s1, *s2]),
    ) else {
        return false;
    };
    let rest = match rest {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            rest.get(digits..).unwrap_or_default()
        }
        rest => rest,
    };
    let Some(offset) = offset(rest) else {
        return false;
    };
    // A leap second can only be the last second of a day in UTC, whatever the local time.
    let last_minute = (hour * 60 + minute + DAY - offset) % DAY == DAY - 1;
    hour < 24 && minute < 60 && (second < 60 || second == 60 && last_minute)
}

/// The local time `HH:MM:SS` of a `full-time` on a clock that is `ahead` minutes ahead of UTC, without fractions of a
/// second.
pub(super) fn on_clock(text: &str, ahead: i32) -> Option<String> {
    let (time, own) = text
        .split_at_checked(8)
        .filter(|_| is_time(text.as_bytes()))?;
    let own = own.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let own = i32::try_from(offset(own.as_bytes())?).ok()?;
    let part = |at: std::ops::Range<usize>| number(time.as_bytes().get(at)?);
    let minutes = i32::try_from(part(0..2)? * 60 + part(3..5)?).ok()?;
    let minutes = (minutes - own + ahead).rem_euclid(24 * 60);
    let seconds = part(6..8)?;
    Some(format!(
        "{:02}:{:02}:{seconds:02}",
        minutes / 60,
        minutes % 60
    ))
}

/// `time-offset` in minutes east of UTC, from 0 to less than a day.
fn offset(text: &[u8]) -> Option<u32> {
    let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = text else {
        return matches!(text, [b'Z' | b'z']).then_some(0);
    };
    let hours = number(&[*h1, *h2]).filter(|hours| *hours < 24)?;
    let minutes = number(&[*m1, *m2]).filter(|minutes| *minutes < 60)?;
    let offset = hours * 60 + minutes;
    Some(if *sign == b'+' || offset == 0 {
        offset
    } else {
        DAY - offset
    })
}

/// `date-time`.
pub(super) fn is_date_time(text: &[u8]) -> bool {
    text.split_first_chunk::<10>().is_some_and(
        |(date, rest)| matches!(rest, [b'T' | b't', time @ ..] if is_date(date) && is_time(time)),
    )
}

/// `duration` of appendix A: units are contiguous, and weeks stand alone.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    match rest.split_once('T') {
        Some((date, time)) => {
            (date.is_empty() || are_units(date, b"YMD")) && are_units(time, b"HMS")
        }
        None => are_units(rest, b"YMD") || are_units(rest, b"W"),
    }
}

/// Numbers with units, in this order.
fn are_units(text: &str, mut order: &[u8]) -> bool {
    let mut digits = false;
    let mut first = true;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            digits = true;
            continue;
        }
        let skipped = order.iter().position(|unit| *unit == byte);
        let Some(skipped) = skipped.filter(|skipped| digits && (first || *skipped == 0)) else {
            return false;
        };
        order = order.get(skipped + 1..).unwrap_or_default();
        (digits, first) = (false, false);
    }
    !digits && !first
}
