//! The page of a request that has not arrived yet: it is safe and sent automatically, and users can watch its progress.

use super::drafts::entry;
use crate::delivery::Delivery;
use crate::delivery::VolatileReason;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_delivery::outbox::{Entry, Stage};
use portico_delivery::store::Record;

/// The content of the screen's heading.
#[derive(Clone, PartialEq)]
enum StatusHeading {
    /// It is sent automatically.
    Waits {
        volatile: Option<VolatileReason>,
    },
    /// The user has to act first; the row below says how.
    NeedsYou,
    Received {
        number: String,
        replayed: bool,
    },
}

/// `key` identifies the outbox entry.
pub(crate) fn view(context: PageContext, delivery: Delivery, key: String) -> View {
    let is_ready = Memo::new(move |_| delivery.is_ready());
    let record = Memo::new(move |_| {
        let all = delivery.entries();
        all.into_iter().find(|record| record.value.key == key)
    });
    let is_there = Memo::new(move |_| record.with(Option::is_some));
    let view = move || match (is_ready.get(), is_there.get()) {
        (false, _) => ui::skeleton(context.i18n, Skeleton::Text),
        (true, false) => gone(context),
        (true, true) => ready(context, delivery, record),
    };
    view! { <div class="page page-narrow">{ui::live(view)}</div> }
}

fn ready(context: PageContext, delivery: Delivery, record: Memo<Option<Record<Entry>>>) -> View {
    let head = Memo::new(move |_| {
        record.with(
            |record| match record.as_ref().map(|record| &record.value.stage) {
                Some(Stage::Acknowledged(receipt)) => StatusHeading::Received {
                    number: receipt.number.clone(),
                    replayed: receipt.replayed,
                },
                Some(Stage::NeedsYou(_)) => StatusHeading::NeedsYou,
                _ => StatusHeading::Waits {
                    volatile: delivery.reason(),
                },
            },
        )
    });
    let row = ui::live(move || {
        record.get().map(|record| {
            entry::view(
                context.i18n,
                context.nav,
                context.client,
                context.session,
                delivery,
                &record,
            )
        })
    });
    view! {
        {ui::live(move || self::head(context, head.get()))}
        <ul class="rows rows-apart">{row}</ul>
        <div class="form-actions">
            {ui::link(context.nav, Route::Drafts, "button", t!(context.i18n, "drafts-title"))}
            {ui::link(context.nav, Route::Home, "button button-quiet", t!(context.i18n, "go-home"))}
        </div>
    }
}

fn head(context: PageContext, head: StatusHeading) -> View {
    let waits = !matches!(head, StatusHeading::Received { .. });
    let mark = if waits { Icon::Hourglass } else { Icon::Check };
    let (title, text) = match head {
        StatusHeading::Waits { volatile: None } => (
            t!(context.i18n, "waiting-title"),
            Some(t!(context.i18n, "waiting-text")),
        ),
        StatusHeading::Waits { .. } => (
            t!(context.i18n, "waiting-title"),
            Some(t!(context.i18n, "waiting-text-open")),
        ),
        StatusHeading::NeedsYou => (
            t!(context.i18n, "waiting-title"),
            Some(t!(context.i18n, "waiting-text-you")),
        ),
        StatusHeading::Received { number, replayed } if replayed => (
            t!(context.i18n, "receipt-again", number = &number),
            Some(t!(context.i18n, "receipt-again-text")),
        ),
        StatusHeading::Received { .. } => (t!(context.i18n, "receipt-title"), None),
    };
    view! {
        <div class="receipt-head" class:receipt-waits=waits>
            <span class="receipt-icon">{ui::icon(mark)}</span>
            <div class="receipt-text">
                {ui::page_heading(context, title)}
                {text.map(|text| view! { <p>{text}</p> })}
            </div>
        </div>
    }
}

/// It was edited, cancelled, or received and removed.
fn gone(context: PageContext) -> View {
    let requests = Route::Requests { closed: false };
    let actions = view! {
        {ui::link(context.nav, requests, "button button-primary", t!(context.i18n, "nav-requests"))}
        {ui::link(context.nav, Route::Drafts, "button", t!(context.i18n, "drafts-title"))}
    };
    view! {
        {ui::page_heading(context, t!(context.i18n, "waiting-gone-title"))}
        {ui::empty(context.host, Icon::Send, t!(context.i18n, "waiting-gone-head"), t!(context.i18n, "waiting-gone-text"), Some(actions.into_view()))}
    }
}
