//! The switch for a computer that others use: nothing typed on it stays in the browser.

use super::Reason;
use super::notice::{button, confirmed};
use crate::app::App;
use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button that turns keeping off, after asking, or on again.
pub(crate) fn switch(app: App) -> AnyView {
    app.keep.want(app);
    let asked = RwSignal::new(false);
    crate::ui::live(move || match app.keep.reason() {
        Some(Reason::Shared) => button(t!(app, "keep-own-computer"), move || set(app, false)),
        // Not known yet: what follows is not to jump when it is.
        _ if !app.keep.is_entered() => {
            let words = t!(app, "keep-shared-computer");
            view! { <span class="button button-small keep-unknown" aria-hidden="true">{words}</span> }.into_any()
        }
        // Nothing to choose where nothing is kept.
        Some(_) => ().into_any(),
        None => {
            let words = (t!(app, "keep-shared-computer"), t!(app, "keep-shared-sure"));
            confirmed(app, asked, words, move || set(app, true)).into_any()
        }
    })
}

/// Where what is typed is kept, where anything is.
pub(super) fn kept(app: App) -> String {
    let by_backend = app
        .discovered(|portal| portal.capabilities.drafts.is_some() && portal.sign_in.user.is_some());
    if by_backend == Some(true) {
        t!(app, "keep-account")
    } else {
        t!(app, "keep-here")
    }
}

fn set(app: App, shared: bool) {
    spawn_local(async move {
        app.keep.set_shared(app, shared).await;
        if !app.is_gone() {
            app.announce(if shared {
                t!(app, "keep-shared")
            } else {
                kept(app)
            });
        }
    });
}
