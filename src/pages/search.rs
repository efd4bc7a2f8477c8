//! Services and articles that match some words.

use crate::app::App;
use crate::client::api::{self, Filter};
use crate::client::{Load, Resource};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::Page;
use serde::de::DeserializeOwned;

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
    let services = Resource::new(app.client, move || api::services(&filter()));
    let articles = Resource::new(app.client, move || api::articles(&filter()));
    let knowledge =
        move || app.discovered(|portal| portal.capabilities.knowledge.is_some()) == Some(true);
    // Both lists are there and both are empty, or the only list that there is.
    let nothing = Memo::new(move |_| {
        let no_services = matches!(services.state(), Load::Ready(page) if page.items.is_empty());
        let no_articles = matches!(articles.state(), Load::Ready(page) if page.items.is_empty());
        no_services && (no_articles || !knowledge())
    });
    Effect::new(move || {
        let Load::Ready(services) = services.state() else {
            return;
        };
        let more = if let Load::Ready(articles) = articles.state() {
            articles.items.len()
        } else {
            0
        };
        #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
        app.announce(t!(
            app,
            "search-count",
            count = (services.items.len() + more) as f64
        ));
    });
    ui::live(move || {
        let waits = matches!(services.state(), Load::Loading)
            || knowledge() && matches!(articles.state(), Load::Loading);
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
        }
        .into_any()
    })
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
