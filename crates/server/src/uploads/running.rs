//! One transfer at a time: a newer transfer of an upload ends the older one, because a client whose
//! connection broke returns long before the server notices the break.

use super::refusal;
use crate::http::ApiError;
use crate::limits::DUPLICATE_WAITS;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedMutexGuard, watch};
use tokio::time::timeout;

/// The uploads that are in use in this process.
#[derive(Default)]
pub(super) struct Running(Mutex<HashMap<String, Weak<Slot>>>);

struct Slot {
    /// The number of the newest user.
    newest: watch::Sender<u64>,
    busy: Arc<tokio::sync::Mutex<()>>,
}

/// The right to change an upload, until a newer transfer takes it over.
pub(crate) struct UploadGuard {
    slot: Arc<Slot>,
    number: u64,
    _busy: OwnedMutexGuard<()>,
}

impl Running {
    /// Asks the current user of the upload to end, and waits for the end.
    pub(super) async fn enter(&self, id: &str) -> Result<UploadGuard, ApiError> {
        let slot = self.slot(id);
        let mut number = 0;
        slot.newest.send_modify(|newest| {
            *newest += 1;
            number = *newest;
        });
        let busy = Arc::clone(&slot.busy).lock_owned();
        let _busy = timeout(DUPLICATE_WAITS, busy)
            .await
            .map_err(|_| refusal::locked())?;
        Ok(UploadGuard {
            slot,
            number,
            _busy,
        })
    }

    fn slot(&self, id: &str) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| slot.strong_count() > 0);
        if let Some(slot) = slots.get(id).and_then(Weak::upgrade) {
            return slot;
        }
        let slot = Arc::new(Slot {
            newest: watch::Sender::new(0),
            busy: Arc::default(),
        });
        slots.insert(id.to_owned(), Arc::downgrade(&slot));
        slot
    }
}

impl UploadGuard {
    /// Waits until a newer transfer takes the upload over.
    pub(super) async fn is_over(&self) {
        let mut newest = self.slot.newest.subscribe();
        // The slot owns the sender, so it cannot be dropped.
        let _ = newest.wait_for(|newest| *newest > self.number).await;
    }
}
