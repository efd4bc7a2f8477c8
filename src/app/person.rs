//! Who is here: followed from token to token and from visit to visit, so that nobody sees or sends what is another's.

use super::App;
use crate::api::Load;
use crate::route::Route;
use leptos::prelude::*;

impl App {
    /// Where discovery names another person than before, everything is read anew.
    pub(crate) fn follow_person(self) {
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
