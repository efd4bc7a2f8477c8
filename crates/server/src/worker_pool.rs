//! CPU-bound work on its own threads, with a limit on concurrent jobs, cancelled when nobody waits
//! for its result.
//!
//! A time limit alone would end the waiting but not the work: a thread runs to its end, and code
//! without an `await` keeps the limit from taking effect.

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

/// A slot for one job, which is released when the job has ended, even if nobody waits for it any
/// more.
pub(crate) struct WorkerSlot(OwnedSemaphorePermit);

/// Tells a job to stop. The job must check it between short steps.
pub(crate) struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Whether nobody waits any more: the client has disconnected, or the request has timed out.
    pub(crate) fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Cancels the job when the future that waits for it is dropped.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl WorkerPool {
    /// Allows `slots` concurrent jobs; a further job waits up to `waits` for a slot.
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
            Ok(Err(closed)) => Err(ApiError::internal(closed)),
            Err(_) => Err(ApiError::too_slow()),
        }
    }
}

impl WorkerSlot {
    /// Runs a job to its end, or until it stops after a cancellation.
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
        work.await.map_err(ApiError::internal)
    }
}
