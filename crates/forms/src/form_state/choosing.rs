//! The selected alternatives, and the input in the others.

mod switch;

use crate::form::Form;
use crate::ordered;
use crate::outline::AlternativesControl;
use crate::pointer;
use crate::schema::NodeId;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A control for alternatives, and its base.
type ChoiceKey = (u32, String);

/// The maximum number of steps for determining which alternatives match the answers, over several checks. Beyond it,
/// alternatives are not determined.
const MAX_WORK: usize = 16_000_000;

/// The indices of the selected alternatives.
///
/// While a form is being filled in, there is at most one per place. Answers from elsewhere may match several.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChosenAlternatives {
    chosen: BTreeMap<ChoiceKey, Vec<usize>>,
    /// Input in alternatives that are currently not selected, by pointers relative to the place.
    typed: BTreeMap<(ChoiceKey, usize), Vec<(String, Value)>>,
}

impl ChosenAlternatives {
    /// Selects the alternatives that match the answers, or else the closest ones.
    pub(crate) fn derive(form: &Form, data: &Value) -> Self {
        Self::derive_in(form, data, "")
    }

    /// The same for the answers at or below a pointer.
    pub(super) fn derive_in(form: &Form, data: &Value, pointer: &str) -> Self {
        let mut choosing = Self::default();
        let mut left = MAX_WORK;
        for chooser in &form.outline.choosers {
            let Some((node, control)) = form.outline.node(chooser.id).and_then(|node| {
                let control = node.control.as_deref()?;
                Some((node, control))
            }) else {
                continue;
            };
            for base in form.bases(node.level, pointer, data) {
                if !pointer::within(&base, pointer) {
                    continue;
                }
                let value = data.pointer(&format!("{base}{}", control.scope));
                let fitting = value
                    .map(|value| chooser.fitting(value, &mut left))
                    .unwrap_or_default();
                if !fitting.is_empty() {
                    choosing.chosen.insert((chooser.id, base), fitting);
                }
            }
        }
        choosing
    }

    /// Keeps one alternative per place.
    pub(super) fn single(mut self) -> Self {
        self.chosen
            .values_mut()
            .for_each(|chosen| chosen.truncate(1));
        self
    }

    /// The selected alternatives of the control at `base`.
    pub(crate) fn at(&self, chooser: u32, base: &str) -> &[usize] {
        let place = (chooser, base.to_owned());
        self.chosen
            .get(&place)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whether all alternatives that contain an element are selected.
    pub(super) fn is_live(&self, form: &Form, base: &str, element: u32) -> bool {
        self.all(form, base, element, |chosen, index| chosen.contains(&index))
    }

    /// Whether an element belongs to an alternative while another one is selected.
    pub(super) fn is_left(&self, form: &Form, base: &str, element: u32) -> bool {
        !self.all(form, base, element, |chosen, index| {
            chosen.is_empty() || chosen.contains(&index)
        })
    }

    fn all(
        &self,
        form: &Form,
        base: &str,
        element: u32,
        is_fine: impl Fn(&[usize], usize) -> bool,
    ) -> bool {
        let mut base = base;
        let mut next = form.outline.node(element);
        while let Some(node) = next {
            if let Some((chooser, index)) = node.alternative
                && !is_fine(self.at(chooser, base), index)
            {
                return false;
            }
            next = node.parent.and_then(|parent| form.outline.node(parent));
            if next.is_some_and(|parent| parent.level != node.level) {
                base = form.outline.outer(node.level, base);
            }
        }
        true
    }

    /// Whether the answer at a pointer is a choice between alternatives, and none is selected.
    pub(super) fn is_open(&self, form: &Form, pointer: &str) -> bool {
        let mut controls = form
            .scopes
            .find(pointer)
            .into_iter()
            .flat_map(|place| &place.controls);
        let mut choosers = controls.by_ref().filter_map(|id| {
            let node = form
                .outline
                .node(*id)
                .filter(|_| form.outline.chooser(*id).is_some())?;
            Some((*id, form.outline.level(node.level)?.depth))
        });
        choosers.any(|(id, depth)| self.at(id, pointer::prefix(pointer, depth)).is_empty())
    }

    /// The places with exactly one selected alternative: the control, its base, and the index of the alternative.
    pub(super) fn single_choices(&self) -> impl Iterator<Item = (u32, &str, usize)> {
        let chosen = self.chosen.iter();
        chosen.filter_map(|((id, base), chosen)| match chosen.as_slice() {
            [one] => Some((*id, base.as_str(), *one)),
            _ => None,
        })
    }

    /// The schemas of the selected alternatives for the value at a pointer.
    pub(super) fn schemas(&self, form: &Form, pointer: &str) -> Vec<NodeId> {
        let here = self.chosen.iter().filter(|((chooser, base), _)| {
            let scope = form.outline.control(*chooser).map(|one| one.scope.as_str());
            scope.is_some_and(|scope| pointer.strip_prefix(base.as_str()) == Some(scope))
        });
        let ways = here.flat_map(|((id, _), chosen)| {
            let chooser = form.outline.chooser(*id);
            let ways = chooser.map(|one| one.ways.as_slice()).unwrap_or_default();
            chosen
                .iter()
                .filter_map(|index| Some(ways.get(*index)?.schema.node()))
        });
        ways.collect()
    }

    /// Merges another result, which takes precedence.
    pub(super) fn add(&mut self, found: Self) {
        self.chosen.extend(found.chosen);
        self.typed.extend(found.typed);
    }

    /// The places of a control: the base, the selected alternative, and the input in the other alternatives by their
    /// indices. An alternative that was cleared has an empty object, so that its defaults are not
    /// restored.
    pub(super) fn of(&self, chooser: u32) -> Vec<(String, Option<usize>, Map<String, Value>)> {
        let bases = self
            .chosen
            .keys()
            .chain(self.typed.keys().map(|(place, _)| place));
        let bases = bases.filter(|(id, _)| *id == chooser);
        let bases = ordered::set(bases.map(|(_, base)| base));
        let of = |base: &String| {
            let here = self
                .typed
                .iter()
                .filter(|((place, _), _)| place.0 == chooser && place.1 == *base);
            let typed = here.map(|((_, index), typed)| {
                let typed: Map<String, Value> = typed.iter().cloned().collect();
                (index.to_string(), Value::Object(typed))
            });
            (
                base.clone(),
                self.at(chooser, base).first().copied(),
                typed.collect(),
            )
        };
        bases.into_iter().map(of).collect()
    }

    /// Restores what [`of`](Self::of) returned for a place.
    pub(super) fn put(
        &mut self,
        place: ChoiceKey,
        chosen: Option<usize>,
        typed: impl Iterator<Item = (usize, Vec<(String, Value)>)>,
    ) {
        for (index, typed) in typed {
            self.typed.insert((place.clone(), index), typed);
        }
        if let Some(chosen) = chosen {
            self.chosen.insert(place, vec![chosen]);
        }
    }

    /// Adjusts to a change of a list. `to` maps the old index of an item to the new one.
    pub(super) fn follow(&mut self, list: &str, to: &dyn Fn(usize) -> Option<usize>) {
        let follow = |(chooser, base): ChoiceKey| -> Option<ChoiceKey> {
            let inside = base
                .strip_prefix(list)
                .and_then(|rest| rest.strip_prefix('/'));
            let Some(inside) = inside else {
                return Some((chooser, base));
            };
            let (index, rest) = match inside.split_once('/') {
                Some((index, rest)) => (index, format!("/{rest}")),
                None => (inside, String::new()),
            };
            let to = to(index.parse().ok()?)?;
            Some((chooser, format!("{list}/{to}{rest}")))
        };
        let chosen = std::mem::take(&mut self.chosen).into_iter();
        self.chosen = ordered::map(chosen.filter_map(|(place, now)| Some((follow(place)?, now))));
        let typed = std::mem::take(&mut self.typed).into_iter();
        self.typed =
            ordered::map(typed.filter_map(|((place, at), now)| Some(((follow(place)?, at), now))));
    }
}

impl AlternativesControl {
    /// The alternatives that match a value, else the first of the closest ones. Empty if nothing indicates an
    /// alternative.
    fn fitting(&self, value: &Value, left: &mut usize) -> Vec<usize> {
        let known = |names: &[String]| match value {
            Value::Object(members) => names
                .iter()
                .filter(|name| members.contains_key(*name))
                .count(),
            Value::Null => 0,
            _ => 1,
        };
        let counted = self.ways.iter().enumerate();
        let counted: Vec<_> = counted
            .map(|(index, way)| (index, known(&way.names), way))
            .filter(|(_, known, way)| *known > 0 && !way.schema.is_far(value, left))
            .collect();
        let valid = counted
            .iter()
            .filter(|(.., way)| way.schema.is_valid_within(value, left));
        let valid: Vec<usize> = valid.map(|(index, ..)| *index).collect();
        if !valid.is_empty() {
            return valid;
        }
        let most = counted.iter().map(|(_, known, _)| *known).max();
        let closest = counted.iter().find(|(_, known, _)| Some(*known) == most);
        closest.map(|(index, ..)| vec![*index]).unwrap_or_default()
    }
}
