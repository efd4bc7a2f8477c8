//! The answers of an open form: the value and the error of each field, and the effects of rules.

mod draw;
mod errors;
mod files;
mod lists;
mod lost;
mod prefill;

use super::message::AnswerError;
use super::pointer::Pointer;
use crate::announcer::Announcer;
use crate::api::Client;
use crate::delivery::DraftHandle;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::page_context::PageContext;
use crate::reactive::StoredValue;
use crate::session::Session;
use draw::Draw;
use files::Files;
pub(super) use files::{Refusal, upload_error};
use leptos::prelude::*;
pub(super) use lists::Edit;
use portico_contract::Price;
use portico_delivery::draft_store::Content;
use portico_delivery::upload::{self, Upload};
use portico_forms::{Change, Form, FormState, State};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// An open form. A handle: copying it copies no state.
///
/// Each field has its own signals, created when it is first rendered, so that input in one field rerenders no other.
#[derive(Clone, Copy)]
pub(crate) struct Answers {
    pub i18n: I18n,
    pub nav: Navigator,
    pub host: Host,
    pub client: Client,
    pub session: Session,
    pub announcer: Announcer,
    draw: Draw,
    form_state: StoredValue<FormState>,
    inputs: StoredValue<HashMap<String, Input>>,
    states: StoredValue<HashMap<(String, u32), RwSignal<State>>>,
    /// The selected alternatives, by place.
    chosen: StoredValue<HashMap<(String, u32), Chosen>>,
    /// How often a list's items or a control's choices have changed, by pointer or by place.
    versions: StoredValue<HashMap<String, RwSignal<u32>>>,
    /// The open tab, or the selected item of a list with details, by place.
    open: StoredValue<HashMap<String, RwSignal<usize>>>,
    /// The rendered controls of an answer, by its pointer.
    drawn: StoredValue<HashMap<String, Vec<RenderedControl>>>,
    /// The errors, in screen order.
    errors: RwSignal<Vec<(String, AnswerError)>>,
    /// The fields with errors that are not displayed yet.
    unsaid: StoredValue<Vec<String>>,
    /// The number of changes, for code that saves the answers.
    pub changes: RwSignal<u32>,
    /// The number of attempts to send or to continue.
    pub tries: RwSignal<u32>,
    /// The current step, if the form has steps.
    pub step: RwSignal<usize>,
    /// The owner of the steps in the history.
    pub(super) steps_of: StoredValue<String>,
    pub(super) pointer: Pointer,
    /// The selected files.
    pub(super) files: Files,
    /// The draft that saves the answers; `None` if nothing is saved, as in the gallery.
    pub draft: StoredValue<Option<DraftHandle>>,
    /// The names of looked-up records, by ID.
    pub labels: RwSignal<HashMap<String, String>>,
    /// The service's price, to which choices may add.
    pub price: StoredValue<Option<Price>>,
    /// Signals belong to the page, and not to the part of the view that happens to use them first.
    owner: StoredValue<Option<Owner>>,
}

/// The index of the selected alternative, if any.
type Chosen = RwSignal<Option<usize>>;

/// A rendered control, and the number that distinguishes it from others with the same answer.
struct RenderedControl {
    base: String,
    element: u32,
    number: usize,
}

/// The value and the error of one field.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// `Null` if there is no answer.
    pub value: RwSignal<Value>,
    pub error: RwSignal<Option<AnswerError>>,
    /// A message about a change of the answer that the user did not make.
    pub note: RwSignal<Option<String>>,
}

impl Answers {
    /// Opens a form with earlier answers. Signals belong to the current owner.
    pub(super) fn new(context: PageContext, form: Arc<Form>, data: Value, draw: Draw) -> Self {
        let answers = Self {
            i18n: context.i18n,
            nav: context.nav,
            host: context.host,
            client: context.client,
            session: context.session,
            announcer: context.announcer,
            draw,
            form_state: StoredValue::new(
                FormState::new(form, data).at_offset(context.i18n.format().offset()),
            ),
            inputs: StoredValue::new(HashMap::new()),
            states: StoredValue::new(HashMap::new()),
            chosen: StoredValue::new(HashMap::new()),
            versions: StoredValue::new(HashMap::new()),
            open: StoredValue::new(HashMap::new()),
            drawn: StoredValue::new(HashMap::new()),
            errors: RwSignal::new(Vec::new()),
            unsaid: StoredValue::new(Vec::new()),
            changes: RwSignal::new(0),
            tries: RwSignal::new(0),
            step: RwSignal::new(0),
            steps_of: StoredValue::new(String::new()),
            pointer: Pointer::new(),
            files: Files::new(),
            draft: StoredValue::new(None),
            labels: RwSignal::new(HashMap::new()),
            price: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        };
        // A draft may be older than the choices.
        answers.remove_lost_options();
        answers
    }

    pub(crate) fn with<T>(self, read: impl FnOnce(&FormState) -> T) -> T {
        self.form_state.with_value(read)
    }

    pub(crate) fn form(self) -> Arc<Form> {
        self.with(FormState::form)
    }

    /// The contents of this form for a draft, as long as the form exists.
    pub(crate) fn content(self) -> Option<Content> {
        Some(Content {
            answers: self.form_state.try_with_value(FormState::kept)?,
            step: u32::try_from(self.step.try_get_untracked()?).unwrap_or_default(),
            files: self.files.all.try_get_untracked()?,
        })
    }

    /// Sets the files that were selected before, and the storage of their bytes.
    pub(super) fn set_files(self, draft: DraftHandle, files: Vec<Upload>) {
        self.draft.set_value(Some(draft));
        self.files.all.set(files);
    }

    /// The current value at a pointer.
    pub(crate) fn value(self, pointer: &str) -> Value {
        self.with(|form_state| {
            form_state
                .data()
                .pointer(pointer)
                .cloned()
                .unwrap_or_default()
        })
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
            error: RwSignal::new(None),
            note: RwSignal::new(None),
        });
        self.inputs.update_value(|inputs| {
            inputs.insert(pointer.to_owned(), input);
        });
        input
    }

    /// The number that distinguishes a control from others with the same answer on the screen; 0 for the first one.
    pub(super) fn number(self, pointer: &str, base: &str, element: u32) -> usize {
        let number = self.drawn.try_update_value(|drawn| {
            let here = drawn.entry(pointer.to_owned()).or_default();
            // A control that was hidden by a rule or another alternative frees its number.
            here.retain(|one| {
                (one.element, one.base.as_str()) != (element, base)
                    && self.with(|form_state| form_state.is_drawn(&one.base, one.element))
            });
            let free = |number: &usize| here.iter().all(|one| one.number != *number);
            let number = (0..=here.len()).find(free).unwrap_or_default();
            here.push(RenderedControl {
                base: base.to_owned(),
                element,
                number,
            });
            number
        });
        number.unwrap_or_default()
    }

    /// The open tab or item at a place; it stays open when the place is rendered again.
    pub(crate) fn open_at(self, place: &str) -> RwSignal<usize> {
        if let Some(open) = self.open.with_value(|all| all.get(place).copied()) {
            return open;
        }
        let open = self.owned(|| RwSignal::new(0));
        self.open.update_value(|all| {
            all.insert(place.to_owned(), open);
        });
        open
    }

    /// Whether a rule shows and enables an element at `base`.
    pub(crate) fn state(self, base: &str, element: u32) -> RwSignal<State> {
        let place = (base.to_owned(), element);
        if let Some(state) = self.states.with_value(|states| states.get(&place).copied()) {
            return state;
        }
        let now = self.with(|form_state| form_state.state(base, element));
        let state = self.owned(|| RwSignal::new(now));
        self.states.update_value(|states| {
            states.insert(place, state);
        });
        state
    }

    /// The alternative that is selected by a control at `base`.
    pub(super) fn chosen(self, base: &str, element: u32) -> RwSignal<Option<usize>> {
        let place = (base.to_owned(), element);
        let known = self.chosen.with_value(|all| all.get(&place).copied());
        known.unwrap_or_else(|| {
            let now = self.with(|form_state| form_state.chosen(base, element));
            let chosen = self.owned(|| RwSignal::new(now));
            self.chosen.update_value(|all| {
                all.insert(place, chosen);
            });
            chosen
        })
    }

    /// The user has selected an alternative, or none. The input in the other alternatives is kept.
    pub(super) fn choose(self, base: &str, element: u32, to: Option<usize>) {
        let edit = |form_state: &mut FormState| form_state.choose(base, element, to);
        let Some(change) = self.form_state.try_update_value(edit) else {
            return;
        };
        self.read_again();
        self.took(change);
        self.drop_errors_elsewhere();
        self.remove_lost_options();
    }

    /// Changes whenever the items of a list move, or the choices of a control change.
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

    /// The user has changed a field; `Null` removes the answer.
    pub(crate) fn change(self, pointer: &str, value: Value) {
        // Browsers may report the same answer twice: during input and when the field loses the focus.
        if self.value(pointer) == value {
            return;
        }
        let given = (!value.is_null()).then_some(value);
        let Some(change) = self
            .form_state
            .try_update_value(|form_state| form_state.set(pointer, given))
        else {
            return;
        };
        self.input(pointer).note.set(None);
        self.follow(pointer);
        let narrows = !change.choices.is_empty() || !change.states.is_empty();
        self.took(change);
        // A displayed error disappears as soon as it is corrected; no error appears during input.
        self.edited(pointer);
        if narrows {
            self.remove_lost_options();
        }
    }

    /// Displays a changed answer wherever it or a part of it is rendered.
    fn follow(self, pointer: &str) {
        self.input(pointer).value.set(self.value(pointer));
        let inputs = self.inputs_in("");
        let around = inputs.iter().filter(|(other, _)| {
            let is_around = |one: &str, of: &str| {
                one.strip_prefix(of)
                    .is_some_and(|rest| rest.starts_with('/'))
            };
            is_around(pointer, other) || is_around(other, pointer)
        });
        for (other, input) in around {
            let now = self.value(other);
            if input.value.with_untracked(|value| *value != now) {
                input.value.set(now);
            }
        }
    }

    /// The rendered fields whose pointers have this prefix.
    fn inputs_in(self, start: &str) -> Vec<(String, Input)> {
        self.inputs.with_value(|inputs| {
            let inside = inputs
                .iter()
                .filter(|(pointer, _)| pointer.starts_with(start));
            inside
                .map(|(pointer, input)| (pointer.clone(), *input))
                .collect()
        })
    }

    /// An uploaded file has another name in the answers.
    pub(super) fn rename(self, before: &str, after: &str) {
        let mut kept = self.with(FormState::kept);
        upload::rename(&mut kept, before, after);
        let form = self.form();
        let offset = self.i18n.format().offset();
        self.form_state.try_update_value(|form_state| {
            *form_state = FormState::new(form, kept).at_offset(offset)
        });
        self.read_again();
    }

    /// Displays the current answers wherever they have changed.
    fn read_again(self) {
        for (pointer, input) in self.inputs_in("") {
            let now = self.value(&pointer);
            if input.value.with_untracked(|value| *value != now) {
                input.value.set(now);
            }
        }
        for ((base, element), chosen) in self.chosen.get_value() {
            let now = self.with(|form_state| form_state.chosen(&base, element));
            if chosen.get_untracked() != now {
                chosen.set(now);
            }
        }
    }

    /// Displays the effects of a change on other fields.
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
        if ruled && self.errors.with_untracked(|errors| !errors.is_empty()) {
            self.drop_hidden_errors();
        }
        self.changes.update(|changes| *changes += 1);
    }
}

/// The key of a control's choices at a place, among the versions.
pub(super) fn choices_key(base: &str, element: u32) -> String {
    format!("{base}#{element}")
}
