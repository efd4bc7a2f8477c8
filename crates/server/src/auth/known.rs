//! Sessions that were asked for a moment ago: every read of somebody who is signed in asks for one.

use crate::db::Session;
use hashlink::LruCache;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a session is believed without asking the store. One that is closed here ends at once all the same; this is
/// for what another process did to it.
const BELIEVED_FOR: Duration = Duration::from_secs(10);
/// The most sessions that are known; the one that was not used for longest goes first.
const KNOWN: usize = 10_000;

/// The sessions that are known, by the hashes of their secrets.
pub(crate) struct KnownSessions(Mutex<Known>);

struct Known {
    sessions: LruCache<String, (Session, Instant)>,
    /// How many sessions were changed so far.
    changes: u64,
}

/// What was known when the store was asked.
#[derive(Clone, Copy)]
pub(super) struct Before(u64);

impl Default for KnownSessions {
    fn default() -> Self {
        Self(Mutex::new(Known {
            sessions: LruCache::new(KNOWN),
            changes: 0,
        }))
    }
}

impl KnownSessions {
    /// A session that is known well enough; or what is to be handed over with the store's answer.
    pub(super) fn get(&self, hash: &str) -> Result<Session, Before> {
        let mut known = self.known();
        match known.sessions.get(hash) {
            Some((session, at)) if at.elapsed() < BELIEVED_FOR => Ok(session.clone()),
            _ => Err(Before(known.changes)),
        }
    }

    /// Remembers what the store answered, unless any session was changed since it was asked: it may have been this one.
    pub(super) fn put(&self, before: Before, hash: &str, session: &Session) {
        let mut known = self.known();
        if known.changes == before.0 {
            let now = (session.clone(), Instant::now());
            known.sessions.insert(hash.to_owned(), now);
        }
    }

    /// Notes that a known session is in use, so that nobody else notes it again.
    pub(super) fn touch(&self, hash: &str, session: &Session) {
        if let Some((known, _)) = self.known().sessions.get_mut(hash) {
            known.clone_from(session);
        }
    }

    /// Forgets a session that the store has just changed.
    pub(super) fn forget(&self, hash: &str) {
        let mut known = self.known();
        known.changes += 1;
        known.sessions.remove(hash);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
