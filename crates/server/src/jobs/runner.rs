//! One step of a job: check for work, take the lease, run the job, and write the result.

use super::outcome::{Work, done, failed};
use super::step_context::StepContext;
use super::{Job, JobError, Run, Trigger, report, retry};
use crate::db::{DeadLetter, JobEffect, JobState, JobStore, Lease, LogEntry, StoreError};
use crate::failure::chain;
use crate::limits::{JOB_LEASE, JOB_POLL, JOB_STOP_WITHIN};
use futures_util::FutureExt;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

/// The maximum number of log entries in a run.
const BATCH: u64 = 200;
/// The time limit for releasing a lease, which would otherwise be found abandoned later.
const GIVE_BACK_WITHIN: Duration = Duration::from_secs(1);

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// When it is due.
    Due,
    /// Now.
    Now,
}

/// The action after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// There may be more work.
    Again,
    /// There is no work for this long, unless something wakes the job.
    In(Duration),
}

/// Signals that the server stops.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Stops when the sender signals it, or is dropped.
    #[must_use]
    pub fn new(asked: watch::Receiver<bool>) -> Self {
        Self(asked)
    }

    /// Whether the server is stopping.
    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits until the server is stopping.
    pub(crate) async fn asked(&self) {
        let _ = self.0.clone().wait_for(|asked| *asked).await;
    }

    /// Waits until a run in progress has to end.
    async fn is_over(&self) {
        self.asked().await;
        sleep(JOB_STOP_WITHIN).await;
    }
}

/// Runs jobs in the name of one process.
pub struct JobRunner {
    store: Arc<dyn JobStore>,
    owner: String,
    /// Leases of other processes, with the time since when they have not changed, by this process's
    /// monotonic clock.
    rivals: Mutex<HashMap<String, (i64, i64, Instant)>>,
}

/// The end of a run.
enum RunEnd {
    Done(Vec<JobEffect>),
    Failed(String),
    Outage(StoreError),
    LeaseLost,
    Stopped,
}

impl JobRunner {
    /// Runs jobs under this name, which no other live process may use.
    #[must_use]
    pub fn new(store: Arc<dyn JobStore>, owner: String) -> Self {
        Self {
            store,
            owner,
            rivals: Mutex::default(),
        }
    }

    /// Does a job's pending work, in at most one run.
    ///
    /// # Errors
    /// The database is unavailable. The next step, here or elsewhere, continues the work.
    pub async fn step(
        &self,
        job: &dyn Job,
        moment: StepContext,
        when: Schedule,
        stop: &Stop,
    ) -> Result<NextStep, StoreError> {
        let state = self.store.job(job.name()).await?;
        let trigger = job.trigger();
        let now = moment.now.as_millisecond();
        let letters = self.store.dead_letters(job.name()).await?;
        let last = match trigger {
            Trigger::Log { .. } => Some(self.store.last_entry(state.cursor).await?),
            Trigger::Every(_) => None,
        };
        report::standing(&state, last.as_ref(), letters.len(), now);
        let Some(is_abandoned) = self.is_abandoned(&state) else {
            return Ok(NextStep::In(JOB_POLL));
        };
        let longest = match trigger {
            Trigger::Log { .. } => retry::LONGEST,
            Trigger::Every(period) => period.max(retry::LONGEST),
        };
        if when == Schedule::Due
            && let Some(wait) = retry::wait(state.next_at, now, longest)
        {
            return Ok(NextStep::In(wait.min(JOB_POLL)));
        }
        let Some(work) = self.work(trigger, &state, letters).await? else {
            return Ok(NextStep::In(JOB_POLL));
        };
        let taken = self.store.take(state.clone(), &self.owner, is_abandoned);
        match taken.await? {
            Some(lease) => self.run(job, &state, work, &lease, moment, stop).await,
            None => Ok(NextStep::In(JOB_POLL)),
        }
    }

    /// Whether the owner of a lease is no longer alive; `None` if it is. A lease of this name
    /// belongs to an earlier, interrupted run.
    fn is_abandoned(&self, state: &JobState) -> Option<bool> {
        let mut rivals = self.rivals.lock().unwrap_or_else(PoisonError::into_inner);
        let is_rival = |owner: &&String| **owner != self.owner;
        if state.owner.as_ref().filter(is_rival).is_none() {
            rivals.remove(&state.name);
            return Some(false);
        }
        let seen = (state.epoch, state.beat);
        match rivals.get(&state.name) {
            Some((epoch, beat, since)) if (*epoch, *beat) == seen => {
                (since.elapsed() >= JOB_LEASE).then_some(true)
            }
            _ => {
                rivals.insert(state.name.clone(), (seen.0, seen.1, Instant::now()));
                None
            }
        }
    }

    /// The pending work: a dead letter to retry, or the next log entries. After a failure, entries
    /// are processed one at a time, so that an entry that cannot be processed is identified and
    /// does not block others.
    async fn work(
        &self,
        trigger: Trigger,
        state: &JobState,
        letters: Vec<DeadLetter>,
    ) -> Result<Option<Work>, StoreError> {
        if let Trigger::Every(_) = trigger {
            let entries = Vec::new();
            let letter = None;
            return Ok(Some(Work { entries, letter }));
        }
        let letter = letters.into_iter().find(|letter| letter.retry);
        let (after, most) = match &letter {
            Some(letter) => (letter.seq.saturating_sub(1), 1),
            None if state.attempt > 0 => (state.cursor, 1),
            None => (state.cursor, BATCH),
        };
        let entries = self.store.entries(after, most).await?;
        Ok((!entries.is_empty()).then_some(Work { entries, letter }))
    }

    async fn run(
        &self,
        job: &dyn Job,
        state: &JobState,
        work: Work,
        lease: &Lease,
        moment: StepContext,
        stop: &Stop,
    ) -> Result<NextStep, StoreError> {
        let started = Instant::now();
        let mut ended = self.guarded(job, &work.entries, lease, moment, stop).await;
        if let RunEnd::Done(effects) = ended {
            let done = done(job.trigger(), state, &work, effects, moment.now);
            ended = match self.store.settle(lease, done).await {
                Ok(()) => {
                    report::succeeded(job.name(), started.elapsed());
                    return Ok(match job.trigger() {
                        Trigger::Log { .. } => NextStep::Again,
                        Trigger::Every(_) => NextStep::In(JOB_POLL),
                    });
                }
                Err(error) => JobError::from(error).into(),
            };
        }
        match ended {
            RunEnd::Failed(error) => {
                let failed = failed(job.name(), state, &work, error, moment);
                self.store.settle(lease, failed).await.or_else(is_lost)?;
                Ok(NextStep::Again)
            }
            RunEnd::LeaseLost => {
                report::lost(job.name());
                Ok(NextStep::In(JOB_POLL))
            }
            RunEnd::Outage(error) => {
                self.give_back(lease).await;
                Err(error)
            }
            // The run was not at fault.
            RunEnd::Stopped | RunEnd::Done(_) => {
                self.give_back(lease).await;
                report::stopped(job.name());
                Ok(NextStep::In(JOB_POLL))
            }
        }
    }

    /// Runs a job while its lease is valid and the server is not stopping.
    async fn guarded(
        &self,
        job: &dyn Job,
        entries: &[LogEntry],
        lease: &Lease,
        moment: StepContext,
        stop: &Stop,
    ) -> RunEnd {
        let run = Run {
            store: &*self.store,
            lease,
            entries,
            now: moment.now,
        };
        let work = AssertUnwindSafe(job.run(&run)).catch_unwind();
        tokio::select! {
            biased;
            done = work => match done {
                Ok(Ok(effects)) => RunEnd::Done(effects),
                Ok(Err(error)) => error.into(),
                Err(_) => RunEnd::Failed("it panicked".to_owned()),
            },
            () = self.keep(lease) => RunEnd::LeaseLost,
            () = stop.is_over() => RunEnd::Stopped,
        }
    }

    /// Renews a lease until it is lost, or could not be renewed for so long that others consider it
    /// abandoned.
    async fn keep(&self, lease: &Lease) {
        let mut renewed = Instant::now();
        loop {
            sleep(JOB_LEASE / 3).await;
            let begun = Instant::now();
            let left = JOB_LEASE.saturating_sub(renewed.elapsed());
            match timeout(left, self.store.renew(lease)).await {
                Ok(Ok(())) => renewed = begun,
                Ok(Err(StoreError::LeaseLost)) => return,
                Ok(Err(_)) | Err(_) if renewed.elapsed() >= JOB_LEASE => return,
                Ok(Err(_)) | Err(_) => {}
            }
        }
    }

    /// Ends a lease without any work done. If that fails, the next step under this name can still
    /// take it.
    async fn give_back(&self, lease: &Lease) {
        let _ = timeout(GIVE_BACK_WITHIN, self.store.give_back(lease)).await;
    }
}

/// After the loss of a lease, nothing needs to be written.
fn is_lost(error: StoreError) -> Result<(), StoreError> {
    match error {
        StoreError::LeaseLost => Ok(()),
        error => Err(error),
    }
}

impl From<JobError> for RunEnd {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Store(StoreError::LeaseLost) => Self::LeaseLost,
            JobError::Store(error) if error.is_outage() => Self::Outage(error),
            error => Self::Failed(chain(&error).to_string()),
        }
    }
}
