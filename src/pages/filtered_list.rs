//! A list with a text filter and categories: the catalogue, and the help articles.

use crate::api::endpoints::{self, ListQuery};
use crate::api::{Load, Resource};
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, effect};
use crate::route::{Order, Route};
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_contract::{Category, CategoryId, ListFilter, Page};
use serde::de::DeserializeOwned;

/// The differences between the lists.
pub(super) struct FilteredList<T: 'static, F: 'static> {
    /// The route of the whole list, or of a category.
    pub whole: fn(Option<CategoryId>) -> Route,
    pub route: fn(F, Order) -> Route,
    pub get: fn(&ListQuery<F>) -> crate::api::Get<Page<T>>,
    pub row: fn(PageContext, &T) -> View,
    pub category: fn(&T) -> Option<&CategoryId>,
    /// The heading of the whole list.
    pub title: String,
    /// The label of the text filter.
    pub filter: String,
    /// The number of items per page, at most 100. A complete list is grouped by category.
    pub limit: u32,
    /// The number of items as text.
    pub count: fn(I18n, f64) -> String,
    /// Sorts a list in an order of the portal's own; `None` if users cannot choose the order.
    pub sort: Option<fn(&mut Vec<T>, Order)>,
    pub none_title: String,
    pub none_text: String,
    /// The text of the link to the whole list.
    pub all: String,
}

/// The screen of a list.
pub(super) fn view<T: DeserializeOwned + 'static, F: ListFilter + Send + Sync>(
    context: PageContext,
    spec: FilteredList<T, F>,
    filter: F,
    order: Order,
) -> View {
    let words = RwSignal::new(filter.words().to_owned());
    let order = RwSignal::new(order);
    // The filters besides the typed words.
    let filter = StoredValue::new(filter.with_words(""));
    let chosen = StoredValue::new(filter.with_value(|filter| filter.category().cloned()));
    let is_whole_category =
        filter.with_value(|filter| *filter == F::of_category(chosen.get_value()));
    let categories = Resource::new(context.client, endpoints::categories);
    let limit = spec.limit;
    let narrowed = move || filter.get_value().with_words(&words.get());
    let listing = move |cursor: Option<String>| ListQuery {
        filter: narrowed(),
        order: order.get(),
        limit,
        cursor,
    };
    let get = spec.get;
    let items = Resource::new(context.client, move || get(&listing(None)));
    let (route, whole) = (spec.route, spec.whole);
    let replace = move || {
        let route = untrack(|| route(narrowed(), order.get()));
        context.nav.replace(route);
    };
    let typed = move |text: String| {
        words.set(text);
        replace();
    };
    let input = ui::search_input(spec.filter.clone(), &words.get_untracked(), false, typed);
    let search = ui::search_box(context.i18n, "", spec.filter.clone(), || (), input);
    let heading = head(context, spec.title.clone(), whole(None), chosen, categories);
    let has_orders = spec.sort.is_some();
    let ordered = move |chosen: Order| {
        order.set(chosen);
        replace();
    };
    // Both at once, because categories that arrive later would push the list down.
    let is_waiting = Memo::new(move |_| {
        matches!(categories.state(), Load::Loading) || matches!(items.state(), Load::Loading)
    });
    let spec = StoredValue::new(spec);
    // This order needs no other request to the backend.
    let local = Memo::new(move |_| Some(order.get()).filter(|order| order.is_local()));
    let is_all =
        Memo::new(move |_| matches!(items.state(), Load::Ready(page) if page.next.is_none()));
    // The address may have this order for a list that has grown since.
    effect(move || {
        let has_more = matches!(items.state(), Load::Ready(page) if page.next.is_some());
        if has_more && local.get().is_some() {
            ordered(Order::default());
        }
    });
    let list = move |mut page: Page<T>| {
        let local = local.get();
        spec.with_value(|spec| {
            if let (Some(sort), Some(order), None) = (spec.sort, local, &page.next) {
                sort(&mut page.items, order);
            }
            let is_whole = untrack(|| words.with(|words| words.trim().is_empty()))
                && filter.with_value(|filter| *filter == F::default())
                && order.get_untracked() == Order::Category
                && page.next.is_none();
            let rest = move |cursor: &str| get(&untrack(|| listing(Some(cursor.to_owned()))));
            rows(context, spec, page, is_whole, categories, rest)
        })
    };
    let content = move || {
        if is_waiting.get() {
            return ui::skeleton(context.i18n, Skeleton::Rows);
        }
        let count = ui::live(move || {
            count(items.state()).map(|all| spec.with_value(|spec| (spec.count)(context.i18n, all)))
        });
        let orders = has_orders
            .then(|| ui::live(move || orders(context.i18n, words, order, is_all.get(), ordered)));
        view! {
            {chips(context.i18n, context.nav, categories, is_whole_category.then(|| chosen.get_value()), whole)}
            <div class="list-bar"><p class="list-count" role="status">{count}</p>{orders}</div>
            {ui::show(context, items, Skeleton::Rows, list)}
        }
    };
    view! { <div class="page">{heading}{search}{ui::live(content)}</div> }
}

/// The heading; if a category is selected, its name, below breadcrumbs to the whole list.
fn head(
    context: PageContext,
    title: String,
    all: Route,
    chosen: StoredValue<Option<CategoryId>>,
    categories: Resource<Page<Category>>,
) -> View {
    let Some(id) = chosen.get_value() else {
        return ui::page_heading(context, title);
    };
    let name = Memo::new(move |_| match categories.state() {
        Load::Ready(page) => page
            .items
            .into_iter()
            .find(|one| one.id == id)
            .map(|one| (one.name, one.language)),
        _ => None,
    });
    ui::live(move || {
        let name = name.get();
        let parents = vec![(all.clone(), title.clone())];
        let here = name.clone().unwrap_or_default().0;
        let heading = match name {
            Some((name, tag)) => view! {
                <div lang=tag.clone()>{ui::page_heading_in(context, name, "")}</div>
                {ui::other_language(context.i18n, tag.as_deref())}
            },
            None => ui::page_heading(context, title.clone()),
        };
        view! { {ui::crumbs(context.i18n, context.nav, parents, here)}{heading} }
    })
}

/// The number of items in the list, as far as known.
fn count<T>(items: Load<Page<T>>) -> Option<f64> {
    let Load::Ready(page) = items else {
        return None;
    };
    let here = || {
        u64::try_from(page.items.len())
            .ok()
            .filter(|_| page.next.is_none())
    };
    #[expect(clippy::cast_precision_loss, reason = "a list has few items")]
    page.total.or_else(here).map(|count| count as f64)
}

/// The available orders; the portal's own ones need the complete list.
fn orders(
    i18n: I18n,
    words: RwSignal<String>,
    order: RwSignal<Order>,
    is_all: bool,
    chosen: impl Fn(Order) + 'static,
) -> View {
    let changed = move |event: ev::Event| chosen(Order::parse(&event_target_value(&event)));
    let has_words = Memo::new(move |_| words.with(|words| !words.trim().is_empty()));
    let offered = Order::ALL
        .into_iter()
        .filter(|one| is_all || !one.is_local());
    let options = offered.map(|one| {
        let name = move || match one {
            Order::Category if has_words.get() => t!(i18n, "order-best"),
            Order::Category => t!(i18n, "order-category"),
            Order::Name => t!(i18n, "order-name"),
            Order::Popular => t!(i18n, "order-popular"),
            Order::Price => t!(i18n, "order-price"),
            Order::Time => t!(i18n, "order-time"),
        };
        let selected = Signal::derive(move || order.get() == one);
        view! { <option value=one.name() prop:selected=selected>{ui::live(name)}</option> }
    });
    view! {
        <label class="list-order">
            <span>{t!(i18n, "order")}</span>
            <select class="input input-select" on:change=changed>{options.collect::<View>()}</select>
        </label>
    }
}

/// The rows, grouped by category if the list is complete.
fn rows<T: DeserializeOwned + 'static, F: 'static>(
    context: PageContext,
    spec: &FilteredList<T, F>,
    page: Page<T>,
    is_whole: bool,
    categories: Resource<Page<Category>>,
    rest: impl Fn(&str) -> crate::api::Get<Page<T>> + Send + Sync + 'static,
) -> View {
    if page.items.is_empty() {
        let all = ui::link(context.nav, (spec.whole)(None), "button", spec.all.clone());
        let (title, text) = (spec.none_title.clone(), spec.none_text.clone());
        return ui::empty(context.host, Icon::Inbox, title, text, Some(all));
    }
    let list = |items: Vec<&T>| {
        let rows = items.into_iter().map(|item| (spec.row)(context, item));
        view! { <ul class="rows rows-two">{rows.collect::<View>()}</ul> }
    };
    if let (true, Load::Ready(all)) = (is_whole, untrack(|| categories.state())) {
        let known = |item: &&T| {
            all.items
                .iter()
                .any(|one| Some(&one.id) == (spec.category)(item))
        };
        let mut groups: Vec<(View, Vec<&T>)> = all
            .items
            .iter()
            .map(|one| {
                let inside = |item: &&T| (spec.category)(item) == Some(&one.id);
                let name = ui::in_language(context.i18n, one.name.clone(), one.language.clone());
                (name, page.items.iter().filter(inside).collect())
            })
            .collect();
        let other = page.items.iter().filter(|item| !known(item)).collect();
        groups.push((t!(context.i18n, "group-other").into_view(), other));
        groups.retain(|(_, items)| !items.is_empty());
        if groups.len() > 1 {
            let groups = groups.into_iter().map(|(name, items)| {
                #[expect(clippy::cast_precision_loss, reason = "a list has few items")]
                let count = context.i18n.format().number(items.len() as f64);
                view! {
                    <section class="group">
                        <div class="group-head">
                            {ui::heading(context.host, 2, "group-title", name)}
                            <span class="group-count">{count}</span>
                        </div>
                        {list(items)}
                    </section>
                }
            });
            return groups.collect::<View>().into_view();
        }
    }
    ui::pages(context, "rows rows-two", page, rest, spec.row)
}

/// Categories to narrow a list to; none is chosen where something else narrows it too. Without them the list is still
/// whole, so that a failure shows nothing here.
fn chips(
    i18n: I18n,
    nav: Navigator,
    categories: Resource<Page<Category>>,
    chosen: Option<Option<CategoryId>>,
    whole: fn(Option<CategoryId>) -> Route,
) -> View {
    let chip = move |category: Option<CategoryId>, name: View| {
        let current = chosen.as_ref() == Some(&category);
        ui::chip(nav, whole(category), current, name)
    };
    ui::live(move || match categories.state() {
        Load::Ready(page) if !page.items.is_empty() => {
            let all = chip(None, t!(i18n, "all").into_view());
            let each = page
                .items
                .into_iter()
                .map(|c| chip(Some(c.id), view! { <span lang=c.language>{c.name}</span> }));
            view! { <nav aria-label=t!(i18n, "categories")><ul class="chips">{all}{each.collect::<View>()}</ul></nav> }
        }
        _ => ().into_view(),
    })
}
