//! One portal in a page, with all of its parts, from mounting to unmounting.

use crate::app::App;
use crate::chunks;
use crate::clock::now;
use crate::config::Config;
use crate::history::Listener;
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::shell;
use crate::view::View;
use leptos::prelude::*;
use portico_delivery::{Millis, SECOND};

/// How long a page may be hidden before the current user is checked again, in milliseconds.
const ABSENCE: Millis = 60 * SECOND;

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct MountedPortal {
    app: App,
}

impl MountedPortal {
    /// Creates a portal and its view; called under the reactive owner that will dispose of it.
    pub(crate) fn start(root: web_sys::HtmlElement, config: Config) -> (Self, View) {
        let app = App::new(root, config);
        let portal = Self { app };
        let PageContext {
            nav, host, session, ..
        } = app.context;
        chunks::preload(&nav.route().get_untracked());
        app.context.screen.keep_title();
        portal.follow_tokens();
        app.context.session.follow_person();
        portal.look_again_on_return();
        app.delivery.start();
        app.search.start();
        app.language.start();
        chunks::preload_others(host, session, app.search);
        (portal, shell::view(app))
    }

    /// Updates the configuration that may change while the portal runs.
    pub(crate) fn update(self, config: &Config) {
        let App {
            context, delivery, ..
        } = self.app;
        let has_other_source = context.client.set_token_source(config.get_token.clone());
        let before = context.host.update(config);
        if has_other_source {
            // The host page has signed a user in or out. A visitor's input continues under their own name.
            if config.get_token.is_none() {
                delivery.flush();
                delivery.leave();
            }
            context.session.expect_person();
        } else if before.tokens != config.tokens {
            self.look_at_token();
        }
        self.app.language.update(&before, config);
    }

    /// Closes the browser's store, and removes the listeners on the window.
    pub(crate) fn stop(self) {
        self.app.search.stop();
        self.app.delivery.stop();
        self.app.context.nav.stop();
    }

    /// The host page has set another function for tokens, which may be another user's.
    fn look_at_token(self) {
        let App {
            context, delivery, ..
        } = self.app;
        delivery.doubt();
        spawn_local(async move {
            if context.client.has_another_token().await && !context.host.is_gone() {
                context.session.refresh();
            }
        });
    }

    /// Runs discovery for every token whose user is unknown.
    fn follow_tokens(self) {
        let App {
            context, delivery, ..
        } = self.app;
        Effect::new(move |before: Option<u32>| {
            let strangers = context.client.track_strangers();
            if before.is_some() {
                delivery.doubt();
                context.session.refresh();
            }
            strangers
        });
    }

    /// Checks the current user again when a hidden page becomes visible: another user may have signed in meanwhile, or
    /// a suspended page may have missed a sign-out.
    fn look_again_on_return(self) {
        let App {
            context, delivery, ..
        } = self.app;
        let since = StoredValue::new(None::<Millis>);
        let left = StoredValue::new(false);
        let on = |event, act: Box<dyn Fn()>| Listener::new(event, act);
        let seen = Box::new(move || {
            if document().hidden() {
                since.try_set_value(Some(now()));
            } else if let Some(Some(since)) = since.try_update_value(Option::take)
                // If the clock was changed, it does not show how long that was.
                && !(since..since.saturating_add(ABSENCE)).contains(&now())
            {
                context.session.refresh();
            }
        });
        let goes = Box::new(move || {
            left.try_set_value(true);
        });
        let comes = Box::new(move || {
            if left.try_update_value(std::mem::take) == Some(true) {
                context.session.refresh();
                spawn_local(delivery.look_again());
            }
        });
        let listeners = [
            on("visibilitychange", seen),
            on("pagehide", goes),
            on("pageshow", comes),
        ];
        // They are removed with the portal.
        StoredValue::new(listeners);
    }
}
