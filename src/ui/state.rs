//! The states of a screen: loading, empty, failed, ready.

use super::live::{live, on};
use super::{Icon, heading, icon, link};
use crate::api::{Failure, Load, Resource};
use crate::app::App;
use crate::clock;
use crate::i18n::t;
use crate::route::Route;
use leptos::prelude::*;
use portico_delivery::SECOND;
use serde::de::DeserializeOwned;

/// The shape of what is being loaded, so that nothing jumps when it is there.
#[derive(Clone, Copy)]
pub(crate) enum Skeleton {
    /// A heading and lines of text.
    Text,
    /// Rows of a list.
    Rows,
    /// Cards in a grid.
    Cards,
}

/// Shows a resource in whichever state it is.
pub(crate) fn show<T: DeserializeOwned + 'static>(
    app: App,
    resource: Resource<T>,
    shape: Skeleton,
    ready: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    live(move || match resource.state() {
        Load::Loading => skeleton(app, shape),
        Load::Failed(failure) => {
            app.report(&failure);
            failed(app, &failure, move || {
                app.rediscover();
                resource.retry();
            })
        }
        Load::Ready(value) => {
            app.nav.settle();
            ready(value)
        }
    })
}

/// Grey shapes where content will be.
pub(crate) fn skeleton(app: App, shape: Skeleton) -> AnyView {
    let (class, count) = match shape {
        Skeleton::Text => ("skeleton skeleton-text", 6),
        Skeleton::Rows => ("skeleton skeleton-rows", 6),
        Skeleton::Cards => ("skeleton skeleton-cards", 6),
    };
    let parts = (0..count)
        .map(|_| view! { <span class="skeleton-part"></span> })
        .collect_view();
    // A paragraph, since what follows never is one: where a browser kept the element for it, everything in it would move.
    view! {
        <p class=class role="status">
            <span class="visually-hidden">{t!(app, "loading")}</span>
            {parts}
        </p>
    }
    .into_any()
}

/// Nothing to show, and what to do about it.
pub(crate) fn empty(
    app: App,
    mark: Icon,
    title: String,
    text: String,
    way_on: Option<AnyView>,
) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon(mark)}</span>
            {heading(app, 2, "empty-title", title)}
            <p class="empty-text">{text}</p>
            {way_on.map(|way_on| view! { <div class="empty-actions">{way_on}</div> })}
        </div>
    }
    .into_any()
}

/// What went wrong, what is safe, and a way on.
pub(crate) fn failed(app: App, failure: &Failure, retry: impl Fn() + Clone + 'static) -> AnyView {
    if *failure == Failure::SignIn && !app.client.has_token_source() {
        return signed_out(app);
    }
    let (title, text) = (app.failure_title(failure), advice(app, failure));
    let again = move || {
        let retry = retry.clone();
        view! {
            <button class="button button-primary" type="button" on:click=on(move |_| retry())>
                {icon(Icon::Refresh)}{t!(app, "try-again")}
            </button>
        }
        .into_any()
    };
    let way_on = match failure {
        Failure::NotFound => link(
            app,
            Route::search(""),
            "button button-primary",
            t!(app, "search-portal"),
        ),
        _ => again(),
    };
    let way_on = view! { <div class="failed-actions">{way_on}</div> };
    alert(title, text, way_on.into_any())
}

/// Something did not work, and what to do about it.
pub(crate) fn alert(title: String, text: String, way_on: AnyView) -> AnyView {
    view! {
        <div class="failed" role="alert">
            <span class="failed-icon">{icon(Icon::CircleAlert)}</span>
            <div class="failed-text">
                <p class="failed-title">{title}</p>
                <p>{text}</p>
                {way_on}
            </div>
        </div>
    }
    .into_any()
}

/// Nothing is wrong: somebody has to say who they are first.
fn signed_out(app: App) -> AnyView {
    let back = app.nav.route.get_untracked();
    let way_on = app.can_sign_in().then(|| {
        link(
            app,
            Route::sign_in(back),
            "button button-primary",
            t!(app, "sign-in"),
        )
    });
    let (title, text) = (t!(app, "failed-sign-in"), t!(app, "advice-sign-in"));
    view! { <div role="status">{empty(app, Icon::LogIn, title, text, way_on)}</div> }.into_any()
}

/// Above every screen, where the backend could not say who is here and what there is; a screen that fails as well says
/// it in its place.
pub(crate) fn undiscovered(app: App) -> AnyView {
    let Load::Failed(failure) = app.portal.state() else {
        return ().into_any();
    };
    let words = app.failure_title(&failure);
    view! {
        <div class="undiscovered notice notice-warning" role="alert">
            {icon(Icon::TriangleAlert)}
            <p>{t!(app, "portal-failed", why = &words)}</p>
            <button class="button button-small" type="button" on:click=on(move |_| app.portal.retry())>
                {t!(app, "try-again")}
            </button>
        </div>
    }
    .into_any()
}

fn advice(app: App, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => t!(app, "advice-unreachable"),
        Failure::TimedOut => t!(app, "advice-timed-out"),
        Failure::Busy {
            again: Some(again), ..
        } => {
            let left = again.saturating_sub(clock::now());
            match u32::try_from(left.div_ceil(SECOND)) {
                Ok(seconds @ ..=90) => t!(app, "advice-busy-in", count = f64::from(seconds)),
                _ => {
                    let time = app.format.moment(&clock::written(*again));
                    t!(app, "advice-busy-until", time = &time)
                }
            }
        }
        Failure::Busy { .. } => t!(app, "advice-busy"),
        Failure::SignIn => t!(app, "advice-sign-in"),
        Failure::NotFound => t!(app, "advice-not-found"),
        Failure::Refused(problem) if !problem.kind.is_clients() => t!(app, "advice-refused"),
        Failure::Blocked(_) => t!(app, "advice-blocked"),
        Failure::Refused(_) | Failure::Broken => t!(app, "advice-broken"),
    }
}
