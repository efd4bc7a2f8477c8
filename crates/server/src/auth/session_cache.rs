//! A cache of recently used sessions, because every read of a signed-in user needs one.

use crate::db::Session;
use hashlink::LruCache;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The lifetime of a cached session. A session that ends in this process is removed at once; the
/// lifetime limits the delay for changes by other processes.
const BELIEVED_FOR: Duration = Duration::from_secs(10);
/// The maximum number of cached sessions; the least recently used one is evicted first.
const KNOWN: usize = 10_000;

/// The cached sessions, by the hashes of their secrets.
pub(crate) struct SessionCache(Mutex<CachedSessions>);

struct CachedSessions {
    sessions: LruCache<String, (Session, Instant)>,
    /// The number of session changes so far.
    changes: u64,
}

/// The number of changes at the time of a query, to detect changes during the query.
#[derive(Clone, Copy)]
pub(super) struct ChangeCount(u64);

impl Default for SessionCache {
    fn default() -> Self {
        Self(Mutex::new(CachedSessions {
            sessions: LruCache::new(KNOWN),
            changes: 0,
        }))
    }
}

impl SessionCache {
    /// A cached session that is still valid; otherwise a token to pass to `put` with the store's
    /// result.
    pub(super) fn get(&self, hash: &str) -> Result<Session, ChangeCount> {
        let mut known = self.known();
        match known.sessions.get(hash) {
            Some((session, at)) if at.elapsed() < BELIEVED_FOR => Ok(session.clone()),
            _ => Err(ChangeCount(known.changes)),
        }
    }

    /// Caches the store's result, unless any session was changed during the query, because it may
    /// have been this one.
    pub(super) fn put(&self, before: ChangeCount, hash: &str, session: &Session) {
        let mut known = self.known();
        if known.changes == before.0 {
            let now = (session.clone(), Instant::now());
            known.sessions.insert(hash.to_owned(), now);
        }
    }

    /// Records in the cache that a session is in use, so that it is not recorded twice.
    pub(super) fn touch(&self, hash: &str, session: &Session) {
        if let Some((known, _)) = self.known().sessions.get_mut(hash) {
            known.clone_from(session);
        }
    }

    /// Removes a session that the store has just changed.
    pub(super) fn remove(&self, hash: &str) {
        let mut known = self.known();
        known.changes += 1;
        known.sessions.remove(hash);
    }

    fn known(&self) -> MutexGuard<'_, CachedSessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
