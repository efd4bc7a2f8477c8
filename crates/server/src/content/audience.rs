//! The audiences that may see or order an object.

use super::field_type::{Definitions, FieldType, FormattedString, some_of};
use super::localized::LocalizedText;
use super::object::object;
use super::reader::{ContentKind, Cursor, Located, Text};
use portico_domain::Group;
use serde_json::Value;

object! {
    /// The groups that may see an object and order it.
    #[derive(Default)]
    pub(crate) struct Audience {
        /// The groups that may order. If omitted: everyone.
        optional order: Option<Vec<Group>> = some_of(GroupName);
        /// The groups that may see it; for everyone else it does not exist. If omitted: everyone.
        optional see: Option<Vec<Group>> = some_of(GroupName);
        /// Shown to users who can see but not order.
        optional why: Option<Text> = LocalizedText;
        /// An alternative way to get it.
        optional ask: Option<Text> = LocalizedText;
    }
}

object! {
    /// The groups that may read an object that cannot be ordered.
    pub(super) struct Readers {
        /// The groups that may read it; for everyone else it does not exist. If omitted: everyone.
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

static GROUP: FormattedString<Group> = FormattedString::parsed(
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
