//! Labelled facts, and those of a service as text: price, target, approvals.

use super::{Icon, icon};
use crate::i18n::{I18n, t};
use crate::view::{IntoView, View, view};
use portico_contract::{Approval, Approver, Hours, Per, Price, Target};

/// A line of a list of facts.
pub(crate) fn fact(mark: Icon, name: String, text: impl IntoView + 'static) -> View {
    let text = text.into_view();
    view! { <div class="fact"><dt>{icon(mark)}<span>{name}</span></dt><dd>{text}</dd></div> }
}

/// The price; without one the service is free.
pub(crate) fn price(i18n: I18n, price: Option<&Price>) -> String {
    let Some(price) = price else {
        return t!(i18n, "price-free");
    };
    let money = i18n.format().money(price);
    match price.per {
        Per::Once => t!(i18n, "price-once", money = &money),
        Per::Month => t!(i18n, "price-month", money = &money),
        Per::Year => t!(i18n, "price-year", money = &money),
    }
}

/// A target as text, such as "within 2 working days"; the plain duration if it has no text.
pub(crate) fn target(i18n: I18n, target: &Target) -> String {
    let Some(duration) = Duration::read(&target.duration) else {
        return target.duration.clone();
    };
    let parts = [
        (duration.days, Unit::Days),
        (duration.hours, Unit::Hours),
        (duration.minutes, Unit::Minutes),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| (f64::from(*count), unit))
        .map(|(count, unit)| match (unit, target.hours) {
            (Unit::Days, Hours::Business) => t!(i18n, "working-days", count = count),
            (Unit::Days, Hours::Always) => t!(i18n, "days", count = count),
            (Unit::Hours, Hours::Business) => t!(i18n, "working-hours", count = count),
            (Unit::Hours, Hours::Always) => t!(i18n, "hours", count = count),
            (Unit::Minutes, _) => t!(i18n, "minutes", count = count),
        })
        .collect();
    t!(i18n, "within", time = &words.join(" "))
}

/// The minutes of a target, for sorting; `None` if the duration is not supported.
pub(crate) fn minutes(target: &Target) -> Option<u64> {
    let time = Duration::read(&target.duration)?;
    let hours = u64::from(time.days) * 24 + u64::from(time.hours);
    Some(hours * 60 + u64::from(time.minutes))
}

/// The approvers.
pub(crate) fn approver(i18n: I18n, approval: &Approval) -> String {
    let name = approval.person.as_ref().map(|person| person.name.as_str());
    match (approval.by, name) {
        (Approver::Manager, Some(name)) => t!(i18n, "approver-manager-named", name = name),
        (Approver::Manager, None) => t!(i18n, "approver-manager"),
        (Approver::Owner, Some(name)) => t!(i18n, "approver-owner-named", name = name),
        (Approver::Owner, None) => t!(i18n, "approver-owner"),
        (Approver::Person, Some(name)) => name.to_owned(),
        (Approver::Person, None) => t!(i18n, "approver-person"),
    }
}

enum Unit {
    Days,
    Hours,
    Minutes,
}

/// The parts of an ISO 8601 duration that targets use.
#[derive(Default)]
struct Duration {
    days: u32,
    hours: u32,
    minutes: u32,
}

impl Duration {
    fn read(text: &str) -> Option<Self> {
        let (date, time) = text
            .strip_prefix('P')?
            .split_once('T')
            .unwrap_or((text.strip_prefix('P')?, ""));
        let mut duration = Self::default();
        for (count, unit) in parts(date)? {
            match unit {
                'W' => duration.days = duration.days.saturating_add(count.saturating_mul(7)),
                'D' => duration.days = duration.days.saturating_add(count),
                _ => return None,
            }
        }
        for (count, unit) in parts(time)? {
            match unit {
                'H' => duration.hours = duration.hours.saturating_add(count),
                'M' => duration.minutes = duration.minutes.saturating_add(count),
                _ => return None,
            }
        }
        (duration.days | duration.hours | duration.minutes > 0).then_some(duration)
    }
}

/// Numbers, each with the letter after it.
fn parts(text: &str) -> Option<Vec<(u32, char)>> {
    text.split_inclusive(|c: char| c.is_ascii_alphabetic())
        .map(|part| {
            let unit = part.chars().last()?;
            Some((part.strip_suffix(unit)?.parse().ok()?, unit))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn durations_of_targets_are_read() {
        for (text, expected) in [
            ("P2D", Some((2, 0, 0))),
            ("PT4H", Some((0, 4, 0))),
            ("PT30M", Some((0, 0, 30))),
            ("P1DT12H30M", Some((1, 12, 30))),
            ("P1W", Some((7, 0, 0))),
            ("P1M", None),
            ("PT5S", None),
            ("P", None),
            ("PT0H", None),
            ("2D", None),
            ("P-1D", None),
            ("P99999999999D", None),
            ("P4000000000W", Some((u32::MAX, 0, 0))),
            ("PéD", None),
        ] {
            let read = Duration::read(text).map(|d| (d.days, d.hours, d.minutes));
            assert_eq!(read, expected, "{text}");
        }
    }
}
