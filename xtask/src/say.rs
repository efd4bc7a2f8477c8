//! What a command tells the person who waits for it.

use anyhow::Result;
use std::time::{Duration, Instant};

/// Runs one step, telling beforehand what it is and roughly how long it takes, and afterwards how long it took.
pub(crate) fn step<T>(what: &str, guess: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    println!("{what}, {guess} ...");
    let result = work()?;
    println!("{what}: done in {}", rounded(start.elapsed()));
    Ok(result)
}

/// A duration as a person would say it.
fn rounded(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Bytes with groups of thousands, so that columns of them can be compared.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{grouped, rounded};
    use std::time::Duration;

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1000, "1 000"),
            (1_234_567, "1 234 567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn times_are_rounded() {
        for (millis, expected) in [(12, "12 ms"), (61_400, "61 s"), (125_000, "2 min 5 s")] {
            assert_eq!(rounded(Duration::from_millis(millis)), expected);
        }
    }
}
