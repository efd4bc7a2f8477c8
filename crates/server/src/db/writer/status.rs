//! The state of the writer, for readiness checks.

use crate::db::StoreError;
use crate::failure::chain;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as Turns;
use tokio::time::{Instant, timeout};

/// The validity of recent results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadinessOptions {
    /// A write that succeeded within this time shows that writing works.
    pub lately: Duration,
    /// A write that has been running for longer shows that writing does not work.
    pub stuck: Duration,
    /// The time after a failure during which readiness checks make no new attempt.
    pub believed: Duration,
}

impl Default for ReadinessOptions {
    /// 10 s, 2 s and 1 s.
    fn default() -> Self {
        Self {
            lately: Duration::from_secs(10),
            stuck: Duration::from_secs(2),
            believed: Duration::from_secs(1),
        }
    }
}

/// The results of the last writes.
pub(super) struct Status {
    patience: ReadinessOptions,
    seen: Mutex<RecentResults>,
    /// Ensures that concurrent checks share one attempt.
    probing: Turns<()>,
}

#[derive(Default)]
struct RecentResults {
    /// The time of the last success.
    written: Option<Instant>,
    /// The time and the error of the first failure since then.
    failing: Option<(Instant, StoreError)>,
    /// The time since when a group has been in progress.
    busy: Option<Instant>,
}

/// A group in progress.
pub(super) struct GroupInProgress<'a>(&'a Status);

impl Drop for GroupInProgress<'_> {
    fn drop(&mut self) {
        self.0.seen().busy = None;
    }
}

impl Status {
    pub(super) fn new(patience: ReadinessOptions) -> Self {
        Self {
            patience,
            seen: Mutex::default(),
            probing: Turns::default(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, RecentResults> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self) -> GroupInProgress<'_> {
        self.seen().busy = Some(Instant::now());
        GroupInProgress(self)
    }

    /// Records the result of a write. A write that fails or is refused for its own reasons says
    /// nothing about others.
    pub(super) fn note(&self, outcome: Result<(), &StoreError>) {
        let now = Instant::now();
        let mut seen = self.seen();
        match outcome {
            Err(error) if error.is_outage() => {
                if seen.failing.is_none() {
                    tracing::error!(reason = %chain(error), "writing fails");
                }
                seen.failing = Some((now, error.clone()));
            }
            Err(_) => {}
            Ok(()) => {
                if seen.failing.take().is_some() {
                    tracing::info!("writing works again");
                }
                seen.written = Some(now);
            }
        }
    }

    /// Whether writing works, from the recent results; `None` if an attempt is needed.
    fn known(&self) -> Option<Result<(), StoreError>> {
        let ReadinessOptions {
            lately,
            stuck,
            believed,
        } = self.patience;
        let seen = self.seen();
        if seen.busy.is_some_and(|since| since.elapsed() > stuck) {
            let reason = "a write has been waiting for the database for some time";
            return Some(Err(StoreError::Unavailable(reason.into())));
        }
        match (&seen.failing, seen.written) {
            (Some((at, error)), _) if at.elapsed() < believed => Some(Err(error.clone())),
            (None, Some(at)) if at.elapsed() < lately => Some(Ok(())),
            _ => None,
        }
    }

    /// Whether writing works; calls `attempt` if that is unknown.
    pub(super) async fn ready(
        &self,
        attempt: impl Future<Output = Result<(), StoreError>>,
    ) -> Result<(), StoreError> {
        if let Some(known) = self.known() {
            return known;
        }
        let _turn = self.probing.lock().await;
        if let Some(known) = self.known() {
            return known;
        }
        match timeout(self.patience.stuck, attempt).await {
            Ok(outcome) => outcome,
            Err(_) => self.known().unwrap_or_else(|| {
                let reason = "a write takes longer than it should";
                Err(StoreError::Unavailable(reason.into()))
            }),
        }
    }
}
