//! Lists that come in pages.

use super::state;
use crate::app::App;
use crate::client::{self, Failure};
use crate::words::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_contract::Page;
use serde::de::DeserializeOwned;

/// The rest of a list behind a button: each page is added below the last.
pub(crate) fn more<T: DeserializeOwned + Send + Sync + 'static>(
    app: App,
    next: Option<String>,
    get: impl Fn(&str) -> client::Get<Page<T>> + Copy + Send + Sync + 'static,
    row: fn(App, &T) -> AnyView,
) -> AnyView {
    let next = RwSignal::new(next);
    let items = RwSignal::new(Vec::<T>::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let load = move || {
        let Some(cursor) = next.get_untracked() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = app.client.get(&get(&cursor)).await;
            if app.is_gone() || busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(page) => {
                    app.announce(t!(app, "more-loaded", count = page.items.len() as f64));
                    items.update(|items| items.extend(page.items));
                    next.set(page.next);
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    view! {
        {move || items.with(|items| items.iter().map(|item| row(app, item)).collect_view())}
        {move || failure.get().map(|failure| {
            view! { <li class="list-end">{state::failed(app, &failure, load)}</li> }
        })}
        {move || next.with(Option::is_some).then(|| view! {
            <li class="list-end">
                <button class="button" type="button" disabled=busy on:click=move |_| load()>
                    {move || if busy.get() { t!(app, "loading") } else { t!(app, "show-more") }}
                </button>
            </li>
        })}
    }
    .into_any()
}
