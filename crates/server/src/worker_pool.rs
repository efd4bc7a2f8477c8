//! Work that keeps a processor busy: on threads of its own, a few jobs at a time, and told to stop as soon as nobody
//! waits for what comes of it.
//!
//! A time limit alone ends the waiting and not the work: what runs on a thread runs to its end, and what runs between two
//! awaits keeps the limit itself from being noticed.

use crate::http::ApiError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Slots for jobs of one kind.
pub(crate) struct WorkerPool {
    slots: Arc<Semaphore>,
    waits: Duration,
}

/// Room for one job. It is free again when the job has ended, also where nobody waits for it any more.
pub(crate) struct WorkerSlot(OwnedSemaphorePermit);

/// Says whether a job should stop. It has to ask, between steps that are short.
pub(crate) struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Whether nobody waits any more: the client has gone, or the request's time is over.
    pub(crate) fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Cancels the job when whoever waits for it is dropped.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl WorkerPool {
    /// So many jobs at once; a further one waits so long for a slot.
    pub(crate) fn new(slots: usize, waits: Duration) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(slots)),
            waits,
        }
    }

    /// Waits for a slot.
    pub(crate) async fn slot(&self) -> Result<WorkerSlot, ApiError> {
        let slot = Arc::clone(&self.slots).acquire_owned();
        match timeout(self.waits, slot).await {
            Ok(Ok(slot)) => Ok(WorkerSlot(slot)),
            Ok(Err(closed)) => Err(ApiError::internal(&closed.to_string())),
            Err(_) => Err(ApiError::too_slow()),
        }
    }
}

impl WorkerSlot {
    /// Runs a job to its end, or until it stops because it was told to.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        job: impl FnOnce(&Cancellation) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let cancellation = Cancellation(Arc::default());
        let _cancel = CancelOnDrop(Arc::clone(&cancellation.0));
        let Self(slot) = self;
        let work = spawn_blocking(move || {
            let done = job(&cancellation);
            drop(slot);
            done
        });
        work.await
            .map_err(|error| ApiError::internal(&error.to_string()))
    }
}
