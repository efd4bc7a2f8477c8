//! A job that fails or is killed between any two steps: its counts always match the log.

use super::{moment, never, store};
use async_trait::async_trait;
use jiff::Timestamp;
use portico_server::db::{
    DeadLetter, DemandStore, JobEffect, JobState, JobStore, LastEntry, Lease, LogEntry, Millis,
    RunOutcome, SqlStore, StoreError,
};
use portico_server::jobs::{JobRunner, NextStep, Popularity, Schedule};
use portico_server::limits::JOB_LEASE;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::sync::{Notify, watch};
use tokio::time::{advance, pause, resume};

/// The fault of one call of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The call fails and has no effect.
    Fails,
    /// The call takes effect but reports a failure.
    DoneButFails,
    /// The process is killed before the call.
    KilledBefore,
    /// The process is killed after the call.
    KilledAfter,
}

/// A store in which one call fails.
struct Faulty {
    inner: Arc<SqlStore>,
    fault: Fault,
    /// The index of the call, from 0.
    at: usize,
    calls: AtomicUsize,
    killed: Notify,
}

impl Faulty {
    async fn call<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        if self.calls.fetch_add(1, Ordering::SeqCst) != self.at {
            return call.await;
        }
        if matches!(self.fault, Fault::DoneButFails | Fault::KilledAfter) {
            call.await?;
        }
        if matches!(self.fault, Fault::Fails | Fault::DoneButFails) {
            return Err(StoreError::Unavailable("as it was asked to".into()));
        }
        self.killed.notify_one();
        pending().await
    }
}

#[async_trait]
impl JobStore for Faulty {
    async fn job(&self, name: &str) -> Result<JobState, StoreError> {
        self.call(self.inner.job(name)).await
    }

    async fn take(
        &self,
        seen: JobState,
        owner: &str,
        is_abandoned: bool,
    ) -> Result<Option<Lease>, StoreError> {
        self.call(self.inner.take(seen, owner, is_abandoned)).await
    }

    async fn renew(&self, lease: &Lease) -> Result<(), StoreError> {
        self.call(self.inner.renew(lease)).await
    }

    async fn apply(&self, lease: &Lease, effect: JobEffect) -> Result<(), StoreError> {
        self.call(self.inner.apply(lease, effect)).await
    }

    async fn settle(&self, lease: &Lease, outcome: RunOutcome) -> Result<(), StoreError> {
        self.call(self.inner.settle(lease, outcome)).await
    }

    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        self.call(self.inner.give_back(lease)).await
    }

    async fn entries(&self, after: i64, most: u64) -> Result<Vec<LogEntry>, StoreError> {
        // Small runs, so that faults occur between them.
        self.call(self.inner.entries(after, most.min(2))).await
    }

    async fn last_entry(&self, cursor: i64) -> Result<LastEntry, StoreError> {
        self.call(self.inner.last_entry(cursor)).await
    }

    async fn dead_letters(&self, job: &str) -> Result<Vec<DeadLetter>, StoreError> {
        self.call(self.inner.dead_letters(job)).await
    }

    async fn look_at_clock(&self, now: Millis) -> Result<Millis, StoreError> {
        self.call(self.inner.look_at_clock(now)).await
    }

    fn appended(&self) -> watch::Receiver<()> {
        self.inner.appended()
    }

    fn is_sole(&self) -> bool {
        self.inner.is_sole()
    }
}

/// Runs the job until there is nothing to do or it is killed. Returns whether the fault occurred.
async fn disturbed(store: &Arc<SqlStore>, fault: Fault, at: usize) -> bool {
    let faulty = Arc::new(Faulty {
        inner: Arc::clone(store),
        fault,
        at,
        calls: AtomicUsize::new(0),
        killed: Notify::new(),
    });
    let runner = JobRunner::new(Arc::<Faulty>::clone(&faulty), "first".to_owned());
    let running = async {
        let now = moment(Timestamp::now());
        loop {
            let next = runner.step(&Popularity, now, Schedule::Due, &never()).await;
            if matches!(next, Ok(NextStep::In(_))) {
                return;
            }
        }
    };
    tokio::select! {
        () = running => {}
        () = faulty.killed.notified() => {}
    }
    faulty.calls.load(Ordering::SeqCst) > at
}

#[tokio::test]
async fn whatever_fails_wherever_it_is_killed_each_request_is_counted_once() {
    let faults = [
        Fault::Fails,
        Fault::DoneButFails,
        Fault::KilledBefore,
        Fault::KilledAfter,
    ];
    for fault in faults {
        // The same server again, and another replica that has to wait for the lease.
        for heir in ["first", "second"] {
            for at in 0.. {
                let data = TempDir::new().unwrap();
                let store = store(data.path(), 3).await;
                let came = disturbed(&store, fault, at).await;
                let runner = JobRunner::new(Arc::<SqlStore>::clone(&store), heir.to_owned());
                let now = moment(Timestamp::now());
                for _ in 0..3 {
                    while runner
                        .step(&Popularity, now, Schedule::Due, &never())
                        .await
                        .unwrap()
                        == NextStep::Again
                    {}
                    pause();
                    advance(JOB_LEASE).await;
                    resume();
                }
                let what = format!("{fault:?} at call {at}, then {heir}");
                let demand = store.demand(i64::MIN..=i64::MAX).await.unwrap();
                let counted: Vec<_> = demand.requests.into_iter().collect();
                assert_eq!(counted, [("vpn".to_owned(), 3)], "{what}");
                let state = store.job("popularity").await.unwrap();
                let standing = (state.cursor, state.owner, state.attempt, state.last_error);
                assert_eq!(standing, (3, None, 0, None), "{what}");
                assert!(store.dead_letters("popularity").await.unwrap().is_empty());
                if !came {
                    assert!(at > 12, "there are two runs of some six calls each");
                    break;
                }
            }
        }
    }
}
