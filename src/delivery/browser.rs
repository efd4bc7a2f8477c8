//! Where somebody's records lie: in this browser where that is possible and wanted, otherwise in memory.

use super::local_flags;
use super::person::Person;
use super::store::{BrowserDatabase, Reason, UserStorage};
use super::{Delivery, key_value::is_aside};
use crate::api;
use crate::clock::now;
use crate::host::Host;
use portico_delivery::Millis;
use portico_delivery::draft::LIFE;
use portico_delivery::store::{Durability, Outcome, Transaction, Write, entry_id};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;

/// How long the bytes of a chosen file are kept at most, in milliseconds.
pub(super) const FILE_LIFE: Millis = 2 * LIFE;

/// What the other tabs are told when somebody signs out.
pub(super) const SIGNED_OUT: &str = "signed out";

/// The note that names the last person whom the backend confirmed in this browser.
pub(super) const LAST: &str = "last";

/// The note that others use this computer.
pub(super) const SHARED: &str = "shared";

/// The browser's store, once it is known whether there is one.
#[derive(Clone)]
pub(super) enum Browser {
    Untried,
    Open(Rc<BrowserDatabase>),
    None(Reason),
}

/// Records that were just opened.
pub(super) struct OpenRecords {
    pub person: Person,
    pub storage: UserStorage,
    pub reason: Option<Reason>,
    /// What the same person typed in this tab before they signed in.
    pub visitor: Option<VisitorRecords>,
    /// How many entries the outbox has.
    pub waiting: usize,
}

/// The records of a visitor who has signed in.
pub(super) struct VisitorRecords {
    pub storage: UserStorage,
    /// Whether all files that were chosen are with the person's own.
    pub has_copied: bool,
}

impl VisitorRecords {
    pub(super) fn new(storage: UserStorage) -> Self {
        Self {
            storage,
            has_copied: false,
        }
    }

    pub(super) async fn copy_files(&mut self, to: &UserStorage) {
        self.has_copied = copy_files(&self.storage, to).await;
    }
}

impl Delivery {
    /// Opens somebody's records, in this browser where that is possible and wanted.
    pub(super) async fn place(self, browser: &Browser, person: Person) -> OpenRecords {
        let mut place = OpenRecords {
            person,
            storage: UserStorage::memory(),
            reason: None,
            visitor: None,
            waiting: 0,
        };
        let database = match browser {
            Browser::Open(database) => database,
            Browser::Untried => return place,
            Browser::None(reason) => {
                place.reason = Some(*reason);
                place.person = named(place.person, None);
                return place;
            }
        };
        see_off(
            database,
            &self.handles().host.config(|config| config.api.clone()),
        )
        .await;
        let notes = match database.note(SHARED).await {
            Ok(shared) => database
                .note(LAST)
                .await
                .map(|last| (shared.is_some(), last)),
            Err(reason) => Err(reason),
        };
        let (shared, last) = match notes {
            Ok(notes) => notes,
            Err(reason) => {
                place.reason = Some(reason);
                place.person = named(place.person, None);
                return place;
            }
        };
        place.person = named(place.person, last);
        let is_confirmed = match &place.person {
            Person::User(id) => self.with(|inner| inner.confirmed.as_ref() == Some(id)),
            Person::Visitor | Person::Last => None,
        };
        let is_confirmed = is_confirmed == Some(true);
        if let Person::User(id) = &place.person
            && is_confirmed
            && !shared
        {
            database.set_note(LAST, Some(id)).await;
        }
        if shared {
            place.reason = Some(Reason::Shared);
            return place;
        }
        let visitor = local_flags::visitor();
        let (who, until) = match &place.person {
            Person::User(id) => (user(id), 0),
            // Nobody can name a visitor whose tab is gone.
            _ => (
                visitor.clone().unwrap_or_else(local_flags::new_visitor),
                now() + LIFE,
            ),
        };
        match database.enter(&who, self.ear(), until).await {
            Ok(storage) => {
                local_flags::set_kept();
                place.storage = storage;
            }
            Err(reason) => place.reason = Some(reason),
        }
        place.waiting = count(&place.storage, &entry_id("")).await;
        // Somebody who is taken for the last one here may be another person: the visitor's text waits for the backend's
        // word.
        if let Some(visitor) = visitor.filter(|_| is_confirmed)
            && let Ok(storage) = database
                .enter(&visitor, Closure::new(|_| ()), now() + LIFE)
                .await
        {
            place.visitor = Some(VisitorRecords::new(storage));
        }
        place
    }
}

impl Browser {
    pub(super) fn close(&self) {
        if let Self::Open(database) = self {
            database.close();
        }
    }
}

impl OpenRecords {
    pub(super) fn close(&self) {
        self.storage.close();
        if let Some(visitor) = &self.visitor {
            visitor.storage.close();
        }
    }
}

pub(super) async fn open(host: Host) -> Browser {
    let config = host.config(Clone::clone);
    match BrowserDatabase::open(&config, &config.api).await {
        Ok(database) => Browser::Open(Rc::new(database)),
        Err(reason) => Browser::None(reason),
    }
}

/// The name of somebody's records.
fn user(id: &str) -> String {
    ["user ", id].concat()
}

/// Destroys what is kept for somebody who has signed out, and tells the other tabs.
pub(super) async fn see_off(database: &BrowserDatabase, api: &str) {
    let Some(id) = local_flags::leaving(api) else {
        return;
    };
    if database.note(LAST).await == Ok(Some(id.clone())) {
        database.set_note(LAST, None).await;
    }
    if let Ok(storage) = database.enter(&user(&id), Closure::new(|_| ()), 0).await {
        if storage.destroy().await {
            storage.say(SIGNED_OUT);
            local_flags::set_leaving(api, None);
        }
        storage.close();
    }
}

/// What waited to be sent and has moved, by name and revision.
#[derive(Default)]
pub(super) struct Moved(BTreeMap<String, u64>);

impl Moved {
    /// What waits to be sent goes along; drafts are moved by the forms that they belong to. Whether anything was there
    /// that had not moved yet; nothing where not all of it could.
    pub(super) async fn go_on(&mut self, from: &UserStorage, to: &UserStorage) -> Option<bool> {
        let mut is_new = false;
        for row in from.list(&[&entry_id("")]).await? {
            if self.0.get(&row.id) == Some(&row.revision) {
                continue;
            }
            let (id, revision) = (row.id, row.revision);
            // What cannot be read cannot be moved.
            let Some(value) = row.text.and_then(|text| api::parse_json(&text).ok()) else {
                continue;
            };
            let write = Write {
                id: id.clone(),
                known: self.0.get(&id).copied().unwrap_or_default(),
                revision,
                value: Some(value),
                until: 0,
            };
            let (writes, durability) = (vec![write], Durability::Strict);
            match to.write(&Transaction { writes, durability }).await {
                // Or it was there already, from a time that was cut short.
                Outcome::Done | Outcome::Changed => {}
                Outcome::Full | Outcome::Failed => return None,
            }
            self.0.insert(id, revision);
            is_new = true;
        }
        Some(is_new)
    }
}

/// The files that were chosen go along. The first place is still there, and destroyed by whoever needs it no more.
/// Whether all of them are in the other one.
pub(super) async fn copy_files(from: &UserStorage, to: &UserStorage) -> bool {
    let Some(files) = from.files(Millis::MAX).await else {
        return false;
    };
    let mut all = true;
    for id in files.iter().filter(|id| !is_aside(id)) {
        // Its name and its type stand in the draft.
        all &= match from.file(id, "", "").await {
            Some(file) => to.put_file(id, &file, now() + FILE_LIFE).await,
            None => false,
        };
    }
    all
}

async fn count(storage: &UserStorage, prefix: &str) -> usize {
    storage.list(&[prefix]).await.map_or(0, |rows| rows.len())
}

/// The person, with the name of the last one where that is who is meant.
fn named(person: Person, last: Option<String>) -> Person {
    match (person, last) {
        (Person::Last, Some(id)) => Person::User(id),
        (Person::Last, None) => Person::Visitor,
        (person, _) => person,
    }
}
