//! The states of a screen: loading, empty, failed, ready.

use super::live::live;
use super::{Icon, failure, heading, icon, link};
use crate::api::{Failure, Load, Resource};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::route::Route;
use crate::session::Session;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// The shape of content that is being loaded, so that nothing moves when it arrives.
#[derive(Clone, Copy)]
pub(crate) enum Skeleton {
    /// A heading and lines of text.
    Text,
    /// Rows of a list.
    Rows,
    /// Cards in a grid.
    Cards,
}

/// Displays a resource in any state.
pub(crate) fn show<T: DeserializeOwned + 'static>(
    context: PageContext,
    resource: Resource<T>,
    shape: Skeleton,
    ready: impl Fn(T) -> View + Send + Sync + 'static,
) -> View {
    live(move || match resource.state() {
        Load::Loading => skeleton(context.i18n, shape),
        Load::Failed(failure) => {
            failure::report(context.i18n, context.host, context.session, &failure);
            failed(context, &failure, move || {
                context.session.rediscover();
                resource.retry();
            })
        }
        Load::Ready(value) => {
            context.nav.settle();
            ready(value)
        }
    })
}

/// Grey placeholders for content.
pub(crate) fn skeleton(i18n: I18n, shape: Skeleton) -> View {
    let (class, count) = match shape {
        Skeleton::Text => ("skeleton skeleton-text", 6),
        Skeleton::Rows => ("skeleton skeleton-rows", 6),
        Skeleton::Cards => ("skeleton skeleton-cards", 6),
    };
    let parts = (0..count)
        .map(|_| view! { <span class="skeleton-part"></span> })
        .collect::<View>();
    // A paragraph, because the following content never is one: if a browser kept the element, everything in it would
    // move.
    view! {
        <p class=class role="status">
            <span class="visually-hidden">{t!(i18n, "loading")}</span>
            {parts}
        </p>
    }
}

/// An empty state, with the next step.
pub(crate) fn empty(
    host: Host,
    mark: Icon,
    title: String,
    text: String,
    action: Option<View>,
) -> View {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon(mark)}</span>
            {heading(host, 2, "empty-title", title)}
            <p class="empty-text">{text}</p>
            {action.map(|action| view! { <div class="empty-actions">{action}</div> })}
        </div>
    }
}

/// The failure, whether data is safe, and the next step.
pub(crate) fn failed(
    context: PageContext,
    failure: &Failure,
    retry: impl Fn() + Clone + 'static,
) -> View {
    if *failure == Failure::SignIn && !context.client.has_token_source() {
        return signed_out(context.i18n, context.nav, context.host, context.session);
    }
    let (title, text) = (
        failure::title(context.i18n, failure),
        failure::advice(context.i18n, failure),
    );
    let again = move || {
        let retry = retry.clone();
        view! {
            <button class="button button-primary" type="button" on:click=move |_: web_sys::MouseEvent| retry()>
                {icon(Icon::Refresh)}{t!(context.i18n, "try-again")}
            </button>
        }
    };
    let action = match failure {
        Failure::NotFound => link(
            context.nav,
            Route::search(""),
            "button button-primary",
            t!(context.i18n, "search-portal"),
        ),
        _ => again(),
    };
    let action = view! { <div class="failed-actions">{action}</div> };
    alert(title, text, action.into_view())
}

/// An error, with the next step.
pub(crate) fn alert(title: String, text: String, action: View) -> View {
    view! {
        <div class="failed" role="alert">
            <span class="failed-icon">{icon(Icon::CircleAlert)}</span>
            <div class="failed-text">
                <p class="failed-title">{title}</p>
                <p>{text}</p>
                {action}
            </div>
        </div>
    }
}

/// Nothing is wrong, but the user has to sign in first.
fn signed_out(i18n: I18n, nav: Navigator, host: Host, session: Session) -> View {
    let back = nav.route().get_untracked();
    let action = session.can_sign_in().then(|| {
        link(
            nav,
            Route::sign_in(back),
            "button button-primary",
            t!(i18n, "sign-in"),
        )
    });
    let (title, text) = (t!(i18n, "failed-sign-in"), t!(i18n, "advice-sign-in"));
    view! { <div role="status">{empty(host, Icon::LogIn, title, text, action)}</div> }
}

/// Displayed above every screen if discovery has failed; a screen that fails as well displays it in its place.
pub(crate) fn undiscovered(i18n: I18n, session: Session) -> View {
    let Load::Failed(failure) = session.state() else {
        return ().into_view();
    };
    let words = failure::title(i18n, &failure);
    view! {
        <div class="undiscovered notice notice-warning" role="alert">
            {icon(Icon::TriangleAlert)}
            <p>{t!(i18n, "portal-failed", why = &words)}</p>
            <button class="button button-small" type="button" on:click=move |_: web_sys::MouseEvent| session.refresh()>
                {t!(i18n, "try-again")}
            </button>
        </div>
    }
}
