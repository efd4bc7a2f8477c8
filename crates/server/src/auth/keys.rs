//! The issuer's public keys, reloaded when they are old, and when a token names an unknown key.

use crate::failure::chain;
use crate::text_file;
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, Header};
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The age at which keys are reloaded.
const OLD: Duration = Duration::from_secs(600);
/// The minimum interval between reloads for unknown keys, so that forged tokens cannot flood the
/// issuer.
const PAUSE: Duration = Duration::from_secs(60);
/// The time limit for a response of the issuer.
const FETCH_WITHIN: Duration = Duration::from_secs(5);
/// The maximum size of a key set, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;
/// The maximum number of keys that are tried for one token, so that forged tokens cannot keep the
/// server busy with a large key set.
const MAX_TRIED: usize = 8;

/// The location of the keys.
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

    /// The keys of the set. Unsupported keys are skipped, because an issuer may publish keys for
    /// other purposes.
    async fn read(&self) -> Result<Vec<Jwk>, String> {
        #[derive(Deserialize)]
        struct KeySet {
            keys: Vec<Value>,
        }
        let source = self.clone();
        let text = tokio::task::spawn_blocking(move || source.text()).await;
        let text = text.map_err(|error| error.to_string())??;
        let set: KeySet =
            serde_json::from_str(&text).map_err(|error| format!("invalid JWKS: {error}"))?;
        let keys = set.keys.into_iter();
        Ok(keys
            .filter_map(|key| serde_json::from_value(key).ok())
            .collect())
    }

    fn text(&self) -> Result<String, String> {
        match self {
            Self::File(path) => text_file::read(path),
            Self::Url(url) => {
                let config = ureq::Agent::config_builder()
                    .timeout_global(Some(FETCH_WITHIN))
                    .build();
                let agent = ureq::Agent::new_with_config(config);
                let mut answer = agent
                    .get(url)
                    .call()
                    .map_err(|error| chain(&error).to_string())?;
                let body = answer.body_mut().with_config().limit(MAX_BYTES);
                body.read_to_string()
                    .map_err(|error| chain(&error).to_string())
            }
        }
    }
}

/// The keys and the time when they were loaded.
pub(super) struct Keys {
    source: KeySource,
    loaded: Mutex<LoadedKeys>,
}

struct LoadedKeys {
    keys: Vec<Jwk>,
    tried: Instant,
}

impl Keys {
    /// Loads the keys for the first time.
    pub(super) async fn new(source: KeySource) -> Result<Self, String> {
        let keys = match (source.read().await, &source) {
            (Ok(keys), _) => keys,
            (Err(error), KeySource::File(path)) => {
                return Err(format!(
                    "The keys in {} cannot be used: {error}.",
                    path.display()
                ));
            }
            (Err(error), KeySource::Url(url)) => {
                tracing::warn!(url, error, "the token keys cannot be read yet");
                Vec::new()
            }
        };
        Ok(Self {
            source,
            loaded: Mutex::new(LoadedKeys {
                keys,
                tried: Instant::now(),
            }),
        })
    }

    /// The result of `read` for the key that signed a token with this header. `read` is called with
    /// each candidate key in turn, and returns `None` for a key that did not sign the token.
    pub(super) async fn signer<T>(
        &self,
        header: &Header,
        read: impl Fn(&Jwk) -> Option<T>,
    ) -> Option<T> {
        let (keys, age) = {
            let loaded = self.loaded.lock().await;
            (loaded.candidates(header), loaded.tried.elapsed())
        };
        let found = keys.iter().find_map(&read);
        // If the token names a key, only that key is tried, even if it did not sign the token.
        let is_named = |key: &Jwk| header.kid.is_some() && key.common.key_id == header.kid;
        let is_settled = found.is_some() || keys.iter().any(is_named);
        if age <= PAUSE || (is_settled && age <= OLD) {
            return found;
        }
        {
            let mut loaded = self.loaded.lock().await;
            if loaded.tried.elapsed() <= PAUSE {
                return found;
            }
            loaded.tried = Instant::now();
        }
        // The lock is released during the request, so that other callers continue with the present
        // keys.
        match self.source.read().await {
            Ok(keys) => {
                let keys = {
                    let mut loaded = self.loaded.lock().await;
                    loaded.keys = keys;
                    loaded.candidates(header)
                };
                keys.iter().find_map(read)
            }
            Err(error) => {
                tracing::warn!(
                    error,
                    "the token keys cannot be read; the old ones are still used"
                );
                found
            }
        }
    }
}

impl LoadedKeys {
    /// The keys that may have signed a token with this header: the key that it names, or, if the
    /// token or the set has no key IDs, all keys for its algorithm (RFC 7515, 4.1.4 and D).
    fn candidates(&self, header: &Header) -> Vec<Jwk> {
        let fitting = || self.keys.iter().filter(|key| is_for(key, header.alg));
        let named: Vec<_> = match &header.kid {
            None => fitting().collect(),
            Some(kid) => fitting()
                .filter(|key| key.common.key_id.as_ref() == Some(kid))
                .collect(),
        };
        let keys = if named.is_empty() {
            fitting()
                .filter(|key| key.common.key_id.is_none())
                .collect()
        } else {
            named
        };
        keys.into_iter().take(MAX_TRIED).cloned().collect()
    }
}

/// Whether a key may be used to verify signatures with this algorithm.
fn is_for(key: &Jwk, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let is_of_kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => algorithm == Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(key) => {
            algorithm == Algorithm::ES256 && key.curve == EllipticCurve::P256
        }
        AlgorithmParameters::OctetKeyPair(key) => {
            algorithm == Algorithm::EdDSA && key.curve == EllipticCurve::Ed25519
        }
        _ => false,
    };
    let is_declared = common
        .key_algorithm
        .is_none_or(|declared| declared == KeyAlgorithm::from(algorithm));
    let verifies = common
        .key_operations
        .as_ref()
        .is_none_or(|operations| operations.contains(&KeyOperations::Verify));
    let signs = common.public_key_use != Some(PublicKeyUse::Encryption);
    is_of_kind && is_declared && verifies && signs
}
