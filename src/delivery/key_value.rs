//! A key-value store for other parts of the portal, per user: in the same database as drafts and the outbox, encrypted
//! with the same key, and deleted with it.

use super::Delivery;
use super::record_owner::RecordOwner;
use super::store::UserStorage;
use crate::api::parse_json;
use crate::clock::now;
use portico_delivery::draft::LIFE;
use portico_delivery::store::{Durability, Outcome, Transaction, Write};
use serde_json::Value;

/// The prefix of the ids of all values. Stored data contains it.
const PREFIX: &str = "aside/";

/// Whether an id belongs to a value of this store.
pub(super) fn is_key_value_id(id: &str) -> bool {
    id.starts_with(PREFIX)
}

fn named(name: &str) -> String {
    [PREFIX, name].concat()
}

/// A stored value.
pub(crate) struct StoredItem {
    /// `None` if there is none, or if it cannot be read.
    pub value: Option<Value>,
    /// 0 if there is none.
    pub revision: u64,
    /// Whether it is stored in the browser, and not only in this page's memory.
    pub is_lasting: bool,
}

/// All operations fail unless `person` is the user whose records are open.
impl Delivery {
    fn storage_of(self, person: &str) -> Option<UserStorage> {
        self.with(|inner| {
            let is_theirs =
                matches!(&inner.entered, Some(RecordOwner::User(entered)) if entered == person);
            inner.storage.clone().filter(|_| is_theirs)
        })
        .flatten()
    }

    /// The value of a name.
    pub(crate) async fn value(self, person: &str, name: &str) -> Option<Value> {
        self.read_value(person, name).await?.value
    }

    /// The value of a name with its revision; `None` if the store cannot be read.
    pub(crate) async fn read_value(self, person: &str, name: &str) -> Option<StoredItem> {
        let storage = self.storage_of(person)?;
        let id = named(name);
        let rows = storage.list(&[&id]).await?;
        let row = rows.into_iter().find(|row| row.id == id);
        let text = row.as_ref().and_then(|row| row.text.as_deref());
        Some(StoredItem {
            value: text.and_then(|text| parse_json(text).ok()),
            revision: row.map_or(0, |row| row.revision),
            is_lasting: matches!(storage, UserStorage::Durable(_)),
        })
    }

    /// Sets the value of a name for 30 days, or removes it. If another tab was faster, its value stays.
    pub(crate) async fn set_value(self, person: &str, name: &str, value: Option<Value>) {
        if let Some(found) = self.read_value(person, name).await {
            // If this fails, the value is missing at the next visit, which does no other harm.
            let _ = self
                .replace_value(person, name, value, found.revision)
                .await;
        }
    }

    /// Replaces the value with the revision `known`; 0 if there must be none. Returns the new revision.
    ///
    /// # Errors
    /// The outcome, if nothing was written.
    pub(crate) async fn replace_value(
        self,
        person: &str,
        name: &str,
        value: Option<Value>,
        known: u64,
    ) -> Result<u64, Outcome> {
        let storage = self.storage_of(person).ok_or(Outcome::Failed)?;
        let is_removed = value.is_none();
        if known == 0 && is_removed {
            return Ok(0);
        }
        // A record that was removed and created again never reuses an old revision.
        let revision = now().max(known + 1);
        let write = Write {
            id: named(name),
            value,
            known,
            revision,
            until: now() + LIFE,
        };
        let writes = vec![write];
        let durability = Durability::Relaxed;
        match storage.write(&Transaction { writes, durability }).await {
            Outcome::Done => Ok(if is_removed { 0 } else { revision }),
            outcome => Err(outcome),
        }
    }

    /// The bytes stored under a name.
    pub(crate) async fn bytes(self, person: &str, name: &str) -> Option<Vec<u8>> {
        let file = self.storage_of(person)?.file(&named(name), "", "").await?;
        let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer())
            .await
            .ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// Stores bytes under a name for 30 days, if there is space.
    pub(crate) async fn set_bytes(self, person: &str, name: &str, bytes: &[u8]) {
        let Some(storage) = self.storage_of(person) else {
            return;
        };
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let Ok(file) = web_sys::File::new_with_u8_array_sequence(&parts, "") else {
            return;
        };
        let id = named(name);
        // Otherwise a shorter file would keep the end of the previous one.
        storage.drop_file(&id).await;
        storage.put_file(&id, &file, now() + LIFE).await;
    }
}
