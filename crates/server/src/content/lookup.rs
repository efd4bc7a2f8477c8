//! lookups/<source>.yaml: records that forms are filled from.

use super::reader::{Cursor, Located, Text};
use super::service::{Audience, audience};
use super::yaml::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The source that is the directory of people and has no file.
pub(crate) const PEOPLE: &str = "people";
/// The parameters that the directory can be filtered by.
pub(crate) const PEOPLE_PARAMETERS: [&str; 3] = ["department", "location", "manager"];
/// Parameters that mean the same in every source, so that no attribute may be called so.
const RESERVED: [&str; 4] = ["q", "limit", "cursor", "id"];

/// A source of records.
pub(crate) struct Lookup {
    pub(crate) audience: Audience,
    /// What its records may be filtered by: all of their attributes.
    pub(crate) parameters: BTreeSet<String>,
    /// In the order of the file.
    pub(crate) records: Vec<LookupRecord>,
}

/// One record.
pub(crate) struct LookupRecord {
    pub(crate) id: Located<String>,
    pub(crate) label: Text,
    pub(crate) detail: Option<Text>,
    pub(crate) attributes: BTreeMap<String, String>,
}

/// Reads the file.
pub(crate) fn read(at: Cursor<'_>) -> Option<Lookup> {
    let map = at.map()?;
    let audience = map
        .may("audience")
        .map(|at| audience(at, false))
        .unwrap_or_default();
    let items = map.need("items");
    map.finish();
    let records: Vec<_> = items?.list().into_iter().filter_map(record).collect();
    let mut ids = BTreeSet::new();
    for record in &records {
        if !ids.insert(&record.id.value) {
            let reason = format!("duplicate ID {:?}", record.id.value);
            at.desk.fault(at.file, record.id.line, reason);
        }
    }
    let parameters = records
        .iter()
        .flat_map(|record| record.attributes.keys().cloned())
        .collect();
    Some(Lookup {
        audience,
        parameters,
        records,
    })
}

fn record(at: Cursor<'_>) -> Option<LookupRecord> {
    let map = at.map()?;
    let id = map.need("id").and_then(Cursor::id);
    let label = map.need("label").and_then(Cursor::text);
    let detail = map.may("detail").and_then(Cursor::text);
    let attributes = map.may("attributes").map(attributes).unwrap_or_default();
    map.finish();
    Some(LookupRecord {
        id: id?,
        label: label?,
        detail,
        attributes,
    })
}

fn attributes(at: Cursor<'_>) -> BTreeMap<String, String> {
    let Kind::Map(entries) = &at.node.kind else {
        at.fault("expected a map");
        return BTreeMap::new();
    };
    let mut attributes = BTreeMap::new();
    for entry in entries {
        if RESERVED.contains(&entry.key.as_str()) {
            let reason = format!("an attribute can't be called {:?}", entry.key);
            at.desk.fault(at.file, entry.line, reason);
        }
        let node = &entry.value;
        if let Some(value) = (Cursor { node, ..at }).string() {
            attributes.insert(entry.key.clone(), value);
        }
    }
    attributes
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
