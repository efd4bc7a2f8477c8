//! Switching between alternatives. Input is kept until its alternative is selected again, and fields that several
//! alternatives have in common, such as a note, share their answers.

use super::{ChoiceKey, ChosenAlternatives};
use crate::form::Form;
use crate::outline::AlternativesControl;
use crate::pointer;
use crate::{Control, FieldKind};
use serde_json::{Map, Value};
use std::mem::discriminant;

/// The input in an alternative, by pointers relative to the place of the choice.
type AlternativeInput = Vec<(String, Value)>;

impl ChosenAlternatives {
    /// Selects an alternative, or none. The input in the previous alternative is put aside, and earlier input in the
    /// new one is restored. `first` holds the defaults of its fields, relative to `base`.
    pub(in crate::form_state) fn choose(
        &mut self,
        form: &Form,
        data: &mut Value,
        (chooser, base): (u32, &str),
        to: Option<usize>,
        first: &Value,
    ) {
        let Some(one) = form.outline.chooser(chooser) else {
            return;
        };
        let place = (chooser, base.to_owned());
        let answers = |index: usize| {
            let way = one.ways.get(index);
            way.map(|way| form.answers_of(way.element, base))
                .unwrap_or_default()
        };
        if let Some(from) = self.at(chooser, base).first().copied() {
            let mut typed = AlternativeInput::new();
            for pointer in answers(from) {
                if let Some(value) = data.pointer(&pointer).cloned() {
                    let inner = pointer.strip_prefix(base).unwrap_or(&pointer);
                    typed.push((inner.to_owned(), value));
                    pointer::put(data, &pointer, None);
                }
            }
            self.share(form, one, &place, (from, &typed));
            self.typed.insert((place.clone(), from), typed);
        }
        let Some(to) = to else {
            self.chosen.remove(&place);
            return;
        };
        let back = self.typed.remove(&(place.clone(), to));
        let mut typed = back.unwrap_or_else(|| {
            let mut typed = AlternativeInput::new();
            for pointer in answers(to) {
                let inner = pointer.strip_prefix(base).unwrap_or(&pointer);
                let first = first.pointer(inner).filter(|value| !value.is_null());
                typed.extend(first.map(|value| (inner.to_owned(), value.clone())));
            }
            self.fill(form, one, &place, (to, &mut typed));
            typed
        });
        for (inner, value) in typed.drain(..) {
            pointer::put(data, &format!("{base}{inner}"), Some(value));
        }
        self.chosen.insert(place, vec![to]);
    }

    /// Copies the answers of an alternative that was just left to alternatives that were left before, as far as they
    /// have the same field. A cleared answer is cleared in all of them; a value that another alternative cannot hold
    /// does not replace the one there.
    fn share(
        &mut self,
        form: &Form,
        one: &AlternativesControl,
        place: &ChoiceKey,
        (from, typed): (usize, &AlternativeInput),
    ) {
        let own = fields(form, one, from);
        for ((_, index), other) in self.typed.iter_mut().filter(|((at, _), _)| at == place) {
            for (inner, control) in fields(form, one, *index) {
                let Some((_, here)) = own.iter().find(|field| is_same(field, &inner, control))
                else {
                    continue;
                };
                match answer(typed, &inner) {
                    Some(value) if control.kind.takes(value) => {
                        put(other, &inner, Some(value.clone()));
                    }
                    Some(_) => {}
                    None => {
                        if answer(other, &inner).is_some_and(|value| here.kind.takes(value)) {
                            put(other, &inner, None);
                        }
                    }
                }
            }
        }
    }

    /// Fills an alternative that is selected for the first time with answers from others that have the same fields.
    fn fill(
        &self,
        form: &Form,
        one: &AlternativesControl,
        place: &ChoiceKey,
        (to, typed): (usize, &mut AlternativeInput),
    ) {
        let left = self.typed.iter().filter(|((at, _), _)| at == place);
        let left: Vec<_> = left
            .map(|((_, index), typed)| (fields(form, one, *index), typed))
            .collect();
        for (inner, control) in fields(form, one, to) {
            let mut same = left.iter().filter_map(|(fields, typed)| {
                let own = fields.iter().find(|one| is_same(one, &inner, control))?;
                Some((own.1, answer(typed, &inner)))
            });
            let takes = |value: &&Value| control.kind.takes(value);
            let given = same.clone().find_map(|(_, value)| value.filter(takes));
            if given.is_some() {
                put(typed, &inner, given.cloned());
            } else if same.any(|(own, value)| value.is_none() && own.default.is_some()) {
                // Its default was cleared there.
                put(typed, &inner, None);
            }
        }
    }
}

/// The answer at a pointer.
fn answer<'t>(typed: &'t AlternativeInput, inner: &str) -> Option<&'t Value> {
    let found = typed
        .iter()
        .find_map(|(own, value)| value.pointer(inner.strip_prefix(own.as_str())?));
    found.filter(|value| !value.is_null())
}

/// Sets or removes the answer at a pointer. Removing the last answer of an object removes the object.
fn put(typed: &mut AlternativeInput, inner: &str, new: Option<Value>) {
    let place = typed.iter_mut().enumerate();
    let found = place
        .filter(|(_, (own, _))| pointer::within(inner, own))
        .find_map(|(at, (own, value))| Some((at, inner.strip_prefix(own.as_str())?, value)));
    match (found, new) {
        (None, Some(new)) => typed.push((inner.to_owned(), new)),
        (None, None) => {}
        (Some((_, rest, value)), Some(new)) => pointer::put(value, rest, Some(new)),
        (Some((at, rest, value)), None) => {
            pointer::put(value, rest, None);
            if rest.is_empty() || value.as_object().is_some_and(Map::is_empty) {
                typed.remove(at);
            }
        }
    }
}

fn is_same((own, other): &(String, &Control), inner: &str, control: &Control) -> bool {
    own == inner && discriminant(&other.kind) == discriminant(&control.kind)
}

/// The editable fields of an alternative, with pointers relative to the place of the choice.
fn fields<'f>(
    form: &'f Form,
    chooser: &AlternativesControl,
    index: usize,
) -> Vec<(String, &'f Control)> {
    let Some(way) = chooser.ways.get(index) else {
        return Vec::new();
    };
    let Some(node) = form.outline.node(way.element) else {
        return Vec::new();
    };
    let object = node.control.as_deref().map(|one| one.scope.as_str());
    let inside = form.outline.range(way.element, node.end);
    inside
        .filter_map(|(id, inner)| {
            let control = inner.control.as_deref()?;
            let around = form.outline.level(inner.level)?.around;
            let pointer = match object {
                // The answer as a whole is not shared, but parts of it may be.
                Some(_) if id == way.element => return None,
                Some(scope) if around.is_some_and(|(_, opener)| opener == way.element) => {
                    format!("{scope}{}", control.scope)
                }
                None if inner.level == node.level => control.scope.clone(),
                _ => return None,
            };
            let is_filled = !matches!(
                control.kind,
                FieldKind::Fixed | FieldKind::Alternatives { .. }
            );
            is_filled.then_some((pointer, control))
        })
        .collect()
}

impl FieldKind {
    /// Whether a value can be an answer of this kind, as far as its options tell.
    fn takes(&self, value: &Value) -> bool {
        let chosen = match value {
            Value::Array(items) if matches!(self, Self::MultiChoice { .. }) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        self.choices().is_none_or(|(choices, _)| {
            chosen
                .iter()
                .all(|value| choices.iter().any(|choice| choice.value == *value))
        })
    }
}
