//! people.yaml, categories.yaml and announcements.yaml: the lists.

use super::icons::is_icon;
use super::organisation::email;
use super::reader::{Cursor, Located, Text, What};
use crate::content_id::is_id;
use jiff::Timestamp;
use portico_contract::Level;

/// Somebody who works here.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: Located<String>,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) department: Located<String>,
    pub(crate) title: Option<Text>,
    pub(crate) manager: Option<Located<String>>,
    pub(crate) location: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) persona: Option<Text>,
}

/// A shelf of the catalogue.
pub(crate) struct Category {
    pub(crate) id: Located<String>,
    pub(crate) icon: String,
    pub(crate) name: Text,
    pub(crate) summary: Option<Text>,
}

/// What everybody should know for a while.
pub(crate) struct Announcement {
    pub(crate) id: Located<String>,
    pub(crate) level: Level,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) title: Text,
    pub(crate) text: Text,
    pub(crate) link: Option<String>,
}

/// Reads people.yaml.
pub(crate) fn people(at: Cursor<'_>) -> Vec<Person> {
    let people: Vec<_> = at
        .list()
        .into_iter()
        .filter_map(|at| at.item(What::Person, person))
        .collect();
    unique(at, people.iter().map(|person| &person.id));
    people
}

fn person(at: Cursor<'_>) -> Option<Person> {
    let map = at.map()?;
    let id = map.need("id").and_then(Cursor::id);
    let name = map.need("name").and_then(Cursor::string);
    let email = map.need("email").and_then(email);
    let department = map
        .need("department")
        .and_then(|at| at.refer(What::Department));
    let title = map.may("title").and_then(Cursor::text);
    let roles = map.may("roles").map(Cursor::strings).unwrap_or_default();
    let manager = map.may("manager").and_then(|at| at.refer(What::Person));
    let location = map.may("location").and_then(Cursor::string);
    map.may("language").and_then(Cursor::string);
    let persona = map.may("persona").and_then(Cursor::text);
    map.finish();
    if let (Some(id), Some(manager)) = (&id, &manager)
        && id.value == manager.value
    {
        at.desk
            .fault(at.file, manager.line, "nobody can be their own manager");
    }
    Some(Person {
        id: id?,
        name: name?,
        email: email?,
        department: department?,
        title,
        manager,
        location,
        roles: roles.into_iter().map(|role| role.value).collect(),
        persona,
    })
}

/// Reads categories.yaml.
pub(crate) fn categories(at: Cursor<'_>) -> Vec<Category> {
    let categories: Vec<_> = at
        .list()
        .into_iter()
        .filter_map(|at| at.item(What::Category, category))
        .collect();
    unique(at, categories.iter().map(|category| &category.id));
    categories
}

fn category(at: Cursor<'_>) -> Option<Category> {
    let map = at.map()?;
    let id = map.need("id").and_then(Cursor::id);
    let icon = map.need("icon").and_then(icon);
    let name = map.need("name").and_then(Cursor::text);
    let summary = map.may("summary").and_then(Cursor::text);
    map.finish();
    Some(Category {
        id: id?,
        icon: icon?,
        name: name?,
        summary,
    })
}

/// The name of an icon of the sprite.
pub(crate) fn icon(at: Cursor<'_>) -> Option<String> {
    at.parse("an icon of the sprite", |name| {
        is_icon(name).then(|| name.to_owned())
    })
}

/// Reads announcements.yaml.
pub(crate) fn announcements(at: Cursor<'_>) -> Vec<Announcement> {
    let announcements: Vec<_> = at.list().into_iter().filter_map(announcement).collect();
    unique(
        at,
        announcements.iter().map(|announcement| &announcement.id),
    );
    announcements
}

fn announcement(at: Cursor<'_>) -> Option<Announcement> {
    let map = at.map()?;
    let time = |at: Cursor<'_>| {
        at.parse("a time such as 2026-11-01T00:00:00Z", |text| {
            text.parse::<Timestamp>().ok()
        })
    };
    let id = map.need("id").and_then(Cursor::id);
    let level = map
        .need("level")
        .and_then(|at| at.parse("\"info\", \"warning\" or \"outage\"", level));
    let from = map.need("from").and_then(time);
    let until = map.need("until").and_then(time);
    let title = map.need("title").and_then(Cursor::text);
    let text = map.need("text").and_then(Cursor::markdown);
    let link = map.may("link").and_then(link);
    map.finish();
    let (from, until) = (from?, until?);
    if from >= until {
        at.fault("\"from\" must be before \"until\"");
    }
    Some(Announcement {
        id: id?,
        level: level?,
        from,
        until,
        title: title?,
        text: text?,
        link,
    })
}

fn level(name: &str) -> Option<Level> {
    match name {
        "info" => Some(Level::Info),
        "warning" => Some(Level::Warning),
        "outage" => Some(Level::Outage),
        _ => None,
    }
}

fn link(at: Cursor<'_>) -> Option<String> {
    let what = "a link such as service:vpn-access, article:vpn-trouble or https://...";
    let link = at.parse(what, |text| is_link(text).then(|| text.to_owned()))?;
    let (scheme, id) = link.split_once(':')?;
    let id = Located {
        value: id.to_owned(),
        line: at.node.line,
    };
    match scheme {
        "service" => at.desk.refer(What::Service, at.file, &id),
        "article" => at.desk.refer(What::Article, at.file, &id),
        _ => {}
    }
    Some(link)
}

fn is_link(text: &str) -> bool {
    match text.split_once(':') {
        Some(("service" | "article", id)) => is_id(id),
        Some(("https", _)) => !text.contains(char::is_whitespace),
        _ => false,
    }
}

/// Reports ids that stand in a list twice.
fn unique<'a>(at: Cursor<'_>, ids: impl Iterator<Item = &'a Located<String>>) {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(&id.value) {
            at.desk
                .fault(at.file, id.line, format!("duplicate ID {:?}", id.value));
        }
    }
}
