//! Paginated lists.

use super::live::live;
use super::state;
use crate::api::{self, Failure};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::spawn_local;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::Page;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A page of a list, as rows.
struct PageRows {
    rows: Vec<View>,
    next: Option<String>,
}

type Fetch =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<PageRows, Failure>>>> + Send + Sync>;

/// A list whose next page a button at its end adds below.
///
/// Each page is a list of its own, which browsers lay out alone, and only near the screen: with all rows in one list, a
/// page that is added to ten thousand rows would take seconds.
pub(crate) fn pages<T: DeserializeOwned + 'static>(
    context: PageContext,
    class: &'static str,
    first: Page<T>,
    get: impl Fn(&str) -> api::Get<Page<T>> + Send + Sync + 'static,
    draw: fn(PageContext, &T) -> View,
) -> View {
    let drawn = move |page: Page<T>| PageRows {
        rows: page.items.iter().map(|item| draw(context, item)).collect(),
        next: page.next,
    };
    let fetch: Fetch = Arc::new(move |cursor| {
        let get = get(&cursor);
        Box::pin(async move { Ok(drawn(context.client.get(get).await?)) })
    });
    let first = drawn(first);
    page(context, class, false, first, fetch)
}

fn page(
    context: PageContext,
    class: &'static str,
    is_next: bool,
    page: PageRows,
    fetch: Fetch,
) -> View {
    let state = RwSignal::new_local(NextPage::Offered);
    let busy = RwSignal::new(false);
    let count = page.rows.len().to_string();
    // A class and not `:has`, for which browsers would look through the whole screen with every page.
    let is_continued = move || state.with(|state| matches!(state, NextPage::Shown(_)));
    let list = |end: View| {
        view! {
            <ul class=class class:rows-next=is_next class:rows-continued=is_continued style:--rows=count>{page.rows}{end}</ul>
        }
    };
    let Some(cursor) = page.next else {
        return list(().into_view());
    };
    let load = {
        let fetch = fetch.clone();
        move || {
            if busy.get_untracked() {
                return;
            }
            let answer = fetch(cursor.clone());
            busy.set(true);
            spawn_local(async move {
                let answer = answer.await;
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
                        state.set(NextPage::Shown(Some(Box::new(page))));
                    }
                    Err(failure) => state.set(NextPage::Failed(failure)),
                });
            });
        }
    };
    let load: Rc<dyn Fn()> = Rc::new(load);
    let offer = move || state.set(NextPage::Offered);
    let end = live(move || {
        let load = load.clone();
        state.with(|state| match state {
            NextPage::Offered => button(context.i18n, busy, load),
            NextPage::Failed(failure) => {
                let again = move || {
                    keep_focus(context.host, offer);
                    load();
                };
                let failed = state::failed(context, failure, again);
                view! { <li class="list-end">{failed}</li> }
            }
            NextPage::Shown(_) => ().into_view(),
        })
    });
    let next = live(move || {
        let mut shown = None;
        state.update_untracked(|state| {
            if let NextPage::Shown(page) = state {
                shown = page.take();
            }
        });
        state.track();
        shown.map(|next| self::page(context, class, true, *next, fetch.clone()))
    });
    view! { {list(end)}{next} }
}

/// The state of the next page.
enum NextPage {
    Offered,
    Failed(Failure),
    /// Taken when it is rendered.
    Shown(Option<Box<PageRows>>),
}

/// The button stays the same during loading, so that it keeps the focus.
fn button(i18n: I18n, busy: RwSignal<bool>, load: Rc<dyn Fn()>) -> View {
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

/// Replaces the end of a list. If it had the focus, the replacement receives it, or the list that follows.
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
        let replacement = list.query_selector(&place).ok().flatten();
        let following = || {
            list.next_element_sibling()?
                .query_selector("a[href], button")
                .ok()?
        };
        let next = replacement.or_else(following);
        if let Some(Ok(next)) = next.map(JsCast::dyn_into::<HtmlElement>) {
            let _ = next.focus();
        }
    });
}
