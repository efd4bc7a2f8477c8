//! Lists: adding, removing, restoring and moving items.

use super::choosing::ChosenAlternatives;
use super::walk::first_values;
use super::{Change, FormState, kept, zone};
use crate::{FieldKind, pointer};
use serde_json::Value;
use std::cmp::Ordering;

/// A removed item, with the input in alternatives that were not selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The answers of the item.
    pub value: Value,
    /// What the answers do not say about alternatives; only for [`FormState::put_back`].
    pub alternatives: Value,
}

impl FormState {
    /// Inserts a new item with its defaults.
    pub fn insert(&mut self, list: &str, at: usize) -> Change {
        let value = self.new_item(list);
        let alternatives = Value::Null;
        self.put_back(
            list,
            at,
            Item {
                value,
                alternatives,
            },
        )
    }

    /// A copy of an item, so that it can be [restored](Self::put_back) after it was removed.
    #[must_use]
    pub fn item(&self, list: &str, at: usize) -> Item {
        let item = format!("{list}/{at}");
        Item {
            value: self.data.pointer(&item).cloned().unwrap_or_default(),
            alternatives: kept::of_item(&self.form, &self.screen.verdicts.choosing, &item),
        }
    }

    /// Restores a removed item, with the input in alternatives that were not selected.
    pub fn put_back(&mut self, list: &str, at: usize, item: Item) -> Change {
        let form = self.form.clone();
        self.change(list, |data, choosing| {
            if data.pointer(list).is_none_or(|found| !found.is_array()) {
                pointer::put(data, list, Some(Value::Array(Vec::new())));
            }
            if let Some(Value::Array(items)) = data.pointer_mut(list) {
                let at = at.min(items.len());
                items.insert(at, item.value);
                choosing.follow(list, &|one| Some(if one < at { one } else { one + 1 }));
                let around = format!("{list}/{at}");
                let new = ChosenAlternatives::derive_in(&form, data, &around);
                choosing.add(new.single());
                choosing.add(kept::read(&form, &item.alternatives, &around, data));
            }
        })
    }

    /// Removes an item. A list without items is no answer.
    pub fn remove(&mut self, list: &str, at: usize) -> Change {
        self.change(list, |data, choosing| {
            let mut is_empty = false;
            if let Some(Value::Array(items)) = data.pointer_mut(list) {
                if at < items.len() {
                    items.remove(at);
                    choosing.follow(list, &|one| match one.cmp(&at) {
                        Ordering::Less => Some(one),
                        Ordering::Equal => None,
                        Ordering::Greater => Some(one - 1),
                    });
                }
                is_empty = items.is_empty();
            }
            if is_empty {
                pointer::put(data, list, None);
            }
        })
    }

    /// Moves an item to another position.
    pub fn shift(&mut self, list: &str, from: usize, to: usize) -> Change {
        self.change(list, |data, choosing| {
            if let Some(Value::Array(items)) = data.pointer_mut(list)
                && from.max(to) < items.len()
            {
                let item = items.remove(from);
                items.insert(to, item);
                choosing.follow(list, &|one| {
                    Some(if one == from {
                        to
                    } else if from < one && one <= to {
                        one - 1
                    } else if to <= one && one < from {
                        one + 1
                    } else {
                        one
                    })
                });
            }
        })
    }

    fn new_item(&self, list: &str) -> Value {
        let control = self.control_at(list).map(|control| &control.kind);
        let Some(FieldKind::List { item, .. }) = control else {
            return Value::Null;
        };
        let mut values = first_values(item);
        let nothing = ChosenAlternatives::default();
        zone::complete(item, &nothing, &mut values, &self.offset);
        values
    }
}
