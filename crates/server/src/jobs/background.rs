//! All jobs of a server, in the background until it stops.

use super::retry::backoff;
use super::runner::{JobRunner, NextStep, Schedule, Stop};
use super::step_context::StepContext;
use super::{Job, Trigger, report};
use crate::db::JobStore;
use crate::failure::chain;
use futures_util::future::join_all;
use jiff::Timestamp;
use std::future::pending;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::time::sleep;
use uuid::Uuid;

/// The lease owner's name for the only server that can use a database.
const SOLE: &str = "server";

/// The jobs of a server.
pub struct Jobs {
    store: Arc<dyn JobStore>,
    runner: JobRunner,
    jobs: Vec<Box<dyn Job>>,
}

impl Jobs {
    pub(crate) fn new(store: Arc<dyn JobStore>, jobs: Vec<Box<dyn Job>>) -> Self {
        // Leases of an earlier process then belong to this one.
        let owner = match store.is_sole() {
            true => SOLE.to_owned(),
            false => Uuid::now_v7().simple().to_string(),
        };
        Self {
            runner: JobRunner::new(Arc::clone(&store), owner),
            store,
            jobs,
        }
    }

    /// Runs a job now, whether it is due or not, until it has no more work.
    ///
    /// # Errors
    /// There is no such job, or it failed; the text is for the administrator.
    pub async fn run(&self, name: &str, now: Timestamp) -> Result<(), String> {
        let job = self.jobs.iter().find(|job| job.name() == name);
        let job = job.ok_or_else(|| format!("There is no job {name}."))?;
        let (_running, asked) = watch::channel(false);
        let stop = Stop::new(asked);
        let moment = StepContext { now, chance: 1.0 };
        loop {
            let step = self.runner.step(&**job, moment, Schedule::Now, &stop).await;
            let next = step.map_err(|error| chain(&error).to_string())?;
            let state = self.store.job(name).await;
            let state = state.map_err(|error| chain(&error).to_string())?;
            match (next, state.last_error) {
                (_, Some(error)) => return Err(error),
                (NextStep::Again, None) => {}
                (NextStep::In(_), None) => return Ok(()),
            }
        }
    }

    /// Runs all jobs until the server stops; a run in progress is completed, or given up after a
    /// time limit.
    pub(crate) async fn work(&self, stop: &Stop) {
        join_all(self.jobs.iter().map(|job| self.drive(&**job, stop))).await;
    }

    async fn drive(&self, job: &dyn Job, stop: &Stop) {
        let mut appended = self.store.appended();
        let mut outages = 0_u32;
        while !stop.is_asked() {
            appended.mark_unchanged();
            let step = self
                .runner
                .step(job, StepContext::present(), Schedule::Due, stop);
            let wait = match step.await {
                Ok(NextStep::Again) => {
                    outages = 0;
                    continue;
                }
                Ok(NextStep::In(wait)) => {
                    outages = 0;
                    wait
                }
                Err(error) => {
                    outages = outages.saturating_add(1);
                    let wait = backoff(outages, StepContext::present().chance);
                    report::outage(job.name(), &error, wait);
                    wait
                }
            };
            tokio::select! {
                () = stop.asked() => {}
                () = sleep(wait) => {}
                () = woken(job.trigger(), &mut appended), if outages == 0 => {}
            }
        }
    }
}

/// Waits until the log has work for a job that follows it.
async fn woken(trigger: Trigger, appended: &mut watch::Receiver<()>) {
    let Trigger::Log { gather } = trigger else {
        return pending().await;
    };
    match appended.changed().await {
        Ok(()) => sleep(gather).await,
        Err(_) => pending().await,
    }
}
