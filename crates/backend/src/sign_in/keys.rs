//! The issuer's public keys: read again when they are old, and when a token names one that is not among them.

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Keys older than this are read again.
const OLD: Duration = Duration::from_secs(600);
/// Unknown keys cause no more than one reading in this time, so that made-up tokens cannot flood the issuer.
const PAUSE: Duration = Duration::from_secs(60);
/// How long the issuer may take.
const FETCH_WITHIN: Duration = Duration::from_secs(5);
/// The largest key set, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// Where the keys are.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    File(PathBuf),
    Url(String),
}

impl KeySource {
    pub(super) fn of(place: &str) -> Self {
        let web = place.starts_with("https://") || place.starts_with("http://");
        if web {
            Self::Url(place.to_owned())
        } else {
            Self::File(place.into())
        }
    }

    async fn read(&self) -> Result<JwkSet, String> {
        let source = self.clone();
        let text = tokio::task::spawn_blocking(move || source.text()).await;
        let text = text.map_err(|error| error.to_string())??;
        serde_json::from_str(&text).map_err(|error| format!("this is no JWKS: {error}"))
    }

    fn text(&self) -> Result<String, String> {
        match self {
            Self::File(path) => std::fs::read_to_string(path).map_err(|error| error.to_string()),
            Self::Url(url) => {
                let config = ureq::Agent::config_builder()
                    .timeout_global(Some(FETCH_WITHIN))
                    .build();
                let agent = ureq::Agent::new_with_config(config);
                let mut answer = agent.get(url).call().map_err(|error| error.to_string())?;
                let body = answer.body_mut().with_config().limit(MAX_BYTES);
                body.read_to_string().map_err(|error| error.to_string())
            }
        }
    }
}

/// The keys and when they were read.
pub(super) struct Keys {
    source: KeySource,
    held: Mutex<Held>,
}

struct Held {
    set: JwkSet,
    tried: Instant,
}

impl Keys {
    /// Reads the keys for the first time.
    pub(super) async fn new(source: KeySource) -> Result<Self, String> {
        let set = match (source.read().await, &source) {
            (Ok(set), _) => set,
            (Err(error), KeySource::File(path)) => {
                return Err(format!(
                    "The keys in {} cannot be used: {error}.",
                    path.display()
                ));
            }
            (Err(error), KeySource::Url(url)) => {
                tracing::warn!(url, error, "the token keys cannot be read yet");
                JwkSet { keys: Vec::new() }
            }
        };
        Ok(Self {
            source,
            held: Mutex::new(Held {
                set,
                tried: Instant::now(),
            }),
        })
    }

    /// The key of this id; without an id, the only key there is.
    pub(super) async fn find(&self, kid: Option<&str>) -> Option<Jwk> {
        let found = {
            let mut held = self.held.lock().await;
            let found = held.key(kid);
            let age = held.tried.elapsed();
            if age <= PAUSE || (found.is_some() && age <= OLD) {
                return found;
            }
            held.tried = Instant::now();
            found
        };
        // The lock is free while the issuer thinks: whoever else asks goes on with the keys we have.
        match self.source.read().await {
            Ok(set) => {
                let mut held = self.held.lock().await;
                held.set = set;
                held.key(kid)
            }
            Err(error) => {
                tracing::warn!(error, "the token keys cannot be read; the old ones stay");
                found
            }
        }
    }
}

impl Held {
    fn key(&self, kid: Option<&str>) -> Option<Jwk> {
        let signs = |key: &&Jwk| key.common.public_key_use != Some(PublicKeyUse::Encryption);
        let mut keys = self.set.keys.iter().filter(signs);
        match kid {
            Some(kid) => keys
                .find(|key| key.common.key_id.as_deref() == Some(kid))
                .cloned(),
            None => keys.next().filter(|_| keys.next().is_none()).cloned(),
        }
    }
}
