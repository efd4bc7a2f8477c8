//! The frame around every screen: navigation, messages, and the mapping from routes to pages.

mod outbox_badge;

use crate::api::Load;
use crate::app::App;
use crate::chunks;
use crate::delivery::Delivery;
use crate::dom::clicked;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::pages;
use crate::preferences::{Preferences, Theme};
use crate::reactive::effect;
use crate::route::Route;
use crate::search::{self, Search};
use crate::session::Session;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_contract::Waiting;
use wasm_bindgen::JsCast;

/// The whole portal: nothing until its texts are loaded, then everything in their language.
pub(crate) fn view(app: App) -> View {
    let PageContext {
        i18n,
        nav,
        host,
        session,
        ..
    } = app.context;
    let accent = Signal::derive(move || {
        let accent = session.discovered(|portal| portal.branding.accent.clone())??;
        is_colour(&accent).then_some(accent)
    });
    let theme = theme(host, app.preferences);
    effect(move || {
        if nav.section().with(Option::is_some) {
            request_animation_frame(move || ui::show_section(nav, host));
        }
    });
    // Discovery determines the contents of a screen; rendered earlier, everything would move when it arrives. Later
    // discoveries change the screen in place.
    let discovered = Memo::new(move |known: Option<&bool>| {
        known == Some(&true) || !matches!(session.state(), Load::Loading)
    });
    view! {
        <div
            class="portal"
            part="portal"
            class:portal-page=host.is_page()
            style:--portico-brand=accent
            data-theme=theme
            on:click:capture=move |event: ev::MouseEvent| app.pressed.note(&event)
            on:click=move |event: ev::MouseEvent| follow(nav, &event)
        >
            {ui::live(move || {
                let has_words = i18n.language().with(|tag| !tag.is_empty());
                match (has_words, discovered.get()) {
                    (true, true) => screens(app),
                    (true, false) => waiting(i18n),
                    _ => ().into_view(),
                }
            })}
        </div>
    }
}

/// The user's theme; in a host page, that page decides.
fn theme(host: Host, preferences: Preferences) -> Signal<Option<&'static str>> {
    if !host.is_page() {
        return Signal::derive(|| None);
    }
    let chosen = preferences.theme;
    // Applies to parts that the portal does not render, such as the page's scrollbar, too.
    let page = document().document_element();
    if let Some(page) = page.and_then(|page| page.dyn_into::<web_sys::HtmlElement>().ok()) {
        effect(move || {
            let scheme = chosen.get().name().unwrap_or_default();
            let _ = page.style().set_property("color-scheme", scheme);
        });
    }
    Signal::derive(move || chosen.get().name())
}

/// The first moment: a header and placeholders.
fn waiting(i18n: I18n) -> View {
    view! {
        <div class="header"><div class="header-inner"></div></div>
        <div class="main"><div class="page">{ui::skeleton(i18n, Skeleton::Text)}</div></div>
    }
}

fn screens(app: App) -> View {
    let PageContext {
        i18n,
        nav,
        host,
        client,
        session,
        announcer,
        ..
    } = app.context;
    let main = move || {
        nav.moves().track();
        client.track_replaced();
        page(app, &nav.route().get_untracked())
    };
    let content = if host.is_page() {
        view! { <main class="main" id="main" tabindex="-1">{ui::live(main)}</main> }
    } else {
        view! { <div class="main" id="main" tabindex="-1">{ui::live(main)}</div> }
    };
    let around = !host.is_part();
    view! {
        {around.then(|| header(i18n, nav, host, session, app.delivery, app.search))}
        {(!around || !host.has_history()).then(|| back(i18n, nav))}
        {ui::live(move || ui::undiscovered(i18n, session))}
        {content}
        {around.then(|| footer(i18n, nav, host, session, app.preferences))}
        {around.then(|| search::dialog(app.search))}
        {ui::toasts(i18n, nav, announcer)}
        <div class="visually-hidden" role="status" aria-live="polite">{announcer.spoken}</div>
    }
}

fn page(app: App, route: &Route) -> View {
    let App {
        context,
        pressed,
        preferences,
        language,
        comments,
        delivery,
        search,
    } = app;
    let handles = chunks::Handles {
        context,
        pressed,
        language,
        comments,
        delivery,
        search,
    };
    match route {
        Route::Home => pages::home::view(context, preferences, delivery, search),
        Route::Services { filter, order } => pages::services::view(context, filter.clone(), *order),
        _ => chunks::page(handles, route).into_view(),
    }
}

/// Navigates to the route of a link after a plain click; the browser handles all other clicks.
fn follow(nav: Navigator, event: &ev::MouseEvent) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return;
    }
    let link = clicked(event, "a[data-route]");
    if let Some(route) = link.and_then(|link| link.get_attribute("data-route")) {
        event.prevent_default();
        nav.follow(&route);
    }
}

fn skip_link(i18n: I18n, host: Host) -> View {
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        ui::focus(host, "#main");
    };
    view! { <a class="skip-link" href="#main" on:click=skip>{t!(i18n, "skip-to-content")}</a> }
}

fn header(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    delivery: Delivery,
    search: Search,
) -> View {
    let name = move || {
        session
            .discovered(|portal| portal.name.clone())
            .unwrap_or_default()
    };
    let demo = move || {
        let demo = session.discovered(|portal| portal.demo).unwrap_or_default();
        demo.then(|| view! { <span class="tag">{t!(i18n, "demo-tag")}</span> })
    };
    let requests = move || {
        session
            .discovered(|portal| portal.capabilities.requests.is_some())
            .unwrap_or_default()
    };
    let articles = move || {
        session
            .discovered(|portal| portal.capabilities.knowledge.is_some())
            .unwrap_or_default()
    };
    let bar = view! {
        <div class="header-inner">
            <a class="brand" href=nav.href(&Route::Home) data-route="/">
                <span class="brand-mark" aria-hidden="true">{ui::icon(Icon::LifeBuoy)}</span>
                <span class="brand-name">{ui::live(name)}</span>
            </a>
            {ui::live(demo)}
            <nav class="nav" aria-label=t!(i18n, "nav-label")>
                {nav_link(nav, t!(i18n, "nav-services"), "/services", |r| {
                    matches!(r, Route::Services { .. } | Route::Service(_) | Route::Form { .. })
                })}
                {ui::live(move || articles().then(|| nav_link(nav, t!(i18n, "nav-articles"), "/articles", |r| {
                    matches!(r, Route::Articles { .. } | Route::Article(_))
                })))}
                {ui::live(move || requests().then(|| nav_link(nav, t!(i18n, "nav-requests"), "/requests", |r| {
                    matches!(r, Route::Requests { .. } | Route::Request(_) | Route::Receipt { .. } | Route::Drafts | Route::Waiting(_))
                })))}
                {ui::live(move || counted_link(nav, i18n, waiting_for(session).approvals, t!(i18n, "nav-approvals"), "/approvals", |r| {
                    matches!(r, Route::Approvals { .. })
                }))}
                {ui::live(move || counted_link(nav, i18n, waiting_for(session).work, t!(i18n, "nav-work"), "/work", |r| {
                    matches!(r, Route::Work { .. })
                }))}
            </nav>
            <div class="header-tools">
                {outbox_badge::outbox_badge(i18n, nav, delivery)}
                {search::opener(search)}
                {ui::live(move || has_contact(session).then(|| icon_link(nav, Icon::Phone, t!(i18n, "nav-contact"), "/contact")))}
                {ui::live(move || account(i18n, nav, session))}
            </div>
        </div>
    };
    if host.is_page() {
        view! { <header class="header">{skip_link(i18n, host)}{bar}</header> }
    } else {
        view! { <div class="header" part="header">{bar}</div> }
    }
}

fn has_contact(session: Session) -> bool {
    session
        .discovered(|portal| portal.contact.is_some())
        .unwrap_or_default()
}

fn nav_link(nav: Navigator, label: String, path: &'static str, here: fn(&Route) -> bool) -> View {
    let current = Signal::derive(move || nav.route().with(here).then_some("page"));
    let href = nav.href(&Route::parse(path));
    view! { <a class="nav-link" href=href data-route=path aria-current=current>{label}</a> }
}

fn waiting_for(session: Session) -> Waiting {
    session
        .discovered(crate::screens::waiting)
        .unwrap_or_default()
}

/// A link to a list with the number of requests that wait there; `None` if the user has no such list.
fn counted_link(
    nav: Navigator,
    i18n: I18n,
    count: Option<u32>,
    label: String,
    path: &'static str,
    here: fn(&Route) -> bool,
) -> Option<View> {
    let count = count?;
    let words = t!(i18n, "nav-waiting", count = f64::from(count));
    let number = (count > 0).then(|| {
        view! {
            <span class="nav-count" aria-hidden="true">{i18n.format().number(f64::from(count))}</span>
            <span class="visually-hidden">" "{words}</span>
        }
    });
    let current = Signal::derive(move || nav.route().with(here).then_some("page"));
    let href = nav.href(&Route::parse(path));
    Some(
        view! { <a class="nav-link" href=href data-route=path aria-current=current>{label}{number}</a> },
    )
}

fn icon_link(nav: Navigator, icon: Icon, label: String, path: &'static str) -> View {
    let route = Route::parse(path);
    let href = nav.href(&route);
    let current = Signal::derive(move || nav.route().with(|now| *now == route).then_some("page"));
    view! {
        <a class="icon-link" href=href data-route=path aria-current=current>
            {ui::icon(icon)}<span class="icon-link-label">{label}</span>
        </a>
    }
}

fn account(i18n: I18n, nav: Navigator, session: Session) -> View {
    let user = session.discovered(|portal| portal.sign_in.user.clone());
    match user {
        None => view! { <span class="account-space"></span> },
        Some(None) if !session.can_sign_in() => ().into_view(),
        Some(None) => {
            let sign_in = Route::sign_in(nav.route().get());
            ui::link(nav, sign_in, "button button-small", t!(i18n, "sign-in"))
        }
        Some(Some(me)) => {
            let initials: String = me
                .name
                .split_whitespace()
                .filter_map(|word| word.chars().next())
                .take(2)
                .collect();
            let label = t!(i18n, "nav-profile", name = &me.name);
            let href = nav.href(&Route::Profile);
            view! {
                <a class="avatar" href=href data-route="/profile" aria-label=label title=me.name data-initials=initials></a>
            }
        }
    }
}

/// Back, in a portal without an address bar.
fn back(i18n: I18n, nav: Navigator) -> View {
    let button = move || {
        nav.can_go_back().then(|| {
            view! {
                <button class="button button-quiet back" type="button" on:click=move |_: web_sys::MouseEvent| nav.back()>
                    {ui::icon(Icon::ArrowLeft)}{t!(i18n, "back")}
                </button>
            }
        })
    };
    view! { <div class="back-row">{ui::live(button)}</div> }
}

fn footer(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    session: Session,
    preferences: Preferences,
) -> View {
    let links = move || {
        let has_privacy = session
            .discovered(|portal| portal.privacy.is_some())
            .unwrap_or_default();
        let demo = session.discovered(|portal| portal.demo).unwrap_or_default();
        view! {
            {ui::contact(nav, session, "footer-link", t!(i18n, "nav-contact"))}
            {has_privacy.then(|| ui::link(nav, Route::Privacy, "footer-link", t!(i18n, "nav-privacy")))}
            {demo.then(|| view! { <p class="demo-note">{t!(i18n, "demo-note")}</p> })}
        }
    };
    let themes = host.is_page().then(|| themes(i18n, preferences));
    let inner = view! {
        <div class="footer-inner">
            <div class="footer-links">{ui::live(links)}</div>
            {themes}
        </div>
    };
    if host.is_page() {
        view! { <footer class="footer">{inner}</footer> }
    } else {
        view! { <div class="footer">{inner}</div> }
    }
}

/// Light, dark, or the device's setting.
fn themes(i18n: I18n, preferences: Preferences) -> View {
    let chosen = preferences.theme;
    let buttons = Theme::ALL.map(|theme| {
        let name = match theme {
            Theme::System => t!(i18n, "theme-system"),
            Theme::Light => t!(i18n, "theme-light"),
            Theme::Dark => t!(i18n, "theme-dark"),
        };
        let pressed = Signal::derive(move || (chosen.get() == theme).to_string());
        let choose = move |_: ev::MouseEvent| preferences.choose_theme(theme);
        view! { <button class="segment" type="button" aria-pressed=pressed on:click=choose>{name}</button> }
    });
    view! { <div class="segments" role="group" aria-label=t!(i18n, "theme")>{buttons.into_iter().collect::<View>()}</div> }
}

/// Accepts only plain hexadecimal colours from a backend.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}
