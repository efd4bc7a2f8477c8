//! A word about something that happened elsewhere, over whatever screen is shown.

use super::live::{live, on};
use super::{Icon, icon, link};
use crate::app::App;
use crate::dom::clicked;
use crate::i18n::t;
use leptos::prelude::*;

/// Stands until it is closed or followed: nobody has to be quick.
pub(crate) fn toasts(app: App) -> AnyView {
    let toast = app.toast;
    let content = move || {
        toast.get().map(|told| {
            let close = move |_| toast.set(None);
            let way = told.way.map(|(to, words)| view! { " "{link(app, to, "link", words)} });
            view! {
                <div class="toast">
                    <span class="toast-icon">{icon(Icon::CircleCheck)}</span>
                    <p class="toast-text">{told.text}{way}</p>
                    <button class="icon-button" type="button" aria-label=t!(app, "close") on:click=on(close)>{icon(Icon::X)}</button>
                </div>
            }
        })
    };
    view! { <div class="toasts" role="status" on:click=on(move |event: web_sys::MouseEvent| {
        if clicked(&event, "a[data-route]").is_some() {
            toast.set(None);
        }
    })>{live(content)}</div> }
    .into_any()
}
