//! The start: search first, then what most people come for.

use crate::app::App;
use crate::client::api::{self, Filter};
use crate::client::{Failure, Load, Resource};
use crate::route::Route;
use crate::search::{Typing, field};
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{Category, Page, RequestSummary, ServiceSummary};

pub(crate) fn view(app: App) -> AnyView {
    let categories = Resource::new(app.client, api::categories);
    let popular = Filter {
        popular: true,
        limit: 6,
        ..Filter::default()
    };
    let services = Resource::new(app.client, move || api::services(&popular));
    ui::title(app, &t!(app, "home-title"));
    view! {
        <div class="hero">
            {ui::live(move || ui::heading(app, 1, "page-title hero-title", greeting(app)))}
            {ui::live(move || tagline(app))}
            {field(app, "search-box-large", Typing::new("search-home"))}
        </div>
        <div class="page">{ui::live(move || shelves(app, services, categories))}</div>
    }
    .into_any()
}

/// All below the search, once all of it is there, so that nothing is pushed down later.
fn shelves(
    app: App,
    services: Resource<Page<ServiceSummary>>,
    categories: Resource<Page<Category>>,
) -> AnyView {
    let has_requests = app.discovered(|portal| portal.capabilities.requests.is_some());
    let requests = (has_requests == Some(true) && app.is_signed_in())
        .then(|| Resource::new(app.client, || api::requests(false, 3, None)));
    ui::live(move || {
        let mine = requests.map(Resource::state);
        let waits = matches!(mine, Some(Load::Loading))
            || matches!(services.state(), Load::Loading)
            || matches!(categories.state(), Load::Loading);
        if waits {
            return ui::skeleton(app, Skeleton::Cards);
        }
        let all = Route::Services {
            category: None,
            words: String::new(),
        };
        let cards = move |page: Page<ServiceSummary>| {
            let cards = page
                .items
                .iter()
                .map(|service| ui::service_card(app, service))
                .collect_view();
            view! { <ul class="cards">{cards}</ul> }.into_any()
        };
        view! {
            {announcements(app)}
            {my_requests(app, mine)}
            <section class="section">
                {section_head(app, t!(app, "home-popular"), Some((all, t!(app, "home-all-services"))))}
                {ui::show(app, services, Skeleton::Cards, cards)}
            </section>
            {ui::live(move || browse(app, categories))}
            {has_knowledge(app).then(|| articles(app))}
        }
        .into_any()
    })
}

fn greeting(app: App) -> String {
    let name = app
        .discovered(|portal| portal.sign_in.user.as_ref().map(|me| me.name.clone()))
        .flatten();
    let first = name
        .as_deref()
        .and_then(|name| name.split_whitespace().next());
    match first {
        Some(first) => t!(app, "home-greeting", name = first),
        None => t!(app, "home-title"),
    }
}

fn tagline(app: App) -> AnyView {
    let text = app.discovered(|portal| portal.tagline.clone()).flatten();
    view! { <p class="hero-text">{text}</p> }.into_any()
}

fn has_knowledge(app: App) -> bool {
    app.discovered(|portal| portal.capabilities.knowledge.is_some())
        .unwrap_or_default()
}

fn section_head(app: App, title: String, more: Option<(Route, String)>) -> AnyView {
    view! {
        <div class="section-head">
            {ui::heading(app, 2, "section-title", title)}
            {more.map(|(route, words)| ui::link(app, route, "link", words))}
        </div>
    }
    .into_any()
}

fn announcements(app: App) -> AnyView {
    let list = app
        .discovered(|portal| portal.announcements.clone())
        .unwrap_or_default();
    if list.is_empty() {
        return ().into_any();
    }
    view! {
        <ul class="notices" aria-label=t!(app, "announcements")>
            {list.iter().map(|one| ui::announcement(app, one)).collect_view()}
        </ul>
    }
    .into_any()
}

fn tile(app: App, category: &Category) -> AnyView {
    let route = Route::Services {
        category: Some(category.id.clone()),
        words: String::new(),
    };
    let count = category
        .services
        .map(|count| t!(app, "services-count", count = f64::from(count)));
    let content = view! {
        <span class="tile-icon">{ui::named_icon(category.icon.as_deref().unwrap_or("folder"))}</span>
        <span class="tile-text">
            <span class="tile-title">{category.name.clone()}</span>
            <span class="tile-count">{count}</span>
        </span>
    };
    view! { <li class="tile">{ui::link(app, route, "tile-link", content)}</li> }.into_any()
}

/// The categories; nothing at all where the backend has none.
fn browse(app: App, categories: Resource<Page<Category>>) -> AnyView {
    match categories.state() {
        Load::Failed(Failure::NotFound) => return ().into_any(),
        Load::Ready(page) if page.items.is_empty() => return ().into_any(),
        _ => {}
    }
    let tiles = move |page: Page<Category>| {
        let tiles = page
            .items
            .iter()
            .map(|category| tile(app, category))
            .collect_view();
        view! { <ul class="tiles">{tiles}</ul> }.into_any()
    };
    view! {
        <section class="section">
            {section_head(app, t!(app, "home-categories"), None)}
            {ui::show(app, categories, Skeleton::Cards, tiles)}
        </section>
    }
    .into_any()
}

/// My open requests; nothing at all when there are none or they cannot be read now.
fn my_requests(app: App, requests: Option<Load<Page<RequestSummary>>>) -> AnyView {
    let Some(Load::Ready(page)) = requests else {
        return ().into_any();
    };
    if page.items.is_empty() {
        return ().into_any();
    }
    let all = (
        Route::Requests { closed: false },
        t!(app, "home-all-requests"),
    );
    view! {
        <section class="section">
            {section_head(app, t!(app, "home-my-requests"), Some(all))}
            <ul class="rows">{page.items.iter().map(|request| super::requests::row(app, request)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn articles(app: App) -> AnyView {
    let filter = Filter {
        limit: 5,
        ..Filter::default()
    };
    let articles = Resource::new(app.client, move || api::articles(&filter));
    let all = Route::Articles {
        category: None,
        words: String::new(),
    };
    view! {
        <section class="section">
            {section_head(app, t!(app, "home-articles"), Some((all, t!(app, "home-all-articles"))))}
            {ui::show(app, articles, Skeleton::Rows, move |page| view! {
                <ul class="rows">{page.items.iter().map(|article| ui::article_row(app, article)).collect_view()}</ul>
            }.into_any())}
            <p class="section-more">
                {ui::icon(Icon::MessageCircle)}
                <span>{t!(app, "home-person")}" "{ui::link(app, Route::Contact, "link", t!(app, "nav-contact"))}</span>
            </p>
        </section>
    }
    .into_any()
}
