//! My drafts: requests that are waiting to be sent, and drafts.

pub(super) mod entry;

use crate::clock;
use crate::delivery::{self, Delivery, DraftElsewhere};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::route::Route;
use crate::ui::{self, Icon, Row, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_delivery::Millis;
use portico_delivery::draft::{Draft, DraftVersions, Expiry, Service, expiry};
use portico_delivery::store::Record;

pub(crate) fn view(context: PageContext, delivery: Delivery) -> View {
    let is_ready = Memo::new(move |_| delivery.is_ready());
    view! {
        <div class="page page-narrow">
            {ui::crumbs(context.i18n, context.nav, vec![(Route::Requests { closed: false }, t!(context.i18n, "requests-title"))], t!(context.i18n, "drafts-title"))}
            {ui::page_heading(context, t!(context.i18n, "drafts-title"))}
            {ui::live(move || if is_ready.get() { ready(context, delivery) } else { ui::skeleton(context.i18n, Skeleton::Rows) })}
        </div>
    }
}

fn ready(context: PageContext, delivery: Delivery) -> View {
    // The drafts of other devices are loaded once per visit; a backend without drafts has none.
    let away = RwSignal::new(Vec::<DraftElsewhere>::new());
    spawn_local(async move {
        let drafts = delivery.drafts_elsewhere().await;
        away.try_set(drafts);
    });
    delivery.reread();
    view! {
        {ui::live(move || outbox(context, delivery))}
        {ui::live(move || drafts(context.i18n, context.nav, context.host, delivery, away))}
        {ui::live(move || unreadable(context.i18n, delivery))}
        <div class="section">{delivery::switch(context.i18n, context.host, context.session, context.announcer, delivery)}</div>
    }
}

fn outbox(context: PageContext, delivery: Delivery) -> Option<View> {
    let entries = delivery.entries();
    if entries.is_empty() {
        return None;
    }
    let rows = entries
        .iter()
        .map(|entry| {
            entry::view(
                context.i18n,
                context.nav,
                context.client,
                context.session,
                delivery,
                entry,
            )
        })
        .collect::<View>();
    let content = view! {
        <p class="lead">{t!(context.i18n, "outbox-lead")}</p>
        {ui::live(move || delivery.is_refused().then(|| {
            view! { <p class="notice notice-outage" role="alert">{t!(context.i18n, "outbox-refused")}</p> }
        }))}
        <ul class="rows">{rows}</ul>
    };
    let title = t!(context.i18n, "outbox-title");
    Some(ui::section(context.host, title, content))
}

fn drafts(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    delivery: Delivery,
    away: RwSignal<Vec<DraftElsewhere>>,
) -> View {
    let here = delivery.drafts();
    let elsewhere: Vec<_> = away.with(|away| {
        let known = |draft: &&DraftElsewhere| {
            here.iter()
                .any(|record| record.value.main.service.id == draft.service.id)
        };
        away.iter()
            .filter(|draft| !known(draft) && !delivery.is_sent(&draft.key))
            .cloned()
            .collect()
    });
    if here.is_empty() && elsewhere.is_empty() {
        if !delivery.entries().is_empty() {
            return ().into_view();
        }
        let action = ui::link(
            nav,
            Route::services(None),
            "button button-primary",
            t!(i18n, "requests-find"),
        );
        let (title, text) = (t!(i18n, "drafts-none-title"), t!(i18n, "drafts-none-text"));
        return ui::empty(host, Icon::Pencil, title, text, Some(action));
    }
    let mine = here
        .iter()
        .map(|record| {
            let Draft {
                service, saved_at, ..
            } = &record.value.main;
            row(i18n, nav, delivery, service, *saved_at, Ok(record))
        })
        .collect::<View>();
    let theirs = elsewhere
        .iter()
        .map(|draft| {
            let device = Err(draft.device.as_str());
            row(i18n, nav, delivery, &draft.service, draft.saved_at, device)
        })
        .collect::<View>();
    let list = view! { <ul class="rows">{mine}{theirs}</ul> };
    ui::section(host, t!(i18n, "drafts-begun"), list)
}

/// A draft of this browser, with its record, or one of another device, with that device's name.
fn row(
    i18n: I18n,
    nav: Navigator,
    delivery: Delivery,
    service: &Service,
    saved_at: Millis,
    record: Result<&Record<DraftVersions>, &str>,
) -> View {
    let age = delivery::age(i18n, saved_at);
    let when = match record {
        Ok(_) => t!(i18n, "drafts-age", age = &age),
        Err(device) => t!(i18n, "drafts-age-device", age = &age, device = device),
    };
    let record = record.ok();
    let ending = record.and_then(|record| match expiry(&record.value.main, clock::now()) {
        Expiry::Ending { at } => {
            delivery.warned(record);
            let day = i18n.format().day(&clock::written(at));
            Some(view! { <span class="status status-waiting">{ui::icon(Icon::Hourglass)}<span>{t!(i18n, "drafts-ending", date = &day)}</span></span> })
        }
        Expiry::Fresh | Expiry::Over => None,
    });
    let others = record.map_or(0, |record| record.value.others.len());
    let others = (others > 0).then(|| view! { <span>{t!(i18n, "drafts-versions")}</span> });
    let discard = record.map(|record| {
        let asked = RwSignal::new(false);
        let record = StoredValue::new(record.clone());
        let words = (t!(i18n, "drafts-discard"), t!(i18n, "draft-discard-sure"));
        ui::live(move || {
            delivery::confirmed(i18n, asked, words.clone(), move || {
                delivery.discard(&record.get_value());
            })
        })
    });
    let (id, name) = (service.id.clone().into(), service.name.clone());
    let facts = view! { <span class="row-facts"><span>{when}</span>{others}{ending}</span> };
    let content = Row {
        icon: Some(ui::icon(Icon::Pencil)),
        is_plain: true,
        title: Some(name.into_view()),
        below: Some(facts.into_view()),
        ..Row::default()
    };
    view! {
        <li class="row row-actions">
            {content.content()}
            <div class="actions">
                {ui::link(nav, Route::form(id), "button button-small button-primary", t!(i18n, "drafts-continue"))}
                {discard}
            </div>
        </li>
    }
}

/// The number of unreadable records, so that they do not go unnoticed.
fn unreadable(i18n: I18n, delivery: Delivery) -> Option<View> {
    let count = delivery.unreadable();
    if count == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a person has few drafts")]
    let count = count as f64;
    let text = t!(i18n, "drafts-unreadable", count = count);
    view! { <p class="notice notice-warning" role="status">{text}</p> }.into()
}
