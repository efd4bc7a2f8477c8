//! One service: everything to know before ordering.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::route::Route;
use crate::search::Search;
use crate::session::Session;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{Ordering, Service, ServiceId};

/// `preload` loads the form chunk, which is probably needed next.
pub(crate) fn view(context: PageContext, search: Search, id: ServiceId, preload: fn(Host)) -> View {
    let service = Resource::new(context.client, move || endpoints::service(&id));
    let view = move || match service.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(context, search, t!(context.i18n, "service-missing"))
        }
        Load::Ready(service) => ready(context, service, preload),
        _ => ui::show(context, service, Skeleton::Text, |_| ().into_view()),
    };
    view! { <div class="page">{ui::live(view)}</div> }
}

fn ready(context: PageContext, service: Service, preload: fn(Host)) -> View {
    let language = service.language.clone();
    view! {
        {ui::crumbs(context.i18n, context.nav, trail(context.i18n, &service), service.name.clone())}
        <div class="title-row">
            <span class="title-icon">{ui::named_icon(context.host, service.icon.as_deref(), "package")}</span>
            <div lang=language.clone()>
                {ui::page_heading(context, service.name.clone())}
                <p class="lead">{service.summary.clone()}</p>
            </div>
        </div>
        {ui::other_language(context.i18n, language.as_deref())}
        <div class="columns columns-order">
            {order(context.i18n, context.nav, context.host, context.session, &service, preload)}
            <div class="columns-main" lang=language>
                {service.description.as_ref().map(|text| ui::document(context.i18n, context.nav, context.host, context.client, text))}
                {(!service.included.is_empty()).then(|| included(context.i18n, context.host, &service))}
                {(!service.steps.is_empty()).then(|| steps(context.i18n, context.host, &service.steps))}
            </div>
            <aside class="columns-side" aria-label=t!(context.i18n, "service-facts")>
                {facts(context.i18n, &service, price_and_time(context.i18n, context.session, &service))}
                {related(context.i18n, context.nav, context.host, &service)}
            </aside>
        </div>
    }
}

/// The breadcrumbs of a service: the catalogue, and its category.
pub(super) fn trail(i18n: I18n, service: &Service) -> Vec<(Route, String)> {
    let mut parents = vec![(Route::services(None), t!(i18n, "services-title"))];
    parents.extend(service.category.as_ref().map(|category| {
        (
            Route::services(Some(category.id.clone())),
            category.name.clone(),
        )
    }));
    parents
}

fn included(i18n: I18n, host: Host, service: &Service) -> View {
    let items = service
        .included
        .iter()
        .map(|item| view! { <li>{ui::icon(Icon::Check)}<span>{item.clone()}</span></li> });
    let list = view! { <ul class="checks">{items.collect::<View>()}</ul> };
    ui::section(host, t!(i18n, "service-included"), list)
}

/// The steps after sending.
pub(super) fn steps(i18n: I18n, host: Host, steps: &[String]) -> View {
    let items = steps.iter().map(|step| view! { <li>{step.clone()}</li> });
    let list = view! { <ol class="steps">{items.collect::<View>()}</ol> };
    ui::section(host, t!(i18n, "service-steps"), list)
}

fn takes_requests(session: Session) -> bool {
    session
        .discovered(|portal| portal.capabilities.requests.is_some())
        .unwrap_or_default()
}

fn order(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    service: &Service,
    preload: fn(Host),
) -> View {
    if !takes_requests(session) {
        return ().into_view();
    }
    if !service.ordering.allowed {
        return not_orderable(i18n, nav, session, &service.ordering);
    }
    let note = service
        .ordering
        .sign_in
        .then(|| view! { <p class="hint">{t!(i18n, "service-sign-in-note")}</p> });
    preload(host);
    let time = service
        .target
        .as_ref()
        .map(|target| ui::target(i18n, target));
    view! {
        <div class="order-bar">
            <p class="order-facts">
                <span class="order-price">{ui::price(i18n, service.price.as_ref())}</span>
                {time.map(|time| view! { <span class="order-time">{time}</span> })}
            </p>
            {ui::link(nav, Route::form(service.id.clone()), "button button-primary button-large", t!(i18n, "service-order"))}
            {note}
        </div>
    }
}

/// The reason why the user cannot order a service, and the alternative.
pub(super) fn not_orderable(
    i18n: I18n,
    nav: Navigator,
    session: Session,
    ordering: &Ordering,
) -> View {
    let why = ordering
        .why
        .clone()
        .unwrap_or_else(|| t!(i18n, "not-orderable-why"));
    view! {
        <div class="notice notice-info">
            <span class="notice-icon">{ui::icon(Icon::Lock)}</span>
            <div class="notice-text">
                <p class="notice-title">{t!(i18n, "not-orderable-title")}</p>
                <p>{why}</p>
                {ordering.ask.clone().map(|ask| view! { <p>{ask}</p> })}
                {ui::contact(nav, session, "link", t!(i18n, "not-orderable-contact")).map(|contact| view! { <p>{contact}</p> })}
            </div>
        </div>
    }
}

/// Approvals and the service owner, after the other facts.
pub(super) fn facts(i18n: I18n, service: &Service, first: Vec<View>) -> View {
    let approvals = if service.approvals.is_empty() {
        t!(i18n, "approvals-none").into_view()
    } else {
        let items = service
            .approvals
            .iter()
            .map(|approval| view! { <li>{ui::approver(i18n, approval)}</li> });
        view! { <ol class="plain">{items.collect::<View>()}</ol> }
    };
    let owner = service.owner.as_ref().map(|owner| owner.name.clone());
    view! {
        <dl class="facts">
            {first}
            {ui::fact(Icon::ShieldCheck, t!(i18n, "fact-approvals"), approvals)}
            {service.provider.clone().map(|team| ui::fact(Icon::Wrench, t!(i18n, "fact-provider"), team))}
            {owner.map(|owner| ui::fact(Icon::User, t!(i18n, "fact-owner"), owner))}
            {service.seen_by.clone().map(|who| ui::fact(Icon::Lock, t!(i18n, "fact-seen-by"), who))}
        </dl>
    }
}

/// Price and delivery time, if they are not displayed beside it.
fn price_and_time(i18n: I18n, session: Session, service: &Service) -> Vec<View> {
    if takes_requests(session) && service.ordering.allowed {
        return Vec::new();
    }
    let price = ui::price(i18n, service.price.as_ref());
    let price = ui::fact(Icon::CreditCard, t!(i18n, "fact-price"), price);
    let time = service.target.as_ref().map(|target| {
        ui::fact(
            Icon::Clock,
            t!(i18n, "fact-target"),
            ui::target(i18n, target),
        )
    });
    [Some(price), time].into_iter().flatten().collect()
}

fn related(i18n: I18n, nav: Navigator, host: Host, service: &Service) -> View {
    let section = |links: View, title: String| {
        ui::side_section(host, title, view! { <ul class="links">{links}</ul> })
    };
    let articles = (!service.articles.is_empty()).then(|| {
        let links = ui::article_links(i18n, nav, &service.articles);
        section(links, t!(i18n, "service-articles"))
    });
    let services = (!service.related.is_empty()).then(|| {
        let links = ui::service_links(i18n, nav, &service.related);
        section(links, t!(i18n, "service-related"))
    });
    view! { {articles}{services} }
}
