//! The answers while they are typed: what stands in each field, what is wrong with it, and what a rule hides.

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
pub(super) use files::{Refusal, trouble};
use leptos::prelude::*;
pub(super) use lists::Edit;
use portico_contract::Price;
use portico_delivery::draft_store::Content;
use portico_delivery::upload::{self, Upload};
use portico_forms::{Change, Form, FormState, State};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// A form in the making. A handle: copying it copies no state.
///
/// Each field has its own signals, made when it is first drawn, so that typing in one draws nothing else again.
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
    /// The alternatives that are chosen, by place.
    chosen: StoredValue<HashMap<(String, u32), Chosen>>,
    /// Counts how often a list's items or a control's choices changed, by pointer or by place.
    versions: StoredValue<HashMap<String, RwSignal<u32>>>,
    /// Which tab, or which item of a list beside its details, is open, by place.
    open: StoredValue<HashMap<String, RwSignal<usize>>>,
    /// The controls that were drawn for an answer, by its pointer.
    drawn: StoredValue<HashMap<String, Vec<Drawn>>>,
    /// What is wrong, in the order of the screen.
    errors: RwSignal<Vec<(String, AnswerError)>>,
    /// What the fields that are wrong do not say yet.
    unsaid: StoredValue<Vec<String>>,
    /// Counts changes, for those who keep the answers.
    pub changes: RwSignal<u32>,
    /// How often somebody tried to send or to go on.
    pub tries: RwSignal<u32>,
    /// The step that is shown, where the form has steps.
    pub step: RwSignal<usize>,
    /// Whose steps they are in the history.
    pub(super) steps_of: StoredValue<String>,
    pub(super) pointer: Pointer,
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

/// The number of the alternative that is chosen, if one is.
type Chosen = RwSignal<Option<usize>>;

/// A control that was drawn, and the number that tells it from others for the same answer.
struct Drawn {
    base: String,
    element: u32,
    number: usize,
}

/// One field's content and error.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// `Null` where nothing was answered.
    pub value: RwSignal<Value>,
    pub error: RwSignal<Option<AnswerError>>,
    /// What has happened to the answer without anybody touching the field.
    pub note: RwSignal<Option<String>>,
}

impl Answers {
    /// Opens a form with what was answered before. Signals belong to the owner that is current now.
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
        answers.drop_lost();
        answers
    }

    pub(crate) fn with<T>(self, read: impl FnOnce(&FormState) -> T) -> T {
        self.form_state.with_value(read)
    }

    pub(crate) fn form(self) -> Arc<Form> {
        self.with(FormState::form)
    }

    /// What a draft keeps of this form, as long as it is there.
    pub(crate) fn content(self) -> Option<Content> {
        Some(Content {
            answers: self.form_state.try_with_value(FormState::kept)?,
            step: u32::try_from(self.step.try_get_untracked()?).unwrap_or_default(),
            files: self.files.all.try_get_untracked()?,
        })
    }

    /// Files that were chosen before, and where their bytes are kept.
    pub(crate) fn open_files(self, draft: DraftHandle, files: Vec<Upload>) {
        self.draft.set_value(Some(draft));
        self.files.all.set(files);
        self.go_on_with_files();
    }

    /// What stands at a pointer now.
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

    /// What tells a control from others for the same answer that are on the screen with it; 0 for the first one.
    pub(super) fn number(self, pointer: &str, base: &str, element: u32) -> usize {
        let number = self.drawn.try_update_value(|drawn| {
            let here = drawn.entry(pointer.to_owned()).or_default();
            // What has gone by a rule or another alternative leaves its number to others.
            here.retain(|one| {
                (one.element, one.base.as_str()) != (element, base)
                    && self.with(|form_state| form_state.is_drawn(&one.base, one.element))
            });
            let free = |number: &usize| here.iter().all(|one| one.number != *number);
            let number = (0..=here.len()).find(free).unwrap_or_default();
            here.push(Drawn {
                base: base.to_owned(),
                element,
                number,
            });
            number
        });
        number.unwrap_or_default()
    }

    /// Which tab or item is open at a place; it stays so when the place is drawn again.
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

    /// The alternative that is chosen by a control at `base`.
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

    /// Somebody chose an alternative, or none. Nothing that was typed in another one is lost.
    pub(super) fn choose(self, base: &str, element: u32, to: Option<usize>) {
        let edit = |form_state: &mut FormState| form_state.choose(base, element, to);
        let Some(change) = self.form_state.try_update_value(edit) else {
            return;
        };
        self.read_again();
        self.took(change);
        self.drop_errors_elsewhere();
        self.drop_lost();
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
        // Browsers may tell of the same answer twice, as it is typed and when the field is left.
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
        // A error that is known goes as soon as it is mended; none appears while somebody types.
        self.edited(pointer);
        if narrows {
            self.drop_lost();
        }
    }

    /// Shows an answer that has changed, wherever it or a part of it stands.
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

    /// The fields that were drawn and whose pointers begin so.
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

    /// A file that has arrived has another name in the answers.
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

    /// Shows what the answers are now, wherever that is something else.
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
        if ruled && self.errors.with_untracked(|errors| !errors.is_empty()) {
            self.drop_hidden_errors();
        }
        self.changes.update(|changes| *changes += 1);
    }
}

/// Names the choices of a control at a place, among the versions.
pub(super) fn choices_key(base: &str, element: u32) -> String {
    format!("{base}#{element}")
}
