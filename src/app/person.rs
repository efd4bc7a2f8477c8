//! Who is here: followed from token to token and from visit to visit, so that nobody sees or sends what is another's.

use super::App;
use crate::api::Load;
use crate::delivery::now;
use crate::history::Listener;
use crate::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_delivery::{Millis, SECOND};

/// How long a page may have been out of sight before it is asked again who is here, in milliseconds.
const ABSENCE: Millis = 60 * SECOND;

impl App {
    /// The host page has set another function for tokens, which may be that of another person.
    pub(super) fn look_at_token(self) {
        self.keep.doubt();
        spawn_local(async move {
            if self.client.has_another_token().await && !self.is_gone() {
                self.portal.retry();
            }
        });
    }

    /// Where discovery names another person than before, everything is read anew; where a token comes up that nobody
    /// has asked discovery about, that is done.
    pub(super) fn follow_person(self) {
        Effect::new(move |before: Option<u32>| {
            let strangers = self.client.track_strangers();
            if before.is_some() {
                self.keep.doubt();
                self.portal.retry();
            }
            strangers
        });
        Effect::new(move || {
            let Load::Ready(portal) = self.portal.state() else {
                return;
            };
            let now = portal.sign_in.user.map(|me| me.id);
            let before = self.person.get_value();
            self.person.set_value(Some(now.clone()));
            let last = self.signed_in.get_value();
            if let Some(me) = &now {
                self.comments.enter(me);
                self.signed_in.set_value(now.clone());
            }
            // A sign-in that has expired takes nothing away from whoever sits here.
            if let Some(before) = before
                && now.is_some()
                && before != now
            {
                self.client.next_person(last.is_some() && last != now);
            }
        });
    }

    /// Asks once more who is here when somebody comes back to a page that was out of sight: meanwhile somebody else may
    /// have signed in, or a page that stood still may not have heard that somebody has signed out.
    pub(super) fn look_again_on_return(self) {
        let since = StoredValue::new(None::<Millis>);
        let left = StoredValue::new(false);
        let on = |event, act: Box<dyn Fn()>| Listener::new(event, act);
        let seen = Box::new(move || {
            if document().hidden() {
                since.try_set_value(Some(now()));
            } else if let Some(Some(since)) = since.try_update_value(Option::take)
                // A clock that was set says nothing of how long it was.
                && !(since..since.saturating_add(ABSENCE)).contains(&now())
            {
                self.portal.retry();
            }
        });
        let goes = Box::new(move || {
            left.try_set_value(true);
        });
        let comes = Box::new(move || {
            if left.try_update_value(std::mem::take) == Some(true) {
                self.portal.retry();
                spawn_local(self.keep.look_again(self));
            }
        });
        let listeners = [
            on("visibilitychange", seen),
            on("pagehide", goes),
            on("pageshow", comes),
        ];
        // They go with the portal.
        StoredValue::new_local(listeners);
    }

    /// Somebody signed in or out: everything is read anew.
    pub(crate) fn identity_changed(self, route: Route) {
        self.comments.clear();
        self.person_changed();
        self.nav.go(route);
    }

    /// Somebody signed in or out, or is about to be known.
    pub(crate) fn person_changed(self) {
        self.person.set_value(None);
        let last = self.signed_in.try_update_value(Option::take).flatten();
        self.client.forget(last.is_some());
        self.portal.retry();
    }
}
