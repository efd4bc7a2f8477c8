//! A form while it is filled: what was typed, what rules make of it, and what is wrong.

mod change;
mod check;
mod choosing;
mod dependencies;
mod drawn;
mod items;
mod kept;
mod lost;
mod named;
mod need;
mod prune;
mod verdicts;
mod visibility;
mod walk;
mod zone;

pub use change::Change;
pub(crate) use check::unknown;
pub(crate) use choosing::Choosing;
pub use items::Item;
pub use lost::Lost;
pub use need::Need;
pub use walk::Answer;
pub(crate) use walk::{first_values, spots};

use crate::form::Form;
use crate::number::canonical;
use crate::outline::Node;
use crate::pointer;
use crate::rule::State;
use crate::{Choice, Control, Kind, ValidationError};
use serde_json::{Map, Value};
use std::sync::Arc;
use visibility::Visibility;

/// The most items of all lists together.
pub const MAX_ITEMS: usize = 5_000;

/// The most rules in items: the items of one list times their rules, and once more for the items themselves.
pub const MAX_ITEM_RULES: usize = 100_000;

/// A form while it is filled, in the browser or on the server. It knows no clock and no screen.
///
/// Everything that was typed stays in [`data`](Self::data); rules only decide what of it is sent.
#[derive(Debug)]
pub struct FormState {
    form: Arc<Form>,
    data: Value,
    screen: Visibility,
    /// How far the clock of whoever fills it is from UTC, such as `+01:00`; empty where that is not known.
    offset: String,
}

impl FormState {
    /// Opens a form with what was answered before, or with what was [`kept`](Self::kept); what the form fixes is set.
    #[must_use]
    pub fn new(form: Arc<Form>, data: Value) -> Self {
        let mut data = if data.is_object() {
            data
        } else {
            Value::Object(Map::new())
        };
        canonical(&mut data);
        let kept = kept::take(&form, &mut data);
        let mut choosing = Choosing::derive(&form, &data).single();
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

    /// The same for somebody whose clock is this far from UTC, such as `+01:00`: times that need an offset and have none, as
    /// first values may, are times on that clock.
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

    /// All that was typed, hidden answers included: what drafts keep.
    #[must_use]
    pub fn data(&self) -> &Value {
        &self.data
    }

    /// Answers a field, or takes its answer away.
    pub fn set(&mut self, pointer: &str, mut value: Option<Value>) -> Change {
        value.iter_mut().for_each(canonical);
        self.change(pointer, |data, _| pointer::put(data, pointer, value))
    }

    /// The alternative that is chosen by the control at `base`, by its number.
    #[must_use]
    pub fn chosen(&self, base: &str, element: u32) -> Option<usize> {
        self.screen
            .verdicts
            .choosing
            .at(element, base)
            .first()
            .copied()
    }

    /// Chooses an alternative, or none. What was typed in the one before is kept, and is there again when that is chosen again.
    pub fn choose(&mut self, base: &str, element: u32, to: Option<usize>) -> Change {
        let form = self.form.clone();
        let Some(control) = form.outline.control(element) else {
            return Change::default();
        };
        let first = match (&control.kind, to) {
            (Kind::Alternatives { alternatives, .. }, Some(to)) => {
                alternatives.get(to).map(|one| {
                    let mut first = first_values(&one.element);
                    let nothing = Choosing::default();
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

    /// Takes out of the answers what cannot be chosen any more, since other answers leave other choices or the form has
    /// changed. What rules hide stays. Prices and rules follow, and so do the choices that depend on it.
    pub fn drop_lost(&mut self) -> (Vec<Lost>, Vec<Change>) {
        let (mut all, mut changes) = (Vec::new(), Vec::new());
        // Each time there is less, so that it ends.
        while let Some((left, lost)) = lost::next(&self.form, &self.screen, &self.data) {
            let Some(pointer) = lost.first().map(|lost| lost.pointer.clone()) else {
                break;
            };
            changes.push(self.set(&pointer, left));
            all.extend(lost);
        }
        (all, changes)
    }

    /// Whether rules show and enable an element. `base` is where its scopes start: the answers as a whole (`""`), an object's pointer, or an item's.
    #[must_use]
    pub fn state(&self, base: &str, element: u32) -> State {
        self.screen.verdicts.state(&self.form, base, element)
    }

    /// What is sent: all that was typed but for what rules hide or disable.
    #[must_use]
    pub fn pruned(&self) -> Value {
        prune::prune(&self.form, &self.screen.verdicts, &self.data)
    }

    /// Everything that is wrong, in the order of the screen; one error a field.
    #[must_use]
    pub fn check(&self) -> Vec<ValidationError> {
        check::all(&self.form, &self.screen, &mut self.pruned())
    }

    /// What is wrong with one field, or with a list or an object itself.
    #[must_use]
    pub fn check_at(&self, pointer: &str) -> Option<ValidationError> {
        check::one(&self.form, &self.screen, pointer)
    }

    /// The choices that other answers leave.
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

    /// Whether the answer at a pointer, whose field this is, is needed as the other answers are now.
    #[must_use]
    pub fn need(&self, pointer: &str, control: &Control) -> Need {
        need::of(&self.form, &self.screen, pointer, control)
    }

    /// The pointer of the field that an answer belongs to: its own, or the nearest one around it.
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

    /// Whether any field that asks for the answer at a pointer is shown and enabled.
    #[must_use]
    pub fn is_asked(&self, pointer: &str) -> bool {
        !prune::is_pruned(&self.form, &self.screen.verdicts, pointer)
    }

    /// How many controls ask for the answer at a pointer, whether they are shown or not.
    #[must_use]
    pub fn controls_at(&self, pointer: &str) -> usize {
        let place = self.form.scopes.find(pointer);
        place.map_or(0, |place| place.controls.len())
    }

    /// Whether an element is on the screen now: shown by rules, and in no alternative that was not chosen.
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
            // Nothing but a choice of which fields an object has.
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
        // An alternative that is chosen comes after the choice itself.
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

    /// What the field at a pointer is called, after what it stands in: `People, 2, Name`.
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

    /// How many conditions were evaluated since the form was opened, so that tests can tell what a change costs.
    #[must_use]
    pub fn evaluations(&self) -> u64 {
        self.screen.evaluations
    }

    fn change(&mut self, pointer: &str, edit: impl FnOnce(&mut Value, &mut Choosing)) -> Change {
        let before = change::before(&self.form, &self.screen, &self.data, pointer);
        edit(&mut self.data, &mut self.screen.verdicts.choosing);
        change::after(&self.form, &mut self.screen, &self.data, pointer, before)
    }
}

impl Form {
    /// What a server does with answers: fills in what the form fixes, takes away what rules hide or disable, and checks the rest.
    /// What comes back is to be kept.
    ///
    /// # Errors
    /// What is wrong, in the order of the screen; answers that belong to no field come last.
    pub fn accept(&self, mut answers: Value) -> Result<Value, Vec<ValidationError>> {
        check::bounds(self, &answers)?;
        canonical(&mut answers);
        // A draft may say more than its answers, which have to be right by themselves.
        drop(kept::cut(self, &mut answers));
        let choosing = Choosing::derive(self, &answers);
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
