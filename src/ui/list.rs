//! Lists that come in pages.

use super::live::{live, on};
use super::state;
use crate::app::App;
use crate::client::{self, Failure};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::Page;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::sync::Arc;

/// The next page, as rows.
struct Rows {
    rows: Vec<AnyView>,
    next: Option<String>,
}

type Fetch =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<Rows, Failure>>>> + Send + Sync>;

/// The rest of a list behind a button: each page is added below the last.
pub(crate) fn more<T: DeserializeOwned + 'static>(
    app: App,
    next: Option<String>,
    get: impl Fn(&str) -> client::Get<Page<T>> + Send + Sync + 'static,
    row: fn(App, &T) -> AnyView,
) -> AnyView {
    let fetch: Fetch = Arc::new(move |cursor| {
        let get = get(&cursor);
        Box::pin(async move {
            let page = app.client.get(get).await?;
            Ok(Rows {
                rows: page.items.iter().map(|item| row(app, item)).collect(),
                next: page.next,
            })
        })
    });
    rest(app, next, fetch)
}

fn rest(app: App, next: Option<String>, fetch: Fetch) -> AnyView {
    // Each page stands in a place of its own, with the way to the next one at its end.
    let state = RwSignal::new_local(Rest::Offered);
    let cursor = StoredValue::new(next);
    let load = move || {
        let Some(cursor) = cursor.get_value() else {
            return;
        };
        let fetch = fetch.clone();
        state.set(Rest::Loading);
        leptos::task::spawn_local(async move {
            let answer = fetch(cursor).await;
            if app.is_gone() || state.is_disposed() {
                return;
            }
            match answer {
                Ok(page) => {
                    #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
                    app.announce(t!(app, "more-loaded", count = page.rows.len() as f64));
                    state.set(Rest::Shown(Some(Box::new((page, fetch)))));
                }
                Err(failure) => state.set(Rest::Failed(failure)),
            }
        });
    };
    if cursor.with_value(Option::is_none) {
        return ().into_any();
    }
    let load = Arc::new(load);
    live(move || {
        let mut view = ().into_any();
        let load = load.clone();
        state.update_untracked(|state| {
            view = match state {
                Rest::Offered => button(app, false, load),
                Rest::Loading => button(app, true, load),
                Rest::Failed(failure) => {
                    let failed = state::failed(app, failure, move || load());
                    view! { <li class="list-end">{failed}</li> }.into_any()
                }
                Rest::Shown(page) => match page.take() {
                    Some(page) => {
                        let (page, fetch) = *page;
                        let next = rest(app, page.next, fetch);
                        view! { {page.rows}{next} }.into_any()
                    }
                    None => ().into_any(),
                },
            };
        });
        state.track();
        view
    })
}

/// Where the next page is.
enum Rest {
    Offered,
    Loading,
    Failed(Failure),
    /// Taken out when it is put on the screen.
    Shown(Option<Box<(Rows, Fetch)>>),
}

fn button(app: App, busy: bool, load: Arc<impl Fn() + 'static>) -> AnyView {
    let label = if busy {
        t!(app, "loading")
    } else {
        t!(app, "show-more")
    };
    view! {
        <li class="list-end">
            <button class="button" type="button" disabled=busy on:click=on(move |_| load())>{label}</button>
        </li>
    }
    .into_any()
}
