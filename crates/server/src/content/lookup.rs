//! lookups/<source>.yaml: records for form fields.

use super::audience::{Audience, Readers};
use super::field_type::{Definitions, FieldType, WithLine};
use super::ids::Entries;
use super::localized::LocalizedText;
use super::notation::ID;
use super::object::{Object, object, of};
use super::reader::{Cursor, Located, Text};
use super::yaml::NodeKind;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The source that contains people and has no file.
pub(crate) const PEOPLE: &str = "people";
/// The parameters that filter the directory.
pub(crate) const PEOPLE_PARAMETERS: [&str; 3] = ["department", "location", "manager"];
/// Parameters with the same meaning in every source, which no attribute may use as its name.
const RESERVED: [&str; 4] = ["q", "limit", "cursor", "id"];

object! {
    /// Records for form fields with type-ahead: content/lookups/<source>.yaml. docs/CONTENT.md describes it.
    pub(crate) struct Lookup {
        /// The groups that may use the source. If omitted: every signed-in user.
        optional audience: Audience = of::<Readers>();
        /// The records.
        required records as "items": Vec<LookupRecord> =
            Entries { what: None, id: |record: &LookupRecord| &record.id };
    }
    beside {
        /// The parameters of the source: all attributes of its records.
        parameters: BTreeSet<String>;
    }
}

object! {
    /// A record.
    pub(crate) struct LookupRecord {
        /// The value that is sent as the answer; permanent.
        required id: Located<String> = WithLine(&ID);
        /// The text on the screen.
        required label: Text = LocalizedText;
        /// A text that distinguishes records with the same label.
        optional detail: Option<Text> = LocalizedText;
        /// Attributes to filter by: each is a parameter of the source.
        optional attributes: BTreeMap<String, String> = Attributes;
    }
}

/// Reads the file.
pub(crate) fn read(at: Cursor<'_>) -> Option<Lookup> {
    let lookup = Lookup::read(at)?;
    let attributes = lookup.records.iter().map(|record| &record.attributes);
    let parameters = attributes.flat_map(|own| own.keys().cloned()).collect();
    Some(Lookup {
        parameters,
        ..lookup
    })
}

struct Attributes;

impl FieldType for Attributes {
    type Value = BTreeMap<String, String>;

    fn read(&self, at: Cursor<'_>) -> Option<Self::Value> {
        let NodeKind::Map(entries) = &at.node.kind else {
            at.fault("expected a map");
            return None;
        };
        let mut attributes = BTreeMap::new();
        for entry in entries {
            if RESERVED.contains(&entry.key.as_str()) {
                let reason = format!("an attribute can't be called {:?}", entry.key);
                at.diagnostics.fault(at.file, entry.line, reason);
            }
            let node = &entry.value;
            if let Some(value) = (Cursor { node, ..at }).string() {
                attributes.insert(entry.key.clone(), value);
            }
        }
        Some(attributes)
    }

    fn schema(&self, _: &mut Definitions) -> Value {
        json!({
            "type": "object",
            "propertyNames": { "not": { "enum": RESERVED } },
            "additionalProperties": { "type": "string", "minLength": 1 },
            "examples": [{ "owner": "p-mara-voss" }],
        })
    }
}

impl super::Content {
    /// The parameters of a source; `None` if there is no such source.
    pub(crate) fn lookup_parameters(&self, source: &str) -> Option<Vec<&str>> {
        if source == PEOPLE {
            return Some(PEOPLE_PARAMETERS.to_vec());
        }
        let lookup = self.lookups.get(source)?;
        Some(lookup.parameters.iter().map(String::as_str).collect())
    }
}
