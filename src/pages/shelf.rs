//! A list that people narrow by words and by category: the catalogue, and the help articles.

use crate::app::App;
use crate::client::api::{self, Filter};
use crate::client::{self, Load, Resource};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{Category, CategoryId, Page};
use serde::de::DeserializeOwned;

/// How many items a page of the list has.
const PAGE: u32 = 50;

/// What makes one list differ from the other.
pub(super) struct Shelf<T: 'static> {
    pub route: fn(Option<CategoryId>, String) -> Route,
    pub get: fn(&Filter) -> client::Get<Page<T>>,
    pub row: fn(App, &T) -> AnyView,
    /// The heading, given the name of the chosen category.
    pub title: fn(App, Option<String>) -> String,
    /// What the field for words says.
    pub filter: String,
    pub none_title: String,
    pub none_text: String,
    /// What the link to the whole list says.
    pub all: String,
}

/// The screen of a list.
pub(super) fn view<T: DeserializeOwned + 'static>(
    app: App,
    shelf: Shelf<T>,
    category: Option<CategoryId>,
    words: &str,
) -> AnyView {
    let words = RwSignal::new(words.to_owned());
    let categories = Resource::new(app.client, api::categories);
    let chosen = StoredValue::new(category);
    let filter = move |cursor: Option<String>| Filter {
        category: chosen.get_value(),
        words: words.get(),
        limit: PAGE,
        cursor,
        ..Filter::default()
    };
    let get = shelf.get;
    let items = Resource::new(app.client, move || get(&filter(None)));
    let route = shelf.route;
    let typed = move |text: String| {
        app.nav.replace(route(chosen.get_value(), text.clone()));
        words.set(text);
    };
    let title = shelf.title;
    let heading = move || {
        let name = match categories.state() {
            Load::Ready(page) => chosen.with_value(|id| {
                let category = page.items.into_iter().find(|c| Some(&c.id) == id.as_ref());
                category.map(|category| category.name)
            }),
            _ => None,
        };
        ui::page_heading(app, title(app, name))
    };
    let input = ui::search_input(shelf.filter.clone(), &words.get_untracked(), false, typed);
    let search = ui::search_box(app, "", shelf.filter.clone(), || (), input);
    let rows = move |page: Page<T>| {
        if page.items.is_empty() {
            let all = ui::link(app, route(None, String::new()), "button", shelf.all.clone());
            let (title, text) = (shelf.none_title.clone(), shelf.none_text.clone());
            return ui::empty(app, Icon::Inbox, title, text, Some(all));
        }
        let rest = move |cursor: &str| get(&untrack(|| filter(Some(cursor.to_owned()))));
        let rows = page.items.iter().map(|item| (shelf.row)(app, item));
        view! {
            <ul class="rows">
                {rows.collect_view()}
                {ui::more(app, page.next, rest, shelf.row)}
            </ul>
        }
        .into_any()
    };
    view! {
        <div class="page">
            {ui::live(heading)}
            {search}
            {chips(app, categories, chosen.get_value(), route)}
            {ui::show(app, items, Skeleton::Rows, rows)}
        </div>
    }
    .into_any()
}

/// Categories to narrow a list to. Without them the list is still whole, so that a failure shows nothing here.
fn chips(
    app: App,
    categories: Resource<Page<Category>>,
    chosen: Option<CategoryId>,
    route: fn(Option<CategoryId>, String) -> Route,
) -> AnyView {
    let chip = move |category: Option<CategoryId>, name: String| {
        let current = category == chosen;
        let route = route(category, String::new());
        ui::chip(app, route, current, name)
    };
    let list = move || match categories.state() {
        Load::Ready(page) => {
            let all = chip(None, t!(app, "all"));
            let each = page.items.into_iter().map(|c| chip(Some(c.id), c.name));
            view! { {all}{each.collect_view()} }.into_any()
        }
        _ => view! { <li class="chip chip-empty" aria-hidden="true">"\u{a0}"</li> }.into_any(),
    };
    view! { <nav aria-label=t!(app, "categories")><ul class="chips">{ui::live(list)}</ul></nav> }
        .into_any()
}
