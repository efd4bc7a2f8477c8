//! Sessions: a random secret in a cookie, its hash in the store.

use super::directory::Directory;
use super::session_cache::SessionCache;
use super::{AuthContext, AuthMethod};
use crate::content::Content;
use crate::db::{Session, SessionStore};
use crate::failure::chain;
use crate::hex::hex;
use crate::http::ApiError;
use crate::limits::SESSION_IDLE_HOURS;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The minimum interval between two records of a session's use, in milliseconds, so that reads
/// cause few writes.
const TOUCH_EVERY: i64 = 5 * 60 * 1000;

/// The kind of session cookies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cookies {
    /// For HTTPS: bound to the host, and never sent over HTTP.
    Secure,
    /// For a demo over HTTP on the local machine only.
    Demo,
    /// No cookies: over plain HTTP, anyone on the network could read them.
    #[default]
    None,
}

/// The sessions of this server.
pub(super) struct Sessions {
    store: Arc<dyn SessionStore>,
    known: SessionCache,
    cookies: Cookies,
}

impl Sessions {
    pub(super) fn new(store: Arc<dyn SessionStore>, cookies: Cookies) -> Self {
        Self {
            store,
            known: SessionCache::default(),
            cookies,
        }
    }

    /// The caller with the request's session cookie; signed out if the session is unknown or
    /// expired.
    pub(super) async fn caller(
        &self,
        directory: &Directory,
        content: &Content,
        headers: &HeaderMap,
    ) -> Result<AuthContext, ApiError> {
        let nobody = AuthContext {
            user: None,
            method: AuthMethod::Nobody,
        };
        let Some(hash) = self.secret(headers).map(hash) else {
            return Ok(nobody);
        };
        let Some(mut session) = self.find(&hash).await? else {
            return Ok(nobody);
        };
        let now = Timestamp::now().as_millisecond();
        let idle = now.saturating_sub(session.seen_at);
        if idle > SESSION_IDLE_HOURS * 60 * 60 * 1000 {
            return Ok(nobody);
        }
        let Some(user) = directory.user(&session.user, content).await? else {
            return Ok(nobody);
        };
        if idle > TOUCH_EVERY {
            // In a separate task, because a read must neither wait for a write nor fail with it.
            session.seen_at = now;
            self.known.touch(&hash, &session);
            let (sessions, hash) = (Arc::clone(&self.store), hash.clone());
            tokio::spawn(async move {
                if let Err(error) = sessions.touch(hash, now).await {
                    tracing::warn!(error = %chain(&error), "could not record that a session is in use");
                }
            });
        }
        Ok(AuthContext {
            user: Some(user),
            method: AuthMethod::Session(hash),
        })
    }

    async fn find(&self, hash: &str) -> Result<Option<Session>, ApiError> {
        let before = match self.known.get(hash) {
            Ok(session) => return Ok(Some(session)),
            Err(before) => before,
        };
        let found = self.store.find(hash).await?;
        if let Some(session) = &found {
            self.known.put(before, hash, session);
        }
        Ok(found)
    }

    /// Creates a session and returns the cookie to set.
    pub(super) async fn open(&self, user: &str) -> Result<HeaderValue, ApiError> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(ApiError::internal)?;
        let secret = hex(&secret);
        let session = Session {
            user: user.to_owned(),
            seen_at: Timestamp::now().as_millisecond(),
        };
        self.store.open(hash(&secret), session).await?;
        self.cookie(&secret, "")
    }

    /// Ends the caller's session and returns the header that clears the cookie.
    pub(super) async fn close(&self, caller: &AuthContext) -> Result<HeaderValue, ApiError> {
        if let AuthMethod::Session(hash) = &caller.method {
            let closed = self.store.close(hash.clone()).await;
            // The cache is cleared even after an error, because the session may have ended
            // nevertheless.
            self.known.remove(hash);
            closed?;
        }
        self.cookie("", "; Max-Age=0")
    }

    fn cookie(&self, value: &str, more: &str) -> Result<HeaderValue, ApiError> {
        let cookies = self.cookies;
        let secure = if cookies == Cookies::Secure {
            "; Secure"
        } else {
            ""
        };
        let name = name(cookies).ok_or_else(ApiError::not_found)?;
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
        HeaderValue::from_str(&cookie).map_err(ApiError::internal)
    }

    fn secret<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = name(self.cookies)?;
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, secret)| (key == name && secret.len() == 64).then_some(secret))
    }
}

fn name(cookies: Cookies) -> Option<&'static str> {
    match cookies {
        Cookies::Secure => Some("__Host-portico"),
        Cookies::Demo => Some("portico_demo"),
        Cookies::None => None,
    }
}

fn hash(secret: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(secret.as_ref()))
}
