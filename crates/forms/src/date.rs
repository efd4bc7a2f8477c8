//! Calendar dates without a clock.

/// Whether this is a full date of RFC 3339: `2026-11-22`, a day that the Gregorian calendar has.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (
        number(parts.next(), 4),
        number(parts.next(), 2),
        number(parts.next(), 2),
        parts.next(),
    ) else {
        return false;
    };
    day >= 1 && day <= days_in(year, month)
}

fn number(text: Option<&str>, digits: usize) -> Option<u32> {
    text.filter(|t| t.len() == digits && t.bytes().all(|b| b.is_ascii_digit()))?
        .parse()
        .ok()
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
