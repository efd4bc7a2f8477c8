//! The one task that writes: a queue, and a supervisor that keeps the task alive.
//!
//! Writes that wait at the same moment share one commit, and so one sync of the disk. Nobody is answered before the
//! commit that holds the write is durable. What is written is data that can be written again, never code of a caller.

mod connection;
mod file;
mod status;

pub use status::Patience;

use super::{Location, StoreError};
use connection::{Place, WriteConnection};
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

/// The most writes that share a commit.
const GROUP: usize = 64;
/// The most writes that wait; further ones wait outside.
const QUEUE: usize = 1024;

/// Something to write.
///
/// It may be written again after a failure whose outcome is not known, so a write that stands already must be found
/// and not made twice.
pub trait Work: Send + Sync + 'static {
    /// What whoever asked for it is told.
    type Done: Send + 'static;

    /// Whether it appends to the log, unless it is refused; the servers over the same database are told then.
    fn appends(&self) -> bool {
        false
    }

    /// Writes in a transaction. A refusal takes back what this write did; after any other error the whole
    /// transaction is given up.
    fn apply(
        &self,
        db: &DatabaseTransaction,
    ) -> impl Future<Output = Result<Self::Done, StoreError>> + Send;
}

type Outcome<W> = Result<<W as Work>::Done, StoreError>;

struct Job<W: Work> {
    work: W,
    done: oneshot::Sender<Outcome<W>>,
}

/// Hands writes to the task, which ends when the last writer is dropped.
pub struct Writer<W: Work> {
    jobs: mpsc::Sender<Job<W>>,
    status: Arc<Status>,
}

impl<W: Work> Writer<W> {
    /// Starts the task, over a database that has the tables of this release.
    ///
    /// It has a thread of its own: a write is many short steps, and among the tasks of all readers each of them would
    /// wait for its turn.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(at: impl Into<Location>, patience: Patience) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let status = Arc::new(Status::new(patience));
        let place = Place::new(at.into());
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let task = supervise(queue, place, Arc::clone(&status));
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(task))?;
        Ok(Self { jobs, status })
    }

    /// Writes, and answers when it is durable.
    ///
    /// # Errors
    /// Why it was not written; after `Unavailable` it may stand all the same.
    pub async fn write(&self, work: W) -> Result<W::Done, StoreError> {
        let gone = || StoreError::Unavailable("the writer stopped meanwhile".to_owned());
        let (done, outcome) = oneshot::channel();
        self.jobs
            .send(Job { work, done })
            .await
            .map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }

    /// Whether a write could be made lately. Where nothing was written lately, `probe` is.
    ///
    /// # Errors
    /// Why writing fails.
    pub async fn ready(&self, probe: W) -> Result<(), StoreError> {
        self.status
            .ready(async { self.write(probe).await.map(|_| ()) })
            .await
    }
}

/// Runs the task, and starts it again if it panics. Whoever waited for it then is told so.
async fn supervise<W: Work>(mut queue: mpsc::Receiver<Job<W>>, place: Place, status: Arc<Status>) {
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

async fn write<W: Work>(queue: &mut mpsc::Receiver<Job<W>>, place: Place, status: &Status) {
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
            // Whoever asked may have gone; the write stands all the same.
            let _ = done.send(outcome);
        }
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words")
}
