//! What a draft stores about alternatives: the selected ones, if the answers do not tell, and the input in the others.

use super::FormState;
use super::choosing::ChosenAlternatives;
use crate::form::Form;
use crate::pointer;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The member of the stored answers that holds it. If a form has a field with this name at its root, nothing is stored.
const KEPT: &str = "$alternatives";

impl FormState {
    /// Everything to store for a later [`FormState::new`]: the data, and what it does not say about alternatives.
    #[must_use]
    pub fn kept(&self) -> Value {
        let mut kept = self.data.clone();
        if self.form.outline.choosers.is_empty() || is_field(&self.form) {
            return kept;
        }
        let told = ChosenAlternatives::derive(&self.form, &self.data).single();
        let mut entries = Vec::new();
        for chooser in &self.form.outline.choosers {
            for (base, chosen, typed) in self.screen.verdicts.choosing.of(chooser.id) {
                if typed.is_empty() && told.at(chooser.id, &base).first() == chosen.as_ref() {
                    continue;
                }
                entries.push(entry(&chooser.at, &base, chosen, typed));
            }
        }
        if let (Value::Object(members), false) = (&mut kept, entries.is_empty()) {
            members.insert(KEPT.to_owned(), Value::Array(entries));
        }
        kept
    }
}

/// An entry about the alternatives at one place. The macro `json` would bring the text of every error of its conversions,
/// with the formatting of floating-point numbers.
fn entry(at: &str, place: &str, chosen: Option<usize>, typed: Map<String, Value>) -> Value {
    let members = [
        ("at", Value::from(at)),
        ("in", Value::from(place)),
        ("chosen", Value::from(chosen)),
        ("typed", Value::Object(typed)),
    ];
    let members = members.map(|(name, value)| (name.to_owned(), value));
    Value::Object(Map::from_iter(members))
}

/// The input in the alternatives of a list item, and which of them are selected.
pub(super) fn of_item(form: &Form, choosing: &ChosenAlternatives, item: &str) -> Value {
    let mut entries = Vec::new();
    for chooser in &form.outline.choosers {
        for (base, chosen, typed) in choosing.of(chooser.id) {
            let inside = base.strip_prefix(item);
            if let Some(inside) = inside.filter(|_| pointer::within(&base, item)) {
                entries.push(entry(&chooser.at, inside, chosen, typed));
            }
        }
    }
    Value::Array(entries)
}

/// Removes the entries about alternatives from stored answers and reads them. Entries that do not fit the form are
/// dropped.
pub(super) fn take(form: &Form, kept: &mut Value) -> ChosenAlternatives {
    let entries = cut(form, kept).unwrap_or_default();
    read(form, &entries, "", kept)
}

/// Reads the entries about alternatives inside `around`, as far as they fit the form and the data.
pub(super) fn read(form: &Form, entries: &Value, around: &str, data: &Value) -> ChosenAlternatives {
    let mut choosing = ChosenAlternatives::default();
    // Each place occurs at most once in a genuine draft. Repetitions are skipped, because they would only cost time.
    let mut seen = BTreeSet::new();
    for entry in entries.as_array().into_iter().flatten() {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
        let chosen = entry.get("chosen").and_then(number);
        let mut chooser = form.outline.choosers.iter();
        let Some(chooser) = chooser.find(|one| one.at == text("at")) else {
            continue;
        };
        let is_one = |index: &usize| *index < chooser.ways.len();
        let base = [around, text("in")].concat();
        if !seen.insert((chooser.id, base.clone())) || !form.has_base(chooser.id, &base, data) {
            continue;
        }
        let typed = entry
            .get("typed")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let typed = typed.filter_map(|(index, values)| {
            let index = index.parse().ok().filter(is_one)?;
            Some((index, values.as_object()?.clone().into_iter().collect()))
        });
        choosing.put((chooser.id, base), chosen.filter(is_one), typed);
    }
    choosing
}

/// Removes that member without reading it.
pub(super) fn cut(form: &Form, kept: &mut Value) -> Option<Value> {
    let members = kept.as_object_mut().filter(|_| !is_field(form))?;
    members.shift_remove(KEPT)
}

/// Whether the form itself has a field with that name.
fn is_field(form: &Form) -> bool {
    form.scopes.find(&format!("/{KEPT}")).is_some()
}
