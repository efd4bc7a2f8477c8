//! Console output of the commands.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

/// A completed step.
struct CompletedStep {
    what: String,
    /// The time since the command began.
    begun: Duration,
    took: Duration,
}

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
static DONE: Mutex<Vec<CompletedStep>> = Mutex::new(Vec::new());

/// Starts the clock.
pub(crate) fn begin() {
    LazyLock::force(&BEGUN);
}

/// Runs a step, and announces it with its approximate duration before and its actual duration
/// afterwards.
pub(crate) fn step<T>(what: &str, guess: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{what}, {guess} ...");
    let result = silent_step(what, work)?;
    let took = DONE.lock().ok().and_then(|done| {
        let of_this = |one: &&CompletedStep| one.what == what;
        done.iter().rev().find(of_this).map(|one| one.took)
    });
    println!("{what}: done in {}", rounded(took.unwrap_or_default()));
    Ok(result)
}

/// The same for a step that usually takes no time: it appears only in the table, and if it fails.
pub(crate) fn silent_step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    if let Ok(mut done) = DONE.lock() {
        done.push(CompletedStep {
            what: what.to_owned(),
            begun: start.saturating_duration_since(*BEGUN),
            took,
        });
    }
    result.with_context(|| format!("{what} stopped after {}", rounded(took)))
}

/// All steps with their times, and the total time; some steps run in parallel.
pub(crate) fn table() -> String {
    let Ok(mut done) = DONE.lock() else {
        return String::new();
    };
    done.sort_by_key(|one| one.begun);
    let rows = done.iter().filter(|one| one.took.as_secs() > 0);
    let mut text = format!("\n{:<44} {:>11} {:>11}\n", "Step", "started at", "duration");
    for CompletedStep { what, begun, took } in rows {
        let _ = writeln!(
            text,
            "{what:<44} {:>11} {:>11}",
            rounded_up(*begun),
            rounded(*took)
        );
    }
    let all = rounded(BEGUN.elapsed());
    let _ = writeln!(text, "{:<44} {:>11} {all:>11}", "Total", "");
    text
}

fn rounded_up(time: Duration) -> String {
    rounded(Duration::from_secs(time.as_secs().max(1)))
}

/// A rounded duration for people.
pub(crate) fn rounded(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// A number with thousands separators, so that columns can be compared.
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
    use super::{grouped, rounded, silent_step, table};
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

    #[test]
    fn a_step_that_fails_is_named() {
        let failed = silent_step("Baking", || -> anyhow::Result<()> {
            anyhow::bail!("the oven is cold.")
        });
        let text = format!("{:#}", failed.unwrap_err());
        assert!(
            text.starts_with("Baking stopped after ") && text.ends_with(": the oven is cold."),
            "{text}"
        );
        // Steps that took no time are omitted from the table.
        assert!(!table().contains("Baking"));
    }
}
