//! What a page shows, on its way from the backend: loading, failed or ready.

use super::{Client, Failure, Get};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

/// Where an answer is. Whether a ready one is empty only its page can say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Load<T> {
    Loading,
    Failed(Failure),
    Ready(T),
}

/// Something read from the backend, read again when what it depends on changes.
pub(crate) struct Resource<T: Send + Sync + 'static> {
    /// Where the answer is.
    pub state: RwSignal<Load<T>>,
    tries: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Resource<T> {}

impl<T: DeserializeOwned + PartialEq + Send + Sync + 'static> Resource<T> {
    /// Reads what `get` names, now and whenever a signal in it changes. The last answer is shown meanwhile.
    pub(crate) fn new(client: Client, get: impl Fn() -> Get<T> + 'static) -> Self {
        let resource = Self { state: RwSignal::new(Load::Loading), tries: RwSignal::new(0) };
        let run = StoredValue::new(0_u32);
        Effect::new(move || {
            resource.tries.track();
            let get = get();
            let this_run = run.try_update_value(|run| {
                *run += 1;
                *run
            });
            resource.show(client.last(&get).map_or(Load::Loading, Load::Ready));
            spawn_local(async move {
                let answer = client.get(&get).await;
                // A later question, or the end of the page, makes this answer worthless.
                if run.try_get_value() != this_run {
                    return;
                }
                match answer {
                    Ok(value) => resource.show(Load::Ready(value)),
                    Err(failure) => resource.show(Load::Failed(failure)),
                }
            });
        });
        resource
    }

    /// Asks again.
    pub(crate) fn retry(self) {
        self.tries.try_update(|tries| *tries += 1);
    }

    fn show(self, load: Load<T>) {
        if self.state.try_with_untracked(|now| *now != load) == Some(true) {
            self.state.try_set(load);
        }
    }
}
