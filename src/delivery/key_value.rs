//! What other parts of the portal keep for the person who is here, beside drafts and the outbox: in the same place,
//! under the same key, gone with it.

use super::Delivery;
use super::person::Person;
use super::store::UserStorage;
use crate::api::parse_json;
use crate::clock::now;
use portico_delivery::draft::LIFE;
use portico_delivery::store::{Durability, Outcome, Transaction, Write};
use serde_json::Value;

/// What all names begin with.
const PREFIX: &str = "aside/";

/// Whether a file is one of these.
pub(super) fn is_aside(id: &str) -> bool {
    id.starts_with(PREFIX)
}

fn named(name: &str) -> String {
    [PREFIX, name].concat()
}

/// What is kept under a name.
pub(crate) struct StoredItem {
    /// Nothing where there is none, or none that can be read.
    pub value: Option<Value>,
    /// 0 where there is none.
    pub revision: u64,
    /// Whether it lies in the browser, and not in this page's memory.
    pub is_lasting: bool,
}

/// Nobody but `person`, who has to be the one whose records are open, gets or keeps anything here.
impl Delivery {
    fn shelf_of(self, person: &str) -> Option<UserStorage> {
        self.with(|inner| {
            let is_theirs =
                matches!(&inner.entered, Some(Person::User(entered)) if entered == person);
            inner.storage.clone().filter(|_| is_theirs)
        })
        .flatten()
    }

    /// What was kept under a name.
    pub(crate) async fn aside(self, person: &str, name: &str) -> Option<Value> {
        self.read_aside(person, name).await?.value
    }

    /// What was kept under a name, for who writes it again. Nothing when the store cannot be read.
    pub(crate) async fn read_aside(self, person: &str, name: &str) -> Option<StoredItem> {
        let storage = self.shelf_of(person)?;
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

    /// Keeps something under a name for 30 days, or nothing any more. Where another tab was faster, that stays.
    pub(crate) async fn set_aside(self, person: &str, name: &str, value: Option<Value>) {
        if let Some(found) = self.read_aside(person, name).await {
            // What could not be kept is missing at the next visit, and nothing else is.
            let _ = self
                .replace_aside(person, name, value, found.revision)
                .await;
        }
    }

    /// The same in place of the revision that is known; 0: there must be none. The revision that it has now.
    ///
    /// # Errors
    /// What became of it instead: nothing is written.
    pub(crate) async fn replace_aside(
        self,
        person: &str,
        name: &str,
        value: Option<Value>,
        known: u64,
    ) -> Result<u64, Outcome> {
        let storage = self.shelf_of(person).ok_or(Outcome::Failed)?;
        let is_removed = value.is_none();
        if known == 0 && is_removed {
            return Ok(0);
        }
        // A record that was removed and made again has none of its old revisions.
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

    /// The bytes that were kept under a name.
    pub(crate) async fn file_aside(self, person: &str, name: &str) -> Option<Vec<u8>> {
        let file = self.shelf_of(person)?.file(&named(name), "", "").await?;
        let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer())
            .await
            .ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// Keeps bytes under a name for 30 days, if there is room.
    pub(crate) async fn set_file_aside(self, person: &str, name: &str, bytes: &[u8]) {
        let Some(storage) = self.shelf_of(person) else {
            return;
        };
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let Ok(file) = web_sys::File::new_with_u8_array_sequence(&parts, "") else {
            return;
        };
        let id = named(name);
        // A shorter file would leave the end of the one before.
        storage.drop_file(&id).await;
        storage.put_file(&id, &file, now() + LIFE).await;
    }
}
