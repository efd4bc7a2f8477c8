//! people.yaml, categories.yaml and announcements.yaml: the lists.

use super::field_type::{
    Definitions, Entries, FieldType, OneOf, Reference, WithLine, Words, list_of,
};
use super::localized::{LocalizedText, Markdown};
use super::notation::{DATE_TIME, EMAIL, ID, Icon, LANGUAGE, LINK, ROLE};
use super::object::object;
use super::reader::{Cursor, Located, Text, What};
use jiff::Timestamp;
use portico_contract::Level;
use serde_json::Value;

/// What people.yaml holds.
pub(crate) const PEOPLE_FILE: Entries<Person> = Entries {
    what: Some(What::Person),
    id: |person| &person.id,
};

object! {
    /// Somebody who works here.
    #[derive(Clone, Debug)]
    pub(crate) struct Person {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// The person's full name.
        required name: String = Words;
        /// The person's email address.
        required email: String = &EMAIL;
        /// A department of organisation.yaml.
        required department: Located<String> = Reference(What::Department);
        /// What the person does.
        optional title: Option<Text> = LocalizedText;
        /// Another person: approves what needs a manager.
        optional manager: Option<Located<String>> = Reference(What::Person);
        /// Where the person works.
        optional location: Option<String> = Words;
        /// Free words that audiences name.
        optional roles: Vec<String> = list_of(&ROLE);
        /// Says who this is on the demo's sign-in screen, which offers everybody who has this text.
        optional persona: Option<Text> = LocalizedText;
    }
    unused {
        /// The preferred language.
        language = &LANGUAGE;
    }
    check(at) {
        if let (Some(id), Some(manager)) = (&id, &manager)
            && id.value == manager.value
        {
            at.desk.fault(at.file, manager.line, "nobody can be their own manager");
        }
    }
}

/// What categories.yaml holds.
pub(crate) const CATEGORIES_FILE: Entries<Category> = Entries {
    what: Some(What::Category),
    id: |category| &category.id,
};

object! {
    /// A category of the catalogue, in the order of the screen.
    pub(crate) struct Category {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// An icon of the portal's sprite.
        required icon: String = Icon;
        /// The category's name.
        required name: Text = LocalizedText;
        /// One sentence that says what is in it.
        optional summary: Option<Text> = LocalizedText;
    }
}

/// What announcements.yaml holds.
pub(crate) const ANNOUNCEMENTS_FILE: Entries<Announcement> = Entries {
    what: None,
    id: |announcement| &announcement.id,
};

object! {
    /// What everybody should know for a while.
    pub(crate) struct Announcement {
        /// Permanent: change the words, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// How much it matters: info to know, warning to act on, outage while something does not work.
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
        /// What happens and what to do. Markdown.
        required text: Text = Markdown;
        /// Where to read more: service:<id>, article:<id> or an https: address.
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

/// A link, which has to lead somewhere.
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
            "service" => at.desk.refer(What::Service, at.file, &id),
            "article" => at.desk.refer(What::Article, at.file, &id),
            _ => {}
        }
        Some(link)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        (&LINK).schema(definitions)
    }
}
