//! A form while it is filled: what was typed, what rules make of it, and what is wrong.

mod change;
mod check;
mod prune;
mod screen;
mod walk;
mod zone;

pub use change::Change;
pub(crate) use screen::Turn;
pub use walk::Answer;
pub(crate) use walk::{first_values, spots};

use crate::form::Form;
use crate::number::canonical;
use crate::pointer;
use crate::rule::State;
use crate::{Choice, Control, Fault, Kind};
use screen::Screen;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The most items of all lists together.
pub const MAX_ITEMS: usize = 5_000;

/// The most rules in items: the items of one list times their rules, and once more for the items themselves.
pub const MAX_ITEM_RULES: usize = 100_000;

/// A form while it is filled, in the browser or on the server. It knows no clock and no screen.
///
/// Everything that was typed stays in [`data`](Self::data); rules only decide what of it is sent.
#[derive(Debug)]
pub struct Filling {
    form: Arc<Form>,
    data: Value,
    screen: Screen,
    /// How far the clock of whoever fills it is from UTC, such as `+01:00`; empty where that is not known.
    offset: String,
}

impl Filling {
    /// Opens a form with what was answered before; what the form fixes is set.
    #[must_use]
    pub fn new(form: Arc<Form>, data: Value) -> Self {
        let mut data = if data.is_object() {
            data
        } else {
            Value::Object(Map::new())
        };
        canonical(&mut data);
        check::fix(&form, &mut data, true);
        let screen = Screen::new(&form, &data);
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
        let mut data = self.data;
        zone::complete(&self.form.root, &mut data, &offset);
        Self {
            offset,
            ..Self::new(self.form, data)
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
        self.change(pointer, |data| pointer::put(data, pointer, value))
    }

    /// Puts a new item, with its defaults, into a list.
    pub fn insert(&mut self, list: &str, at: usize) -> Change {
        let item = self.new_item(list);
        self.change(list, |data| {
            if data.pointer(list).is_none_or(|found| !found.is_array()) {
                pointer::put(data, list, Some(Value::Array(Vec::new())));
            }
            if let Some(Value::Array(items)) = data.pointer_mut(list) {
                items.insert(at.min(items.len()), item);
            }
        })
    }

    /// Takes an item out of a list; a list without items is no answer.
    pub fn remove(&mut self, list: &str, at: usize) -> Change {
        self.change(list, |data| {
            let mut is_empty = false;
            if let Some(Value::Array(items)) = data.pointer_mut(list) {
                if at < items.len() {
                    items.remove(at);
                }
                is_empty = items.is_empty();
            }
            if is_empty {
                pointer::put(data, list, None);
            }
        })
    }

    /// Moves an item of a list to another place.
    pub fn shift(&mut self, list: &str, from: usize, to: usize) -> Change {
        self.change(list, |data| {
            if let Some(Value::Array(items)) = data.pointer_mut(list)
                && from.max(to) < items.len()
            {
                let item = items.remove(from);
                items.insert(to, item);
            }
        })
    }

    /// Whether rules show and enable an element. `base` is where its scopes start: the answers as a whole (`""`), an object's pointer, or an item's.
    #[must_use]
    pub fn state(&self, base: &str, element: u32) -> State {
        self.screen.state(&self.form, base, element)
    }

    /// What is sent: all that was typed but for what rules hide or disable.
    #[must_use]
    pub fn pruned(&self) -> Value {
        prune::prune(&self.form, &self.screen, &self.data)
    }

    /// Everything that is wrong, in the order of the screen; one fault a field.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        check::all(&self.form, &self.screen, &mut self.pruned())
    }

    /// What is wrong with one field, or with a list or an object itself.
    #[must_use]
    pub fn check_at(&self, pointer: &str) -> Option<Fault> {
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

    /// The field at a pointer.
    #[must_use]
    pub fn control_at(&self, pointer: &str) -> Option<&Control> {
        let place = self.form.scopes.find(pointer)?;
        let node = self.form.outline.node(*place.controls.first()?)?;
        node.control.as_deref()
    }

    /// What the field at a pointer is called, after what it stands in: `People, 2, Name`.
    #[must_use]
    pub fn name_of(&self, pointer: &str) -> String {
        self.form.name_of(pointer)
    }

    /// How many conditions were evaluated since the form was opened, so that tests can tell what a change costs.
    #[must_use]
    pub fn evaluations(&self) -> u64 {
        self.screen.evaluations
    }

    fn change(&mut self, pointer: &str, edit: impl FnOnce(&mut Value)) -> Change {
        let before = change::before(&self.form, &self.screen, &self.data, pointer);
        edit(&mut self.data);
        change::after(&self.form, &mut self.screen, &self.data, pointer, before)
    }

    fn new_item(&self, list: &str) -> Value {
        let control = self.control_at(list).map(|control| &control.kind);
        let Some(Kind::List { item, .. }) = control else {
            return Value::Null;
        };
        let mut values = first_values(item);
        zone::complete(item, &mut values, &self.offset);
        values
    }
}

/// What a server does with answers. See [`Form::accept`].
pub(crate) fn accept(form: &Form, mut answers: Value) -> Result<Value, Vec<Fault>> {
    check::bounds(form, &answers)?;
    canonical(&mut answers);
    check::fix(form, &mut answers, false);
    let screen = Screen::new(form, &answers);
    let mut pruned = prune::prune(form, &screen, &answers);
    let faults = check::all(form, &screen, &mut pruned);
    if faults.is_empty() {
        Ok(pruned)
    } else {
        Err(faults)
    }
}
