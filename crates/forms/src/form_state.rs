//! The state of a form that is being filled in: the answers, the effects of rules, and validation.

mod change;
mod check;
mod choosing;
mod dependencies;
mod drawn;
mod items;
mod kept;
mod named;
mod prune;
mod removed_answer;
mod requirement;
mod verdicts;
mod visibility;
mod walk;
mod zone;

pub use change::Change;
pub(crate) use check::unknown;
pub(crate) use choosing::ChosenAlternatives;
pub use items::Item;
pub use removed_answer::RemovedAnswer;
pub use requirement::Requirement;
pub use walk::Answer;
pub(crate) use walk::{first_values, placed_fields};

use crate::form::Form;
use crate::number::canonical;
use crate::outline::Node;
use crate::pointer;
use crate::rule::State;
use crate::{Choice, Control, FieldKind, ValidationError};
use serde_json::{Map, Value};
use std::sync::Arc;
use visibility::Visibility;

/// The maximum number of items of all lists together.
pub const MAX_ITEMS: usize = 5_000;

/// The maximum number of rules in items: for each list, the number of items times the number of rules per item, plus
/// the number of items.
pub const MAX_ITEM_RULES: usize = 100_000;

/// The state of a form that is being filled in, in the browser or on the server. It uses no clock and no DOM.
///
/// All input stays in [`data`](Self::data); rules only decide which part of it is sent.
#[derive(Debug)]
pub struct FormState {
    form: Arc<Form>,
    data: Value,
    screen: Visibility,
    /// The UTC offset of the user's clock, such as `+01:00`; empty if it is unknown.
    offset: String,
}

impl FormState {
    /// Opens a form with previous answers, or with the result of [`kept`](Self::kept). The constants of the form are
    /// set.
    #[must_use]
    pub fn new(form: Arc<Form>, data: Value) -> Self {
        let mut data = if data.is_object() {
            data
        } else {
            Value::Object(Map::new())
        };
        canonical(&mut data);
        let kept = kept::take(&form, &mut data);
        let mut choosing = ChosenAlternatives::derive(&form, &data).single();
        choosing.add(kept);
        check::fix(&form, &choosing, &mut data, true);
        let screen = Visibility::new(&form, &data, choosing);
        Self {
            form,
            data,
            screen,
            offset: String::new(),
        }
    }

    /// The same for a user whose clock has this UTC offset, such as `+01:00`. Times that need an offset and have none,
    /// for example in defaults, are interpreted in that offset.
    #[must_use]
    pub fn at_offset(self, offset: String) -> Self {
        let mut kept = self.kept();
        zone::complete(
            &self.form.root,
            &self.screen.verdicts.choosing,
            &mut kept,
            &offset,
        );
        Self {
            offset,
            ..Self::new(self.form, kept)
        }
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> Arc<Form> {
        self.form.clone()
    }

    /// All answers, including hidden ones, as stored in drafts.
    #[must_use]
    pub fn data(&self) -> &Value {
        &self.data
    }

    /// Sets or removes the answer of a field.
    pub fn set(&mut self, pointer: &str, mut value: Option<Value>) -> Change {
        value.iter_mut().for_each(canonical);
        self.change(pointer, |data, _| pointer::put(data, pointer, value))
    }

    /// The index of the selected alternative of the control at `base`.
    #[must_use]
    pub fn chosen(&self, base: &str, element: u32) -> Option<usize> {
        self.screen
            .verdicts
            .choosing
            .at(element, base)
            .first()
            .copied()
    }

    /// Selects an alternative, or none. Input in the previous alternative is kept, and restored when that alternative
    /// is selected again.
    pub fn choose(&mut self, base: &str, element: u32, to: Option<usize>) -> Change {
        let form = self.form.clone();
        let Some(control) = form.outline.control(element) else {
            return Change::default();
        };
        let first = match (&control.kind, to) {
            (FieldKind::Alternatives { alternatives, .. }, Some(to)) => {
                alternatives.get(to).map(|one| {
                    let mut first = first_values(&one.element);
                    let nothing = ChosenAlternatives::default();
                    zone::complete(&one.element, &nothing, &mut first, &self.offset);
                    first
                })
            }
            _ => None,
        };
        let pointer = format!("{base}{}", control.scope);
        self.change(&pointer, |data, choosing| {
            let first = first.unwrap_or_default();
            choosing.choose(&form, data, (element, base), to, &first);
        })
    }

    /// Removes answers that are no longer options, because other answers restrict the options or because the form has
    /// changed. Answers hidden by rules are kept. Prices, rules and dependent options are updated.
    pub fn remove_lost_options(&mut self) -> (Vec<RemovedAnswer>, Vec<Change>) {
        let (mut all, mut changes) = (Vec::new(), Vec::new());
        // Each iteration removes something, so the loop ends.
        while let Some((left, lost)) = removed_answer::next(&self.form, &self.screen, &self.data) {
            let Some(pointer) = lost.first().map(|lost| lost.pointer.clone()) else {
                break;
            };
            changes.push(self.set(&pointer, left));
            all.extend(lost);
        }
        (all, changes)
    }

    /// Whether rules show and enable an element. `base` is where its scopes start: the answers as a whole (`""`), or
    /// the pointer of an object or an item.
    #[must_use]
    pub fn state(&self, base: &str, element: u32) -> State {
        self.screen.verdicts.state(&self.form, base, element)
    }

    /// The answers to send: all answers except those that rules hide or disable.
    #[must_use]
    pub fn pruned(&self) -> Value {
        prune::prune(&self.form, &self.screen.verdicts, &self.data)
    }

    /// All errors, in screen order, at most one per field.
    #[must_use]
    pub fn check(&self) -> Vec<ValidationError> {
        check::all(&self.form, &self.screen, &mut self.pruned())
    }

    /// The error of one field, or of a list or an object itself.
    #[must_use]
    pub fn check_at(&self, pointer: &str) -> Option<ValidationError> {
        check::one(&self.form, &self.screen, pointer)
    }

    /// The options that other answers leave.
    #[must_use]
    pub fn choices_of<'c>(&self, base: &str, control: &'c Control) -> Vec<&'c Choice> {
        let Some((choices, by)) = control.kind.choices() else {
            return Vec::new();
        };
        let allowed = by.and_then(|by| by.allowed(self.screen.sent(), base));
        let stays =
            |choice: &&Choice| allowed.is_none_or(|allowed| allowed.contains(&choice.value));
        choices.iter().filter(stays).collect()
    }

    /// Whether the answer at a pointer, which belongs to this field, is required in view of the other answers.
    #[must_use]
    pub fn need(&self, pointer: &str, control: &Control) -> Requirement {
        requirement::of(&self.form, &self.screen, pointer, control)
    }

    /// The pointer of the field that an answer belongs to: its own, or that of the nearest ancestor with a field.
    #[must_use]
    pub fn field_of(&self, pointer: &str) -> Option<String> {
        let mut found = None;
        let mut place = self.form.scopes.root()?;
        for (depth, segment) in pointer::segments(pointer).enumerate() {
            let Some(below) = self.form.scopes.step(place, segment) else {
                break;
            };
            place = below;
            if !place.controls.is_empty() {
                found = Some(pointer::prefix(pointer, depth + 1).to_owned());
            }
        }
        found
    }

    /// Whether any field for the answer at a pointer is shown and enabled.
    #[must_use]
    pub fn is_asked(&self, pointer: &str) -> bool {
        !prune::is_pruned(&self.form, &self.screen.verdicts, pointer)
    }

    /// The number of controls for the answer at a pointer, including hidden ones.
    #[must_use]
    pub fn controls_at(&self, pointer: &str) -> usize {
        let place = self.form.scopes.find(pointer);
        place.map_or(0, |place| place.controls.len())
    }

    /// Whether an element is currently displayed: rules show it, and all alternatives that contain it are selected.
    #[must_use]
    pub fn is_drawn(&self, base: &str, element: u32) -> bool {
        self.screen
            .verdicts
            .choosing
            .is_live(&self.form, base, element)
            && self.state(base, element).shown
    }

    /// The field at a pointer.
    #[must_use]
    pub fn control_at(&self, pointer: &str) -> Option<&Control> {
        self.form.outline.control(self.element_at(pointer)?)
    }

    /// The element of the field at a pointer.
    fn element_at(&self, pointer: &str) -> Option<u32> {
        let outline = &self.form.outline;
        let base = |node: &Node| {
            let depth = outline.level(node.level).map_or(0, |level| level.depth);
            pointer::prefix(pointer, depth)
        };
        let place = self.form.scopes.find(pointer)?;
        if place.controls.is_empty() {
            // There is only a choice between sets of fields of the object.
            let mut choosers = outline.choosers.iter().map(|one| one.id);
            return choosers.find(|id| {
                let node = outline.node(*id);
                let pattern = node.and_then(|node| {
                    let control = node.control.as_deref()?;
                    Some(outline.pattern(node.level, &control.scope))
                });
                pattern.is_some_and(|pattern| pointer::fits(pointer, &pattern))
            });
        }
        // A selected alternative has a greater id than the choice itself.
        let is_live = |id: &&u32| {
            let node = outline.node(**id);
            node.is_some_and(|node| {
                self.screen
                    .verdicts
                    .choosing
                    .is_live(&self.form, base(node), **id)
            })
        };
        let drawn = place
            .controls
            .iter()
            .rev()
            .find(|id| is_live(id) && outline.is_whole_alternative(**id));
        let first = drawn.or_else(|| place.controls.iter().find(is_live));
        first.or(place.controls.first()).copied()
    }

    /// The label of the field at a pointer, preceded by those of its ancestors: `People, 2, Name`.
    #[must_use]
    pub fn name_of(&self, pointer: &str) -> String {
        let name = self.form.name_of(pointer);
        if name.is_empty() {
            let label = self
                .control_at(pointer)
                .and_then(|control| control.label.clone());
            return label.unwrap_or_default();
        }
        name
    }

    /// The number of conditions evaluated since the form was opened, so that tests can measure the cost of a change.
    #[must_use]
    pub fn evaluations(&self) -> u64 {
        self.screen.evaluations
    }

    fn change(
        &mut self,
        pointer: &str,
        edit: impl FnOnce(&mut Value, &mut ChosenAlternatives),
    ) -> Change {
        let before = change::before(&self.form, &self.screen, &self.data, pointer);
        edit(&mut self.data, &mut self.screen.verdicts.choosing);
        change::after(&self.form, &mut self.screen, &self.data, pointer, before)
    }
}

impl Form {
    /// Processes answers on the server: sets the constants of the form, removes what rules hide or disable, and
    /// validates the rest. Returns the answers to store.
    ///
    /// # Errors
    /// All errors, in screen order; those of answers without a field come last.
    pub fn accept(&self, mut answers: Value) -> Result<Value, Vec<ValidationError>> {
        check::bounds(self, &answers)?;
        canonical(&mut answers);
        // A draft may contain more than its answers, which have to be valid on their own.
        drop(kept::cut(self, &mut answers));
        let choosing = ChosenAlternatives::derive(self, &answers);
        check::fix(self, &choosing, &mut answers, false);
        let screen = Visibility::new(self, &answers, choosing);
        let mut pruned = prune::prune(self, &screen.verdicts, &answers);
        let errors = check::all(self, &screen, &mut pruned);
        if errors.is_empty() {
            Ok(pruned)
        } else {
            Err(errors)
        }
    }
}
