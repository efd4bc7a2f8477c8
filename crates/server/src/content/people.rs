//! people.yaml, categories.yaml and announcements.yaml: files that contain a list.

use super::field_type::{Definitions, FieldType, NonEmptyText, OneOf, WithLine, list_of};
use super::ids::{Entries, Reference};
use super::localized::{LocalizedText, Markdown};
use super::notation::{DATE_TIME, EMAIL, ID, Icon, LANGUAGE, LINK, ROLE, SUBJECT};
use super::object::{object, of};
use super::reader::{ContentKind, Cursor, Located, Text};
use crate::email_address::address_key;
use crate::identity::Identity;
use jiff::Timestamp;
use portico_contract::Level;
use serde_json::Value;
use std::collections::BTreeMap;

/// The contents of people.yaml.
pub(crate) const PEOPLE_FILE: Entries<Person> = Entries {
    what: Some(ContentKind::Person),
    id: |person| &person.id,
};

object! {
    /// A person in the organisation.
    #[derive(Clone, Debug)]
    pub(crate) struct Person {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// The person's full name.
        required name: String = NonEmptyText;
        /// The person's email address.
        required email: Located<String> = WithLine(&EMAIL);
        /// A department of organisation.yaml.
        required department: Located<String> = Reference(ContentKind::Department);
        /// The person's job title.
        optional title: Option<Text> = LocalizedText;
        /// Another person: approves requests as the manager.
        optional manager: Option<Located<String>> = Reference(ContentKind::Person);
        /// Where the person works.
        optional location: Option<String> = NonEmptyText;
        /// Free names that audiences refer to.
        optional roles: Vec<String> = list_of(&ROLE);
        /// Teams of organisation.yaml whose requests the person works on.
        optional teams: Vec<Located<String>> = list_of(Reference(ContentKind::Team));
        /// The person's identities at sign-in. Needed only if the sign-in provides neither this entry's ID nor its
        /// verified e-mail address.
        optional identities: Vec<PersonIdentity> = list_of(of::<PersonIdentity>());
        /// A description for the demo's sign-in screen, which offers every person with this text.
        optional persona: Option<Text> = LocalizedText;
    }
    unused {
        /// The preferred language.
        language = &LANGUAGE;
    }
    beside {
        /// The ID of their user, under which all their data is stored. It is the entry's ID, unless
        /// the user existed before the entry.
        user_id: String;
    }
    check(at) {
        if let (Some(id), Some(manager)) = (&id, &manager)
            && id.value == manager.value
        {
            at.diagnostics.fault(at.file, manager.line, "nobody can be their own manager");
        }
    }
}

object! {
    /// An identity of the person at sign-in.
    #[derive(Clone, Debug)]
    pub(crate) struct PersonIdentity {
        /// The issuer of the person's tokens, as in their claim iss, or "proxy" for the name in a trusted proxy's
        /// header.
        required issuer: String = &SUBJECT;
        /// The person's identifier at the issuer: the claim sub, or the name in the proxy's header. Upper and lower
        /// case differ.
        required subject: Located<String> = WithLine(&SUBJECT);
    }
}

impl PersonIdentity {
    pub(crate) fn identity(&self) -> Identity {
        Identity::new(self.issuer.clone(), self.subject.value.clone())
    }
}

/// Reads people.yaml.
pub(crate) fn read(at: Cursor<'_>) -> Option<Vec<Person>> {
    let mut people = PEOPLE_FILE.read(at)?;
    for person in &mut people {
        person.user_id.clone_from(&person.id.value);
    }
    one_person_each(at, &people);
    Some(people)
}

/// Reports addresses and identities that two people share, because a sign-in with them would be
/// ambiguous.
fn one_person_each(at: Cursor<'_>, people: &[Person]) {
    let mut addresses = BTreeMap::new();
    let mut identities = BTreeMap::new();
    for person in people {
        let id = person.id.value.as_str();
        let Located { value, line } = &person.email;
        if let Some(other) = addresses.insert(address_key(value), id) {
            let reason = format!("the address {value:?} is also that of {other:?}");
            at.diagnostics.fault(at.file, *line, reason);
        }
        for listed in &person.identities {
            let identity = listed.identity();
            let reason = format!("the identity {identity} is also that of");
            if let Some(other) = identities.insert(identity, id) {
                let line = listed.subject.line;
                at.diagnostics
                    .fault(at.file, line, format!("{reason} {other:?}"));
            }
        }
    }
}

/// The contents of categories.yaml.
pub(crate) const CATEGORIES_FILE: Entries<Category> = Entries {
    what: Some(ContentKind::Category),
    id: |category| &category.id,
};

object! {
    /// A category of the catalogue, in display order.
    pub(crate) struct Category {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// An icon of the portal's sprite.
        required icon: String = Icon;
        /// The category's name.
        required name: Text = LocalizedText;
        /// One sentence that describes its contents.
        optional summary: Option<Text> = LocalizedText;
    }
}

/// The contents of announcements.yaml.
pub(crate) const ANNOUNCEMENTS_FILE: Entries<Announcement> = Entries {
    what: None,
    id: |announcement| &announcement.id,
};

object! {
    /// A temporary announcement for everyone.
    pub(crate) struct Announcement {
        /// Permanent: change the texts, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// The severity: info to know, warning to act on, outage while something does not work.
        required level: Level = OneOf {
            expected: "\"info\", \"warning\" or \"outage\"",
            values: &[("info", Level::Info), ("warning", Level::Warning), ("outage", Level::Outage)],
        };
        /// Shown from this time on.
        required from: Timestamp = &DATE_TIME;
        /// Shown until this time.
        required until: Timestamp = &DATE_TIME;
        /// The message in one line.
        required title: Text = LocalizedText;
        /// The event, and what to do. Markdown.
        required text: Text = Markdown;
        /// A link to more information: service:<id>, article:<id> or an https: address.
        optional link: Option<String> = LinkTarget;
    }
    check(at) {
        if let (Some(from), Some(until)) = (&from, &until)
            && from >= until
        {
            at.fault("\"from\" must be before \"until\"");
        }
    }
}

/// A link with a valid target.
struct LinkTarget;

impl FieldType for LinkTarget {
    type Value = String;

    fn read(&self, at: Cursor<'_>) -> Option<String> {
        let link = (&LINK).read(at)?;
        let (scheme, id) = link.split_once(':')?;
        let id = Located {
            value: id.to_owned(),
            line: at.node.line,
        };
        match scheme {
            "service" => at.diagnostics.refer(ContentKind::Service, at.file, &id),
            "article" => at.diagnostics.refer(ContentKind::Article, at.file, &id),
            _ => {}
        }
        Some(link)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        (&LINK).schema(definitions)
    }
}
