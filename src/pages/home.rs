//! The home page: search first, then the user's requests, then the most popular services.

use crate::api::endpoints::{self, ListQuery};
use crate::api::{Failure, Load, Resource};
use crate::delivery::Delivery;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::preferences::Preferences;
use crate::route::{Order, Route};
use crate::search::{Search, SearchInput, field};
use crate::session::Session;
use crate::ui::{self, Icon, Row, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::{
    ApprovalsView, ArticleSummary, Category, Page, RequestSummary, ServiceSummary, WorkView,
};

/// The data of this page, displayed once all of it is loaded, so that nothing is pushed down later.
#[derive(Clone, Copy)]
struct HomeData {
    services: Resource<Page<ServiceSummary>>,
    categories: Resource<Page<Category>>,
    /// If the user is signed in.
    requests: Option<Resource<Page<RequestSummary>>>,
    /// If there are articles.
    articles: Option<Resource<Page<ArticleSummary>>>,
}

pub(crate) fn view(
    context: PageContext,
    preferences: Preferences,
    delivery: Delivery,
    search: Search,
) -> View {
    let categories = Resource::new(context.client, endpoints::categories);
    let popular = ListQuery {
        order: Order::Popular,
        limit: 6,
        ..ListQuery::default()
    };
    let services = Resource::new(context.client, move || endpoints::services(&popular));
    ui::title(context, &t!(context.i18n, "home-title"), "");
    view! {
        <div class="hero">
            <div class="hero-inner">
                {ui::live(move || ui::heading(context.host, 1, "page-title hero-title", greeting(context.i18n, context.session)))}
                {ui::live(move || tagline(context.session))}
                {field(search, "search-box-large", SearchInput::new("search-home"))}
            </div>
        </div>
        <div class="page">{ui::live(move || below(context, preferences, delivery, services, categories))}</div>
    }
}

/// Everything below the search.
fn below(
    context: PageContext,
    preferences: Preferences,
    delivery: Delivery,
    services: Resource<Page<ServiceSummary>>,
    categories: Resource<Page<Category>>,
) -> View {
    let has_requests = context
        .session
        .discovered(|portal| portal.capabilities.requests.is_some());
    let has_articles = context
        .session
        .discovered(|portal| portal.capabilities.knowledge.is_some());
    let few = ListQuery {
        limit: 5,
        ..ListQuery::default()
    };
    let mine = move || {
        delivery.arrived();
        endpoints::requests(false, 3, None)
    };
    let data = HomeData {
        services,
        categories,
        requests: (has_requests == Some(true) && context.session.is_signed_in())
            .then(|| Resource::new(context.client, mine)),
        articles: (has_articles == Some(true))
            .then(|| Resource::new(context.client, move || endpoints::articles(&few))),
    };
    ui::live(move || {
        let is_waiting = matches!(data.services.state(), Load::Loading)
            || matches!(data.categories.state(), Load::Loading)
            || data
                .requests
                .is_some_and(|mine| matches!(mine.state(), Load::Loading))
            || data
                .articles
                .is_some_and(|articles| matches!(articles.state(), Load::Loading));
        if is_waiting {
            ui::skeleton(context.i18n, Skeleton::Cards)
        } else {
            ready(context, preferences, data)
        }
    })
}

fn ready(context: PageContext, preferences: Preferences, data: HomeData) -> View {
    // A failure is displayed once: other failures wait for that of the services.
    let is_down = matches!(data.services.state(), Load::Failed(_));
    let articles = data
        .articles
        .filter(|list| !(is_down && matches!(list.state(), Load::Failed(_))));
    let cards = move |page: Page<ServiceSummary>| {
        let cards = page
            .items
            .iter()
            .map(|service| ui::service_card(context.i18n, context.nav, context.host, service));
        view! { <ul class="cards">{cards.collect::<View>()}</ul> }
    };
    let all = ui::link(
        context.nav,
        Route::services(None),
        "link",
        t!(context.i18n, "home-all-services"),
    );
    let services = ui::show(context, data.services, Skeleton::Cards, cards);
    view! {
        {ui::live(move || announcements(context, preferences))}
        {ui::live(move || waiting(context))}
        {ui::live(move || my_requests(context.i18n, context.nav, context.host, data.requests?.state()))}
        <div class="section home-columns">
            {ui::linked_section(context.host, t!(context.i18n, "home-popular"), Some(all), services)}
            <aside aria-label=t!(context.i18n, "home-help")>
                {articles.map(|list| self::articles(context, list))}
                {person(context.i18n, context.nav, context.host, context.session)}
            </aside>
        </div>
        {ui::live(move || browse(context, data.categories, is_down))}
    }
}

/// The requests that wait for the user's decision or work; nothing if there are none.
fn waiting(context: PageContext) -> View {
    let i18n = context.i18n;
    let waiting = context.session.discovered(crate::screens::waiting);
    let waiting = waiting.unwrap_or_default();
    let row = |count: Option<u32>, icon: Icon, to: Route, words: fn(I18n, f64) -> String| {
        let count = count.filter(|count| *count > 0)?;
        let row = Row {
            icon: Some(ui::icon(icon)),
            title: Some(words(i18n, f64::from(count)).into_view()),
            ..Row::default()
        };
        Some(ui::row(context.nav, to, row))
    };
    let approvals = row(
        waiting.approvals,
        Icon::ShieldCheck,
        Route::Approvals {
            view: ApprovalsView::default(),
        },
        |i18n, count| t!(i18n, "home-approvals", count = count),
    );
    let work = row(
        waiting.work,
        Icon::Wrench,
        Route::Work {
            view: WorkView::default(),
        },
        |i18n, count| t!(i18n, "home-work", count = count),
    );
    if approvals.is_none() && work.is_none() {
        return ().into_view();
    }
    let rows = view! { <ul class="rows">{approvals}{work}</ul> };
    ui::section(context.host, t!(i18n, "home-waiting"), rows)
}

fn greeting(i18n: I18n, session: Session) -> String {
    let name = session
        .discovered(|portal| portal.sign_in.user.as_ref().map(|me| me.name.clone()))
        .flatten();
    let first = name
        .as_deref()
        .and_then(|name| name.split_whitespace().next());
    match first {
        Some(first) => t!(i18n, "home-greeting", name = first),
        None => t!(i18n, "home-title"),
    }
}

fn tagline(session: Session) -> View {
    let text = session
        .discovered(|portal| portal.tagline.clone())
        .flatten();
    view! { <p class="hero-text">{text}</p> }
}

/// The announcements, without those that the user has dismissed.
fn announcements(context: PageContext, preferences: Preferences) -> View {
    let list = context
        .session
        .discovered(|portal| portal.announcements.clone())
        .unwrap_or_default();
    let put_away = preferences.put_away.get();
    let (hidden, shown): (Vec<_>, Vec<_>) = list
        .iter()
        .partition(|one| put_away.contains(&one.id.replace('\n', " ")));
    if shown.is_empty() && hidden.is_empty() {
        return ().into_view();
    }
    #[expect(clippy::cast_precision_loss, reason = "a portal has few of them")]
    let count = hidden.len() as f64;
    let again = (!hidden.is_empty()).then(|| {
        view! {
            <p class="notices-again">
                <button class="link link-button" type="button" on:click=move |_: leptos::ev::MouseEvent| preferences.take_out()>
                    {t!(context.i18n, "announcements-again", count = count)}
                </button>
            </p>
        }
    });
    let list = (!shown.is_empty()).then(|| {
        let items = shown.iter().map(|one| ui::announcement(context.i18n, context.nav, context.host, context.client, preferences, one));
        view! { <ul class="notices" aria-label=t!(context.i18n, "announcements")>{items.collect::<View>()}</ul> }
    });
    view! { {list}{again} }
}

fn tile(i18n: I18n, nav: Navigator, host: Host, category: &Category) -> View {
    let route = Route::services(Some(category.id.clone()));
    let count = category
        .services
        .map(|count| t!(i18n, "services-count", count = f64::from(count)));
    let content = view! {
        <span class="tile-icon">{ui::named_icon(host, category.icon.as_deref(), "folder")}</span>
        <span class="tile-text">
            <span class="tile-title" lang=category.language.clone()>{category.name.clone()}</span>
            <span class="tile-count">{count}{ui::other_language(i18n, category.language.as_deref())}</span>
        </span>
    };
    view! { <li class="tile">{ui::link(nav, route, "tile-link", content)}</li> }
}

/// The categories; nothing if the backend has none.
fn browse(context: PageContext, categories: Resource<Page<Category>>, is_down: bool) -> View {
    match categories.state() {
        Load::Failed(Failure::NotFound) => return ().into_view(),
        Load::Failed(_) if is_down => return ().into_view(),
        Load::Ready(page) if page.items.is_empty() => return ().into_view(),
        _ => {}
    }
    let tiles = move |page: Page<Category>| {
        let tiles = page
            .items
            .iter()
            .map(|category| tile(context.i18n, context.nav, context.host, category));
        view! { <ul class="tiles">{tiles.collect::<View>()}</ul> }
    };
    let content = ui::show(context, categories, Skeleton::Cards, tiles);
    ui::linked_section(
        context.host,
        t!(context.i18n, "home-categories"),
        None,
        content,
    )
}

/// The user's open requests; nothing if there are none or they cannot be loaded now.
fn my_requests(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    requests: Load<Page<RequestSummary>>,
) -> Option<View> {
    let Load::Ready(page) = requests else {
        return None;
    };
    if page.items.is_empty() {
        return None;
    }
    let all = ui::link(
        nav,
        Route::Requests { closed: false },
        "link",
        t!(i18n, "home-all-requests"),
    );
    let rows = page
        .items
        .iter()
        .map(|request| super::requests::row(i18n, nav, host, request));
    let list = view! { <ul class="rows">{rows.collect::<View>()}</ul> };
    Some(ui::linked_section(
        host,
        t!(i18n, "home-my-requests"),
        Some(all),
        list,
    ))
}

fn articles(context: PageContext, articles: Resource<Page<ArticleSummary>>) -> View {
    let all = ui::link(
        context.nav,
        Route::articles(None),
        "link",
        t!(context.i18n, "home-all-articles"),
    );
    let lines = move |page: Page<ArticleSummary>| {
        let lines = page.items.iter().map(|article| {
            let content = view! {
                {ui::icon(Icon::BookOpen)}
                <span class="line-text">{ui::in_language(context.i18n, article.title.clone(), article.language.clone())}</span>
            };
            let link = ui::link(context.nav, Route::Article(article.id.clone()), "line-link", content);
            view! { <li class="line">{link}</li> }
        });
        view! { <ul class="lines">{lines.collect::<View>()}</ul> }
    };
    let content = ui::show(context, articles, Skeleton::Rows, lines);
    ui::linked_section(
        context.host,
        t!(context.i18n, "home-articles"),
        Some(all),
        content,
    )
}

/// The link to the contact details, if there are any.
fn person(i18n: I18n, nav: Navigator, host: Host, session: Session) -> Option<View> {
    let contact = session
        .discovered(|portal| portal.contact.clone())
        .flatten()?;
    let words = contact.phone.clone().unwrap_or(contact.name);
    Some(view! {
        <section class="section help-card">
            {ui::heading(host, 2, "help-card-title", t!(i18n, "home-person"))}
            <p>{words}</p>
            {contact.hours.map(|hours| view! { <p class="help-card-text">{hours}</p> })}
            <p>{ui::link(nav, Route::Contact, "link", t!(i18n, "nav-contact"))}</p>
        </section>
    })
}
