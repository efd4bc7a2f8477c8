//! The storage of records and files: encrypted in this browser, or in memory if that is not possible or not wanted.
//!
//! `element/store.js` is the browser's part; this module is its only caller.

use super::local_flags;
use crate::config::Config;
use js_sys::{Array, Function, Promise, Reflect};
use portico_delivery::Millis;
use portico_delivery::store::{ANY, Durability, Outcome, Transaction, Write};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Receives the messages of other tabs.
pub(super) type TabListener = Closure<dyn FnMut(String)>;

#[wasm_bindgen]
extern "C" {
    type Store;
    #[wasm_bindgen(method)]
    fn note(this: &Store, name: &str) -> Promise;
    #[wasm_bindgen(method, js_name = setNote)]
    fn set_note(this: &Store, name: &str, text: Option<&str>) -> Promise;
    #[wasm_bindgen(method)]
    fn enter(this: &Store, user: &str, heard: &JsValue, until: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn close(this: &Store);

    type Scope;
    #[wasm_bindgen(method)]
    fn list(this: &Scope, prefixes: &Array) -> Promise;
    #[wasm_bindgen(method)]
    fn write(this: &Scope, writes: &Array, durability: &str) -> Promise;
    #[wasm_bindgen(method, js_name = putFile)]
    fn put_file(this: &Scope, id: &str, file: &web_sys::File, until: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn file(this: &Scope, id: &str, name: &str, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn files(this: &Scope, until: f64) -> Promise;
    #[wasm_bindgen(method, js_name = dropFile)]
    fn drop_file(this: &Scope, id: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn say(this: &Scope, message: &str);
    #[wasm_bindgen(method, getter)]
    fn locks(this: &Scope) -> bool;
    #[wasm_bindgen(method)]
    fn hold(this: &Scope) -> Promise;
    #[wasm_bindgen(method, js_name = letGo)]
    fn let_go(this: &Scope);
    #[wasm_bindgen(method)]
    fn destroy(this: &Scope) -> Promise;
    #[wasm_bindgen(method, js_name = isThere)]
    fn is_there(this: &Scope) -> Promise;
    #[wasm_bindgen(method, js_name = close)]
    fn close_scope(this: &Scope);
}

/// The reason why nothing is stored beyond this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VolatileReason {
    /// The page is not a secure context: plain HTTP.
    Insecure,
    /// The browser provides no store, as in some private windows, or the store has failed.
    Refused,
    /// The user has said that this is a shared computer.
    Shared,
}

/// A record as stored.
pub(super) struct StoredRecord {
    pub id: String,
    /// `None` if it cannot be decrypted.
    pub text: Option<String>,
    pub revision: u64,
}

/// The browser's store for one backend, before any user's records are opened.
pub(super) struct BrowserDatabase(Store);

impl BrowserDatabase {
    /// Loads and opens it. The caller must [`close`](Self::close) it.
    pub(super) async fn open(config: &Config, api: &str) -> Result<Self, VolatileReason> {
        let opened = async {
            let module = JsFuture::from(config.load_store()?).await?;
            let open: Function = Reflect::get(&module, &"openStore".into())?.dyn_into()?;
            let kept = local_flags::has_kept().into();
            let promise: Promise = open.call2(&JsValue::NULL, &api.into(), &kept)?.dyn_into()?;
            JsFuture::from(promise).await
        };
        match opened.await {
            Ok(store) => Ok(Self(store.unchecked_into())),
            Err(error) => {
                let why = Reflect::get(&error, &"message".into()).unwrap_or_default();
                Err(if why == "insecure" {
                    VolatileReason::Insecure
                } else {
                    VolatileReason::Refused
                })
            }
        }
    }

    /// A note, if there is one.
    pub(super) async fn note(&self, name: &str) -> Result<Option<String>, VolatileReason> {
        let note = JsFuture::from(self.0.note(name)).await;
        note.map(|note| note.as_string())
            .map_err(|_| VolatileReason::Refused)
    }

    pub(super) async fn set_note(&self, name: &str, text: Option<&str>) {
        // A missing note is only a small inconvenience.
        let _ = JsFuture::from(self.0.set_note(name, text)).await;
    }

    /// Opens the records of one user. A new key, and everything that it encrypts, may be deleted after `until`; 0:
    /// never.
    pub(super) async fn enter(
        &self,
        user: &str,
        heard: TabListener,
        until: Millis,
    ) -> Result<UserStorage, VolatileReason> {
        let scope = JsFuture::from(self.0.enter(user, heard.as_ref(), number(until)))
            .await
            .map_err(|_| VolatileReason::Refused)?;
        Ok(UserStorage::Durable(Rc::new(DurableStorage {
            scope: scope.unchecked_into(),
            _heard: heard,
        })))
    }

    pub(super) fn close(&self) {
        self.0.close();
    }
}

/// The records and files of one user.
#[derive(Clone)]
pub(super) enum UserStorage {
    Durable(Rc<DurableStorage>),
    Memory(Rc<MemoryStorage>),
}

pub(super) struct DurableStorage {
    scope: Scope,
    _heard: TabListener,
}

#[derive(Default)]
pub(super) struct MemoryStorage {
    records: RefCell<BTreeMap<String, (String, u64)>>,
    files: RefCell<BTreeMap<String, web_sys::File>>,
}

impl UserStorage {
    pub(super) fn memory() -> Self {
        Self::Memory(Rc::default())
    }

    /// Whether both are the same opened storage.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Durable(one), Self::Durable(other)) => Rc::ptr_eq(one, other),
            (Self::Memory(one), Self::Memory(other)) => Rc::ptr_eq(one, other),
            (Self::Durable(_), Self::Memory(_)) | (Self::Memory(_), Self::Durable(_)) => false,
        }
    }

    /// A snapshot of all records whose IDs have one of these prefixes; `None` if the store failed.
    pub(super) async fn list(&self, prefixes: &[&str]) -> Option<Vec<StoredRecord>> {
        match self {
            Self::Durable(durable) => {
                let prefixes: Array = prefixes.iter().copied().map(JsValue::from_str).collect();
                let rows = JsFuture::from(durable.scope.list(&prefixes)).await.ok()?;
                Some(Array::from(&rows).iter().map(|row| row_of(&row)).collect())
            }
            Self::Memory(memory) => {
                let records = memory.records.borrow();
                let mine = |id: &str| prefixes.iter().any(|prefix| id.starts_with(prefix));
                let mine = records.iter().filter(|(id, _)| mine(id));
                let row = |(id, (text, revision)): (&String, &(String, u64))| StoredRecord {
                    id: id.clone(),
                    text: Some(text.clone()),
                    revision: *revision,
                };
                Some(mine.map(row).collect())
            }
        }
    }

    /// Executes a transaction. The browser has been called when this returns, even if nobody awaits the outcome.
    pub(super) fn write(&self, transaction: &Transaction) -> impl Future<Output = Outcome> + use<> {
        let answer = match self {
            Self::Durable(durable) => {
                let writes: Array = transaction.writes.iter().map(row_to_write).collect();
                let durability = match transaction.durability {
                    Durability::Relaxed => "relaxed",
                    Durability::Strict => "strict",
                    Durability::Leaving => "leaving",
                };
                Ok(durable.scope.write(&writes, durability))
            }
            Self::Memory(memory) => Err(memory.write(transaction)),
        };
        async move {
            let promise = match answer {
                Ok(promise) => promise,
                Err(outcome) => return outcome,
            };
            let word = JsFuture::from(promise)
                .await
                .unwrap_or_default()
                .as_string();
            match word.as_deref() {
                Some("done") => Outcome::Done,
                Some("changed") => Outcome::Changed,
                Some("full") => Outcome::Full,
                _ => Outcome::Failed,
            }
        }
    }

    /// Stores a file's bytes. Returns whether there was space.
    pub(super) async fn put_file(&self, id: &str, file: &web_sys::File, until: Millis) -> bool {
        match self {
            Self::Durable(durable) => {
                let kept = JsFuture::from(durable.scope.put_file(id, file, number(until))).await;
                kept.is_ok_and(|kept| kept.is_truthy())
            }
            Self::Memory(memory) => {
                memory
                    .files
                    .borrow_mut()
                    .insert(id.to_owned(), file.clone());
                true
            }
        }
    }

    /// A stored file, as it was selected.
    pub(super) async fn file(&self, id: &str, name: &str, kind: &str) -> Option<web_sys::File> {
        match self {
            Self::Durable(durable) => {
                let file = JsFuture::from(durable.scope.file(id, name, kind)).await;
                file.ok()?.dyn_into().ok()
            }
            Self::Memory(memory) => memory.files.borrow().get(id).cloned(),
        }
    }

    /// The IDs of all files that expire before this time; `None` if the store failed.
    pub(super) async fn files(&self, until: Millis) -> Option<Vec<String>> {
        match self {
            Self::Durable(durable) => {
                let ids = JsFuture::from(durable.scope.files(number(until)))
                    .await
                    .ok()?;
                let ids: &Array = ids.unchecked_ref();
                Some(ids.iter().filter_map(|id| id.as_string()).collect())
            }
            Self::Memory(memory) => Some(memory.files.borrow().keys().cloned().collect()),
        }
    }

    /// Deletes a file. If that fails now, it is deleted when it expires.
    pub(super) async fn drop_file(&self, id: &str) {
        match self {
            Self::Durable(durable) => drop(JsFuture::from(durable.scope.drop_file(id)).await),
            Self::Memory(memory) => drop(memory.files.borrow_mut().remove(id)),
        }
    }

    /// Tells the other tabs which records were written.
    pub(super) fn tell(&self, transaction: &Transaction) {
        for write in transaction.writes.iter().filter(|write| !write.is_quiet()) {
            self.say(&write.id);
        }
    }

    /// Sends a message to the other tabs of the same user.
    pub(super) fn say(&self, message: &str) {
        if let Self::Durable(durable) = self {
            durable.scope.say(message);
        }
    }

    /// Whether tabs can use a lock. Memory belongs to a single tab, so it always can.
    pub(super) fn has_locks(&self) -> bool {
        match self {
            Self::Durable(durable) => durable.scope.locks(),
            Self::Memory(_) => true,
        }
    }

    /// Waits for the lock. Returns whether it is held now.
    pub(super) async fn hold(&self) -> bool {
        match self {
            Self::Durable(durable) => JsFuture::from(durable.scope.hold()).await.is_ok(),
            Self::Memory(_) => true,
        }
    }

    /// Releases the lock, or stops waiting for it.
    pub(super) fn let_go(&self) {
        if let Self::Durable(durable) = self {
            durable.scope.let_go();
        }
    }

    /// Releases the lock and closes the channel to other tabs. Tasks may still hold this storage; their calls then
    /// fail.
    pub(super) fn close(&self) {
        if let Self::Durable(durable) = self {
            durable.scope.close_scope();
        }
    }

    /// Whether the key still exists, as far as the browser knows.
    pub(super) async fn is_there(&self) -> bool {
        match self {
            Self::Durable(durable) => {
                let is_there = JsFuture::from(durable.scope.is_there()).await;
                is_there.map_or(true, |is_there| is_there.is_truthy())
            }
            Self::Memory(_) => true,
        }
    }

    /// Destroys the key and everything that it encrypts. Returns whether that succeeded.
    pub(super) async fn destroy(&self) -> bool {
        match self {
            Self::Durable(durable) => JsFuture::from(durable.scope.destroy()).await.is_ok(),
            Self::Memory(memory) => {
                memory.records.borrow_mut().clear();
                memory.files.borrow_mut().clear();
                true
            }
        }
    }
}

impl MemoryStorage {
    fn write(&self, transaction: &Transaction) -> Outcome {
        let mut records = self.records.borrow_mut();
        let stale = |write: &Write| {
            let now = records.get(&write.id).map_or(0, |(_, revision)| *revision);
            write.known != ANY && now != write.known
        };
        if transaction.writes.iter().any(stale) {
            return Outcome::Changed;
        }
        for write in &transaction.writes {
            match &write.value {
                Some(value) => {
                    records.insert(write.id.clone(), (value.to_string(), write.revision));
                }
                None => drop(records.remove(&write.id)),
            }
        }
        Outcome::Done
    }
}

fn row_of(row: &JsValue) -> StoredRecord {
    let row: &Array = row.unchecked_ref();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float to integer cast saturates"
    )]
    let revision = row.get(2).as_f64().unwrap_or_default() as u64;
    StoredRecord {
        id: row.get(0).as_string().unwrap_or_default(),
        text: row.get(1).as_string(),
        revision,
    }
}

fn row_to_write(write: &Write) -> JsValue {
    let text = write.value.as_ref().map(Value::to_string);
    let text = text.map_or(JsValue::UNDEFINED, |text| JsValue::from_str(&text));
    let numbers = [write.known, write.revision, write.until].map(number);
    let numbers = numbers.into_iter().map(JsValue::from_f64);
    [JsValue::from_str(&write.id), text]
        .into_iter()
        .chain(numbers)
        .collect::<Array>()
        .into()
}

/// A time or a revision for JavaScript; exact for the next 280,000 years.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn number(number: u64) -> f64 {
    number as f64
}
