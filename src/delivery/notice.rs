//! The notice above a form: the origin of its draft, its other versions, and how long it is kept.

use super::buttons::{button, confirmed};
use super::draft_handle::{DraftHandle, DraftStatus};
use super::{Delivery, VolatileReason, age, shared_computer};
use crate::announcer::Announcer;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::session::Session;
use crate::ui::{self, Icon};
use crate::view::{View, view};
use leptos::prelude::*;
use portico_delivery::draft::{Draft, Unfit};
use portico_delivery::draft_store::Choice;
use serde_json::Value;

/// All information about the draft of the open form.
pub(crate) fn notice(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    announcer: Announcer,
    draft: DraftHandle,
) -> View {
    let asked = RwSignal::new(false);
    view! {
        <div class="draft-notices">
            {ui::live(move || restored(i18n, announcer, draft, asked))}
            {ui::live(move || versions(i18n, draft))}
            {ui::live(move || trouble(i18n, nav, draft))}
            {ui::live(move || unfit(i18n, draft))}
            {ui::live(move || place(i18n, host, session, announcer, draft.delivery))}
        </div>
    }
}

/// A message with its actions.
fn told(class: &'static str, mark: Icon, text: String, actions: Vec<View>) -> View {
    view! {
        <div class=class role="status">
            <span class="notice-icon">{ui::icon(mark)}</span>
            <div class="notice-text">
                <p>{text}</p>
                {(!actions.is_empty()).then(|| view! { <p class="actions">{actions}</p> })}
            </div>
        </div>
    }
}

fn restored(
    i18n: I18n,
    announcer: Announcer,
    draft: DraftHandle,
    asked: RwSignal<bool>,
) -> Option<View> {
    let (at, device) = draft.status().restored?;
    let age = age::age(i18n, at);
    let text = if device.is_empty() {
        t!(i18n, "draft-restored", age = &age)
    } else {
        t!(i18n, "draft-restored-device", age = &age, device = &device)
    };
    let words = (t!(i18n, "draft-discard"), t!(i18n, "draft-discard-sure"));
    let actions = confirmed(i18n, asked, words, move || {
        draft.discard();
        announcer.announce(t!(i18n, "draft-discarded"));
    });
    Some(told("notice notice-info", Icon::Pencil, text, actions))
}

/// Other versions of the same draft, from which the user has to choose.
fn versions(i18n: I18n, draft: DraftHandle) -> Option<View> {
    let DraftStatus {
        elsewhere, others, ..
    } = draft.status();
    if elsewhere.is_none() && others == 0 {
        return None;
    }
    let other = |version: &Draft| {
        let choice = Choice::Other(version.revision, version.tab.clone());
        let age = age::age(i18n, version.saved_at);
        let act = move || draft.choose(choice.clone());
        button(t!(i18n, "draft-take", age = &age), act)
    };
    let mut actions = vec![button(t!(i18n, "draft-mine"), move || {
        draft.choose(Choice::Mine)
    })];
    actions.extend(draft.versions().iter().map(other));
    let text = t!(i18n, "draft-versions");
    Some(told(
        "notice notice-warning",
        Icon::TriangleAlert,
        text,
        actions,
    ))
}

fn trouble(i18n: I18n, nav: Navigator, draft: DraftHandle) -> Option<View> {
    let status = draft.status();
    let go_on = || button(t!(i18n, "draft-go-on"), move || draft.choose(Choice::Mine));
    let (class, text, actions) = if status.unsaved.is_some() {
        (
            "notice notice-outage",
            t!(i18n, "draft-unsaved"),
            Vec::new(),
        )
    } else if status.gone {
        (
            "notice notice-warning",
            t!(i18n, "draft-gone"),
            vec![go_on()],
        )
    } else if status.stale {
        let requests = Route::Requests { closed: false };
        let actions = vec![
            ui::link(
                nav,
                requests,
                "button button-small",
                t!(i18n, "nav-requests"),
            ),
            button(t!(i18n, "outbox-there"), move || draft.discard()),
            button(t!(i18n, "draft-renew"), move || draft.renew()),
        ];
        ("notice notice-warning", t!(i18n, "draft-stale"), actions)
    } else if status.form_changed {
        (
            "notice notice-warning",
            t!(i18n, "form-changed"),
            Vec::new(),
        )
    } else if status.gone_elsewhere {
        (
            "notice notice-info",
            t!(i18n, "draft-gone-elsewhere"),
            Vec::new(),
        )
    } else if status.open_elsewhere && status.elsewhere.is_none() {
        (
            "notice notice-info",
            t!(i18n, "draft-open-elsewhere"),
            Vec::new(),
        )
    } else {
        return None;
    };
    Some(told(class, Icon::TriangleAlert, text, actions))
}

/// Answers that no longer have a place in the form, so that they do not disappear unnoticed.
fn unfit(i18n: I18n, draft: DraftHandle) -> Option<View> {
    let unfit = draft.unfit();
    if unfit.is_empty() {
        return None;
    }
    let item = |Unfit { pointer, value }: &Unfit| {
        let name = pointer.trim_start_matches('/').replace('/', " · ");
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        view! { <li>{name}": "{text}</li> }
    };
    let items = unfit.iter().map(item).collect::<View>();
    view! {
        <div class="notice notice-warning" role="status">
            <span class="notice-icon">{ui::icon(Icon::TriangleAlert)}</span>
            <div class="notice-text">
                <p>{t!(i18n, "draft-unfit")}</p>
                <ul>{items}</ul>
                <p class="actions">{button(t!(i18n, "draft-unfit-done"), move || draft.dismiss_unfit())}</p>
            </div>
        </div>
    }
    .into()
}

/// Where the input is stored, or why it is not.
fn place(
    i18n: I18n,
    host: Host,
    session: Session,
    announcer: Announcer,
    delivery: Delivery,
) -> View {
    let text = match delivery.reason() {
        None => shared_computer::kept(i18n, session),
        Some(VolatileReason::Insecure) => t!(i18n, "storage-insecure"),
        Some(VolatileReason::Refused) => t!(i18n, "storage-refused"),
        Some(VolatileReason::Shared) => t!(i18n, "storage-shared"),
    };
    let mark = match delivery.reason() {
        None => Icon::ShieldCheck,
        Some(_) => Icon::CloudOff,
    };
    view! {
        <div class="hint storage-note">
            {ui::icon(mark)}
            <span>{text}" "{shared_computer::switch(i18n, host, session, announcer, delivery)}</span>
        </div>
    }
}
