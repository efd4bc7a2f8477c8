//! The catalogue and the list of articles, whole or filtered.

use super::context::{Context, PageContext};
use super::widgets::{
    article_row, crumbs, empty, heading, in_language, link, minutes, page_heading, search_form,
    service_row,
};
use maud::{Markup, html};
use portico_contract::{
    ArticleFilter, ArticleSummary, Category, CategoryId, ListFilter, Page, ServiceFilter,
    ServiceSummary,
};
use portico_routes::route::{Order, Route, encode};

/// The text of an order.
fn order_key(order: Order) -> &'static str {
    match order {
        Order::Category => "order-category",
        Order::Name => "order-name",
        Order::Popular => "order-popular",
        Order::Price => "order-price",
        Order::Time => "order-time",
    }
}

/// The differences between the two lists.
struct List<'a, T> {
    whole: fn(Option<CategoryId>) -> Route,
    /// The prefix of the keys of its texts.
    texts: &'static str,
    filter: Filter<'a>,
    /// The order, if readers choose it.
    order: Option<Order>,
    page: &'a Page<T>,
    categories: &'a Page<Category>,
    row: fn(Context<'_>, &T) -> Markup,
    category: fn(&T) -> Option<&CategoryId>,
}

struct Filter<'a> {
    words: &'a str,
    category: Option<&'a CategoryId>,
    /// The parameters other than the words.
    others: Vec<(&'static str, String)>,
    /// Whether nothing filters the list, and whether nothing but its category does.
    is_none: bool,
    is_category: bool,
}

impl<'a> Filter<'a> {
    fn of<F: ListFilter>(filter: &'a F) -> Self {
        let category = filter.category();
        let others = filter.pairs().into_iter().filter(|(name, _)| *name != "q");
        let rest = filter.clone().with_words("");
        Self {
            words: filter.words(),
            category,
            others: others.collect(),
            is_none: *filter == F::default(),
            is_category: rest == F::of_category(category.cloned()),
        }
    }
}

// locale keys: services-* articles-* home-all-*
pub(super) fn services(
    page: PageContext<'_>,
    filter: &ServiceFilter,
    order: Order,
    items: &Page<ServiceSummary>,
    categories: &Page<Category>,
) -> Markup {
    // An address may name an order of the portal's own for a list that has grown since.
    let order = match order.is_local() && items.next.is_some() {
        true => Order::default(),
        false => order,
    };
    let mut items = items.clone();
    match order {
        Order::Price => items.items.sort_by_cached_key(price_key),
        Order::Time => items.items.sort_by_cached_key(time_key),
        Order::Category | Order::Name | Order::Popular => {}
    }
    let list = List {
        whole: Route::services,
        texts: "services",
        filter: Filter::of(filter),
        order: Some(order),
        page: &items,
        categories,
        row: service_row,
        category: |service| service.category.as_ref(),
    };
    screen(page, &list)
}

pub(super) fn articles(
    page: PageContext<'_>,
    filter: &ArticleFilter,
    items: &Page<ArticleSummary>,
    categories: &Page<Category>,
) -> Markup {
    let list = List {
        whole: Route::articles,
        texts: "articles",
        filter: Filter::of(filter),
        order: None,
        page: items,
        categories,
        row: article_row,
        category: |article| article.category.as_ref(),
    };
    screen(page, &list)
}

fn screen<T>(page: PageContext<'_>, list: &List<'_, T>) -> Markup {
    let context = page.context;
    let say = |key: &str| context.say(&[list.texts, "-", key].concat());
    let action = (list.whole)(None).to_string();
    let here = list.page.items.len().try_into().ok();
    let count = list
        .page
        .total
        .or(here.filter(|_| list.page.next.is_none()));
    let count_key = [list.texts, "-count"].concat();
    html! {
        div.page {
            (head(context, list))
            (search_form(context, "", &action, &say("filter"), list.filter.words, &list.filter.others))
            (chips(context, list))
            div.list-bar {
                p.list-count { @if let Some(count) = count { (context.count(&count_key, count)) } }
                @if let Some(order) = list.order { (orders(context, list, order)) }
            }
            @if list.page.items.is_empty() {
                (empty(context, "inbox", &[list.texts, "-none-title"].concat(), &[list.texts, "-none-text"].concat(), &html! {
                    div.empty-actions {
                        (link(&(list.whole)(None), "button", &html! { (context.say(&["home-all-", list.texts].concat())) }))
                    }
                }))
            } @else {
                (rows(context, list))
                (rest(page, list))
            }
        }
    }
}

/// Free services first, then by currency, because no exchange rate is known, and amount.
fn price_key(service: &ServiceSummary) -> Option<(String, String)> {
    let price = service.price.as_ref()?;
    let (whole, part) = price.amount.split_once('.').unwrap_or((&price.amount, ""));
    Some((price.currency.clone(), format!("{whole:0>12}.{part}")))
}

/// The fastest first; services without a target last.
fn time_key(service: &ServiceSummary) -> (bool, u64) {
    let minutes = service.target.as_ref().and_then(minutes);
    (minutes.is_none(), minutes.unwrap_or_default())
}

/// The heading: the category's name if the list is filtered by one.
fn head<T>(context: Context<'_>, list: &List<'_, T>) -> Markup {
    let title = context.say(&[list.texts, "-title"].concat());
    let Some(id) = list.filter.category else {
        return page_heading(&title);
    };
    let mut known = list.categories.items.iter().filter(|one| one.id == *id);
    let category = known.next();
    let here = category.map_or("", |one| one.name.as_str());
    html! {
        (crumbs(context, &[((list.whole)(None), title.clone())], here))
        @match category {
            Some(one) => {
                div lang=[one.language.as_deref()] { (page_heading(&one.name)) }
                (context.other_language(one.language.as_deref()))
            }
            None => (page_heading(&title)),
        }
    }
}

fn chips<T>(context: Context<'_>, list: &List<'_, T>) -> Markup {
    let chosen = list.filter.is_category.then_some(list.filter.category);
    let chip = |category: Option<&CategoryId>, name: Markup| {
        let current = (chosen == Some(category)).then_some("true");
        let route = (list.whole)(category.cloned());
        html! { li { a.chip href=(route) aria-current=[current] { (name) } } }
    };
    html! {
        @if !list.categories.items.is_empty() {
            nav aria-label=(context.say("categories")) {
                ul.chips {
                    (chip(None, html! { (context.say("all")) }))
                    @for one in &list.categories.items {
                        (chip(Some(&one.id), html! { span lang=[one.language.as_deref()] { (one.name) } }))
                    }
                }
            }
        }
    }
}

/// The choice of an order. Without scripts a button applies it.
fn orders<T>(context: Context<'_>, list: &List<'_, T>, order: Order) -> Markup {
    let name = |one: Order| match one {
        Order::Category if !list.filter.words.trim().is_empty() => context.say("order-best"),
        one => context.say(order_key(one)),
    };
    let is_complete = list.page.next.is_none();
    let offered = Order::ALL
        .into_iter()
        .filter(|one| is_complete || !one.is_local());
    html! {
        form.list-order action=((list.whole)(None)) method="get" {
            @for (name, value) in &list.filter.others { input type="hidden" name=(name) value=(value); }
            @if !list.filter.words.is_empty() { input type="hidden" name="q" value=(list.filter.words); }
            label.list-order {
                span { (context.say("order")) }
                select.input.input-select name="sort" {
                    @for one in offered { option value=(one.name()) selected[one == order] { (name(one)) } }
                }
            }
            noscript { button.button type="submit" { (context.say("page-apply")) } }
        }
    }
}

/// The rows, grouped by category if nothing filters or orders the list and it is complete.
fn rows<T>(context: Context<'_>, list: &List<'_, T>) -> Markup {
    let rows = |items: &[&T]| {
        html! { ul.rows.rows-two { @for item in items { ((list.row)(context, item)) } } }
    };
    let is_ordered = list.order.is_some_and(|order| order != Order::Category);
    if list.filter.is_none && !is_ordered && list.page.next.is_none() {
        let all = &list.categories.items;
        let mut groups: Vec<(Markup, Vec<&T>)> = all
            .iter()
            .map(|one| {
                let inside = |item: &&T| (list.category)(item) == Some(&one.id);
                let name = in_language(context, &one.name, one.language.as_deref());
                (name, list.page.items.iter().filter(inside).collect())
            })
            .collect();
        let is_known = |item: &&T| all.iter().any(|one| Some(&one.id) == (list.category)(item));
        let other = list
            .page
            .items
            .iter()
            .filter(|item| !is_known(item))
            .collect();
        groups.push((html! { (context.say("group-other")) }, other));
        groups.retain(|(_, items)| !items.is_empty());
        if groups.len() > 1 {
            return html! {
                @for (name, items) in &groups {
                    section.group {
                        div.group-head {
                            (heading(2, "group-title", None, name))
                            span.group-count { (items.len()) }
                        }
                        (rows(items))
                    }
                }
            };
        }
    }
    rows(&list.page.items.iter().collect::<Vec<_>>())
}

/// The way to the rest of a long list for readers without scripts; the portal has a button for it.
fn rest<T>(page: PageContext<'_>, list: &List<'_, T>) -> Markup {
    let context = page.context;
    html! {
        @if let Some(next) = &list.page.next {
            noscript {
                p { a.button href={ (with_cursor(page.route, next)) } { (context.say("show-more")) } }
            }
        }
    }
}

fn with_cursor(route: &Route, cursor: &str) -> String {
    let address = route.to_string();
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}cursor={}", encode(cursor))
}
