//! One outbox entry: its state as text, and the author's possible actions.

use crate::api::{self, Client, Failure, Load};
use crate::clock;
use crate::delivery::{self, Delivery};
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::reactive::StoredValue;
use crate::route::Route;
use crate::session::Session;
use crate::ui::{self, Icon, Row};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_delivery::outbox::{Entry, Intent, Reason, Receipt, Stage};
use portico_delivery::retry::Wait;
use portico_delivery::store::Record;

pub(in crate::pages) fn view(
    i18n: I18n,
    nav: Navigator,
    client: Client,
    session: Session,
    delivery: Delivery,
    record: &Record<Entry>,
) -> View {
    let entry = &record.value;
    let (kind, title) = match &entry.intent {
        Intent::Request(draft) => (Icon::Send, draft.service.name.clone()),
        Intent::Comment { number, .. } => (
            Icon::MessageCircle,
            t!(i18n, "outbox-comment", number = number),
        ),
    };
    let (class, mark, text) = state(i18n, session, delivery, entry);
    let state = view! { <span class=class>{ui::icon(mark)}<span>{text}</span></span> };
    let content = Row {
        icon: Some(ui::icon(kind)),
        is_plain: true,
        title: Some(title.into_view()),
        below: Some(state.into_view()),
        ..Row::default()
    };
    view! {
        <li class="row row-actions" data-key=entry.key.clone() data-stage=entry.stage.code()>
            {content.content()}
            <div class="actions">{actions(i18n, nav, client, session, delivery, record)}</div>
        </li>
    }
}

fn state(
    i18n: I18n,
    session: Session,
    delivery: Delivery,
    entry: &Entry,
) -> (&'static str, Icon, String) {
    const WAITING: &str = "status status-waiting";
    const YOU: &str = "status status-you";
    match &entry.stage {
        Stage::Queued(_) if !entry.has_its_files() => {
            (WAITING, Icon::Paperclip, t!(i18n, "outbox-files"))
        }
        Stage::Queued(_) if is_signed_out(session) => {
            (YOU, Icon::CircleAlert, needs_you(i18n, &Reason::SignIn))
        }
        Stage::Queued(wait) if entry.may_have_arrived() => {
            (WAITING, Icon::Hourglass, checking(i18n, delivery, *wait))
        }
        Stage::Queued(wait) => (WAITING, Icon::Hourglass, queued(i18n, delivery, *wait)),
        Stage::Sending(_) => (
            "status status-progress",
            Icon::Send,
            t!(i18n, "outbox-sending"),
        ),
        Stage::Checking(wait) => (WAITING, Icon::Hourglass, checking(i18n, delivery, *wait)),
        Stage::Acknowledged(receipt) => (
            "status status-done",
            Icon::CircleCheck,
            received(i18n, receipt),
        ),
        Stage::NeedsYou(reason) => (YOU, Icon::CircleAlert, needs_you(i18n, reason)),
    }
}

/// Whether the backend is reachable, and nobody is signed in.
fn is_signed_out(session: Session) -> bool {
    let is_nobody = match session.state() {
        Load::Ready(portal) => portal.sign_in.user.is_none(),
        Load::Failed(failure) => failure == Failure::SignIn,
        Load::Loading => false,
    };
    is_nobody && window().navigator().on_line()
}

fn queued(i18n: I18n, delivery: Delivery, wait: Wait) -> String {
    match next(i18n, wait) {
        _ if !delivery.is_online() => t!(i18n, "outbox-offline"),
        Some(time) => t!(i18n, "outbox-queued-until", time = &time),
        None => t!(i18n, "outbox-queued"),
    }
}

fn checking(i18n: I18n, delivery: Delivery, wait: Wait) -> String {
    match next(i18n, wait) {
        _ if !delivery.is_online() => t!(i18n, "outbox-checking-offline"),
        // The backend has responded and asked for a pause.
        Some(time) if wait.asked => t!(i18n, "outbox-busy-until", time = &time),
        Some(time) => t!(i18n, "outbox-checking-until", time = &time),
        None => t!(i18n, "outbox-checking"),
    }
}

/// The time of the next attempt, if there is a pause.
fn next(i18n: I18n, wait: Wait) -> Option<String> {
    (!wait.is_over(clock::now())).then(|| i18n.format().moment(&clock::written(wait.until)))
}

fn received(i18n: I18n, receipt: &Receipt) -> String {
    if receipt.number.is_empty() {
        t!(i18n, "outbox-received-comment")
    } else if receipt.replayed {
        t!(i18n, "outbox-received-before", number = &receipt.number)
    } else {
        t!(i18n, "outbox-received", number = &receipt.number)
    }
}

fn needs_you(i18n: I18n, reason: &Reason) -> String {
    match reason {
        Reason::SignIn => t!(i18n, "outbox-sign-in"),
        Reason::Refused { problem, .. } => {
            let why = ui::refusal(i18n, &api::read_problem(problem));
            t!(i18n, "outbox-refused-why", why = &why)
        }
        Reason::Blocked { status } => t!(i18n, "outbox-blocked", status = &status.to_string()),
        Reason::FormChanged => t!(i18n, "outbox-form-changed"),
        Reason::KeyReused { .. } => t!(i18n, "outbox-key-reused"),
        Reason::Stale => t!(i18n, "outbox-stale"),
        Reason::File { name } => t!(i18n, "outbox-file", name = name),
    }
}

/// The link for signing in; if the host page signs users in, its token function is called again.
fn sign_in(i18n: I18n, nav: Navigator, client: Client, session: Session) -> View {
    if client.has_token_source() {
        return delivery::button(t!(i18n, "try-again"), move || session.refresh());
    }
    let route = Route::sign_in(Route::Drafts);
    ui::link(nav, route, "button button-small", t!(i18n, "sign-in"))
}

/// The possible actions while nothing of the entry is in flight.
fn while_it_rests(
    i18n: I18n,
    nav: Navigator,
    delivery: Delivery,
    kept: StoredValue<Record<Entry>>,
) -> Vec<View> {
    let Record { value: entry, .. } = kept.get_value();
    let mut actions = Vec::new();
    if !entry.is_free() {
        return actions;
    }
    if let Intent::Request(draft) = &entry.intent {
        let service = draft.service.id.clone();
        let edit = move || {
            let form = Route::form(service.clone().into());
            delivery.edit(&kept.get_value(), move || nav.go(form));
        };
        actions.push(delivery::button(t!(i18n, "outbox-edit"), edit));
    }
    let asked = RwSignal::new(false);
    let sure = if entry.may_have_arrived() {
        t!(i18n, "outbox-cancel-doubt")
    } else {
        t!(i18n, "outbox-cancel-sure")
    };
    let words = (t!(i18n, "outbox-cancel"), sure);
    actions.push(ui::live(move || {
        delivery::confirmed(i18n, asked, words.clone(), move || {
            delivery.cancel(&kept.get_value());
        })
    }));
    actions
}

/// The currently possible actions.
fn actions(
    i18n: I18n,
    nav: Navigator,
    client: Client,
    session: Session,
    delivery: Delivery,
    record: &Record<Entry>,
) -> View {
    let entry = &record.value;
    let kept = StoredValue::new(record.clone());
    let left = !entry.unrecorded_edits().is_empty();
    let act = move |words: String, act: fn(Delivery, &Record<Entry>)| {
        delivery::button(words, move || act(delivery, &kept.get_value()))
    };
    let mut actions = while_it_rests(i18n, nav, delivery, kept);
    match &entry.stage {
        Stage::Queued(_) if is_signed_out(session) => {
            actions.push(sign_in(i18n, nav, client, session))
        }
        Stage::Queued(_) | Stage::Checking(_) => {
            actions.push(act(t!(i18n, "outbox-now"), |delivery, entry| {
                delivery.retry(entry)
            }));
        }
        Stage::NeedsYou(Reason::Blocked { .. }) => {
            actions.push(act(t!(i18n, "outbox-now"), |delivery, entry| {
                delivery.retry(entry)
            }));
        }
        Stage::NeedsYou(Reason::SignIn) => actions.push(sign_in(i18n, nav, client, session)),
        Stage::NeedsYou(Reason::KeyReused { .. } | Reason::Stale) => {
            let requests = Route::Requests { closed: false };
            actions.push(ui::link(
                nav,
                requests,
                "button button-small",
                t!(i18n, "nav-requests"),
            ));
            actions.push(act(t!(i18n, "outbox-there"), |delivery, entry| {
                delivery.settle_entry(entry)
            }));
            actions.push(act(t!(i18n, "outbox-not-there"), |delivery, entry| {
                delivery.send_as_new(entry)
            }));
        }
        Stage::Acknowledged(receipt) => {
            let request = match &entry.intent {
                Intent::Request(_) => receipt.id.clone(),
                Intent::Comment { request, .. } => request.clone(),
            };
            let follow = t!(i18n, "receipt-follow");
            actions.push(ui::link(
                nav,
                Route::Request(request.into()),
                "button button-small",
                follow,
            ));
            if left {
                actions.push(act(t!(i18n, "outbox-edit-comment"), |delivery, entry| {
                    delivery.comment(entry)
                }));
                actions.push(act(t!(i18n, "outbox-edit-drop"), |delivery, entry| {
                    delivery.drop_edit(entry)
                }));
            } else {
                actions.push(act(t!(i18n, "outbox-seen"), |delivery, entry| {
                    delivery.dismiss(entry)
                }));
            }
        }
        _ => {}
    }
    let edited = left.then(|| view! { <p class="hint">{t!(i18n, "outbox-edited")}</p> });
    view! { {edited}{actions} }
}
