//! A message about an event elsewhere, displayed on any screen.

use super::live::live;
use super::{Icon, icon, link};
use crate::announcer::Announcer;
use crate::dom::clicked;
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::view::{View, view};
use leptos::prelude::*;

/// Displayed until it is closed or followed, so that nobody has to hurry.
pub(crate) fn toasts(i18n: I18n, nav: Navigator, announcer: Announcer) -> View {
    let toast = announcer.toast;
    let content = move || {
        toast.get().map(|told| {
            let close = move |_: web_sys::MouseEvent| toast.set(None);
            let link = told.link.map(|(to, words)| view! { " "{link(nav, to, "link", words)} });
            view! {
                <div class="toast">
                    <span class="toast-icon">{icon(Icon::CircleCheck)}</span>
                    <p class="toast-text">{told.text}{link}</p>
                    <button class="icon-button" type="button" aria-label=t!(i18n, "close") on:click=close>{icon(Icon::X)}</button>
                </div>
            }
        })
    };
    view! { <div class="toasts" role="status" on:click=move |event: web_sys::MouseEvent| {
        if clicked(&event, "a[data-route]").is_some() {
            toast.set(None);
        }
    }>{live(content)}</div> }
}
