//! The receipt of a request that was just sent: what was received, the next steps, and the link to follow it.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{Request, RequestId};

pub(crate) fn view(context: PageContext, search: Search, id: RequestId, again: bool) -> View {
    let request = Resource::new(context.client, move || endpoints::request(&id));
    let view = move || match request.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(context, search, t!(context.i18n, "request-missing"))
        }
        Load::Ready(request) => ready(context, &request, again),
        _ => ui::show(context, request, Skeleton::Text, |_| ().into_view()),
    };
    view! { <div class="page">{ui::live(view)}</div> }
}

fn ready(context: PageContext, request: &Request, again: bool) -> View {
    let follow = ui::link(
        context.nav,
        Route::Request(request.id.clone()),
        "button button-primary",
        t!(context.i18n, "receipt-follow"),
    );
    let title = if again {
        t!(context.i18n, "receipt-again", number = &request.number)
    } else {
        t!(context.i18n, "receipt-title")
    };
    let parents = vec![(
        Route::Requests { closed: false },
        t!(context.i18n, "requests-title"),
    )];
    let next = view! {
        {request.next_step.clone().map(|next| view! { <p class="panel-lead">{next}</p> })}
        {ui::stages(context.i18n, request, "")}
    };
    view! {
        {ui::crumbs(context.i18n, context.nav, parents, request.number.clone())}
        <div class="receipt-head">
            <span class="receipt-icon">{ui::icon(Icon::Check)}</span>
            <div class="receipt-text">
                {ui::page_heading_in(context, title, &request.number)}
                {again.then(|| view! { <p>{t!(context.i18n, "receipt-again-text")}</p> })}
                <p class="receipt-number">
                    {request.service.name.clone()}" · "{t!(context.i18n, "receipt-number")}" "<strong data-number=request.number.clone()>{request.number.clone()}</strong>
                </p>
            </div>
            <div class="form-actions">{follow}</div>
        </div>
        <div class="columns">
            {ui::panel(context.host, t!(context.i18n, "request-next"), next)}
            <aside class="columns-side" aria-label=t!(context.i18n, "request-facts")>
                {super::request::facts(context.i18n, context.nav, context.session, request)}
                {ui::link(context.nav, Route::Home, "link", t!(context.i18n, "go-home"))}
            </aside>
        </div>
    }
}
