//! Jobs: a job that follows the log processes each entry once and skips none, whatever fails.

mod faults;
mod killed;
mod popularity;
mod retry;

use crate::database::{self, location};
use crate::program::run;
use crate::storage::write;
use async_trait::async_trait;
use jiff::{Timestamp, ToSpan};
use portico_server::db::{
    DemandStore, JobEffect, JobState, JobStore, RequestCount, RunOutcome, SqlStore, StoreError,
    job_statuses, retry_job, skip_entry,
};
use portico_server::jobs::{
    Job, JobError, JobRunner, NextStep, Run, Schedule, StepContext, Stop, Trigger,
};
use portico_server::limits::JOB_LEASE;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{Semaphore, watch};
use tokio::time::{advance, pause, resume};

/// A job that follows the log and records what it has seen.
pub(crate) struct RecordingJob {
    pub(crate) seen: Mutex<Vec<i64>>,
    /// Entries that it cannot process.
    poison: Mutex<BTreeSet<i64>>,
    /// Each run takes a permit, and waits if there is none.
    permits: Semaphore,
}

impl RecordingJob {
    pub(crate) fn new(poison: &[i64]) -> Self {
        Self {
            seen: Mutex::default(),
            poison: Mutex::new(poison.iter().copied().collect()),
            permits: Semaphore::new(Semaphore::MAX_PERMITS),
        }
    }

    fn seen(&self) -> Vec<i64> {
        self.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl Job for RecordingJob {
    fn name(&self) -> &'static str {
        "noting"
    }

    fn trigger(&self) -> Trigger {
        Trigger::Log {
            gather: Duration::ZERO,
        }
    }

    async fn run(&self, run: &Run<'_>) -> Result<Vec<JobEffect>, JobError> {
        self.permits.acquire().await.unwrap().forget();
        for entry in run.entries {
            if self.poison.lock().unwrap().contains(&entry.seq) {
                return Err(JobError::Failed(format!("{} is poison", entry.seq).into()));
            }
        }
        run.hold().await?;
        let seen = run.entries.iter().map(|entry| entry.seq);
        self.seen.lock().unwrap().extend(seen);
        Ok(Vec::new())
    }
}

pub(crate) fn moment(now: Timestamp) -> StepContext {
    StepContext { now, chance: 1.0 }
}

pub(crate) fn never() -> Stop {
    Stop::new(Box::leak(Box::new(watch::Sender::new(false))).subscribe())
}

/// A store with this many requests, and as many entries in its log.
async fn store(data: &Path, entries: usize) -> Arc<SqlStore> {
    let store = database::store(data).await;
    for n in 0..entries {
        write(&store, &n.to_string()).await.unwrap();
    }
    Arc::new(store)
}

fn runner(store: &Arc<SqlStore>, owner: &str) -> JobRunner {
    JobRunner::new(Arc::<SqlStore>::clone(store), owner.to_owned())
}

#[tokio::test]
async fn a_job_sees_each_entry_once_and_in_order() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 3).await;
    let job = RecordingJob::new(&[]);
    let now = moment(Timestamp::now());
    for owner in ["a", "b", "c"] {
        let runner = runner(&store, owner);
        while runner
            .step(&job, now, Schedule::Due, &never())
            .await
            .unwrap()
            == NextStep::Again
        {}
        write(&store, owner).await.unwrap();
    }
    assert_eq!(job.seen(), [1, 2, 3, 4, 5]);
    assert_eq!(store.job("noting").await.unwrap().cursor, 5);
}

#[tokio::test]
async fn what_cannot_be_handled_becomes_a_dead_letter_and_keeps_nothing_else() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 4).await;
    let runner = runner(&store, "a");
    let job = RecordingJob::new(&[2, 4]);
    let mut now = Timestamp::now();
    let mut steps = 0;
    while store.job("noting").await.unwrap().cursor < 4 {
        runner
            .step(&job, moment(now), Schedule::Due, &never())
            .await
            .unwrap();
        now += 1.minute();
        steps += 1;
        assert!(steps < 200, "it comes to an end");
    }
    assert_eq!(job.seen(), [1, 3]);
    let dead = store.dead_letters("noting").await.unwrap();
    let told: Vec<_> = dead.iter().map(|dead| (dead.seq, &*dead.error)).collect();
    assert_eq!(told, [(2, "2 is poison"), (4, "4 is poison")]);

    let folder = data.path().to_str().unwrap();
    let jobs = |arguments: &[&str]| {
        let output = run(&[&["jobs"], arguments, &["--data", folder]].concat());
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let (_, listed) = jobs(&["list"]);
    assert!(listed.contains("gave up on entry 2 (request "), "{listed}");
    let (_, listed) = jobs(&["list", "--json"]);
    assert!(listed.contains("\"error\":\"4 is poison\""), "{listed}");
    for (arguments, works) in [
        (&["retry", "nothing"][..], false),
        (&["retry", "noting", "--entry", "3"], false),
        (&["retry", "noting", "--entry", "2"], true),
        (&["skip", "noting", "--entry", "1"], false),
        (&["skip", "noting", "--entry", "4"], true),
        (&["skip", "noting", "--entry", "4"], false),
    ] {
        let (worked, said) = jobs(arguments);
        assert_eq!(worked, works, "{arguments:?}: {said}");
    }
    job.poison.lock().unwrap().clear();
    while runner
        .step(&job, moment(now), Schedule::Due, &never())
        .await
        .unwrap()
        == NextStep::Again
    {}
    assert_eq!(job.seen(), [1, 3, 2]);
    assert_eq!(store.dead_letters("noting").await.unwrap(), []);
    let statuses = job_statuses(&location(data.path())).await.unwrap();
    assert_eq!(statuses[0].state.cursor, 4, "the cursor did not go back");
}

#[tokio::test]
async fn somebody_can_skip_what_a_job_is_stuck_at() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 2).await;
    let runner = runner(&store, "a");
    let job = RecordingJob::new(&[1]);
    let now = moment(Timestamp::now());
    let at = location(data.path());
    let skip = || skip_entry(&at, "noting", 1);
    assert!(skip().await.is_err(), "nothing has failed yet");
    runner
        .step(&job, now, Schedule::Now, &never())
        .await
        .unwrap();
    skip().await.unwrap();
    while runner
        .step(&job, now, Schedule::Due, &never())
        .await
        .unwrap()
        == NextStep::Again
    {}
    assert_eq!(job.seen(), [2]);
}

#[tokio::test]
async fn a_run_that_is_under_way_does_not_undo_what_somebody_decides() {
    for skips in [true, false] {
        let data = TempDir::new().unwrap();
        let store = store(data.path(), 1).await;
        let runner = runner(&store, "a");
        let job = RecordingJob::new(&[1]);
        let mut now = Timestamp::now();
        while store.job("noting").await.unwrap().cursor < 1 {
            let step = runner
                .step(&job, moment(now), Schedule::Due, &never())
                .await;
            step.unwrap();
            now += 10.minutes();
        }
        let at = location(data.path());
        assert_eq!(retry_job(&at, "noting", Some(1)).await, Ok(1));
        let stuck = RecordingJob {
            permits: Semaphore::new(0),
            ..RecordingJob::new(&[1])
        };
        let never = never();
        let mut trying = Box::pin(runner.step(&stuck, moment(now), Schedule::Due, &never));
        while store.job("noting").await.unwrap().owner.is_none() {
            assert!(futures_util::poll!(&mut trying).is_pending());
            tokio::task::yield_now().await;
        }
        match skips {
            true => skip_entry(&at, "noting", 1).await.unwrap(),
            false => assert_eq!(retry_job(&at, "noting", Some(1)).await, Ok(1)),
        }
        stuck.permits.add_permits(1);
        trying.await.unwrap();
        let letters = store.dead_letters("noting").await.unwrap();
        let left: Vec<_> = letters.iter().map(|dead| (dead.seq, dead.retry)).collect();
        let expected = [(1, true)];
        assert_eq!(left, expected[usize::from(skips)..], "skipped: {skips}");
    }
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_is_taken_and_its_owner_writes_nothing_more() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 2).await;
    let (slow, quick) = (runner(&store, "slow"), runner(&store, "quick"));
    let stuck = RecordingJob {
        permits: Semaphore::new(0),
        ..RecordingJob::new(&[])
    };
    let job = RecordingJob::new(&[]);
    let now = moment(Timestamp::now());
    let never = never();
    let mut hanging = Box::pin(slow.step(&stuck, now, Schedule::Due, &never));
    let is_taken = async || store.job("noting").await.unwrap().owner.is_some();
    while !is_taken().await {
        assert!(futures_util::poll!(&mut hanging).is_pending());
        tokio::task::yield_now().await;
    }
    let step = async || quick.step(&job, now, Schedule::Due, &never).await.unwrap();
    assert_ne!(step().await, NextStep::Again, "somebody else has it");
    pause();
    advance(JOB_LEASE - Duration::from_secs(1)).await;
    resume();
    assert_ne!(step().await, NextStep::Again, "they may still live");
    pause();
    advance(Duration::from_secs(2)).await;
    resume();
    assert_eq!(step().await, NextStep::Again);
    assert_eq!(job.seen(), [1, 2]);
    // The first one resumes.
    stuck.permits.add_permits(1);
    assert_ne!(hanging.await.unwrap(), NextStep::Again);
    assert!(stuck.seen().is_empty(), "it stops before its next effect");
    assert_eq!(store.job("noting").await.unwrap().cursor, 2);
}

#[tokio::test]
async fn a_write_that_is_made_again_is_made_once() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 1).await;
    let take = async |owner: &str, epoch| {
        let seen = JobState {
            epoch,
            ..store.job("counting").await.unwrap()
        };
        store.take(seen, owner, false).await.unwrap()
    };
    let outcome = || RunOutcome {
        cursor: Some(1),
        effects: vec![JobEffect::CountRequests(vec![RequestCount {
            service: "vpn".to_owned(),
            day: 1,
            count: 1,
        }])],
        ..RunOutcome::default()
    };
    let counted = async || {
        store
            .demand(1..=1)
            .await
            .unwrap()
            .requests
            .get("vpn")
            .copied()
    };
    let lease = take("a", 0).await.unwrap();
    assert_eq!(take("a", 0).await, Some(lease.clone()), "taken already");
    assert_eq!(take("b", 0).await, None);
    for _ in 0..2 {
        assert_eq!(store.settle(&lease, outcome()).await, Ok(()));
        assert_eq!(counted().await, Some(1));
    }
    let next = take("b", 1).await.unwrap();
    let lost = Err(StoreError::LeaseLost);
    assert_eq!(store.settle(&lease, outcome()).await, lost);
    assert_eq!(store.renew(&lease).await, lost);
    assert_eq!(store.give_back(&lease).await, lost);
    let effect = outcome().effects.remove(0);
    assert_eq!(store.apply(&lease, effect).await, lost);
    assert_eq!(counted().await, Some(1));
    assert_eq!(store.settle(&next, outcome()).await, Ok(()));
    assert_eq!(counted().await, Some(2));
}

#[tokio::test]
async fn no_lease_is_taken_on_a_view_from_before_the_last_one_ended() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 1).await;
    for is_settled in [true, false] {
        let before = store.job("counting").await.unwrap();
        let lease = store.take(before, "a", false).await.unwrap().unwrap();
        let seen = store.job("counting").await.unwrap();
        match is_settled {
            true => store.settle(&lease, RunOutcome::default()).await.unwrap(),
            false => store.give_back(&lease).await.unwrap(),
        }
        for owner in ["a", "b"] {
            let taken = store.take(seen.clone(), owner, true).await.unwrap();
            assert_eq!(taken, None, "{owner}, settled: {is_settled}");
        }
    }
}

#[tokio::test]
async fn a_clock_that_was_ahead_keeps_no_job_waiting() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 1).await;
    let runner = runner(&store, "a");
    let job = RecordingJob::new(&[1]);
    let ahead = moment(Timestamp::now() + (24 * 365).hours());
    runner
        .step(&job, ahead, Schedule::Due, &never())
        .await
        .unwrap();
    job.poison.lock().unwrap().clear();
    let now = moment(Timestamp::now());
    runner
        .step(&job, now, Schedule::Due, &never())
        .await
        .unwrap();
    assert_eq!(job.seen(), [1]);
}

#[tokio::test]
async fn a_stop_lets_a_run_finish_or_gives_its_lease_back() {
    let data = TempDir::new().unwrap();
    let store = store(data.path(), 1).await;
    let runner = runner(&store, "a");
    let job = RecordingJob {
        permits: Semaphore::new(0),
        ..RecordingJob::new(&[])
    };
    let now = moment(Timestamp::now());
    let (stopping, stopped) = watch::channel(true);
    let stop = Stop::new(stopped);
    let mut running = Box::pin(runner.step(&job, now, Schedule::Due, &stop));
    while store.job("noting").await.unwrap().owner.is_none() {
        assert!(futures_util::poll!(&mut running).is_pending());
        tokio::task::yield_now().await;
    }
    assert!(futures_util::poll!(&mut running).is_pending());
    pause();
    advance(Duration::from_secs(8)).await;
    resume();
    running.await.unwrap();
    let state = store.job("noting").await.unwrap();
    assert_eq!((state.owner, state.cursor, state.attempt), (None, 0, 0));
    job.permits.add_permits(1);
    runner.step(&job, now, Schedule::Due, &stop).await.unwrap();
    assert_eq!(job.seen(), [1]);
    drop(stopping);
}
