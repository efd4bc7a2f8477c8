//! Whether a write could be made lately.

use crate::db::StoreError;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as Turns;
use tokio::time::{Instant, timeout};

/// What the last writes say of the next one, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// A write that was made this long ago, or later, says that another one can be made.
    pub lately: Duration,
    /// A write that has been running for longer says that none can be made.
    pub stuck: Duration,
    /// A failure is believed for so long before somebody who asks makes another attempt.
    pub believed: Duration,
}

impl Default for Patience {
    /// 10 s, 2 s and 1 s.
    fn default() -> Self {
        Self {
            lately: Duration::from_secs(10),
            stuck: Duration::from_secs(2),
            believed: Duration::from_secs(1),
        }
    }
}

/// What became of the last writes.
pub(super) struct Status {
    patience: Patience,
    seen: Mutex<Seen>,
    /// One attempt at a time is enough for all who ask.
    probing: Turns<()>,
}

#[derive(Default)]
struct Seen {
    /// When a write last stood.
    written: Option<Instant>,
    /// What happened since to one that could not be made, and when.
    failing: Option<(Instant, StoreError)>,
    /// Since when a group is being written.
    busy: Option<Instant>,
}

/// A group that is being written.
pub(super) struct Busy<'a>(&'a Status);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.seen().busy = None;
    }
}

impl Status {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            seen: Mutex::default(),
            probing: Turns::default(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self) -> Busy<'_> {
        self.seen().busy = Some(Instant::now());
        Busy(self)
    }

    /// Notes what became of a write. What fails or is refused for its own reasons says nothing of others.
    pub(super) fn note(&self, outcome: Result<(), &StoreError>) {
        let now = Instant::now();
        let mut seen = self.seen();
        match outcome {
            Err(error) if error.is_outage() => {
                if seen.failing.is_none() {
                    tracing::error!(reason = %error, "writing fails");
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

    /// Whether writes can be made, as far as the last ones say; `None` where an attempt has to say it.
    fn known(&self) -> Option<Result<(), StoreError>> {
        let Patience {
            lately,
            stuck,
            believed,
        } = self.patience;
        let seen = self.seen();
        if seen.busy.is_some_and(|since| since.elapsed() > stuck) {
            let reason = "a write has been waiting for the database for some time";
            return Some(Err(StoreError::Unavailable(reason.to_owned())));
        }
        match (&seen.failing, seen.written) {
            (Some((at, error)), _) if at.elapsed() < believed => Some(Err(error.clone())),
            (None, Some(at)) if at.elapsed() < lately => Some(Ok(())),
            _ => None,
        }
    }

    /// Whether writes can be made; `attempt` makes one where that is not known.
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
                Err(StoreError::Unavailable(reason.to_owned()))
            }),
        }
    }
}
