//! All that happened to a request, oldest first.

use crate::app::App;
use crate::ui::{self, Icon};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{Event, EventKind};

pub(super) fn view(app: App, events: &[Event]) -> AnyView {
    view! { <ol class="timeline">{events.iter().map(|event| row(app, event)).collect_view()}</ol> }
        .into_any()
}

fn row(app: App, event: &Event) -> AnyView {
    let actor = event.actor.as_ref().map(|actor| actor.name.as_str());
    let (mark, words) = match event.kind {
        EventKind::Created => (Icon::CircleDot, t!(app, "event-created")),
        EventKind::State => (Icon::Refresh, t!(app, "event-state")),
        EventKind::Comment => (Icon::MessageCircle, t!(app, "event-comment")),
        EventKind::Other => (Icon::Info, t!(app, "event-other")),
    };
    let words = event.label.clone().unwrap_or(words);
    let who = actor.map_or_else(|| t!(app, "event-system"), str::to_owned);
    view! {
        <li class="event">
            <span class="event-icon">{ui::icon(mark)}</span>
            <div class="event-text">
                <p class="event-head">
                    <strong>{who}</strong>" "<span>{words}</span>
                    " "<time class="event-time" datetime=event.at.clone()>{app.format.moment(&event.at)}</time>
                </p>
                {event.state.as_ref().map(|state| view! { <p>{ui::status(state)}</p> })}
                {event.body.as_ref().map(|body| view! { <div class="event-body">{ui::document(app, body)}</div> })}
            </div>
        </li>
    }
    .into_any()
}
