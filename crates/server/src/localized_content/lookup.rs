//! The records of a look-up source in one language, prepared for searches.

use super::ContentBuilder;
use crate::content::{self, PEOPLE};
use crate::fold::{fold, readings};
use portico_contract::LookupItem;
use portico_search::is_solid;
use std::collections::BTreeMap;

/// The maximum number of words of a search that are used.
const WORDS: usize = 16;

/// A source in one language.
pub(crate) struct LookupView {
    /// The records in the order of their labels.
    rows: Vec<Row>,
}

struct Row {
    item: LookupItem,
    label: SearchTerms,
    /// The words of the ID and the detail.
    others: SearchTerms,
    attributes: BTreeMap<String, String>,
}

/// The searchable words of a text.
struct SearchTerms {
    /// The folded words, in each of their readings.
    each: Vec<String>,
    /// All words concatenated, for scripts without spaces.
    solid: String,
}

impl SearchTerms {
    fn of(text: &str) -> Self {
        let mut each: Vec<String> = text
            .split_whitespace()
            .flat_map(readings)
            .flatten()
            .collect();
        each.sort();
        each.dedup();
        let solid = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        Self { each, solid }
    }

    /// Whether a word starts with this text.
    fn start(&self, so: &str) -> bool {
        self.each.iter().any(|word| word.starts_with(so))
            || (so.starts_with(is_solid) && self.solid.contains(so))
    }
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

    /// The record with this ID, if it has all of these attributes.
    pub(crate) fn find(&self, id: &str, attributes: &[(&str, &str)]) -> Option<&LookupItem> {
        let row = self.rows.iter().find(|row| row.item.id == id)?;
        row.has(attributes).then_some(&row.item)
    }

    /// The records that have all of these attributes, and for each word of `q` a word that starts
    /// with it; records with a matching label come first.
    pub(crate) fn search(&self, q: &str, attributes: &[(&str, &str)]) -> Vec<&LookupItem> {
        let asked = q.split_whitespace().map(readings);
        let asked: Vec<_> = asked.filter(|word| !word.is_empty()).take(WORDS).collect();
        // Each word of the query, in one of its readings.
        let all = |starts: &dyn Fn(&str) -> bool| {
            asked.iter().all(|readings| {
                let mut readings = readings.iter();
                readings.any(|reading| reading.iter().all(|word| starts(word)))
            })
        };
        let wanted = |row: &&Row| {
            row.has(attributes) && all(&|word| row.label.start(word) || row.others.start(word))
        };
        let meant = |row: &&Row| all(&|word| row.label.start(word));
        let (first, second): (Vec<_>, Vec<_>) = self.rows.iter().filter(wanted).partition(meant);
        let found = first.into_iter().chain(second);
        found.map(|row| &row.item).collect()
    }
}

impl ContentBuilder<'_> {
    /// All sources, including the directory.
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
        let title = person.title.as_ref().map(|title| self.text(title));
        let detail = title.into_iter().chain([person.email.value.clone()]);
        let item = LookupItem {
            id: person.id.value.clone(),
            label: person.name.clone(),
            detail: Some(detail.collect::<Vec<_>>().join(", ")),
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
    let others = [&item.id, item.detail.as_deref().unwrap_or_default()].join(" ");
    Row {
        label: SearchTerms::of(&item.label),
        others: SearchTerms::of(&others),
        item,
        attributes,
    }
}
