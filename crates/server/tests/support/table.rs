//! Runs that print a table instead of tests, and end as a test harness does.

use std::fmt::Display;
use std::process::ExitCode;

/// The result of a row, as the table prints it.
pub(crate) trait Outcome: Display {
    /// The table's first line.
    const HEAD: &str;

    /// Whether every promise was kept.
    fn is_kept(&self) -> bool;
}

/// Keeps the rows that the filters of `cargo test` mean: all of them if there is no filter, or one is a part of the run's
/// name.
pub(crate) fn filter<T>(rows: &mut Vec<(&str, T)>, filters: &[String], run: &str) {
    let all = filters.is_empty() || filters.iter().any(|filter| run.contains(filter));
    rows.retain(|(name, _)| all || filters.iter().any(|filter| name.contains(filter)));
}

/// Runs the rows one after another, and prints the outcome of each and the line that `cargo xtask test` counts.
pub(crate) fn run<T, O: Outcome>(rows: Vec<(&str, T)>, run: impl Fn(T) -> O) -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    if !rows.is_empty() {
        println!("{}", O::HEAD);
    }
    for (name, row) in rows {
        let outcome = run(row);
        println!("{name:<36}{outcome}");
        match outcome.is_kept() {
            true => passed += 1,
            false => failed += 1,
        }
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {passed} passed; {failed} failed");
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
