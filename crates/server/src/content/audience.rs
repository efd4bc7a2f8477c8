//! The audiences that may see or order an object.

use super::field_type::{Definitions, FieldType, Written, some_of};
use super::localized::LocalizedText;
use super::object::object;
use super::reader::{ContentKind, Cursor, Located, Text};
use portico_domain::Group;
use serde_json::Value;

object! {
    /// Who may see a thing and who may order it.
    #[derive(Default)]
    pub(crate) struct Audience {
        /// Who may order. Left out: everybody.
        optional order: Option<Vec<Group>> = some_of(GroupName);
        /// Who may see it; for the rest it does not exist. Left out: everybody.
        optional see: Option<Vec<Group>> = some_of(GroupName);
        /// Said to those who see but cannot order.
        optional why: Option<Text> = LocalizedText;
        /// How to get it all the same.
        optional ask: Option<Text> = LocalizedText;
    }
}

object! {
    /// Who may read a thing that cannot be ordered.
    pub(super) struct Readers {
        /// Who may read it; for the rest it does not exist. Left out: everybody.
        optional see: Option<Vec<Group>> = some_of(GroupName);
    }
}

impl From<Readers> for Audience {
    fn from(Readers { see }: Readers) -> Self {
        Self {
            see,
            ..Self::default()
        }
    }
}

static GROUP: Written<Group> = Written::parsed(
    "group",
    None,
    "an audience such as role:employee, department:finance or person:p-mara-voss",
    r"^(role|department|person):\S+$",
    "role:employee",
    |_, text| group(text),
);

struct GroupName;

impl FieldType for GroupName {
    type Value = Group;

    fn read(&self, at: Cursor<'_>) -> Option<Group> {
        let group = (&GROUP).read(at)?;
        let (kind, name) = match &group {
            Group::Role(role) => (ContentKind::Role, role),
            Group::Department(id) => (ContentKind::Department, id),
            Group::Person(id) => (ContentKind::Person, id),
        };
        let id = Located {
            value: name.clone(),
            line: at.node.line,
        };
        at.diagnostics.refer(kind, at.file, &id);
        Some(group)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        (&GROUP).schema(definitions)
    }
}

fn group(text: &str) -> Option<Group> {
    let (kind, name) = text.split_once(':')?;
    let name = (!name.is_empty()).then(|| name.to_owned())?;
    match kind {
        "role" => Some(Group::Role(name)),
        "department" => Some(Group::Department(name)),
        "person" => Some(Group::Person(name)),
        _ => None,
    }
}
