//! The switch for shared computers, on which no input stays in the browser.

use super::buttons::{button, confirmed};
use super::{Delivery, VolatileReason};
use crate::announcer::Announcer;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::reactive::spawn_local;
use crate::session::Session;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;

/// A button that disables storage after a confirmation, or enables it again.
pub(crate) fn switch(
    i18n: I18n,
    host: Host,
    session: Session,
    announcer: Announcer,
    delivery: Delivery,
) -> View {
    delivery.want();
    let asked = RwSignal::new(false);
    crate::ui::live(move || match delivery.reason() {
        Some(VolatileReason::Shared) => button(t!(i18n, "storage-own-computer"), move || {
            set(i18n, host, session, announcer, delivery, false)
        }),
        // Not known yet: the following content must not move when it is.
        _ if !delivery.is_entered() => {
            let words = t!(i18n, "storage-shared-computer");
            view! { <span class="button button-small reserved" aria-hidden="true">{words}</span> }
        }
        // There is no choice if nothing is stored.
        Some(_) => ().into_view(),
        None => {
            let words = (
                t!(i18n, "storage-shared-computer"),
                t!(i18n, "storage-shared-sure"),
            );
            confirmed(i18n, asked, words, move || {
                set(i18n, host, session, announcer, delivery, true)
            })
            .into_view()
        }
    })
}

/// Where the input is stored, if it is.
pub(super) fn kept(i18n: I18n, session: Session) -> String {
    let by_backend = session
        .discovered(|portal| portal.capabilities.drafts.is_some() && portal.sign_in.user.is_some());
    if by_backend == Some(true) {
        t!(i18n, "storage-account")
    } else {
        t!(i18n, "storage-here")
    }
}

fn set(
    i18n: I18n,
    host: Host,
    session: Session,
    announcer: Announcer,
    delivery: Delivery,
    shared: bool,
) {
    spawn_local(async move {
        delivery.set_shared(shared).await;
        if !host.is_gone() {
            announcer.announce(if shared {
                t!(i18n, "storage-shared")
            } else {
                kept(i18n, session)
            });
        }
    });
}
