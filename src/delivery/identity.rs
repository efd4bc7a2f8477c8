//! The owner of the open records: the signed-in user, this tab's visitor, or the last user of this browser.
//!
//! Opening the records takes the [chunk](super::RecordsChunk) that most visits do without.

use super::Delivery;
use super::local_flags;
use super::opening::AGAIN;
use super::record_owner::RecordOwner;
use super::store::UserStorage;
use crate::api::{Failure, Load};
use crate::clock::now;
use crate::reactive::{effect, spawn_local};
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

impl Delivery {
    /// Follows the signed-in user, from the backend's first response on.
    pub(super) fn follow(self) {
        effect(move || {
            let seen = match self.handles().session.state() {
                Load::Loading => return,
                Load::Ready(portal) => {
                    self.handles().client.write_as(&portal.sign_in);
                    Some(portal.sign_in.user.map(|me| me.id.0))
                }
                Load::Failed(Failure::SignIn) => Some(None),
                Load::Failed(_) => None,
            };
            self.seen(seen);
        });
    }

    /// The backend has reported the signed-in user, or could not be reached.
    fn seen(self, seen: Option<Option<String>>) {
        self.with(|inner| {
            let before = std::mem::replace(&mut inner.confirmed, seen.clone().flatten());
            // The presumed last user is confirmed: the records that waited for that belong to them.
            let found = inner.confirmed.clone().filter(|_| before.is_none());
            if found.is_some_and(|id| inner.entered == Some(RecordOwner::User(id)))
                && local_flags::visitor().is_some()
            {
                inner.entered = None;
            }
            inner.confirmed_at = now();
            inner.person = match (seen, inner.person.take()) {
                (Some(Some(id)), _) => Some(RecordOwner::User(id)),
                // An expired sign-in takes nothing away from the user.
                (Some(None), Some(user @ RecordOwner::User(_))) if inner.proven => Some(user),
                (Some(None), _) => Some(RecordOwner::Visitor),
                (None, Some(person)) => Some(person),
                (None, None) => Some(RecordOwner::Last),
            };
            inner.proven |= inner.confirmed.is_some();
        });
        self.settle();
    }

    /// The stored records are needed, or the user is about to type.
    pub(crate) fn want(self) {
        let opens = self.with(|inner| {
            let first = !std::mem::replace(&mut inner.wanted, true);
            let failed = inner.person != inner.entered && !inner.entering;
            first || failed
        });
        if opens == Some(true) {
            self.settle();
        }
    }

    /// Opens other records if the user has changed; tells the controller if the user is the same.
    pub(super) fn settle(self) {
        let begun = self.with(|inner| {
            let other = inner.wanted && inner.person != inner.entered;
            // The form of another user would be rendered only to disappear.
            let replaced = other && inner.entered.is_some();
            let enter = other && !std::mem::replace(&mut inner.entering, true);
            (enter, replaced)
        });
        if begun.is_some_and(|(_, replaced)| replaced) {
            self.ready.try_set(false);
        }
        match begun.map(|(enter, _)| enter) {
            Some(true) => spawn_local(self.open_records()),
            _ => self.confirm(),
        }
    }

    /// Loads the chunk that opens records, and lets it do so.
    async fn open_records(self) {
        match (self.load_records)().await {
            Ok(chunk) => (chunk.enter)(self).await,
            // The next page that needs the records tries again, and so does this.
            Err(_) => {
                let later = Timeout::new(AGAIN, move || self.want());
                self.with(|inner| (inner.entering, inner.later) = (false, Some(later)));
            }
        }
    }

    /// Lets the outbox continue, if the backend confirms that its owner is the current user.
    pub(super) fn confirm(self) {
        if let Some(controller) = self.controller() {
            controller.confirmed();
        }
    }

    /// A suspended page may have missed that its user signed out in another tab.
    pub(crate) async fn look_again(self) {
        let storage = self.with(|inner| inner.storage.clone()).flatten();
        if let Some(storage) = storage
            && !storage.is_there().await
            && !self.is_gone()
        {
            self.leave();
            self.handles().session.change_person();
            self.handles().nav.go(Route::Home);
        }
    }

    /// The user has signed out: the key is destroyed, and with it all stored data.
    pub(crate) async fn sign_out(self) {
        let person = self.with(|inner| inner.person.clone()).flatten();
        self.leave();
        let Some(RecordOwner::User(id)) = person.filter(|_| local_flags::has_kept()) else {
            return;
        };
        // Recorded first: if the store cannot be opened now, or the tab dies, the next page that opens it does this.
        let host = self.handles().host;
        local_flags::set_leaving(&host.config(|config| config.api.clone()), Some(&id));
        if let Ok(chunk) = (self.load_records)().await {
            (chunk.see_off)(host).await;
        }
    }

    /// The token may belong to another user now: nothing is sent before the backend has confirmed the user.
    pub(crate) fn doubt(self) {
        self.with(|inner| inner.confirmed_at = 0);
    }

    /// Saves the input of a user who leaves, if their records stay. If their key is destroyed, nothing may be written
    /// afterwards, because nobody could read it.
    pub(crate) fn flush(self) {
        if let Some(controller) = self.controller() {
            controller.flush();
        }
    }

    /// There is no user until the backend has confirmed one.
    pub(crate) fn leave(self) {
        self.ready.try_set(false);
        self.waiting.try_set(0);
        let storages = self.with(|inner| {
            inner.proven = false;
            inner.confirmed = None;
            inner.person = None;
            inner.entered = None;
            inner.moves = None;
            let visitor = inner.visitor.take().map(|visitor| visitor.storage);
            [inner.storage.replace(UserStorage::memory()), visitor]
        });
        if let Some(controller) = self.controller() {
            controller.entered();
        }
        for storage in storages.into_iter().flatten().flatten() {
            storage.close();
        }
    }
}
