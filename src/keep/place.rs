//! Where somebody's records lie: in this browser where that is possible and wanted, otherwise in memory.

use super::person::Person;
use super::store::{Reason, Shelf, Vault};
use super::{Keep, now};
use crate::app::App;
use crate::client::{self, new_key};
use leptos::prelude::*;
use portico_delivery::draft::LIFE;
use portico_delivery::store::{Durability, Transaction, Write, entry_id};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;

/// The note that names the last person whom the backend confirmed in this browser.
pub(super) const LAST: &str = "last";

/// The note that others use this computer.
pub(super) const SHARED: &str = "shared";

/// Where this tab's visitor has a name: it outlives a reload and a sign-on elsewhere, but not the tab.
const VISITOR: &str = "portico-visitor";

/// The browser's store, once it is known whether there is one.
#[derive(Clone)]
pub(super) enum Browser {
    Untried,
    Open(Rc<Vault>),
    None(Reason),
}

/// Records that were just opened.
pub(super) struct Place {
    pub person: Person,
    pub shelf: Shelf,
    pub reason: Option<Reason>,
    /// What the same person typed in this tab before they signed in.
    pub visitor: Option<Shelf>,
    /// How many entries the outbox has.
    pub waiting: usize,
}

impl Keep {
    /// Opens somebody's records, in this browser where that is possible and wanted.
    pub(super) async fn place(self, app: App, browser: &Browser, person: Person) -> Place {
        let mut place = Place {
            person,
            shelf: Shelf::memory(),
            reason: None,
            visitor: None,
            waiting: 0,
        };
        let vault = match browser {
            Browser::Open(vault) => vault,
            Browser::Untried => return place,
            Browser::None(reason) => {
                place.reason = Some(*reason);
                place.person = named(place.person, None);
                return place;
            }
        };
        let shared = vault.note(SHARED).await.is_some();
        place.person = named(place.person, vault.note(LAST).await);
        if let Person::User(id) = &place.person
            && self.with(|inner| inner.confirmed.as_ref() == Some(id)) == Some(true)
            && !shared
        {
            vault.set_note(LAST, Some(id)).await;
        }
        if shared {
            place.reason = Some(Reason::Shared);
            return place;
        }
        let visitor = visitor();
        let (who, until) = match &place.person {
            Person::User(id) => (["user ", id].concat(), 0),
            // Nobody can name a visitor whose tab is gone.
            _ => (visitor.clone().unwrap_or_else(new_visitor), now() + LIFE),
        };
        match vault.enter(&who, self.ear(app), until).await {
            Ok(shelf) => place.shelf = shelf,
            Err(reason) => place.reason = Some(reason),
        }
        place.waiting = count(&place.shelf, &entry_id("")).await;
        if let (Person::User(_), Some(visitor)) = (&place.person, visitor)
            && let Ok(shelf) = vault
                .enter(&visitor, Closure::new(|_| ()), now() + LIFE)
                .await
        {
            place.visitor = Some(shelf);
        }
        place
    }
}

impl Browser {
    pub(super) fn close(&self) {
        if let Self::Open(vault) = self {
            vault.close();
        }
    }
}

impl Place {
    pub(super) fn close(&self) {
        self.shelf.close();
        if let Some(visitor) = &self.visitor {
            visitor.close();
        }
    }
}

pub(super) async fn open(app: App) -> Browser {
    let config = app.config(Clone::clone);
    match Vault::open(&config, &config.api).await {
        Ok(vault) => Browser::Open(Rc::new(vault)),
        Err(reason) => Browser::None(reason),
    }
}

/// What waits to be sent goes along; drafts are moved by the forms that they belong to.
pub(super) async fn move_entries(from: &Shelf, to: &Shelf) {
    let rows = from.list(&entry_id("")).await.unwrap_or_default();
    let writes: Vec<Write> = rows
        .into_iter()
        .filter_map(|row| {
            Some(Write {
                value: Some(client::parse_json(&row.text?).ok()?),
                id: row.id,
                known: 0,
                revision: row.revision,
                until: 0,
            })
        })
        .collect();
    if !writes.is_empty() {
        let durability = Durability::Strict;
        to.write(&Transaction { writes, durability }).await;
    }
}

async fn count(shelf: &Shelf, prefix: &str) -> usize {
    shelf.list(prefix).await.map_or(0, |rows| rows.len())
}

/// The person, with the name of the last one where that is who is meant.
fn named(person: Person, last: Option<String>) -> Person {
    match (person, last) {
        (Person::Last, Some(id)) => Person::User(id),
        (Person::Last, None) => Person::Visitor,
        (person, _) => person,
    }
}

fn visitor() -> Option<String> {
    let session = window().session_storage().ok()??;
    session.get_item(VISITOR).ok().flatten()
}

/// Nothing of this tab's visitor is left.
pub(super) fn forget_visitor() {
    if let Ok(Some(session)) = window().session_storage() {
        let _ = session.remove_item(VISITOR);
    }
}

/// A name for this tab's visitor, who nobody else can be.
fn new_visitor() -> String {
    let name = ["visitor ", &new_key()].concat();
    if let Ok(Some(session)) = window().session_storage() {
        let _ = session.set_item(VISITOR, &name);
    }
    name
}
