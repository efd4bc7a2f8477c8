//! Records of a lookup source in one language, ready to be searched.

use super::Maker;
use crate::content::{self, PEOPLE};
use crate::fold::{fold, words};
use portico_contract::LookupItem;
use std::collections::BTreeMap;

/// The most words of a search that count.
const WORDS: usize = 16;

/// A source in one language.
pub(crate) struct LookupView {
    /// In the order of their labels.
    rows: Vec<Row>,
}

struct Row {
    item: LookupItem,
    /// The folded words of the label, then those of the id and the detail.
    label: Vec<String>,
    others: Vec<String>,
    attributes: BTreeMap<String, String>,
}

impl Row {
    fn has(&self, attributes: &[(&str, &str)]) -> bool {
        let has = |(name, value): &(&str, &str)| {
            self.attributes.get(*name).is_some_and(|own| own == value)
        };
        attributes.iter().all(has)
    }
}

impl LookupView {
    fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_by_cached_key(|row| fold(&row.item.label));
        Self { rows }
    }

    /// The record with this id, if it has all of these attributes.
    pub(crate) fn find(&self, id: &str, attributes: &[(&str, &str)]) -> Option<&LookupItem> {
        let row = self.rows.iter().find(|row| row.item.id == id)?;
        row.has(attributes).then_some(&row.item)
    }

    /// The records that have all of these attributes, and a word that starts so for each word of `q`; those whose
    /// labels are meant come first.
    pub(crate) fn search(&self, q: &str, attributes: &[(&str, &str)]) -> Vec<&LookupItem> {
        let asked: Vec<String> = words(q).into_iter().take(WORDS).collect();
        let starts = |word: &String, of: &[String]| of.iter().any(|known| known.starts_with(word));
        let wanted = |row: &&Row| {
            row.has(attributes)
                && asked
                    .iter()
                    .all(|word| starts(word, &row.label) || starts(word, &row.others))
        };
        let meant = |row: &&Row| asked.iter().all(|word| starts(word, &row.label));
        let (first, second): (Vec<_>, Vec<_>) = self.rows.iter().filter(wanted).partition(meant);
        let found = first.into_iter().chain(second);
        found.map(|row| &row.item).collect()
    }
}

impl Maker<'_> {
    /// All sources, the directory among them.
    pub(super) fn lookups(&self) -> BTreeMap<String, LookupView> {
        let lookups = self.content.lookups.iter().map(|(source, lookup)| {
            let rows = lookup.records.iter().map(|record| self.record(record));
            (source.clone(), LookupView::new(rows.collect()))
        });
        let people = self.content.people.values().map(|p| self.directory(p));
        let people = (PEOPLE.to_owned(), LookupView::new(people.collect()));
        lookups.chain([people]).collect()
    }

    fn record(&self, record: &content::LookupRecord) -> Row {
        let item = LookupItem {
            id: record.id.value.clone(),
            label: self.text(&record.label),
            detail: record.detail.as_ref().map(|detail| self.text(detail)),
        };
        row(item, record.attributes.clone())
    }

    fn directory(&self, person: &content::Person) -> Row {
        let item = LookupItem {
            id: person.id.value.clone(),
            label: person.name.clone(),
            detail: Some(format!("{}, {}", self.text(&person.title), person.email)),
        };
        let manager = person.manager.as_ref().map(|manager| &manager.value);
        let attributes = [
            ("department", Some(&person.department.value)),
            ("location", person.location.as_ref()),
            ("manager", manager),
        ];
        let attributes = attributes
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.clone())));
        row(item, attributes.collect())
    }
}

fn row(item: LookupItem, attributes: BTreeMap<String, String>) -> Row {
    let mut others = words(&item.id);
    others.extend(words(item.detail.as_deref().unwrap_or_default()));
    Row {
        label: words(&item.label),
        others,
        item,
        attributes,
    }
}
