//! Comments that are being written or sent. They outlive their page: whoever leaves it, or has to sign in first, finds
//! what they wrote when they come back.

mod kept;

pub(crate) use kept::StoredComment;

use crate::api::{Failure, new_key};
use crate::reactive::StoredValue;
use leptos::prelude::*;
use portico_contract::{PersonId, ProblemType, RequestId};

/// All of them, of one person. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Comments {
    all: RwSignal<Vec<Unsent>>,
    /// Counts up when one was recorded.
    recorded: RwSignal<u32>,
    /// Who wrote them, as far as that is known.
    author: StoredValue<Option<PersonId>>,
    /// The requests whose comments are not in the browser's store as they are here.
    unkept: RwSignal<Vec<RequestId>>,
    /// What the browser's store has of each request, as far as this page has read or written it.
    stored: StoredValue<Vec<(RequestId, StoredComment)>>,
    /// Whether a task is storing them.
    is_storing: StoredValue<bool>,
    /// Whether a task waits to try that again.
    is_pausing: StoredValue<bool>,
}

/// A comment that the backend has not confirmed.
struct Unsent {
    request: RequestId,
    text: String,
    /// Names the intent, so that a second try makes no second comment.
    key: String,
    /// What is on its way.
    sending: Option<Sending>,
    /// What became of the last try.
    failure: Option<Failure>,
    /// Whether it was read from the browser's store, and not edited here since.
    is_restored: bool,
}

/// A text that was sent under the comment's key.
struct Sending {
    text: String,
    /// The key of what is typed meanwhile: under the first one it would be refused once this text was recorded.
    next_key: String,
}

impl Unsent {
    /// The key that its text has when nothing more is heard of what is on its way.
    fn lasting_key(&self) -> &str {
        let edited = self.sending.as_ref().filter(|sent| sent.text != self.text);
        edited.map_or(&self.key, |sent| &sent.next_key)
    }
}

impl Comments {
    pub(super) fn new() -> Self {
        Self {
            all: RwSignal::new(Vec::new()),
            recorded: RwSignal::new(0),
            author: StoredValue::new(None),
            unkept: RwSignal::new(Vec::new()),
            stored: StoredValue::new(Vec::new()),
            is_storing: StoredValue::new(false),
            is_pausing: StoredValue::new(false),
        }
    }

    /// Somebody is known to be here. What a visitor wrote becomes theirs, what somebody else wrote is gone.
    pub(super) fn enter(self, person: &PersonId) {
        let before = self
            .author
            .try_update_value(|author| author.replace(person.clone()));
        if before.flatten().is_some_and(|before| before != *person) {
            self.drop_all();
        }
    }

    /// Whoever was here has left.
    pub(super) fn clear(self) {
        self.author.set_value(None);
        self.drop_all();
    }

    fn drop_all(self) {
        self.all.update(Vec::clear);
        self.unkept.update(Vec::clear);
        self.stored.update_value(Vec::clear);
    }

    /// The text for a request; empty where there is none.
    pub(crate) fn text(self, request: &RequestId) -> String {
        let text = self.about(request, |one| one.text.clone());
        text.unwrap_or_default()
    }

    /// Whether it is on its way.
    pub(crate) fn is_sending(self, request: &RequestId) -> bool {
        self.about(request, |one| one.sending.is_some())
            .unwrap_or_default()
    }

    /// Counts up when a comment was recorded: its request is asked for again.
    pub(crate) fn recorded(self) -> u32 {
        self.recorded.get()
    }

    /// What became of the last try, if it has failed.
    pub(crate) fn failure(self, request: &RequestId) -> Option<Failure> {
        self.about(request, |one| one.failure.clone())?
    }

    /// Takes over what was typed.
    pub(crate) fn write(self, request: &RequestId, text: String) {
        let changed = self.change(
            |one| one.request == *request,
            |one| (one.text, one.is_restored) = (text.clone(), false),
        );
        if changed.is_none() && !text.is_empty() {
            let new = Unsent {
                request: request.clone(),
                text,
                key: new_key(),
                sending: None,
                failure: None,
                is_restored: false,
            };
            self.all.update(|all| all.push(new));
        }
    }

    /// Begins to send: the text and its key, if there is one that is not on its way.
    pub(crate) fn begin(self, request: &RequestId) -> Option<(String, String)> {
        self.change(
            |one| one.request == *request && one.sending.is_none(),
            |one| {
                one.failure = None;
                one.sending = Some(Sending {
                    text: one.text.clone(),
                    next_key: new_key(),
                });
                (one.text.clone(), one.key.clone())
            },
        )
    }

    /// The comment with this key was recorded; what was typed meanwhile is another one. Whether its author is still here.
    pub(crate) fn sent(self, key: &str) -> bool {
        let changed = self.change(
            |one| one.key == key,
            |one| {
                if let Some(sent) = one.sending.take() {
                    if one.text == sent.text {
                        one.text.clear();
                    }
                    one.key = sent.next_key;
                }
            },
        );
        self.recorded.try_update(|recorded| *recorded += 1);
        changed.is_some()
    }

    /// The comment with this key was not confirmed; why, and whether its page says so itself. Whether its author is still
    /// here.
    pub(crate) fn failed(self, key: &str, failure: &Failure, is_said: bool) -> bool {
        // Another text was recorded under this key: the timeline shows it, and this one needs a key of its own.
        let is_used = failure.problem_type() == Some(ProblemType::KeyReused);
        let changed = self.change(
            |one| one.key == key,
            |one| {
                one.failure = Some(failure.clone()).filter(|_| !is_said);
                if let Some(sent) = one.sending.take().filter(|_| is_used) {
                    one.key = sent.next_key;
                }
            },
        );
        if is_used {
            self.recorded.try_update(|recorded| *recorded += 1);
        }
        changed.is_some()
    }

    fn about<T>(self, request: &RequestId, read: impl FnOnce(&Unsent) -> T) -> Option<T> {
        self.all
            .with(|all| all.iter().find(|one| one.request == *request).map(read))
    }

    fn change<T>(
        self,
        which: impl Fn(&Unsent) -> bool,
        change: impl FnOnce(&mut Unsent) -> T,
    ) -> Option<T> {
        self.all
            .try_update(|all| {
                let changed = all.iter_mut().find(|one| which(one)).map(change);
                all.retain(|one| one.sending.is_some() || !one.text.is_empty());
                changed
            })
            .flatten()
    }
}
