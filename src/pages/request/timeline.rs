//! The activity of a request, oldest first: the newest events come with it, earlier ones are loaded on request.

use super::activity::Activity;
use crate::api::{Failure, endpoints};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::ui::{self, Icon};
use crate::view::{View, view};
use leptos::prelude::*;
use portico_contract::{Event, EventKind, Request, RequestId};

/// The loaded events of a request. Copying it copies no state.
#[derive(Clone, Copy)]
pub(super) struct Timeline {
    context: PageContext,
    id: StoredValue<RequestId>,
    activity: RwSignal<Activity>,
    earlier: RwSignal<EarlierEvents>,
}

/// The state of the earlier events.
#[derive(Clone, PartialEq)]
enum EarlierEvents {
    Offered,
    Loading,
    Failed(Failure),
}

impl Timeline {
    pub(super) fn new(context: PageContext, id: RequestId) -> Self {
        Self {
            context,
            id: StoredValue::new(id),
            activity: RwSignal::default(),
            earlier: RwSignal::new(EarlierEvents::Offered),
        }
    }

    /// Adds the events of a request that was loaded again.
    pub(super) fn merge(self, request: &Request) {
        self.activity.update(|activity| activity.merge(request));
    }

    pub(super) fn view(self) -> View {
        let context = self.context;
        let rows = move || {
            self.activity.with(|activity| {
                let rows = activity.events.iter().map(|event| row(context, event));
                view! { <ol class="timeline">{rows.collect::<View>()}</ol> }
            })
        };
        let has_earlier = Memo::new(move |_| self.activity.with(|all| all.earlier.is_some()));
        view! {
            {ui::live(move || has_earlier.get().then(|| self.way_back()))}
            {ui::live(rows)}
        }
    }

    /// The button stays the same during loading, so that it keeps the focus.
    fn way_back(self) -> View {
        let context = self.context;
        let is_loading = move || self.earlier.with(|now| *now == EarlierEvents::Loading);
        let busy = Signal::derive(move || is_loading().then_some("true"));
        let words = move || {
            if is_loading() {
                t!(context.i18n, "loading")
            } else {
                t!(context.i18n, "request-earlier")
            }
        };
        let failed = move || {
            self.earlier.with(|now| match now {
                EarlierEvents::Failed(failure) => {
                    Some(ui::failed(context, failure, move || self.load()))
                }
                _ => None,
            })
        };
        let has_failed = Memo::new(move |_| {
            self.earlier
                .with(|now| matches!(now, EarlierEvents::Failed(_)))
        });
        let button = move || {
            (!has_failed.get()).then(|| view! {
                <p class="timeline-earlier">
                    <button class="button button-small" type="button" aria-disabled=busy on:click=move |_: web_sys::MouseEvent| self.load()>
                        {ui::live(words)}
                    </button>
                </p>
            })
        };
        view! { {ui::live(button)}{ui::live(failed)} }
    }

    fn load(self) {
        let (context, earlier) = (self.context, self.earlier);
        let cursor = self.activity.with_untracked(|all| all.earlier.clone());
        let Some(cursor) = cursor.filter(|_| earlier.get_untracked() != EarlierEvents::Loading)
        else {
            return;
        };
        earlier.set(EarlierEvents::Loading);
        let get = endpoints::earlier_events(&self.id.get_value(), &cursor);
        spawn_local(async move {
            let answer = context.client.get(get).await;
            if context.host.is_gone() || earlier.is_disposed() {
                return;
            }
            match answer {
                Ok(page) => {
                    let first = self.activity.try_update(|all| {
                        let count = all.put_before(page);
                        (count, all.events.first().map(name))
                    });
                    earlier.set(EarlierEvents::Offered);
                    let (count, first) = first.unwrap_or_default();
                    #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
                    context.announcer.announce(t!(
                        context.i18n,
                        "more-loaded",
                        count = count as f64
                    ));
                    // Reading continues at the beginning of the new part; the button for earlier events is above it.
                    if let Some(first) = first.filter(|_| count > 0) {
                        let first = format!("[id=\"{first}\"]");
                        request_animation_frame(move || ui::focus(context.host, &first));
                    }
                }
                Err(failure) => {
                    ui::report(context.i18n, context.host, context.session, &failure);
                    earlier.set(EarlierEvents::Failed(failure));
                }
            }
        });
    }
}

/// An event on the screen.
fn name(event: &Event) -> String {
    let id = event.id.as_str().replace(['"', '\\'], "");
    format!("event-{id}")
}

fn row(context: PageContext, event: &Event) -> View {
    let actor = event.actor.as_ref().map(|actor| actor.name.as_str());
    let (mark, words) = match event.kind {
        EventKind::Created => (Icon::CircleDot, t!(context.i18n, "event-created")),
        EventKind::State => (Icon::Refresh, t!(context.i18n, "event-state")),
        EventKind::Comment => (Icon::MessageCircle, t!(context.i18n, "event-comment")),
        EventKind::Other => (Icon::Info, t!(context.i18n, "event-other")),
    };
    let words = event.label.clone().unwrap_or(words);
    // Events without an actor are attributed to the organisation.
    let who = actor
        .map(str::to_owned)
        .or_else(|| context.session.discovered(|portal| portal.name.clone()));
    view! {
        <li class="event" id=name(event) tabindex="-1">
            <span class="event-icon">{ui::icon(mark)}</span>
            <div class="event-text">
                <p class="event-head">
                    <strong>{who}</strong>" "<span>{words}</span>
                    " "<time class="event-time" datetime=event.at.clone()>{context.i18n.format().moment(&event.at)}</time>
                </p>
                {event.state.as_ref().map(|state| view! { <p>{ui::status(state)}</p> })}
                {event.body.as_ref().map(|body| view! { <div class="event-body">{ui::document(context.i18n, context.nav, context.host, context.client, body)}</div> })}
            </div>
        </li>
    }
}
