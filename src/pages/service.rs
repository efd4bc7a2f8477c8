//! One service: everything somebody wants to know before ordering.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::app::App;
use crate::i18n::t;
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;
use portico_contract::{Ordering, Service, ServiceId};

/// `preload` fetches the file of forms, which is likely to be wanted next.
pub(crate) fn view(app: App, search: Search, id: ServiceId, preload: fn()) -> AnyView {
    let service = Resource::new(app.client, move || endpoints::service(&id));
    let view = move || match service.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(app, search, t!(app.i18n, "service-missing"))
        }
        Load::Ready(service) => ready(app, service, preload),
        _ => ui::show(app.context(), service, Skeleton::Text, |_| ().into_any()),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

fn ready(app: App, service: Service, preload: fn()) -> AnyView {
    let language = service.language.clone();
    view! {
        {ui::crumbs(app.i18n, app.nav, way(app, &service), service.name.clone())}
        <div class="title-row">
            <span class="title-icon">{ui::named_icon(app.host, service.icon.as_deref(), "package")}</span>
            <div lang=language.clone()>
                {ui::page_heading(app.context(), service.name.clone())}
                <p class="lead">{service.summary.clone()}</p>
            </div>
        </div>
        {ui::other_language(app.i18n, language.as_deref())}
        <div class="columns columns-order">
            {order(app, &service, preload)}
            <div class="columns-main" lang=language>
                {service.description.as_ref().map(|text| ui::document(app.i18n, app.nav, app.host, app.client, text))}
                {(!service.included.is_empty()).then(|| included(app, &service))}
                {(!service.steps.is_empty()).then(|| steps(app, &service.steps))}
            </div>
            <aside class="columns-side" aria-label=t!(app.i18n, "service-facts")>
                {facts(app, &service, price_and_time(app, &service))}
                {related(app, &service)}
            </aside>
        </div>
    }
    .into_any()
}

/// The places above a service: the catalogue, and its part of it.
pub(super) fn way(app: App, service: &Service) -> Vec<(Route, String)> {
    let mut way = vec![(Route::services(None), t!(app.i18n, "services-title"))];
    way.extend(service.category.as_ref().map(|category| {
        (
            Route::services(Some(category.id.clone())),
            category.name.clone(),
        )
    }));
    way
}

fn included(app: App, service: &Service) -> AnyView {
    let items = service
        .included
        .iter()
        .map(|item| view! { <li>{ui::icon(Icon::Check)}<span>{item.clone()}</span></li> });
    view! {
        <section class="section">
            {ui::heading(app.host, 2, "section-title", t!(app.i18n, "service-included"))}
            <ul class="checks">{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What happens after sending.
pub(super) fn steps(app: App, steps: &[String]) -> AnyView {
    let items = steps
        .iter()
        .map(|step| view! { <li>{step.clone()}</li> })
        .collect_view();
    view! {
        <section class="section">
            {ui::heading(app.host, 2, "section-title", t!(app.i18n, "service-steps"))}
            <ol class="steps">{items}</ol>
        </section>
    }
    .into_any()
}

fn takes_requests(app: App) -> bool {
    app.session
        .discovered(|portal| portal.capabilities.requests.is_some())
        .unwrap_or_default()
}

fn order(app: App, service: &Service, preload: fn()) -> AnyView {
    if !takes_requests(app) {
        return ().into_any();
    }
    if !service.ordering.allowed {
        return not_orderable(app, &service.ordering);
    }
    let note = service
        .ordering
        .sign_in
        .then(|| view! { <p class="hint">{t!(app.i18n, "service-sign-in-note")}</p> });
    preload();
    let time = service
        .target
        .as_ref()
        .map(|target| ui::target(app.i18n, target));
    view! {
        <div class="order-bar">
            <p class="order-facts">
                <span class="order-price">{ui::price(app.i18n, service.price.as_ref())}</span>
                {time.map(|time| view! { <span class="order-time">{time}</span> })}
            </p>
            {ui::link(app.nav, Route::form(service.id.clone()), "button button-primary button-large", t!(app.i18n, "service-order"))}
            {note}
        </div>
    }
    .into_any()
}

/// Why somebody cannot order a service, and how to get it all the same.
pub(super) fn not_orderable(app: App, ordering: &Ordering) -> AnyView {
    let why = ordering
        .why
        .clone()
        .unwrap_or_else(|| t!(app.i18n, "not-orderable-why"));
    view! {
        <div class="notice notice-info">
            <span class="notice-icon">{ui::icon(Icon::Lock)}</span>
            <div class="notice-text">
                <p class="notice-title">{t!(app.i18n, "not-orderable-title")}</p>
                <p>{why}</p>
                {ordering.ask.clone().map(|ask| view! { <p>{ask}</p> })}
                {ui::contact(app.nav, app.session, "link", t!(app.i18n, "not-orderable-contact")).map(|way| view! { <p>{way}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// Approvals and who answers for the service, after what else there is to know.
pub(super) fn facts(app: App, service: &Service, first: Vec<AnyView>) -> AnyView {
    let approvals = if service.approvals.is_empty() {
        t!(app.i18n, "approvals-none").into_any()
    } else {
        let items = service
            .approvals
            .iter()
            .map(|approval| view! { <li>{ui::approver(app.i18n, approval)}</li> });
        view! { <ol class="plain">{items.collect_view()}</ol> }.into_any()
    };
    let owner = service.owner.as_ref().map(|owner| owner.name.clone());
    view! {
        <dl class="facts">
            {first}
            {ui::fact(Icon::ShieldCheck, t!(app.i18n, "fact-approvals"), approvals)}
            {service.provider.clone().map(|team| ui::fact(Icon::Wrench, t!(app.i18n, "fact-provider"), team))}
            {owner.map(|owner| ui::fact(Icon::User, t!(app.i18n, "fact-owner"), owner))}
            {service.seen_by.clone().map(|who| ui::fact(Icon::Lock, t!(app.i18n, "fact-seen-by"), who))}
        </dl>
    }
    .into_any()
}

/// Price and time, where nothing beside says them.
fn price_and_time(app: App, service: &Service) -> Vec<AnyView> {
    if takes_requests(app) && service.ordering.allowed {
        return Vec::new();
    }
    let price = ui::price(app.i18n, service.price.as_ref());
    let price = ui::fact(Icon::CreditCard, t!(app.i18n, "fact-price"), price);
    let time = service.target.as_ref().map(|target| {
        ui::fact(
            Icon::Clock,
            t!(app.i18n, "fact-target"),
            ui::target(app.i18n, target),
        )
    });
    [Some(price), time].into_iter().flatten().collect()
}

fn related(app: App, service: &Service) -> AnyView {
    let articles = service
        .articles
        .iter()
        .map(|article| view! { <li>{ui::link_in_language(app.i18n, app.nav, Route::Article(article.id.clone()), article.title.clone(), article.language.clone())}</li> })
        .collect_view();
    let services = service
        .related
        .iter()
        .map(|other| view! { <li>{ui::link_in_language(app.i18n, app.nav, Route::Service(other.id.clone()), other.name.clone(), other.language.clone())}</li> })
        .collect_view();
    view! {
        {(!service.articles.is_empty()).then(|| view! {
            <section class="side-section">
                {ui::heading(app.host, 2, "side-title", t!(app.i18n, "service-articles"))}
                <ul class="links">{articles}</ul>
            </section>
        })}
        {(!service.related.is_empty()).then(|| view! {
            <section class="side-section">
                {ui::heading(app.host, 2, "side-title", t!(app.i18n, "service-related"))}
                <ul class="links">{services}</ul>
            </section>
        })}
    }
    .into_any()
}
