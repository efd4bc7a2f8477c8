//! The location of a user's records: in this browser if that is possible and wanted, otherwise in memory.

use super::local_flags;
use super::record_owner::RecordOwner;
use super::store::{BrowserDatabase, UserStorage, VolatileReason};
use super::{Delivery, key_value::is_key_value_id};
use crate::api;
use crate::clock::now;
use crate::host::Host;
use portico_delivery::Millis;
use portico_delivery::draft::LIFE;
use portico_delivery::store::{Durability, Outcome, Transaction, Write, entry_id};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;

/// How long the bytes of a selected file are stored at most, in milliseconds.
pub(super) const FILE_LIFE: Millis = 2 * LIFE;

/// The message to other tabs when a user signs out.
pub(super) const SIGNED_OUT: &str = "signed out";

/// The note with the last user whom the backend confirmed in this browser.
pub(super) const LAST: &str = "last";

/// The note that this is a shared computer.
pub(super) const SHARED: &str = "shared";

/// The browser's store, once it is known whether there is one.
#[derive(Clone)]
pub(super) enum BrowserStore {
    Untried,
    Open(Rc<BrowserDatabase>),
    None(VolatileReason),
}

/// Records that were just opened.
pub(super) struct OpenRecords {
    pub person: RecordOwner,
    pub storage: UserStorage,
    pub reason: Option<VolatileReason>,
    /// The input of the same person in this tab before they signed in.
    pub visitor: Option<VisitorRecords>,
    /// The number of outbox entries.
    pub waiting: usize,
}

/// The records of a visitor who has signed in.
pub(super) struct VisitorRecords {
    pub storage: UserStorage,
    /// Whether all selected files were copied to the user's own storage.
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
    /// Opens an owner's records, in this browser if that is possible and wanted.
    pub(super) async fn place(self, browser: &BrowserStore, person: RecordOwner) -> OpenRecords {
        let mut place = OpenRecords {
            person,
            storage: UserStorage::memory(),
            reason: None,
            visitor: None,
            waiting: 0,
        };
        let database = match browser {
            BrowserStore::Open(database) => database,
            BrowserStore::Untried => return place,
            BrowserStore::None(reason) => {
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
        let (shared, last) = match notes(database).await {
            Ok(notes) => notes,
            Err(reason) => {
                place.reason = Some(reason);
                place.person = named(place.person, None);
                return place;
            }
        };
        place.person = named(place.person, last);
        let is_confirmed = match &place.person {
            RecordOwner::User(id) => self.with(|inner| inner.confirmed.as_ref() == Some(id)),
            RecordOwner::Visitor | RecordOwner::Last => None,
        };
        let is_confirmed = is_confirmed == Some(true);
        if let RecordOwner::User(id) = &place.person
            && is_confirmed
            && !shared
        {
            database.set_note(LAST, Some(id)).await;
        }
        if shared {
            place.reason = Some(VolatileReason::Shared);
            return place;
        }
        self.fill(&mut place, database, is_confirmed).await;
        place
    }

    /// Opens the records in this browser, and those of this tab's visitor if the user is confirmed.
    async fn fill(self, place: &mut OpenRecords, database: &BrowserDatabase, is_confirmed: bool) {
        let visitor = local_flags::visitor();
        let (who, until) = match &place.person {
            RecordOwner::User(id) => (user(id), 0),
            // The name of a visitor is lost with the tab.
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
        // The last user of this browser may be another person: the visitor's input waits until the backend has
        // confirmed who this is.
        if let Some(visitor) = visitor.filter(|_| is_confirmed)
            && let Ok(storage) = database
                .enter(&visitor, Closure::new(|_| ()), now() + LIFE)
                .await
        {
            place.visitor = Some(VisitorRecords::new(storage));
        }
    }
}

/// Whether this computer is shared, and its last user.
async fn notes(database: &BrowserDatabase) -> Result<(bool, Option<String>), VolatileReason> {
    let shared = database.note(SHARED).await?.is_some();
    Ok((shared, database.note(LAST).await?))
}

impl BrowserStore {
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

pub(super) async fn open(host: Host) -> BrowserStore {
    let config = host.config(Clone::clone);
    match BrowserDatabase::open(&config, &config.api).await {
        Ok(database) => BrowserStore::Open(Rc::new(database)),
        Err(reason) => BrowserStore::None(reason),
    }
}

/// The name of an owner's records.
fn user(id: &str) -> String {
    ["user ", id].concat()
}

/// Destroys the records of a user who has signed out, and tells the other tabs.
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

/// Entries that have moved to another storage, by name and revision.
#[derive(Default)]
pub(super) struct MovedEntries(BTreeMap<String, u64>);

impl MovedEntries {
    /// Moves the outbox to another storage; drafts are moved by their forms. Returns whether any entry was left to
    /// move;
    /// `None` if some could not be moved.
    pub(super) async fn go_on(&mut self, from: &UserStorage, to: &UserStorage) -> Option<bool> {
        let mut is_new = false;
        for row in from.list(&[&entry_id("")]).await? {
            if self.0.get(&row.id) == Some(&row.revision) {
                continue;
            }
            let (id, revision) = (row.id, row.revision);
            // Unreadable records cannot be moved.
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
                // Or it exists there already, from an interrupted move.
                Outcome::Done | Outcome::Changed => {}
                Outcome::Full | Outcome::Failed => return None,
            }
            self.0.insert(id, revision);
            is_new = true;
        }
        Some(is_new)
    }
}

/// Copies the selected files. The first storage still exists, and its owner destroys it when it is no longer needed.
/// Returns whether all files are in the other one.
pub(super) async fn copy_files(from: &UserStorage, to: &UserStorage) -> bool {
    let Some(files) = from.files(Millis::MAX).await else {
        return false;
    };
    let mut all = true;
    for id in files.iter().filter(|id| !is_key_value_id(id)) {
        // Its name and its type are in the draft.
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

/// The owner; `Last` is replaced by the last confirmed user.
fn named(person: RecordOwner, last: Option<String>) -> RecordOwner {
    match (person, last) {
        (RecordOwner::Last, Some(id)) => RecordOwner::User(id),
        (RecordOwner::Last, None) => RecordOwner::Visitor,
        (person, _) => person,
    }
}
