//! One at a time: an upload is received by one exchange, and a newer one ends the older. A client whose connection broke
//! comes back long before the server notices the break.

use super::refusal;
use crate::http::ApiError;
use crate::limits::DUPLICATE_WAITS;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedMutexGuard, watch};
use tokio::time::timeout;

/// The uploads that somebody is working on in this process.
#[derive(Default)]
pub(super) struct Running(Mutex<HashMap<String, Weak<Slot>>>);

struct Slot {
    /// Counts who came; the last one is who counts.
    newest: watch::Sender<u64>,
    busy: Arc<tokio::sync::Mutex<()>>,
}

/// The right to change an upload, until a newer exchange wants it.
pub(crate) struct UploadGuard {
    slot: Arc<Slot>,
    number: u64,
    _busy: OwnedMutexGuard<()>,
}

impl Running {
    /// Asks whoever works on the upload to end, and waits until they have.
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
    /// Ends when somebody else wants the upload.
    pub(super) async fn is_over(&self) {
        let mut newest = self.slot.newest.subscribe();
        // The sender is in the slot, so it cannot be gone.
        let _ = newest.wait_for(|newest| *newest > self.number).await;
    }
}
