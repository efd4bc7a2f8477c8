//! The answers while they are typed: what stands in each field, what is wrong with it, and what a rule hides.

use super::files::Files;
use super::message;
use crate::app::App;
use crate::keep::DraftHandle;
use leptos::prelude::*;
use portico_contract::{FieldError, Price};
use portico_delivery::draft::Content;
use portico_delivery::upload::{self, Upload};
use portico_forms::{Change, Control, Fault, Filling, Form, Rule, State};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// So many fields say at once what is wrong with them; more of them would keep the summary waiting.
const AT_ONCE: usize = 6;

/// How long the browser has for the rest of its work in between.
const PAUSE: Duration = Duration::from_millis(50);

/// A form in the making. A handle: copying it copies no state.
///
/// Each field has its own signals, made when it is first drawn, so that typing in one draws nothing else again.
#[derive(Clone, Copy)]
pub(crate) struct Answers {
    pub app: App,
    filling: StoredValue<Filling>,
    inputs: StoredValue<HashMap<String, Input>>,
    states: StoredValue<HashMap<(String, u32), RwSignal<State>>>,
    /// Counts how often a list's items or a control's choices changed, by pointer or by place.
    versions: StoredValue<HashMap<String, RwSignal<u32>>>,
    /// What is wrong, in the order of the screen.
    wrong: RwSignal<Vec<(String, Wrong)>>,
    /// What the fields that are wrong do not say yet.
    unsaid: StoredValue<Vec<String>>,
    /// Counts changes, for those who keep the answers.
    pub changes: RwSignal<u32>,
    /// How often somebody tried to send or to go on.
    pub tries: RwSignal<u32>,
    /// The step that is shown, where the form has steps.
    pub step: RwSignal<usize>,
    /// The files that were chosen.
    pub(super) files: Files,
    /// The draft that keeps all this; none where nothing is kept, as in the gallery.
    pub draft: StoredValue<Option<DraftHandle>>,
    /// What records that were looked up are called, by id.
    pub labels: RwSignal<HashMap<String, String>>,
    /// The service's price, which choices may add to.
    pub price: StoredValue<Option<Price>>,
    /// Signals belong to the page, not to the piece of view that happens to ask for them first.
    owner: StoredValue<Option<Owner>>,
}

/// One field's content and fault.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// `Null` where nothing was answered.
    pub value: RwSignal<Value>,
    pub fault: RwSignal<Option<Wrong>>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// It breaks a rule of the form.
    Rule(Rule),
    /// The backend said so.
    Said(String),
}

impl Answers {
    /// Opens a form with what was answered before. Signals belong to the owner that is current now.
    pub(crate) fn new(app: App, form: Arc<Form>, data: Value) -> Self {
        Self {
            app,
            filling: StoredValue::new(Filling::new(form, data)),
            inputs: StoredValue::new(HashMap::new()),
            states: StoredValue::new(HashMap::new()),
            versions: StoredValue::new(HashMap::new()),
            wrong: RwSignal::new(Vec::new()),
            unsaid: StoredValue::new(Vec::new()),
            changes: RwSignal::new(0),
            tries: RwSignal::new(0),
            step: RwSignal::new(0),
            files: Files::new(),
            draft: StoredValue::new(None),
            labels: RwSignal::new(HashMap::new()),
            price: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        }
    }

    pub(crate) fn with<T>(self, read: impl FnOnce(&Filling) -> T) -> T {
        self.filling.with_value(read)
    }

    pub(crate) fn form(self) -> Arc<Form> {
        self.with(Filling::form)
    }

    /// What a draft keeps of this form, as long as it is there.
    pub(crate) fn content(self) -> Option<Content> {
        Some(Content {
            answers: self
                .filling
                .try_with_value(|filling| filling.data().clone())?,
            step: u32::try_from(self.step.try_get_untracked()?).unwrap_or_default(),
            files: self.files.all.try_get_untracked()?,
        })
    }

    /// Fills what a link gives into fields that are still empty.
    pub(crate) fn prefill(self, given: &[(String, String)]) {
        self.filling.update_value(|filling| {
            for (name, text) in given {
                let answer = filling.form().prefill(name, text);
                let empty =
                    |pointer: &str| filling.data().pointer(pointer).is_none_or(Value::is_null);
                if let Some((pointer, value)) = answer.filter(|(pointer, _)| empty(pointer)) {
                    filling.set(&pointer, Some(value));
                }
            }
        });
    }

    /// Files that were chosen before, and where their bytes are kept.
    pub(crate) fn open_files(self, draft: DraftHandle, files: Vec<Upload>) {
        self.draft.set_value(Some(draft));
        self.files.all.set(files);
        self.go_on_with_files();
    }

    /// What stands at a pointer now.
    pub(crate) fn value(self, pointer: &str) -> Value {
        self.with(|filling| filling.data().pointer(pointer).cloned().unwrap_or_default())
    }

    fn owned<T>(self, make: impl FnOnce() -> T) -> T {
        let owner = self.owner.get_value();
        match owner {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// The signals of the field at a pointer.
    pub(crate) fn input(self, pointer: &str) -> Input {
        if let Some(input) = self
            .inputs
            .with_value(|inputs| inputs.get(pointer).copied())
        {
            return input;
        }
        let value = self.value(pointer);
        let input = self.owned(|| Input {
            value: RwSignal::new(value),
            fault: RwSignal::new(None),
        });
        self.inputs.update_value(|inputs| {
            inputs.insert(pointer.to_owned(), input);
        });
        input
    }

    /// Whether a rule shows and enables an element at `base`.
    pub(crate) fn state(self, base: &str, element: u32) -> RwSignal<State> {
        let place = (base.to_owned(), element);
        if let Some(state) = self.states.with_value(|states| states.get(&place).copied()) {
            return state;
        }
        let now = self.with(|filling| filling.state(base, element));
        let state = self.owned(|| RwSignal::new(now));
        self.states.update_value(|states| {
            states.insert(place, state);
        });
        state
    }

    /// Changes whenever the items of a list change places, or the choices of a control are others.
    pub(crate) fn version(self, of: &str) -> RwSignal<u32> {
        if let Some(version) = self.versions.with_value(|all| all.get(of).copied()) {
            return version;
        }
        let version = self.owned(|| RwSignal::new(0));
        self.versions.update_value(|all| {
            all.insert(of.to_owned(), version);
        });
        version
    }

    /// Somebody changed a field; `Null` takes the answer away.
    pub(crate) fn change(self, pointer: &str, value: Value) {
        let given = (!value.is_null()).then(|| value.clone());
        let Some(change) = self
            .filling
            .try_update_value(|filling| filling.set(pointer, given))
        else {
            return;
        };
        let input = self.input(pointer);
        input.value.set(value);
        self.took(change);
        // A fault that is known goes as soon as it is mended; none appears while somebody types.
        if input.fault.with_untracked(Option::is_some) || self.is_wrong(pointer) {
            self.check_field(pointer);
        }
    }

    /// Somebody left a field: what was typed is checked, an untouched field is left in peace until the first try.
    pub(crate) fn leave(self, pointer: &str) {
        let empty = match self.input(pointer).value.get_untracked() {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty || self.tries.get_untracked() > 0 {
            self.check_field(pointer);
        }
    }

    fn check_field(self, pointer: &str) {
        let fault = self.with(|filling| filling.check_at(pointer));
        self.set_fault(pointer, fault.map(|fault| Wrong::Rule(fault.rule)));
    }

    /// Whether something is known to be wrong with a field.
    fn is_wrong(self, pointer: &str) -> bool {
        self.wrong
            .with_untracked(|wrong| wrong.iter().any(|(at, _)| at == pointer))
    }

    /// Says what is wrong with one field, in the summary and beside it.
    fn set_fault(self, pointer: &str, fault: Option<Wrong>) {
        let known = self.wrong.with_untracked(|wrong| {
            let place = wrong.iter().position(|(at, _)| at == pointer);
            place.map(|place| (place, wrong.get(place).map(|(_, wrong)| wrong.clone())))
        });
        match (known, fault.clone()) {
            (Some((_, now)), fault) if now == fault => {}
            (Some((place, _)), Some(fault)) => self.wrong.update(|wrong| {
                if let Some((_, now)) = wrong.get_mut(place) {
                    *now = fault;
                }
            }),
            (Some((place, _)), None) => drop(self.wrong.try_update(|wrong| wrong.remove(place))),
            (None, Some(fault)) => self
                .wrong
                .update(|wrong| wrong.push((pointer.to_owned(), fault))),
            (None, None) => {}
        }
        self.input(pointer).fault.set(fault);
    }

    /// A file that has arrived has another name in the answers.
    pub(super) fn rename(self, before: &str, after: &str) {
        let mut data = self.with(|filling| filling.data().clone());
        upload::rename(&mut data, before, after);
        let form = self.form();
        self.filling
            .try_update_value(|filling| *filling = Filling::new(form, data));
        let inputs: Vec<_> = self.inputs.with_value(|inputs| {
            inputs
                .iter()
                .map(|(pointer, input)| (pointer.clone(), *input))
                .collect()
        });
        for (pointer, input) in inputs {
            let now = self.value(&pointer);
            if input.value.with_untracked(|value| *value != now) {
                input.value.set(now);
            }
        }
    }

    /// Changes a list: `edit` inserts, removes or moves items.
    pub(crate) fn edit_list(self, list: &str, edit: impl FnOnce(&mut Filling) -> Change) {
        let Some(change) = self.filling.try_update_value(edit) else {
            return;
        };
        // The items behind the change stand at other pointers now.
        let inside = format!("{list}/");
        let moved: Vec<_> = self.inputs.with_value(|inputs| {
            let moved = inputs
                .iter()
                .filter(|(pointer, _)| pointer.starts_with(&inside));
            moved
                .map(|(pointer, input)| (pointer.clone(), *input))
                .collect()
        });
        for (pointer, input) in moved {
            input.value.set(self.value(&pointer));
            input.fault.set(None);
        }
        self.wrong
            .update(|wrong| wrong.retain(|(pointer, _)| !pointer.starts_with(&inside)));
        self.input(list).value.set(self.value(list));
        self.version(list).update(|version| *version += 1);
        self.took(change);
        if self.input(list).fault.with_untracked(Option::is_some) || self.is_wrong(list) {
            self.check_field(list);
        }
    }

    /// Shows what a change has done elsewhere.
    fn took(self, change: Change) {
        let ruled = !change.states.is_empty();
        for (base, element, now) in change.states {
            let known = self
                .states
                .with_value(|states| states.get(&(base, element)).copied());
            if let Some(state) = known {
                state.set(now);
            }
        }
        for (base, element) in change.choices {
            let known = self
                .versions
                .with_value(|all| all.get(&choices_key(&base, element)).copied());
            if let Some(version) = known {
                version.update(|version| *version += 1);
            }
        }
        if ruled && self.wrong.with_untracked(|wrong| !wrong.is_empty()) {
            self.forget_hidden_faults();
        }
        self.changes.update(|changes| *changes += 1);
    }

    /// What a rule has hidden is no longer wrong.
    fn forget_hidden_faults(self) {
        let faults = self.with(Filling::check);
        for (pointer, wrong) in self.wrong.get_untracked() {
            let stands = faults.iter().any(|fault| fault.pointer == pointer);
            if !stands && matches!(wrong, Wrong::Rule(_)) {
                self.set_fault(&pointer, None);
            }
        }
    }

    /// Checks all that `concerns` and shows what is wrong. Whether nothing is.
    pub(crate) fn check(self, concerns: impl Fn(&str) -> bool) -> bool {
        self.tries.update(|tries| *tries += 1);
        let mut faults = self.with(Filling::check);
        faults.retain(|fault| concerns(&fault.pointer));
        let fine = faults.is_empty();
        let mut wrong: Vec<(String, Wrong)> = Vec::new();
        let mut seen = HashSet::new();
        for Fault { pointer, rule } in faults {
            // One message a field: the first one says what to do next.
            if seen.insert(pointer.clone()) {
                wrong.push((pointer, Wrong::Rule(rule)));
            }
        }
        let old = self.wrong.get_untracked().into_iter();
        for (pointer, _) in old.filter(|(pointer, _)| concerns(pointer)) {
            if !seen.contains(&pointer) {
                self.input(&pointer).fault.set(None);
            }
        }
        self.show_faults(wrong);
        fine
    }

    /// Shows what is wrong: in the summary at once, and beside the fields after it has been painted, a few at a time.
    /// Whoever has a long form sees the summary first, and it covers the fields that come last.
    fn show_faults(self, wrong: Vec<(String, Wrong)>) {
        let pointers: Vec<String> = wrong.iter().map(|(pointer, _)| pointer.clone()).collect();
        self.wrong.set(wrong);
        self.unsaid.set_value(pointers);
        self.say_faults();
    }

    fn say_faults(self) {
        let next = self.unsaid.try_update_value(|unsaid| {
            let next: Vec<String> = unsaid.drain(..unsaid.len().min(AT_ONCE)).collect();
            (next, !unsaid.is_empty())
        });
        let Some((next, more)) = next else {
            return;
        };
        for pointer in next {
            let fault = self.wrong.with_untracked(|wrong| {
                let here = wrong.iter().find(|(at, _)| *at == pointer);
                here.map(|(_, wrong)| wrong.clone())
            });
            self.input(&pointer).fault.set(fault);
        }
        if more {
            after_paint(move || self.say_faults());
        }
    }

    /// Puts what the backend found wrong beside the fields. Whether every error found its field.
    pub(crate) fn show_errors(self, errors: &[FieldError]) -> bool {
        self.tries.update(|tries| *tries += 1);
        let mut found = Vec::new();
        let mut all = true;
        for error in errors {
            let pointer = error
                .pointer
                .strip_prefix("/answers")
                .unwrap_or(&error.pointer);
            if self.with(|filling| filling.control_at(pointer).is_none()) {
                all = false;
                continue;
            }
            found.push((pointer.to_owned(), Wrong::Said(error.detail.clone())));
        }
        self.show_faults(found);
        all
    }

    /// The fields that have a fault, in the order of the screen, with the words for each.
    pub(super) fn faulty(self) -> Vec<(String, String)> {
        let line = |(pointer, wrong): (String, Wrong)| {
            let (name, words) = self.with(|filling| {
                let control = filling.control_at(&pointer);
                let name = filling.name_of(&pointer);
                (name, message(self.app, control, &wrong))
            });
            let line = if name.is_empty() {
                words
            } else {
                format!("{name}: {words}")
            };
            (pointer, line)
        };
        self.wrong.get().into_iter().map(line).collect()
    }

    /// The words for a field's fault.
    pub(super) fn words(self, control: &Control, wrong: &Wrong) -> String {
        message(self.app, Some(control), wrong)
    }
}

/// Names the choices of a control at a place, among the versions.
pub(super) fn choices_key(base: &str, element: u32) -> String {
    format!("{base}#{element}")
}

/// Runs something once the browser has had the time to paint what is on the screen now.
fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, PAUSE));
}
