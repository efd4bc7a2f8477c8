//! Opening the records of the current user, and moving them to where they belong. It is in a chunk of its own.

mod transfer;

use super::browser::{
    BrowserStore, LAST, OpenRecords, SHARED, SIGNED_OUT, VisitorRecords, open, see_off,
};
use super::record_owner::RecordOwner;
use super::store::{UserStorage, VolatileReason};
use super::{Delivery, RecordsChunk};
use crate::host::Host;
use crate::reactive::spawn_local;
use crate::route::Route;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use transfer::Transfer;
use wasm_bindgen::closure::Closure;

/// The pause before another attempt to open a store that did not open, in milliseconds.
pub(super) const AGAIN: u32 = 10_000;

/// The message of the browser's store about itself.
const CLOSED: &str = "closed";

/// The result of replacing the open records.
enum Replaced {
    /// The new records are open. Contains the previous ones, unless the controller adopts them.
    Yes(Option<UserStorage>),
    /// The user has changed meanwhile.
    SomebodyElse,
    /// The portal was removed.
    Gone,
}

/// The functions of the chunk for the rest of the portal.
pub(crate) fn records_chunk() -> RecordsChunk {
    RecordsChunk {
        enter: |delivery| Box::pin(async move { while delivery.enter().await {} }),
        see_off: |host| Box::pin(destroy_records(host)),
    }
}

/// Destroys the records of the user who has signed out.
async fn destroy_records(host: Host) {
    let api = host.config(|config| config.api.clone());
    let opened = open(host).await;
    if let BrowserStore::Open(database) = &opened {
        see_off(database, &api).await;
    }
    opened.close();
}

impl Delivery {
    /// Opens the records of the current user. Returns whether to check again, because the user may have changed
    /// meanwhile.
    async fn enter(self) -> bool {
        let Some((browser, person)) = self.newcomer() else {
            return false;
        };
        let Some(browser) = self.opened(browser).await else {
            return false;
        };
        let mut place = self.place(&browser, person.clone()).await;
        if let Some(controller) = self.controller() {
            controller.flush();
        }
        let mut transfer = self.transfer(&place);
        if !transfer.copy(&mut place).await {
            self.stay(&place, &person);
            return true;
        }
        let before = match self.replace(&person, &mut place, transfer.unnamed.take()) {
            Replaced::Yes(before) => before,
            other => {
                place.close();
                return matches!(other, Replaced::SomebodyElse);
            }
        };
        let controller = self.controller();
        let has_visitor = self.with(|inner| inner.visitor.is_some()) == Some(true);
        self.reason.try_set(place.reason);
        if place.reason == Some(VolatileReason::Refused) {
            self.open_later();
        }
        self.waiting.try_set(place.waiting);
        self.ready.try_set(true);
        if let Some(controller) = &controller {
            controller.entered();
        }
        if let Some(before) = before {
            transfer.finish(before, &place, controller.as_deref()).await;
        }
        if controller.is_none() && (place.waiting > 0 || has_visitor) {
            // Without a network, this happens with the next page that needs the controller.
            let _ = self.start_controller().await;
        }
        true
    }

    /// The current user, if other records than theirs are open, with the browser's store.
    fn newcomer(self) -> Option<(BrowserStore, RecordOwner)> {
        let (browser, person) = self.with(|inner| {
            let other = inner
                .person
                .clone()
                .filter(|_| inner.person != inner.entered);
            inner.entering = other.is_some();
            (inner.browser.clone(), other)
        })?;
        if person.is_none() {
            // The previous user has returned before any other records were open.
            if self.with(|inner| inner.entered.is_some()) == Some(true) {
                self.ready.try_set(true);
            }
            self.confirm();
        }
        Some((browser, person?))
    }

    /// Opens the browser's store, unless that was tried before. Returns `None` if the portal was removed meanwhile.
    async fn opened(self, browser: BrowserStore) -> Option<BrowserStore> {
        if !matches!(browser, BrowserStore::Untried) {
            return Some(browser);
        }
        let opened = open(self.handles().host).await;
        let kept = self.with(|inner| inner.browser = opened.clone());
        if kept.is_none() || self.is_gone() {
            opened.close();
            return None;
        }
        Some(opened)
    }

    /// The transfer from the records that are still open.
    fn transfer(self, place: &OpenRecords) -> Transfer {
        let was = self.with(|inner| {
            let is_visitor = inner.entered == Some(RecordOwner::Visitor);
            let moves = inner.moves.as_ref() == Some(&place.person);
            (inner.storage.clone(), moves, is_visitor)
        });
        let (from, moves, was_visitor) = was.unwrap_or_default();
        let signed_in = was_visitor && matches!(place.person, RecordOwner::User(_));
        // Memory has no name by which it could be found again, and neither has a tab that cannot store one.
        let is_found = !signed_in || place.visitor.is_some();
        let unnamed = from.clone().filter(|_| !is_found).map(VisitorRecords::new);
        Transfer::new(from, moves, unnamed)
    }

    /// Keeps the records open that could not move. No outbox entry is lost: all of them stay where they are, and move
    /// later.
    fn stay(self, place: &OpenRecords, person: &RecordOwner) {
        place.close();
        self.with(|inner| {
            let moves = inner.moves.take();
            if inner.person.as_ref() == Some(person) {
                inner.person.clone_from(&moves);
                inner.entered = moves;
            }
        });
        self.open_later();
    }

    /// Replaces the open records, unless the user has changed meanwhile.
    fn replace(
        self,
        person: &RecordOwner,
        place: &mut OpenRecords,
        unnamed: Option<VisitorRecords>,
    ) -> Replaced {
        let replaced = self.with(|inner| {
            if inner.person.as_ref() != Some(person) {
                return Replaced::SomebodyElse;
            }
            inner.person = Some(place.person.clone());
            inner.entered = Some(place.person.clone());
            inner.moves = None;
            // Records that nobody has adopted belonged to the previous user.
            let visitor = std::mem::replace(&mut inner.visitor, place.visitor.take().or(unnamed));
            if let Some(visitor) = visitor {
                visitor.storage.close();
            }
            let before = inner.storage.replace(place.storage.clone());
            let is_visitors = |storage: &UserStorage| {
                let visitor = inner.visitor.as_ref();
                visitor.is_some_and(|visitor| visitor.storage.is_same(storage))
            };
            // The controller adopts its contents, and closes it.
            Replaced::Yes(before.filter(|storage| !is_visitors(storage)))
        });
        replaced.unwrap_or(Replaced::Gone)
    }

    /// Tries again to open a browser's store that did not open, because it may have been busy. The input so far moves
    /// into it.
    fn open_later(self) {
        let later = Timeout::new(AGAIN, move || {
            spawn_local(async move {
                let opened = open(self.handles().host).await;
                if self.is_gone() {
                    opened.close();
                } else if matches!(opened, BrowserStore::Open(_)) {
                    self.with(|inner| inner.browser = opened);
                    self.move_house();
                } else {
                    self.open_later();
                }
            });
        });
        self.with(|inner| inner.later = Some(later));
    }

    /// Passes messages of other tabs to the controller, and handles sign-outs of other tabs.
    pub(super) fn ear(self) -> Closure<dyn FnMut(String)> {
        Closure::new(move |message: String| {
            if self.is_gone() {
                return;
            }
            if message == SIGNED_OUT {
                self.leave();
                self.handles().session.change_person();
                self.handles().nav.go(Route::Home);
            } else if message == CLOSED {
                self.open_again();
            } else if let Some(controller) = self.controller() {
                controller.heard(&message);
            } else {
                spawn_local(async move {
                    let _ = self.start_controller().await;
                });
            }
        })
    }

    /// The browser has closed its store, and may have cleared it. The input continues in a new one, or in memory.
    fn open_again(self) {
        self.with(|inner| (inner.browser, inner.entered) = (BrowserStore::Untried, None));
        self.settle();
    }

    /// The computer is shared from now on, or no longer. If it is, no data of this user stays in the browser.
    pub(crate) async fn set_shared(self, shared: bool) {
        let Some(BrowserStore::Open(database)) = self.with(|inner| inner.browser.clone()) else {
            return;
        };
        if shared {
            database.set_note(LAST, None).await;
        }
        database.set_note(SHARED, shared.then_some("yes")).await;
        self.move_house();
    }

    /// Moves the records of the current user into the browser's store, or out of it.
    fn move_house(self) {
        self.with(|inner| inner.moves = inner.entered.take().or(inner.moves.take()));
        self.settle();
    }
}
