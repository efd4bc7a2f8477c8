//! The single writer task: a queue, and a supervisor that keeps the task alive.
//!
//! Writes that wait at the same time share one commit, and so one disk sync. Callers get their
//! result only after the commit with their write is durable. A write is plain data that can be
//! repeated, never a closure of a caller.

mod connection;
mod file;
mod status;

pub use status::ReadinessOptions;

use super::{Location, StoreError};
use connection::{WriteConnection, WriteTarget};
use futures_util::FutureExt;
use sea_orm::DatabaseTransaction;
use status::Status;
use std::any::Any;
use std::future::Future;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::thread;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

/// The maximum number of writes in a commit.
const GROUP: usize = 64;
/// The maximum number of queued writes; further callers wait for a place in the queue.
const QUEUE: usize = 1024;

/// A write.
///
/// It may be repeated after a failure with an unknown outcome, so a write that already succeeded
/// must be detected and not repeated.
pub trait WriteOperation: Send + Sync + 'static {
    /// The result for the caller.
    type Output: Send + 'static;

    /// Whether it appends to the log if it is not refused; the servers with the same database are then notified.
    fn appends(&self) -> bool {
        false
    }

    /// Executes the write in a transaction. A refusal rolls back only this write; any other error
    /// rolls back the whole transaction.
    fn apply(
        &self,
        db: &DatabaseTransaction,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

type Outcome<W> = Result<<W as WriteOperation>::Output, StoreError>;

struct QueuedWrite<W: WriteOperation> {
    work: W,
    done: oneshot::Sender<Outcome<W>>,
}

/// Passes writes to the task, which ends when the last `Writer` is dropped.
pub struct Writer<W: WriteOperation> {
    jobs: mpsc::Sender<QueuedWrite<W>>,
    status: Arc<Status>,
}

impl<W: WriteOperation> Writer<W> {
    /// Starts the task, on a database with the tables of this release.
    ///
    /// The task has its own thread: a write consists of many short steps, and each of them would
    /// otherwise wait among the tasks of all readers.
    ///
    /// # Errors
    /// The system cannot create a thread.
    pub fn start(at: impl Into<Location>, patience: ReadinessOptions) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let status = Arc::new(Status::new(patience));
        let place = WriteTarget::new(at.into());
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let task = supervise(queue, place, Arc::clone(&status));
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(task))?;
        Ok(Self { jobs, status })
    }

    /// Executes a write, and returns when it is durable.
    ///
    /// # Errors
    /// The reason why the write failed; after `Unavailable` it may still have succeeded.
    pub async fn write(&self, work: W) -> Result<W::Output, StoreError> {
        let gone = || StoreError::Unavailable("the writer has stopped".into());
        let (done, outcome) = oneshot::channel();
        self.jobs
            .send(QueuedWrite { work, done })
            .await
            .map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }

    /// Whether a recent write succeeded. If there was none recently, writes `probe`.
    ///
    /// # Errors
    /// The reason why writing fails.
    pub async fn ready(&self, probe: W) -> Result<(), StoreError> {
        self.status
            .ready(async { self.write(probe).await.map(|_| ()) })
            .await
    }
}

/// Runs the task, and restarts it after a panic, which is reported to the callers that were
/// waiting.
async fn supervise<W: WriteOperation>(
    mut queue: mpsc::Receiver<QueuedWrite<W>>,
    place: WriteTarget,
    status: Arc<Status>,
) {
    loop {
        let writing = write(&mut queue, place.clone(), &status);
        match AssertUnwindSafe(writing).catch_unwind().await {
            Ok(()) => return,
            Err(panic) => {
                metrics::counter!("portico_writer_restarts_total").increment(1);
                let reason = words(&*panic);
                tracing::error!(reason, "the writer panicked and is being restarted");
            }
        }
    }
}

async fn write<W: WriteOperation>(
    queue: &mut mpsc::Receiver<QueuedWrite<W>>,
    place: WriteTarget,
    status: &Status,
) {
    let mut connection = WriteConnection::new(place);
    let mut jobs = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut jobs, GROUP).await > 0 {
        metrics::histogram!("portico_writes_per_commit").record(jobs.len() as f64);
        let (work, waiting): (Vec<_>, Vec<_>) =
            jobs.drain(..).map(|job| (job.work, job.done)).unzip();
        let busy = status.begin();
        let outcomes = connection.write(&work).await;
        drop(busy);
        for (done, outcome) in waiting.into_iter().zip(outcomes) {
            status.note(outcome.as_ref().map(|_| ()));
            // The caller may be gone; the write is valid nevertheless.
            let _ = done.send(outcome);
        }
    }
}

/// The message of a panic.
fn words(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words")
}
