//! organisation.yaml: the organisation, its working hours, and the public areas.

use super::field_type::{Definitions, FieldType, OneOf, WithLine, list_of, some_of};
use super::ids::{Entries, Reference};
use super::localized::{LocalizedText, Markdown};
use super::notation::{CLOCK, COLOUR, DATE, EMAIL, ID, LANGUAGE, PHONE, TIME_ZONE};
use super::object::{Object, object, of};
use super::reader::{ContentKind, Cursor, Located, Text};
use crate::due::WorkingHours;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use portico_contract::PublicRead;
use serde_json::{Value, json};
use std::collections::BTreeMap;

object! {
    /// The organisation behind a portal: content/organisation.yaml. docs/CONTENT.md describes it.
    pub(crate) struct Organisation {
        /// The organisation's name.
        defaulted name: Text = LocalizedText;
        /// One sentence under the greeting.
        optional tagline: Option<Text> = LocalizedText;
        /// The languages of the content. The first is the default.
        required languages: Vec<String> = some_of(&LANGUAGE);
        /// An IANA name: the time zone of the working hours.
        required zone as "timeZone": TimeZone = &TIME_ZONE;
        /// The working hours, which "business" targets count.
        required working_hours as "workingHours": WorkingDay = of::<WorkingDay>();
        /// The brand colour, #rrggbb. Quote it: # starts a comment.
        optional accent: Option<String> = &COLOUR;
        /// The areas that are public. An empty list means none.
        defaulted signed_out as "signedOut": Vec<PublicRead> = list_of(OneOf {
            expected: "\"catalogue\" or \"articles\"",
            values: &[("catalogue", PublicRead::Catalogue), ("articles", PublicRead::Articles)],
        });
        /// How to reach a person.
        required contact: Contact = of::<Contact>();
        /// The privacy notice. Markdown.
        optional privacy: Option<Text> = Markdown;
        /// The service for requests that the catalogue does not cover.
        optional anything_else as "anythingElse": Option<Located<String>> = Reference(ContentKind::Service);
        /// The departments, which people.yaml and audiences refer to.
        defaulted departments: BTreeMap<String, Text> =
            Names(Entries { what: Some(ContentKind::Department), id: |own: &Department| &own.id });
        /// The teams that provide services.
        defaulted teams: BTreeMap<String, Text> =
            Names(Entries { what: Some(ContentKind::Team), id: |own: &Team| &own.id });
    }
}

/// Reads the file; collects faults and the languages in `desk`.
pub(crate) fn read(at: Cursor<'_>) -> Option<Organisation> {
    // Every text needs the languages, wherever they are in the file.
    let languages = at.map()?.need("languages")?;
    let tags = some_of(&LANGUAGE).read(languages)?;
    if tags.is_empty() {
        languages.fault("at least one language is needed; the first is the default");
        return None;
    }
    at.diagnostics.set_languages(&tags);
    Organisation::read(at)
}

impl Organisation {
    /// The working hours.
    pub(crate) fn hours(&self) -> WorkingHours {
        let WorkingDay {
            days,
            from,
            to,
            holidays,
        } = self.working_hours.clone();
        WorkingHours {
            zone: self.zone.clone(),
            days,
            from,
            to,
            holidays,
        }
    }
}

object! {
    /// The working days and hours.
    #[derive(Clone)]
    pub(crate) struct WorkingDay {
        /// The working days.
        required days: Vec<Weekday> = some_of(OneOf {
            expected: "a day such as mon or tue",
            values: &[
                ("mon", Weekday::Monday),
                ("tue", Weekday::Tuesday),
                ("wed", Weekday::Wednesday),
                ("thu", Weekday::Thursday),
                ("fri", Weekday::Friday),
                ("sat", Weekday::Saturday),
                ("sun", Weekday::Sunday),
            ],
        });
        /// The start of the working day.
        required from: Time = &CLOCK;
        /// The end of the working day.
        required to: Time = &CLOCK;
        /// Public holidays.
        optional holidays: Vec<Date> = list_of(&DATE);
    }
    check(at) {
        if days.as_ref().is_none_or(Vec::is_empty) {
            at.fault("at least one working day is needed");
        }
        if let (Some(from), Some(to)) = (&from, &to)
            && from >= to
        {
            at.fault("the working day must start before it ends");
        }
    }
}

object! {
    /// How to reach a person.
    pub(crate) struct Contact {
        /// The name of the contact.
        defaulted name: Text = LocalizedText;
        /// The telephone number as people read it.
        optional phone: Option<String> = &PHONE;
        /// The address to write to.
        optional email: Option<String> = &EMAIL;
        /// The hours of service.
        optional hours: Option<Text> = LocalizedText;
        /// Where to go in person.
        optional place: Option<Text> = LocalizedText;
        /// Advice for outside hours, and how to reach a person. Markdown.
        optional text: Option<Text> = Markdown;
    }
}

object! {
    /// A department.
    struct Department {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// The department's name.
        required name: Text = LocalizedText;
    }
}

object! {
    /// A team.
    struct Team {
        /// Permanent: change the name, never the ID.
        required id: Located<String> = WithLine(&ID);
        /// The team's name.
        required name: Text = LocalizedText;
    }
    unused {
        /// The team's address.
        email = &EMAIL;
    }
}

impl From<Department> for (String, Text) {
    fn from(Department { id, name }: Department) -> Self {
        (id.value, name)
    }
}

impl From<Team> for (String, Text) {
    fn from(Team { id, name }: Team) -> Self {
        (id.value, name)
    }
}

/// Objects of which only the names are used, by ID.
struct Names<T>(Entries<T>);

impl<T: Object + Into<(String, Text)>> FieldType for Names<T> {
    type Value = BTreeMap<String, Text>;

    fn read(&self, at: Cursor<'_>) -> Option<Self::Value> {
        Some(self.0.read(at)?.into_iter().map(Into::into).collect())
    }

    /// Editors mark an empty list, which is nearly always a mistake.
    fn schema(&self, definitions: &mut Definitions) -> Value {
        let mut schema = self.0.schema(definitions);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("minItems".to_owned(), json!(1));
        }
        schema
    }
}
