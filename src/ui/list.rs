//! Paginated lists.

use super::live::live;
use super::state;
use crate::api::{self, Failure};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::Page;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The next page, as rows.
struct PageRows {
    rows: Vec<View>,
    next: Option<String>,
}

type Fetch =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<PageRows, Failure>>>> + Send + Sync>;

/// The rest of a list behind a button: each page is added below the previous one.
pub(crate) fn more<T: DeserializeOwned + 'static>(
    context: PageContext,
    next: Option<String>,
    get: impl Fn(&str) -> api::Get<Page<T>> + Send + Sync + 'static,
    draw: fn(PageContext, &T) -> View,
) -> View {
    let fetch: Fetch = Arc::new(move |cursor| {
        let get = get(&cursor);
        Box::pin(async move {
            let page = context.client.get(get).await?;
            Ok(PageRows {
                rows: page.items.iter().map(|item| draw(context, item)).collect(),
                next: page.next,
            })
        })
    });
    rest(context, next, fetch)
}

fn rest(context: PageContext, next: Option<String>, fetch: Fetch) -> View {
    // Each page has its own element, with the button for the next page at its end.
    let state = RwSignal::new_local(NextPage::Offered);
    let busy = RwSignal::new(false);
    let cursor = StoredValue::new(next);
    let load = move || {
        let Some(cursor) = cursor.get_value().filter(|_| !busy.get_untracked()) else {
            return;
        };
        let fetch = fetch.clone();
        busy.set(true);
        spawn_local(async move {
            let answer = fetch(cursor).await;
            if context.host.is_gone() || state.is_disposed() {
                return;
            }
            busy.set(false);
            keep_focus(context.host, move || match answer {
                Ok(page) => {
                    #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
                    context.announcer.announce(t!(
                        context.i18n,
                        "more-loaded",
                        count = page.rows.len() as f64
                    ));
                    state.set(NextPage::Shown(Some(Box::new((page, fetch)))));
                }
                Err(failure) => state.set(NextPage::Failed(failure)),
            });
        });
    };
    if cursor.with_value(Option::is_none) {
        return ().into_view();
    }
    let load = Arc::new(load);
    let offer = move || state.set(NextPage::Offered);
    live(move || {
        let mut view = ().into_view();
        let load = load.clone();
        state.update_untracked(|state| {
            view = match state {
                NextPage::Offered => button(context.i18n, busy, load),
                NextPage::Failed(failure) => {
                    let again = move || {
                        keep_focus(context.host, offer);
                        load();
                    };
                    let failed = state::failed(context, failure, again);
                    view! { <li class="list-end">{failed}</li> }
                }
                NextPage::Shown(page) => match page.take() {
                    Some(page) => {
                        let (page, fetch) = *page;
                        let next = rest(context, page.next, fetch);
                        view! { {page.rows}{next} }
                    }
                    None => ().into_view(),
                },
            };
        });
        state.track();
        view
    })
}

/// The state of the next page.
enum NextPage {
    Offered,
    Failed(Failure),
    /// Taken when it is rendered.
    Shown(Option<Box<(PageRows, Fetch)>>),
}

/// The button stays the same during loading, so that it keeps the focus.
fn button(i18n: I18n, busy: RwSignal<bool>, load: Arc<impl Fn() + 'static>) -> View {
    let label = move || {
        if busy.get() {
            t!(i18n, "loading")
        } else {
            t!(i18n, "show-more")
        }
    };
    let disabled = Signal::derive(move || busy.get().then_some("true"));
    view! {
        <li class="list-end">
            <button class="button" type="button" aria-disabled=disabled on:click=move |_: web_sys::MouseEvent| load()>{live(label)}</button>
        </li>
    }
}

/// Replaces the end of a list. If it had the focus, the replacement receives it.
pub(crate) fn keep_focus(host: Host, change: impl FnOnce()) {
    let focused = host.find(".list-end :focus");
    let end = focused.and_then(|one| one.closest(".list-end").ok()?);
    let list = end.as_ref().and_then(|end| end.parent_element());
    let before = std::iter::successors(end, |one| one.previous_element_sibling()).count();
    change();
    let Some(list) = list else {
        return;
    };
    request_animation_frame(move || {
        let place = format!(":scope > :nth-child({before}) :is(a[href], button)");
        let next = list.query_selector(&place).ok().flatten();
        if let Some(Ok(next)) = next.map(JsCast::dyn_into::<HtmlElement>) {
            let _ = next.focus();
        }
    });
}
