//! The switch for a computer that others use: nothing typed on it stays in the browser.

use super::buttons::{button, confirmed};
use super::{Delivery, Reason};
use crate::app::App;
use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button that turns keeping off, after asking, or on again.
pub(crate) fn switch(app: App, delivery: Delivery) -> AnyView {
    delivery.want(app);
    let asked = RwSignal::new(false);
    crate::ui::live(move || match delivery.reason() {
        Some(Reason::Shared) => button(t!(app.i18n, "keep-own-computer"), move || {
            set(app, delivery, false)
        }),
        // Not known yet: what follows is not to jump when it is.
        _ if !delivery.is_entered() => {
            let words = t!(app.i18n, "keep-shared-computer");
            view! { <span class="button button-small keep-unknown" aria-hidden="true">{words}</span> }.into_any()
        }
        // Nothing to choose where nothing is kept.
        Some(_) => ().into_any(),
        None => {
            let words = (
                t!(app.i18n, "keep-shared-computer"),
                t!(app.i18n, "keep-shared-sure"),
            );
            confirmed(app, asked, words, move || set(app, delivery, true)).into_any()
        }
    })
}

/// Where what is typed is kept, where anything is.
pub(super) fn kept(app: App) -> String {
    let by_backend = app
        .session
        .discovered(|portal| portal.capabilities.drafts.is_some() && portal.sign_in.user.is_some());
    if by_backend == Some(true) {
        t!(app.i18n, "keep-account")
    } else {
        t!(app.i18n, "keep-here")
    }
}

fn set(app: App, delivery: Delivery, shared: bool) {
    spawn_local(async move {
        delivery.set_shared(app, shared).await;
        if !app.host.is_gone() {
            app.announcer.announce(if shared {
                t!(app.i18n, "keep-shared")
            } else {
                kept(app)
            });
        }
    });
}
