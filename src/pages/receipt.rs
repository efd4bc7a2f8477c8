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
            super::not_found::missing(app, search, t!(app.i18n, "request-missing"))
        }
        Load::Ready(request) => ready(app, &request, again),
        _ => ui::show(app.context(), request, Skeleton::Text, |_| ().into_any()),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

fn ready(app: App, request: &Request, again: bool) -> AnyView {
    let follow = ui::link(
        app.nav,
        Route::Request(request.id.clone()),
        "button button-primary",
        t!(app.i18n, "receipt-follow"),
    );
    let title = if again {
        t!(app.i18n, "receipt-again", number = &request.number)
    } else {
        t!(app.i18n, "receipt-title")
    };
    let way = vec![(
        Route::Requests { closed: false },
        t!(app.i18n, "requests-title"),
    )];
    view! {
        {ui::crumbs(app.i18n, app.nav, way, request.number.clone())}
        <div class="receipt-head">
            <span class="receipt-icon">{ui::icon(Icon::Check)}</span>
            <div class="receipt-text">
                {ui::page_heading_in(app.context(), title, &request.number)}
                {again.then(|| view! { <p>{t!(app.i18n, "receipt-again-text")}</p> })}
                <p class="receipt-number">
                    {request.service.name.clone()}" · "{t!(app.i18n, "receipt-number")}" "<strong data-number=request.number.clone()>{request.number.clone()}</strong>
                </p>
            </div>
            <div class="form-actions">{follow}</div>
        </div>
        <div class="columns">
            <section class="panel">
                {ui::heading(app.host, 2, "panel-title", t!(app.i18n, "request-next"))}
                {request.next_step.clone().map(|next| view! { <p class="panel-lead">{next}</p> })}
                {ui::stages(app.i18n, request, "")}
            </section>
            <aside class="columns-side" aria-label=t!(app.i18n, "request-facts")>
                {super::request::facts(app, request)}
                {ui::link(app.nav, Route::Home, "link", t!(app.i18n, "go-home"))}
            </aside>
        </div>
    }
    .into_any()
}
