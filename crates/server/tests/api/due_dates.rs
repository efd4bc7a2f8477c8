//! Due dates: working hours, holidays, weekends, and the two days a year with a different length.

use jiff::Timestamp;
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use portico_contract::{Hours, Target};
use portico_server::due::WorkingHours;
use portico_server::due::{Duration, due};

fn hours() -> WorkingHours {
    WorkingHours {
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        days: vec![
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ],
        from: time(8, 0, 0, 0),
        to: time(18, 0, 0, 0),
        holidays: vec![date(2026, 12, 25), date(2026, 12, 28)],
    }
}

/// Times are local times without an offset.
#[track_caller]
fn check(from: &str, duration: &str, counts: Hours, expected: &str) {
    let hours = hours();
    let local = |text: &str| {
        let time: jiff::civil::DateTime = text.parse().unwrap();
        time.to_zoned(hours.zone.clone()).unwrap().timestamp()
    };
    let target = Target {
        duration: duration.to_owned(),
        hours: counts,
    };
    let found: Option<Timestamp> = due(local(from), &target, &hours);
    let found = found
        .unwrap()
        .to_zoned(hours.zone.clone())
        .datetime()
        .to_string();
    assert_eq!(found, format!("{expected}:00"), "{from} + {duration}");
}

#[test]
fn working_hours() {
    let business = |from, duration, expected| check(from, duration, Hours::Business, expected);
    // 2026-11-23 is a Monday.
    business("2026-11-23T15:00", "P2D", "2026-11-25T15:00");
    business("2026-11-23T15:00", "PT2H", "2026-11-23T17:00");
    business("2026-11-23T15:00", "PT3H", "2026-11-23T18:00");
    business("2026-11-23T16:00", "PT4H", "2026-11-24T10:00");
    business("2026-11-23T16:00", "PT24H", "2026-11-26T10:00");
    business("2026-11-23T06:00", "PT4H", "2026-11-23T12:00");
    business("2026-11-23T20:00", "PT4H", "2026-11-24T12:00");
    business("2026-11-23T18:00", "PT1H", "2026-11-24T09:00");
    business("2026-11-27T16:00", "PT4H", "2026-11-30T10:00");
    business("2026-11-27T16:00", "P1D", "2026-11-30T16:00");
    business("2026-11-28T12:00", "P1D", "2026-12-01T08:00");
    business("2026-11-23T15:00", "P1W", "2026-11-30T15:00");
    business("2026-11-23T15:00", "P1DT4H", "2026-11-25T09:00");
    business("2026-11-23T15:00", "PT90M", "2026-11-23T16:30");
    // Friday the 25th and Monday the 28th are holidays.
    business("2026-12-24T15:00", "P1D", "2026-12-29T15:00");
    business("2026-12-24T17:00", "PT2H", "2026-12-29T09:00");
    business("2026-12-25T12:00", "PT1H", "2026-12-29T09:00");
    // The clock goes back on the 25th of October, forward on the 28th of March.
    business("2026-10-23T15:00", "P1D", "2026-10-26T15:00");
    business("2027-03-26T17:00", "PT2H", "2027-03-29T09:00");
}

#[test]
fn all_hours() {
    let always = |from, duration, expected| check(from, duration, Hours::Always, expected);
    always("2026-11-27T22:00", "PT4H", "2026-11-28T02:00");
    always("2026-11-27T22:00", "P2D", "2026-11-29T22:00");
    always("2026-11-27T22:00", "P1W", "2026-12-04T22:00");
    // A day is a calendar day; an hour is an elapsed hour, whatever the wall clock shows.
    always("2026-10-24T12:00", "P1D", "2026-10-25T12:00");
    always("2026-10-24T12:00", "PT24H", "2026-10-25T11:00");
}

#[test]
fn durations() {
    for text in ["P2D", "PT4H", "P1W", "P1DT4H", "PT90M", "PT1H30M"] {
        assert!(Duration::parse(text).is_some(), "{text}");
    }
    for text in [
        "", "2D", "P", "P0D", "PT", "P1M", "P1Y", "PT5S", "-P1D", "P-1D", "P99999D", "1 day",
    ] {
        assert!(Duration::parse(text).is_none(), "{text}");
    }
}
