//! The decision after a failure, without a clock.

use portico_server::jobs::retry::{ATTEMPTS, LONGEST, Verdict, after_failure, backoff, wait};
use std::time::Duration;

#[test]
fn each_failure_waits_twice_as_long_and_no_longer_than_the_longest() {
    for (attempt, chance, seconds) in [
        (0, 1.0, 1.0),
        (1, 1.0, 1.0),
        (1, 0.0, 0.5),
        (2, 1.0, 2.0),
        (4, 0.5, 6.0),
        (9, 1.0, 256.0),
        (10, 1.0, 300.0),
        (u32::MAX, 1.0, 300.0),
        (3, f64::NAN, 4.0),
        (3, -1.0, 2.0),
    ] {
        let waits = backoff(attempt, chance);
        assert_eq!(
            waits,
            Duration::from_secs_f64(seconds),
            "{attempt}, {chance}"
        );
    }
}

#[test]
fn only_an_entry_that_failed_alone_is_given_up_on() {
    for (attempt, entries, gives_up) in [
        (1, 1, false),
        (ATTEMPTS - 1, 1, false),
        (ATTEMPTS, 1, true),
        (ATTEMPTS + 1, 1, true),
        (ATTEMPTS, 200, false),
        (u32::MAX, 0, false),
    ] {
        let verdict = after_failure(attempt, entries, 0.5);
        assert_eq!(verdict == Verdict::GiveUp, gives_up, "{attempt}, {entries}");
    }
}

#[test]
fn nothing_waits_longer_than_it_can_have_been_told_to() {
    let hour = 60 * 60 * 1000;
    for (what, next_at, now, waits) in [
        ("at once", 0, hour, None),
        ("it is time", hour, hour, None),
        ("not yet", hour + 1000, hour, Some(1)),
        ("the longest", hour + 300_000, hour, Some(300)),
        (
            "noted by a clock that was ahead",
            hour + 300_001,
            hour,
            None,
        ),
        ("noted at the end of time", i64::MAX, -1, None),
        ("a clock before its time", 1000, i64::MIN, None),
    ] {
        let waits = waits.map(Duration::from_secs);
        assert_eq!(wait(next_at, now, LONGEST), waits, "{what}");
    }
}
