//! The data of a page: loading, failed or ready.

use super::{Client, Failure, Get, JsonResponse};
use crate::random::random;
use crate::reactive::{StoredValue, effect, spawn_local};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_delivery::SECOND;
use portico_delivery::retry::Wait;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::sync::Arc;

/// The state of a response. Only the page can tell whether a ready one is empty.
#[derive(Clone, PartialEq)]
pub(crate) enum Load<T> {
    Loading,
    Failed(Failure),
    Ready(T),
}

/// Data from the backend, which is loaded again when its dependencies change.
///
/// It stores the untyped response, so that all types share one implementation; the type is applied on display.
pub(crate) struct Resource<T> {
    state: RwSignal<Load<Arc<JsonResponse>>>,
    tries: RwSignal<u32>,
    shown_as: PhantomData<fn() -> T>,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Resource<T> {}

impl<T: DeserializeOwned + 'static> Resource<T> {
    /// Loads the result of `get`, now and whenever one of its signals changes. Meanwhile the last response is
    /// displayed.
    pub(crate) fn new(client: Client, get: impl Fn() -> Get<T> + 'static) -> Self {
        Self::of(client, Box::new(move || get().path), true)
    }

    /// The discovery resource. Its last response stays on the screen until the next one arrives, and it is loaded again
    /// only on request.
    pub(crate) fn discovery(client: Client, get: fn() -> Get<T>) -> Self {
        Self::of(client, Box::new(move || get().path), false)
    }

    fn of(client: Client, path: Box<dyn Fn() -> String>, follows: bool) -> Self {
        let state = RwSignal::new(Load::Loading);
        let tries = RwSignal::new(0);
        read(client, path, state, tries, follows);
        // Failed requests are repeated when the connection is back.
        Effect::new(move |before: Option<()>| {
            client.track_reached();
            let waits = |state: &Load<Arc<JsonResponse>>| {
                matches!(
                    state,
                    Load::Failed(Failure::Unreachable | Failure::TimedOut)
                )
            };
            if before.is_some() && state.with_untracked(waits) {
                tries.update(|tries| *tries += 1);
            }
        });
        Self {
            state,
            tries,
            shown_as: PhantomData,
        }
    }

    /// The current state.
    pub(crate) fn state(self) -> Load<T> {
        self.state.with(typed)
    }

    /// The same, without tracking changes.
    pub(crate) fn state_untracked(self) -> Load<T> {
        self.state.with_untracked(typed)
    }

    /// Loads it again.
    pub(crate) fn retry(self) {
        self.tries.try_update(|tries| *tries += 1);
    }
}

fn typed<T: DeserializeOwned>(state: &Load<Arc<JsonResponse>>) -> Load<T> {
    match state {
        Load::Loading => Load::Loading,
        Load::Failed(failure) => Load::Failed(failure.clone()),
        Load::Ready(answer) => match answer.read() {
            Ok(value) => Load::Ready(value),
            Err(failure) => Load::Failed(failure),
        },
    }
}

fn read(
    client: Client,
    path: Box<dyn Fn() -> String>,
    state: RwSignal<Load<Arc<JsonResponse>>>,
    tries: RwSignal<u32>,
    follows: bool,
) {
    let show = move |load: Load<Arc<JsonResponse>>| {
        if state.try_with_untracked(|now| *now != load) == Some(true) {
            state.try_set(load);
        }
    };
    // The user that the response on the screen belongs to.
    let shown_to = StoredValue::new(client.person());
    let shows = move |path: &str| {
        let ready = |now: &Load<Arc<JsonResponse>>| matches!(now, Load::Ready(answer) if answer.path == path);
        let is_theirs = shown_to.try_get_value() == Some(client.person());
        is_theirs && state.try_with_untracked(ready) == Some(true)
    };
    let run = StoredValue::new(0_u32);
    let later = RetryLater::new();
    effect(move || {
        tries.track();
        if follows {
            client.person.track();
        }
        let is_by_itself = later.begins();
        let path = path();
        let this_run = run.try_update_value(|run| {
            *run += 1;
            *run
        });
        match client.last(&path) {
            Some(answer) => show(Load::Ready(answer)),
            // No data of one user stays for the next one to see.
            None if follows && shown_to.get_value() != client.person() && client.was_private() => {
                show(Load::Loading);
            }
            // Until the next response arrives, the current one is better than an empty screen.
            None if state.try_with_untracked(|now| matches!(now, Load::Ready(_))) == Some(true) => {
            }
            // Nobody has clicked anything: the screen says that it is retrying.
            None if is_by_itself => {}
            None => show(Load::Loading),
        }
        spawn_local(async move {
            let answer = client.read(&path).await;
            // A later request, or the end of the page, makes this response obsolete.
            if run.try_get_value() != this_run {
                return;
            }
            match answer.map_err(|failure| later.after(failure)) {
                Ok(answer) => {
                    shown_to.try_set_value(client.person());
                    show(Load::Ready(answer));
                }
                // The current content is better than a message in its place.
                Err(failure) if failure.is_passing() && shows(&path) => {}
                Err(failure) => show(Load::Failed(failure)),
            }
        });
    });
}

/// Automatic retries for a busy backend, at the time that it asks for, as long as the page exists.
#[derive(Clone, Copy)]
struct RetryLater {
    /// Incremented when it is time.
    due: RwSignal<u32>,
    is_due: StoredValue<bool>,
    /// How often in succession it was busy.
    times: StoredValue<u32>,
    alarm: StoredValue<Option<Timeout>>,
}

impl RetryLater {
    fn new() -> Self {
        Self {
            due: RwSignal::new(0),
            is_due: StoredValue::new(false),
            times: StoredValue::new(0),
            alarm: StoredValue::new(None),
        }
    }

    /// Another attempt begins for any reason. Returns whether it is an automatic one.
    fn begins(self) -> bool {
        self.due.track();
        self.alarm.set_value(None);
        let is_due = self.is_due.try_update_value(std::mem::take) == Some(true);
        if !is_due {
            self.times.set_value(0);
        }
        is_due
    }

    /// An attempt has failed: returns the time of the next one, if there is one.
    fn after(self, failure: Failure) -> Failure {
        let Failure::Busy { asked, .. } = failure else {
            return failure;
        };
        let times = self.times.try_update_value(|times| {
            *times += 1;
            *times
        });
        let now = crate::clock::now();
        let wait = Wait::after(times.unwrap_or(1), asked, now, random());
        let pause = wait.until.saturating_sub(now).max(SECOND);
        let ring = move || {
            self.is_due.try_update_value(|is_due| *is_due = true);
            self.due.try_update(|due| *due += 1);
        };
        let pause_now = u32::try_from(pause).unwrap_or(u32::MAX);
        self.alarm
            .try_set_value(Some(Timeout::new(pause_now, ring)));
        Failure::Busy {
            asked,
            again: Some(now.saturating_add(pause)),
        }
    }
}
