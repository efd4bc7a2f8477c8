//! Comments that are being written or sent. They outlive their page: users who leave it, or who have to sign in first,
//! find their text when they return.

mod persistence;

pub(crate) use persistence::StoredComment;

use crate::api::{Failure, new_key};
use crate::reactive::StoredValue;
use leptos::prelude::*;
use portico_contract::{PersonId, ProblemType, RequestId};

/// All unsent comments of one user. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Comments {
    all: RwSignal<Vec<Unsent>>,
    /// Incremented when a comment is recorded.
    recorded: RwSignal<u32>,
    /// The author, if known.
    author: StoredValue<Option<PersonId>>,
    /// The requests whose comments have unsaved changes.
    unsaved: RwSignal<Vec<RequestId>>,
    /// The stored comment on each request, as far as this page has read or written it.
    stored: StoredValue<Vec<(RequestId, StoredComment)>>,
    /// Whether a task is saving comments.
    is_saving: StoredValue<bool>,
    /// Whether a task waits before a retry.
    is_pausing: StoredValue<bool>,
}

/// A comment that the backend has not confirmed.
struct Unsent {
    request: RequestId,
    text: String,
    /// The idempotency key, so that a retry does not create a second comment.
    key: String,
    /// The attempt in flight.
    sending: Option<Attempt>,
    /// The failure of the last attempt.
    failure: Option<Failure>,
    /// Whether it was read from the browser's store and not edited since.
    is_restored: bool,
}

/// An attempt to send a text under the comment's key.
struct Attempt {
    text: String,
    /// The key for a text that is typed in the meantime: under the first key, it would be refused once this text was
    /// recorded.
    next_key: String,
}

impl Unsent {
    /// The key under which the current text is sent if the attempt in flight gets no response.
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
            unsaved: RwSignal::new(Vec::new()),
            stored: StoredValue::new(Vec::new()),
            is_saving: StoredValue::new(false),
            is_pausing: StoredValue::new(false),
        }
    }

    /// Sets the user. Comments written before the sign-in become theirs; comments of another user are removed.
    pub(super) fn enter(self, person: &PersonId) {
        let before = self
            .author
            .try_update_value(|author| author.replace(person.clone()));
        if before.flatten().is_some_and(|before| before != *person) {
            self.drop_all();
        }
    }

    /// The user has signed out.
    pub(super) fn clear(self) {
        self.author.set_value(None);
        self.drop_all();
    }

    fn drop_all(self) {
        self.all.update(Vec::clear);
        self.unsaved.update(Vec::clear);
        self.stored.update_value(Vec::clear);
    }

    /// The text of the comment on a request; empty if there is none.
    pub(crate) fn text(self, request: &RequestId) -> String {
        let text = self.about(request, |one| one.text.clone());
        text.unwrap_or_default()
    }

    /// Whether the comment is being sent.
    pub(crate) fn is_sending(self, request: &RequestId) -> bool {
        self.about(request, |one| one.sending.is_some())
            .unwrap_or_default()
    }

    /// Incremented when a comment is recorded, so that its request is loaded again.
    pub(crate) fn recorded(self) -> u32 {
        self.recorded.get()
    }

    /// The failure of the last attempt, if it failed.
    pub(crate) fn failure(self, request: &RequestId) -> Option<Failure> {
        self.about(request, |one| one.failure.clone())?
    }

    /// Sets the text.
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

    /// Starts an attempt. Returns the text and its key; `None` if there is no text or it is being sent already.
    pub(crate) fn begin(self, request: &RequestId) -> Option<(String, String)> {
        self.change(
            |one| one.request == *request && one.sending.is_none(),
            |one| {
                one.failure = None;
                one.sending = Some(Attempt {
                    text: one.text.clone(),
                    next_key: new_key(),
                });
                (one.text.clone(), one.key.clone())
            },
        )
    }

    /// The comment with this key was recorded; a text typed in the meantime is a new comment. Returns whether its author
    /// is still the user.
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

    /// The attempt with this key failed; `is_said` tells whether the page has shown the failure already. Returns whether
    /// its author is still the user.
    pub(crate) fn failed(self, key: &str, failure: &Failure, is_said: bool) -> bool {
        // Another text was recorded under this key: the timeline shows it, and this one needs a new key.
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
