//! The receipt of a request that was just sent: what was received, what happens next, and how to follow it.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;
use portico_contract::{Request, RequestId};

pub(crate) fn view(app: App, search: Search, id: RequestId, again: bool) -> AnyView {
    let request = Resource::new(app.client, move || endpoints::request(&id));
    let view = move || match request.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(app, search, t!(app, "request-missing"))
        }
        Load::Ready(request) => ready(app, &request, again),
        _ => ui::show(app, request, Skeleton::Text, |_| ().into_any()),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

fn ready(app: App, request: &Request, again: bool) -> AnyView {
    let follow = ui::link(
        app,
        Route::Request(request.id.clone()),
        "button button-primary",
        t!(app, "receipt-follow"),
    );
    let title = if again {
        t!(app, "receipt-again", number = &request.number)
    } else {
        t!(app, "receipt-title")
    };
    let way = vec![(Route::Requests { closed: false }, t!(app, "requests-title"))];
    view! {
        {ui::crumbs(app, way, request.number.clone())}
        <div class="receipt-head">
            <span class="receipt-icon">{ui::icon(Icon::Check)}</span>
            <div class="receipt-text">
                {ui::page_heading_in(app, title, &request.number)}
                {again.then(|| view! { <p>{t!(app, "receipt-again-text")}</p> })}
                <p class="receipt-number">
                    {request.service.name.clone()}" · "{t!(app, "receipt-number")}" "<strong data-number=request.number.clone()>{request.number.clone()}</strong>
                </p>
            </div>
            <div class="form-actions">{follow}</div>
        </div>
        <div class="columns">
            <section class="panel">
                {ui::heading(app, 2, "panel-title", t!(app, "request-next"))}
                {request.next_step.clone().map(|next| view! { <p class="panel-lead">{next}</p> })}
                {ui::stages(app, request, "")}
            </section>
            <aside class="columns-side" aria-label=t!(app, "request-facts")>
                {super::request::facts(app, request)}
                {ui::link(app, Route::Home, "link", t!(app, "go-home"))}
            </aside>
        </div>
    }
    .into_any()
}
