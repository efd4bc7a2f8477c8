//! The catalogue: the services, all or of one category.

use crate::app::App;
use crate::client::Load;
use crate::client::Resource;
use crate::client::api::{self, Filter};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::prelude::*;
use portico_contract::{CategoryId, Page, ServiceSummary};

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
    let services = Resource::new(app.client, move || api::services(&filter()));
    let typed = move |text: String| {
        app.nav.replace(Route::Services {
            category: chosen.get_value(),
            words: text.clone(),
        });
        words.set(text);
    };
    let heading = move || {
        let name = match categories.state() {
            Load::Ready(page) => {
                let category = page
                    .items
                    .into_iter()
                    .find(|c| chosen.with_value(|id| Some(&c.id) == id.as_ref()));
                category.map(|c| c.name)
            }
            _ => None,
        };
        ui::page_heading(app, name.unwrap_or_else(|| t!(app, "services-title")))
    };
    let link_to = |category: Option<CategoryId>| Route::Services {
        category,
        words: String::new(),
    };
    view! {
        <div class="page">
            {ui::live(heading)}
            {ui::search_box(app, "", t!(app, "services-filter"), &words.get_untracked(), typed, typed)}
            {super::articles::chips(app, categories, chosen.get_value(), link_to)}
            {ui::show(app, services, Skeleton::Rows, move |page| list(app, page, chosen.get_value(), words))}
        </div>
    }
    .into_any()
}

fn list(
    app: App,
    page: Page<ServiceSummary>,
    category: Option<CategoryId>,
    words: RwSignal<String>,
) -> AnyView {
    if page.items.is_empty() {
        let all = ui::link(
            app,
            Route::Services {
                category: None,
                words: String::new(),
            },
            "button",
            t!(app, "home-all-services"),
        );
        return ui::empty(
            app,
            Icon::Inbox,
            t!(app, "services-none-title"),
            t!(app, "services-none-text"),
            Some(all),
        );
    }
    let category = StoredValue::new(category);
    let rest = move |cursor: &str| {
        let (category, words) = (category.get_value(), words.get_untracked());
        api::services(&Filter {
            category,
            words,
            limit: 50,
            cursor: Some(cursor.to_owned()),
            ..Filter::default()
        })
    };
    view! {
        <ul class="rows">
            {page.items.iter().map(|service| ui::service_row(app, service)).collect_view()}
            {ui::more(app, page.next, rest, ui::service_row)}
        </ul>
    }
    .into_any()
}
