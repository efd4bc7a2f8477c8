//! What other parts of the portal keep for the person who is here, beside drafts and the outbox: in the same place,
//! under the same key, gone with it.

use super::Delivery;
use super::person::Person;
use super::store::{StoredRecord, UserStorage};
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
        let row = row(&self.shelf_of(person)?, &named(name)).await?;
        parse_json(&row.text?).ok()
    }

    /// Keeps something under a name for 30 days, or nothing any more. Where another tab was faster, that stays. Whether
    /// it is kept.
    pub(crate) async fn set_aside(self, person: &str, name: &str, value: Option<Value>) -> bool {
        let Some(storage) = self.shelf_of(person) else {
            return false;
        };
        let id = named(name);
        let known = row(&storage, &id).await.map_or(0, |row| row.revision);
        if known == 0 && value.is_none() {
            return true;
        }
        let write = Write {
            id,
            value,
            known,
            revision: known + 1,
            until: now() + LIFE,
        };
        let writes = vec![write];
        let durability = Durability::Relaxed;
        let outcome = storage.write(&Transaction { writes, durability }).await;
        outcome == Outcome::Done
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

async fn row(storage: &UserStorage, id: &str) -> Option<StoredRecord> {
    let rows = storage.list(&[id]).await?;
    rows.into_iter().find(|row| row.id == id)
}
