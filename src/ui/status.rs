//! Where a request stands, and announcements: icon, word and colour together.

use super::live::on;
use super::{Icon, document, focus, icon, in_language, link_target};
use crate::app::App;
use crate::i18n::t;
use leptos::prelude::*;
use portico_contract::{Announcement, Level, State, StateCategory};

/// A request's state.
pub(crate) fn status(state: &State) -> AnyView {
    let (class, mark) = match state.category {
        StateCategory::New => ("status status-new", Icon::CircleDot),
        StateCategory::WaitingApproval => ("status status-waiting", Icon::Hourglass),
        StateCategory::WaitingUser => ("status status-you", Icon::CircleAlert),
        StateCategory::InProgress => ("status status-progress", Icon::Wrench),
        StateCategory::Resolved | StateCategory::Closed => {
            ("status status-done", Icon::CircleCheck)
        }
        StateCategory::Cancelled => ("status status-off", Icon::CircleX),
    };
    view! { <span class=class>{icon(mark)}<span>{state.label.clone()}</span></span> }.into_any()
}

/// What everybody should know now.
pub(crate) fn announcement(app: App, announcement: &Announcement) -> AnyView {
    let (class, mark, word) = match announcement.level {
        Level::Info => ("notice notice-info", Icon::Info, t!(app, "level-info")),
        Level::Warning => (
            "notice notice-warning",
            Icon::TriangleAlert,
            t!(app, "level-warning"),
        ),
        Level::Outage => (
            "notice notice-outage",
            Icon::CircleX,
            t!(app, "level-outage"),
        ),
    };
    let more = announcement
        .link
        .as_ref()
        .and_then(|target| link_target(app, target, t!(app, "read-more")));
    let head = view! { <span><span class="visually-hidden">{word}" "</span>{in_language(app, announcement.title.clone(), announcement.language.clone())}</span> };
    // The title says it; whoever wants the rest opens it.
    let body = if announcement.text.is_none() && more.is_none() {
        view! { <p class="notice-title">{head}</p> }.into_any()
    } else {
        view! {
            <details>
                <summary class="notice-title">{head}<span class="turn">{icon(Icon::ChevronRight)}</span></summary>
                {announcement.text.as_ref().map(|text| view! { <div lang=announcement.language.clone()>{document(app, text)}</div> })}
                {more.map(|more| view! { <p>{more}</p> })}
            </details>
        }
        .into_any()
    };
    let id = announcement.id.clone();
    let away = move |_| {
        app.preferences.put_away(&id);
        focus(app, ".page-title");
    };
    let label = t!(app, "announcement-close", title = &announcement.title);
    view! {
        <li class=class>
            <span class="notice-icon">{icon(mark)}</span>
            <div class="notice-text">{body}</div>
            <button class="icon-button notice-away" type="button" aria-label=label on:click=on(away)>{icon(Icon::X)}</button>
        </li>
    }
    .into_any()
}
