//! Services, articles and own requests that some words mean.

use crate::app::App;
use crate::client::api::{self, Filter};
use crate::client::{Load, Resource};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::Page;
use serde::de::DeserializeOwned;

/// How many requests are shown beside what can be asked for.
const REQUESTS: u32 = 5;

pub(crate) fn view(app: App, words: &str) -> AnyView {
    let words = RwSignal::new(words.to_owned());
    let asked = Memo::new(move |_| words.with(|words| !words.trim().is_empty()));
    let search = move |text: String| {
        app.nav.replace(Route::Search {
            words: text.clone(),
        });
        words.set(text);
    };
    view! {
        <div class="page">
            {ui::page_heading(app, t!(app, "search-title"))}
            {ui::search_box(app, "", t!(app, "search-label"), &words.get_untracked(), search, search)}
            {ui::live(move || if asked.get() { results(app, words) } else { start(app) })}
        </div>
    }
    .into_any()
}

fn start(app: App) -> AnyView {
    let all = ui::link(
        app,
        Route::Services {
            category: None,
            words: String::new(),
        },
        "button",
        t!(app, "home-all-services"),
    );
    ui::empty(
        app,
        Icon::Search,
        t!(app, "search-start-title"),
        t!(app, "search-start-text"),
        Some(all),
    )
}

fn results(app: App, words: RwSignal<String>) -> AnyView {
    let filter = move || Filter {
        words: words.get(),
        limit: 20,
        ..Filter::default()
    };
    let mine = searches_requests(app).then(|| {
        Resource::new(app.client, move || {
            api::requests_about(&words.get(), REQUESTS)
        })
    });
    let services = Resource::new(app.client, move || api::services(&filter()));
    let articles = Resource::new(app.client, move || api::articles(&filter()));
    let knowledge =
        move || app.discovered(|portal| portal.capabilities.knowledge.is_some()) == Some(true);
    let own = move || mine.map_or(Some(0), count);
    // All lists that there are are there, and they are empty.
    let nothing = Memo::new(move |_| {
        let no_articles = count(articles) == Some(0) || !knowledge();
        count(services) == Some(0) && no_articles && own() == Some(0)
    });
    Effect::new(move || {
        let Some(services) = count(services) else {
            return;
        };
        let all = services + count(articles).unwrap_or(0) + own().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
        app.announce(t!(app, "search-count", count = all as f64));
    });
    ui::live(move || {
        let waits = matches!(services.state(), Load::Loading)
            || knowledge() && matches!(articles.state(), Load::Loading)
            || mine.is_some_and(|mine| matches!(mine.state(), Load::Loading));
        if waits {
            return ui::skeleton(app, Skeleton::Rows);
        }
        if nothing.get() {
            let title = words.with(|words| t!(app, "search-nothing-title", words = words.trim()));
            let contact = ui::link(app, Route::Contact, "button", t!(app, "nav-contact"));
            return ui::empty(
                app,
                Icon::Inbox,
                title,
                t!(app, "search-nothing-text"),
                Some(contact),
            );
        }
        view! {
            {found(app, t!(app, "nav-services"), services, t!(app, "search-no-services"), ui::service_row)}
            {knowledge().then(|| {
                found(app, t!(app, "nav-articles"), articles, t!(app, "search-no-articles"), ui::article_row)
            })}
            // Most searches mean none of them, and it would only be in the way to say so.
            {mine.filter(|mine| count(*mine) > Some(0)).map(|mine| {
                found(app, t!(app, "nav-requests"), mine, String::new(), super::requests::row)
            })}
        }
        .into_any()
    })
}

/// Whether the backend searches the requests of whoever is here.
fn searches_requests(app: App) -> bool {
    let searches = app.discovered(|portal| {
        let able = portal
            .capabilities
            .requests
            .as_ref()
            .is_some_and(|able| able.search);
        able && portal.sign_in.user.is_some()
    });
    searches == Some(true)
}

/// How many there are, once that is known.
fn count<T: DeserializeOwned + 'static>(resource: Resource<Page<T>>) -> Option<usize> {
    match resource.state() {
        Load::Ready(page) => Some(page.items.len()),
        _ => None,
    }
}

/// One kind of results.
fn found<T: DeserializeOwned + 'static>(
    app: App,
    title: String,
    resource: Resource<Page<T>>,
    none: String,
    row: fn(App, &T) -> AnyView,
) -> AnyView {
    let rows = move |page: Page<T>| {
        if page.items.is_empty() {
            return view! { <p class="none">{none.clone()}</p> }.into_any();
        }
        let rows = page.items.iter().map(|item| row(app, item)).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="section">
            {ui::heading(app, 2, "section-title", title)}
            {ui::show(app, resource, Skeleton::Rows, rows)}
        </section>
    }
    .into_any()
}
