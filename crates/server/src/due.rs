//! Due dates: a target counted in working hours or in all hours.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Zoned};
use portico_contract::{Hours, Target};

/// The organisation's working hours, which "business" targets count.
#[derive(Clone, Debug)]
pub struct WorkingHours {
    /// The time zone of the hours.
    pub zone: TimeZone,
    /// The working days of a week.
    pub days: Vec<Weekday>,
    /// The start of the working day.
    pub from: Time,
    /// The end of the working day, always later than its start.
    pub to: Time,
    /// Public holidays.
    pub holidays: Vec<Date>,
}

/// A target's length: days, and minutes counted after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    weeks: i64,
    days: i64,
    minutes: i64,
}

impl Duration {
    /// Parses a positive ISO 8601 duration of weeks, days, hours and minutes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with('P') {
            return None;
        }
        let span: Span = text.parse().ok()?;
        let odd = span.get_years() != 0
            || span.get_months() != 0
            || span.get_seconds() != 0
            || span.get_milliseconds() != 0
            || span.get_microseconds() != 0
            || span.get_nanoseconds() != 0;
        let weeks = i64::from(span.get_weeks());
        let days = i64::from(span.get_days());
        let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
        let fits = weeks <= 520 && days <= 3660 && minutes <= 60 * 24 * 366;
        (!odd && fits && weeks + days + minutes > 0).then_some(Self {
            weeks,
            days,
            minutes,
        })
    }
}

/// The due time of a request that starts now; `None` at the end of the calendar.
#[must_use]
pub fn due(now: Timestamp, target: &Target, hours: &WorkingHours) -> Option<Timestamp> {
    let duration = Duration::parse(&target.duration)?;
    let now = now.to_zoned(hours.zone.clone());
    let due = match target.hours {
        Hours::Always => {
            let days = Span::new().days(duration.weeks * 7 + duration.days);
            now.checked_add(days)
                .ok()?
                .checked_add(Span::new().minutes(duration.minutes))
                .ok()?
        }
        Hours::Business => business(now, duration, hours)?,
    };
    Some(due.timestamp())
}

fn business(now: Zoned, duration: Duration, hours: &WorkingHours) -> Option<Zoned> {
    let mut at = opening(now, hours)?;
    let week = i64::try_from(hours.days.len()).ok()?;
    for _ in 0..(duration.weeks * week + duration.days) {
        let time = at.time();
        let date = next_working_day(at.date(), hours)?;
        at = date.to_datetime(time).to_zoned(hours.zone.clone()).ok()?;
    }
    let mut minutes = duration.minutes;
    loop {
        let close = at
            .date()
            .to_datetime(hours.to)
            .to_zoned(hours.zone.clone())
            .ok()?;
        let left = (close.timestamp() - at.timestamp())
            .total(jiff::Unit::Minute)
            .ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a working day has at most 1,500 minutes"
        )]
        let left = left as i64;
        if minutes <= left {
            return at.checked_add(minutes.minutes()).ok();
        }
        minutes -= left;
        let date = next_working_day(at.date(), hours)?;
        at = date
            .to_datetime(hours.from)
            .to_zoned(hours.zone.clone())
            .ok()?;
    }
}

/// This time if it is within working hours, otherwise the next time that is.
fn opening(now: Zoned, hours: &WorkingHours) -> Option<Zoned> {
    let date = now.date();
    let date = if works(date, hours) && now.time() < hours.to {
        if now.time() >= hours.from {
            return Some(now);
        }
        date
    } else {
        next_working_day(date, hours)?
    };
    date.to_datetime(hours.from)
        .to_zoned(hours.zone.clone())
        .ok()
}

fn works(date: Date, hours: &WorkingHours) -> bool {
    hours.days.contains(&date.weekday()) && !hours.holidays.contains(&date)
}

/// The first working day after a date; `None` if there is none within a year.
fn next_working_day(date: Date, hours: &WorkingHours) -> Option<Date> {
    date.tomorrow()
        .ok()?
        .series(1.day())
        .take(366)
        .find(|date| works(*date, hours))
}
