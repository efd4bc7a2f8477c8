//! The receipt of a request that was just sent.

use crate::app::App;
use crate::client::{Failure, Load, Resource, api};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{Request, RequestId};

pub(crate) fn view(app: App, id: RequestId, again: bool) -> AnyView {
    let request = Resource::new(app.client, move || api::request(&id));
    let view = move || match request.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(app, t!(app, "request-missing"))
        }
        Load::Ready(request) => ready(app, &request, again),
        _ => ui::show(app, request, Skeleton::Text, |_| ().into_any()),
    };
    view! { <div class="page page-narrow">{ui::live(view)}</div> }.into_any()
}

fn ready(app: App, request: &Request, again: bool) -> AnyView {
    let due = request.due_at.as_ref().map(|due| {
        view! {
            <div class="fact"><dt>{ui::icon(Icon::Clock)}<span>{t!(app, "request-due")}</span></dt><dd>{app.format.due(due)}</dd></div>
        }
    });
    let follow = ui::link(
        app,
        Route::Request(request.id.clone()),
        "button button-primary",
        t!(app, "receipt-follow"),
    );
    view! {
        <div class="receipt">
            <span class="receipt-icon">{ui::icon(Icon::CircleCheck)}</span>
            {ui::page_heading(app, if again { t!(app, "receipt-again", number = &request.number) } else { t!(app, "receipt-title") })}
            {again.then(|| view! { <p>{t!(app, "receipt-again-text")}</p> })}
            <p class="receipt-number">{t!(app, "receipt-number")}" "<strong data-number=request.number.clone()>{request.number.clone()}</strong></p>
            <p class="lead">{request.service.name.clone()}</p>
        </div>
        <dl class="facts facts-wide">
            <div class="fact"><dt>{ui::icon(Icon::CircleDot)}<span>{t!(app, "request-state")}</span></dt><dd>{ui::status(&request.state)}</dd></div>
            {request.next_step.clone().map(|next| view! {
                <div class="fact"><dt>{ui::icon(Icon::ChevronRight)}<span>{t!(app, "request-next")}</span></dt><dd>{next}</dd></div>
            })}
            {due}
            <div class="fact"><dt>{ui::icon(Icon::Phone)}<span>{t!(app, "receipt-questions")}</span></dt><dd>{ui::link(app, Route::Contact, "link", t!(app, "nav-contact"))}</dd></div>
        </dl>
        <div class="form-actions">
            {follow}
            {ui::link(app, Route::Home, "button button-quiet", t!(app, "go-home"))}
        </div>
    }
    .into_any()
}
