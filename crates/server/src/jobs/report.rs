//! Metrics and log lines of jobs.

use super::retry::Verdict;
use crate::db::{JobState, LastEntry, LogEntry, Millis, StoreError};
use crate::failure::chain;
use std::time::Duration;

/// Reports the state of a job.
pub(super) fn standing(state: &JobState, last: Option<&LastEntry>, letters: usize, now: Millis) {
    let job = || [("job", state.name.clone())];
    metrics::gauge!("portico_job_dead_letters", &job()).set(letters as f64);
    if let Some(at) = state.succeeded_at {
        metrics::gauge!("portico_job_last_success_timestamp_seconds", &job())
            .set(at as f64 / 1000.0);
    }
    if let Some(last) = last {
        let lag = last.seq.saturating_sub(state.cursor).max(0);
        let age = last
            .waiting_since
            .map_or(0, |since| now.saturating_sub(since).max(0));
        metrics::gauge!("portico_job_lag_entries", &job()).set(lag as f64);
        metrics::gauge!("portico_job_lag_seconds", &job()).set(age as f64 / 1000.0);
    }
}

/// Reports a successful run.
pub(super) fn succeeded(job: &'static str, took: Duration) {
    ended(job, "succeeded");
    metrics::histogram!("portico_job_run_seconds", "job" => job).record(took.as_secs_f64());
}

/// Reports a failed run.
pub(super) fn failed(
    job: &str,
    entry: Option<&LogEntry>,
    attempt: u32,
    error: &str,
    verdict: Verdict,
) {
    let labels = [("job", job.to_owned()), ("outcome", "failed".to_owned())];
    metrics::counter!("portico_job_runs_total", &labels).increment(1);
    let entry = entry.map(|entry| entry.seq);
    match verdict {
        Verdict::TryAgain(wait) => {
            let seconds = wait.as_secs_f64();
            tracing::warn!(
                job,
                entry,
                attempt,
                error,
                seconds,
                "a job failed and will try again"
            );
        }
        Verdict::GiveUp => {
            tracing::error!(
                job,
                entry,
                attempt,
                error,
                "a job gave up on an entry of the log"
            );
        }
    }
}

/// Reports that the database was unavailable.
pub(super) fn outage(job: &'static str, error: &StoreError, wait: Duration) {
    ended(job, "outage");
    let seconds = wait.as_secs_f64();
    tracing::warn!(job, error = %chain(error), seconds, "a job cannot use the database and will try again");
}

/// Reports a run that ended because another process runs the job now.
pub(super) fn lost(job: &'static str) {
    ended(job, "lease_lost");
    tracing::info!(job, "a job lost its lease");
}

/// Reports a run that was interrupted because the server stops.
pub(super) fn stopped(job: &'static str) {
    ended(job, "stopped");
    tracing::info!(
        job,
        "a job was interrupted; it will continue where it stopped"
    );
}

fn ended(job: &'static str, outcome: &'static str) {
    metrics::counter!("portico_job_runs_total", "job" => job, "outcome" => outcome).increment(1);
}
