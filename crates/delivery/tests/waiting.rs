//! Pauses and leases.

use portico_delivery::lease::{self, Lease};
use portico_delivery::retry::{BASE, CAP, LONGEST_ASKED, SLOW_CAP, Wait, pause};

#[test]
fn pauses_have_full_jitter_and_a_cap() {
    let check = |attempts: u32, most: u64| {
        assert_eq!(pause(attempts, 0), 0, "{attempts}");
        let longest = pause(attempts, u32::MAX);
        assert!(
            longest < most && longest > most - 10,
            "{attempts}: {longest}"
        );
        let half = pause(attempts, 1 << 31);
        assert_eq!(half, most / 2, "{attempts}");
    };
    check(1, BASE);
    check(2, 2 * BASE);
    check(7, 64 * BASE);
    check(8, CAP);
    check(20, CAP);
    check(21, SLOW_CAP);
    check(u32::MAX, SLOW_CAP);
}

#[test]
fn what_the_backend_asks_for_counts_up_to_an_hour() {
    let check = |asked: Option<u64>, until: std::ops::Range<u64>| {
        let wait = Wait::after(1, asked, 1_000, u32::MAX);
        assert!(until.contains(&wait.until), "{asked:?}: {wait:?}");
        assert_eq!(wait.asked, asked.is_some());
    };
    check(None, 1_000..1_300);
    check(Some(5_000), 6_000..7_300);
    check(Some(u64::MAX), LONGEST_ASKED..LONGEST_ASKED + 3_000);
}

#[test]
fn a_clock_that_was_set_back_ends_pauses_and_leases() {
    let day = portico_delivery::DAY;
    let wait = Wait::after(3, None, 10 * day, u32::MAX);
    assert!(!wait.is_over(10 * day));
    assert!(wait.is_over(wait.until));
    assert!(wait.is_over(9 * day));

    let lease = Lease::take(None, "one", 10 * day).ok();
    assert!(lease.as_ref().is_some_and(|lease| !lease.is_over(10 * day)));
    assert!(lease.is_some_and(|lease| lease.is_over(9 * day)));
}

#[test]
fn a_lease_is_taken_renewed_and_inherited() {
    let held = Lease {
        owner: "one".to_owned(),
        until: 1_000,
    };
    let check = |owner: &str, now: u64, expected: Result<u64, u64>| {
        let taken = Lease::take(Some(&held), owner, now).map(|lease| {
            assert_eq!(lease.owner, owner);
            lease.until
        });
        assert_eq!(taken, expected, "{owner} at {now}");
    };
    check("two", 999, Err(1_000));
    check("two", 1_000, Ok(1_000 + lease::LENGTH));
    check("one", 500, Ok(500 + lease::LENGTH));
}
