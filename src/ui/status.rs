//! The status of a request, and announcements: icon, text and colour together.

use super::{Icon, document, focus, icon, in_language, link_target};
use crate::api::Client;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::preferences::Preferences;
use crate::view::{View, view};
use portico_contract::{Announcement, Level, State, StateCategory};

/// A request's state.
pub(crate) fn status(state: &State) -> View {
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
    view! { <span class=class>{icon(mark)}<span>{state.label.clone()}</span></span> }
}

/// The current announcements.
pub(crate) fn announcement(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    client: Client,
    preferences: Preferences,
    announcement: &Announcement,
) -> View {
    let (class, mark, word) = match announcement.level {
        Level::Info => ("notice notice-info", Icon::Info, t!(i18n, "level-info")),
        Level::Warning => (
            "notice notice-warning",
            Icon::TriangleAlert,
            t!(i18n, "level-warning"),
        ),
        Level::Outage => (
            "notice notice-outage",
            Icon::CircleX,
            t!(i18n, "level-outage"),
        ),
    };
    let more = announcement
        .link
        .as_ref()
        .and_then(|target| link_target(i18n, nav, target, t!(i18n, "read-more")));
    let head = view! { <span><span class="visually-hidden">{word}" "</span>{in_language(i18n, announcement.title.clone(), announcement.language.clone())}</span> };
    // The title says enough; users can open the rest.
    let body = if announcement.text.is_none() && more.is_none() {
        view! { <p class="notice-title">{head}</p> }
    } else {
        view! {
            <details>
                <summary class="notice-title">{head}<span class="turn">{icon(Icon::ChevronRight)}</span></summary>
                {announcement.text.as_ref().map(|text| view! { <div lang=announcement.language.clone()>{document(i18n, nav, host, client, text)}</div> })}
                {more.map(|more| view! { <p>{more}</p> })}
            </details>
        }
    };
    let id = announcement.id.clone();
    let away = move |_: web_sys::MouseEvent| {
        preferences.put_away(&id);
        focus(host, ".page-title");
    };
    let label = t!(i18n, "announcement-close", title = &announcement.title);
    view! {
        <li class=class>
            <span class="notice-icon">{icon(mark)}</span>
            <div class="notice-text">{body}</div>
            <button class="icon-button notice-away" type="button" aria-label=label on:click=away>{icon(Icon::X)}</button>
        </li>
    }
}
