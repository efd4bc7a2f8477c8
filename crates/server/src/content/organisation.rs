//! organisation.yaml: who this is, when it works, and what strangers may read.

use super::reader::{Cursor, Located, Members, Text, What};
use crate::due::WorkingHours;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use portico_contract::PublicRead;
use std::collections::BTreeMap;

/// The organisation behind the portal.
pub(crate) struct Organisation {
    pub(crate) name: Text,
    pub(crate) tagline: Option<Text>,
    /// The first is the default.
    pub(crate) languages: Vec<String>,
    pub(crate) hours: WorkingHours,
    pub(crate) accent: Option<String>,
    pub(crate) signed_out: Vec<PublicRead>,
    pub(crate) contact: Contact,
    pub(crate) privacy: Option<Text>,
    /// The service by which people ask for what is not in the catalogue.
    pub(crate) anything_else: Option<Located<String>>,
    pub(crate) departments: BTreeMap<String, Text>,
    pub(crate) teams: BTreeMap<String, Text>,
}

/// How to reach a person.
pub(crate) struct Contact {
    pub(crate) name: Text,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) hours: Option<Text>,
    pub(crate) place: Option<Text>,
    pub(crate) text: Option<Text>,
}

/// Reads the file; faults go to the desk, which learns the languages on the way.
pub(crate) fn read(at: Cursor<'_>) -> Option<Organisation> {
    let map = at.map()?;
    let languages = languages(&map);
    at.desk.set_languages(&languages);
    if languages.is_empty() {
        return None;
    }
    let organisation = Organisation {
        name: map.need("name").and_then(Cursor::text).unwrap_or_default(),
        tagline: map.may("tagline").and_then(Cursor::text),
        hours: hours(&map)?,
        accent: map.may("accent").and_then(|at| {
            at.parse("a colour such as \"#0b6e6e\"", |text| {
                is_colour(text).then(|| text.to_owned())
            })
        }),
        signed_out: map.need("signedOut").map(signed_out).unwrap_or_default(),
        contact: map.need("contact").and_then(contact)?,
        privacy: map.may("privacy").and_then(Cursor::markdown),
        anything_else: map
            .may("anythingElse")
            .and_then(|at| at.refer(What::Service)),
        departments: map
            .need("departments")
            .map(|at| named(at, What::Department))
            .unwrap_or_default(),
        teams: map
            .need("teams")
            .map(|at| named(at, What::Team))
            .unwrap_or_default(),
        languages,
    };
    map.finish();
    Some(organisation)
}

fn languages(map: &Members<'_>) -> Vec<String> {
    let Some(at) = map.need("languages") else {
        return Vec::new();
    };
    let tags = at.strings();
    for Located { value, line } in tags.iter().filter(|tag| !is_language(&tag.value)) {
        at.desk.fault(
            at.file,
            *line,
            format!("{value:?} is not a language tag such as \"en\""),
        );
    }
    if tags.is_empty() {
        at.fault("at least one language is needed; the first is the default");
    }
    tags.into_iter().map(|tag| tag.value).collect()
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn hours(map: &Members<'_>) -> Option<WorkingHours> {
    let zone = map.need("timeZone").and_then(|at| {
        at.parse("a time zone such as \"Europe/Berlin\"", |name| {
            TimeZone::get(name).ok()
        })
    });
    let at = map.need("workingHours")?;
    let hours = at.map()?;
    let days: Vec<_> = hours.need("days").map(Cursor::list).unwrap_or_default();
    let days: Vec<_> = days
        .into_iter()
        .filter_map(|at| at.parse("a day such as mon or tue", weekday))
        .collect();
    let clock = |key| {
        hours.need(key).and_then(|at: Cursor<'_>| {
            at.parse("a time such as \"08:00\"", |text| {
                (text.len() == 5)
                    .then(|| Time::strptime("%H:%M", text).ok())
                    .flatten()
            })
        })
    };
    let (from, to) = (clock("from"), clock("to"));
    let holidays: Vec<_> = hours.may("holidays").map(Cursor::list).unwrap_or_default();
    let holidays = holidays.into_iter().filter_map(Cursor::date).collect();
    hours.finish();
    if days.is_empty() {
        at.fault("at least one working day is needed");
    }
    let (from, to) = (from?, to?);
    if from >= to {
        at.fault("the working day must start before it ends");
    }
    Some(WorkingHours {
        zone: zone?,
        days,
        from,
        to,
        holidays,
    })
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn signed_out(at: Cursor<'_>) -> Vec<PublicRead> {
    let read = |name: &str| match name {
        "catalogue" => Some(PublicRead::Catalogue),
        "articles" => Some(PublicRead::Articles),
        _ => None,
    };
    at.list()
        .into_iter()
        .filter_map(|at| at.parse("\"catalogue\" or \"articles\"", read))
        .collect()
}

fn contact(at: Cursor<'_>) -> Option<Contact> {
    let map = at.map()?;
    let contact = Contact {
        name: map.need("name").and_then(Cursor::text).unwrap_or_default(),
        phone: map.may("phone").and_then(Cursor::string),
        email: map.may("email").and_then(email),
        hours: map.may("hours").and_then(Cursor::text),
        place: map.may("place").and_then(Cursor::text),
        text: map.may("text").and_then(Cursor::markdown),
    };
    map.finish();
    Some(contact)
}

/// An e-mail address, as far as a check without sending can tell.
pub(crate) fn email(at: Cursor<'_>) -> Option<String> {
    at.parse("an email address", |text| {
        let (user, host) = text.split_once('@')?;
        let fine = !user.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
        fine.then(|| text.to_owned())
    })
}

/// A list of things with an id and a name; teams have an address as well.
fn named(at: Cursor<'_>, what: What) -> BTreeMap<String, Text> {
    let mut names = BTreeMap::new();
    for at in at.list() {
        let Some(map) = at.map() else { continue };
        let id = map.need("id").and_then(Cursor::id);
        let name = map.need("name").and_then(Cursor::text);
        if what == What::Team {
            map.may("email").and_then(email);
        }
        map.finish();
        let Some(id) = id else { continue };
        let Some(name) = name else {
            at.desk.broken(what, &id.value);
            continue;
        };
        if names.insert(id.value.clone(), name).is_some() {
            at.fault(format!("duplicate ID {:?}", id.value));
        }
    }
    names
}
