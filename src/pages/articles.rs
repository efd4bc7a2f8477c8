//! The knowledge articles, all or of one category.

use crate::app::App;
use crate::client::api::{self, Filter};
use crate::client::{Load, Resource};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{ArticleSummary, Category, CategoryId, Page};

pub(crate) fn view(app: App, category: Option<CategoryId>, words: &str) -> AnyView {
    let words = RwSignal::new(words.to_owned());
    let categories = Resource::new(app.client, api::categories);
    let chosen = StoredValue::new(category);
    let filter = move || Filter {
        category: chosen.get_value(),
        words: words.get(),
        limit: 50,
        ..Filter::default()
    };
    let articles = Resource::new(app.client, move || api::articles(&filter()));
    let typed = move |text: String| {
        app.nav.replace(Route::Articles {
            category: chosen.get_value(),
            words: text.clone(),
        });
        words.set(text);
    };
    let link_to = |category: Option<CategoryId>| Route::Articles {
        category,
        words: String::new(),
    };
    view! {
        <div class="page">
            {ui::page_heading(app, t!(app, "articles-title"))}
            {ui::search_box(app, "", t!(app, "articles-filter"), &words.get_untracked(), typed, typed)}
            {chips(app, categories, chosen.get_value(), link_to)}
            {ui::show(app, articles, Skeleton::Rows, move |page| list(app, page, chosen.get_value(), words))}
        </div>
    }
    .into_any()
}

fn list(
    app: App,
    page: Page<ArticleSummary>,
    category: Option<CategoryId>,
    words: RwSignal<String>,
) -> AnyView {
    if page.items.is_empty() {
        let all = ui::link(
            app,
            Route::Articles {
                category: None,
                words: String::new(),
            },
            "button",
            t!(app, "home-all-articles"),
        );
        return ui::empty(
            app,
            Icon::Inbox,
            t!(app, "articles-none-title"),
            t!(app, "articles-none-text"),
            Some(all),
        );
    }
    let category = StoredValue::new(category);
    let rest = move |cursor: &str| {
        let (category, words) = (category.get_value(), words.get_untracked());
        api::articles(&Filter {
            category,
            words,
            limit: 50,
            cursor: Some(cursor.to_owned()),
            ..Filter::default()
        })
    };
    view! {
        <ul class="rows">
            {page.items.iter().map(|article| ui::article_row(app, article)).collect_view()}
            {ui::more(app, page.next, rest, ui::article_row)}
        </ul>
    }
    .into_any()
}

/// Categories to limit a list to. Without them the list is still whole, so that a failure shows nothing here.
pub(super) fn chips(
    app: App,
    categories: Resource<Page<Category>>,
    chosen: Option<CategoryId>,
    link_to: fn(Option<CategoryId>) -> Route,
) -> AnyView {
    let chip = move |category: Option<CategoryId>, name: String| {
        let current = (category == chosen).then_some("true");
        let route = link_to(category);
        let href = app.nav.href(&route);
        view! { <li><a class="chip" href=href data-route=route.to_string() aria-current=current>{name}</a></li> }
    };
    let list = move || match categories.state() {
        Load::Ready(page) => {
            let all = chip(None, t!(app, "all"));
            let each = page
                .items
                .iter()
                .map(|c| chip(Some(c.id.clone()), c.name.clone()))
                .collect_view();
            view! { {all}{each} }.into_any()
        }
        _ => view! { <li class="chip chip-empty" aria-hidden="true">"\u{a0}"</li> }.into_any(),
    };
    view! { <nav aria-label=t!(app, "categories")><ul class="chips">{ui::live(list)}</ul></nav> }
        .into_any()
}
