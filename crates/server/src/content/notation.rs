//! The notation of IDs, dates, amounts and similar values in content files.

use super::field_type::{Definitions, FieldType, FormattedString};
use super::icons::{icons, is_icon};
use super::localized::LANGUAGE_PATTERN;
use super::reader::Cursor;
use crate::content_id::is_id;
use crate::due;
use crate::identity::is_subject;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

pub(crate) static ID: FormattedString = FormattedString::parsed(
    "id",
    None,
    "an ID: lower-case letters, digits and hyphens, 2 to 64 characters",
    "^[a-z0-9-]{2,64}$",
    "shared-mailbox",
    |_, text| is_id(text).then(|| text.to_owned()),
);

pub(super) static LANGUAGE: FormattedString = FormattedString::new(
    "language",
    "a language tag such as \"en\"",
    LANGUAGE_PATTERN,
    "de",
);

pub(super) static EMAIL: FormattedString = FormattedString::parsed(
    "email",
    Some("email"),
    "an email address",
    r"^[^@\s]+@[^@\s]+$",
    "help@brightwater.example",
    |own, text| own.matches(text).then(|| text.to_owned()),
);

pub(super) static PHONE: FormattedString = FormattedString::new(
    "phone",
    "a phone number such as \"+49 40 5550 100\"",
    "^[+0-9][0-9 ()/-]+$",
    "+49 40 5550 100",
);

pub(super) static COLOUR: FormattedString = FormattedString::new(
    "colour",
    "a colour such as \"#0b6e6e\"",
    "^#[0-9A-Fa-f]{6}$",
    "#0b6e6e",
);

pub(super) static AMOUNT: FormattedString = FormattedString::new(
    "amount",
    "an amount such as \"12.50\"",
    r"^[0-9]+(\.[0-9]{1,4})?$",
    "12.50",
);

pub(super) static CURRENCY: FormattedString =
    FormattedString::new("currency", "a currency such as EUR", "^[A-Z]{3}$", "EUR");

pub(super) static ROLE: FormattedString = FormattedString::new(
    "role",
    "a role: letters, digits and hyphens",
    "^[A-Za-z0-9-]+$",
    "employee",
);

pub(super) static SUBJECT: FormattedString = FormattedString::parsed(
    "subject",
    None,
    "1 to 255 bytes without control characters",
    "^.{1,255}$",
    "8f3c61d2",
    |_, text| is_subject(text).then(|| text.to_owned()),
);

pub(super) static LINK: FormattedString = FormattedString::new(
    "link",
    "a link such as service:vpn-access, article:vpn-trouble or https://...",
    r"^((service|article):[a-z0-9-]{2,64}|https://\S+)$",
    "article:vpn-trouble",
);

pub(super) static DATE: FormattedString<Date> = FormattedString::parsed(
    "date",
    Some("date"),
    "a date such as 2026-11-22",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "2026-11-22",
    |_, text| {
        let date: Date = text.parse().ok()?;
        (date.to_string() == text).then_some(date)
    },
);

pub(super) static CLOCK: FormattedString<Time> = FormattedString::parsed(
    "clock",
    None,
    "a time such as \"08:00\"",
    "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "08:00",
    |own, text| {
        let time = Time::strptime("%H:%M", text).ok();
        time.filter(|_| own.matches(text))
    },
);

pub(super) static DATE_TIME: FormattedString<Timestamp> = FormattedString::parsed(
    "dateTime",
    Some("date-time"),
    "a time such as 2026-11-01T00:00:00Z",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
    "2026-11-01T00:00:00Z",
    |_, text| text.parse().ok(),
);

pub(super) static TIME_ZONE: FormattedString<TimeZone> = FormattedString::parsed(
    "timeZone",
    None,
    "a time zone such as \"Europe/Berlin\"",
    "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$",
    "Europe/Berlin",
    |_, text| TimeZone::get(text).ok(),
);

pub(super) static DURATION: FormattedString = FormattedString::parsed(
    "duration",
    None,
    "a duration in weeks, days, hours or minutes such as P2D or PT4H",
    "^P(?=[0-9T])([0-9]+W|([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?)?)$",
    "P2D",
    |_, text| due::Duration::parse(text).map(|_| text.to_owned()),
);

/// The name of an icon in the sprite.
pub(super) struct Icon;

impl FieldType for Icon {
    type Value = String;

    fn read(&self, at: Cursor<'_>) -> Option<String> {
        at.parse("an icon of the sprite", |name| {
            is_icon(name).then(|| name.to_owned())
        })
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        definitions.refer("icon", |_| {
            let names: Vec<_> = icons().collect();
            json!({ "description": "An icon of the sprite.", "enum": names })
        })
    }
}
