//! The issuer's public keys: read again when they are old, and when a token names one that is not among them.

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

/// Keys older than this are read again.
const OLD: Duration = Duration::from_secs(600);
/// Unknown keys cause no more than one reading in this time, so that made-up tokens cannot flood the issuer.
const PAUSE: Duration = Duration::from_secs(60);
/// How long the issuer may take.
const FETCH_WITHIN: Duration = Duration::from_secs(5);
/// The largest key set, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;
/// The most keys that are tried for one token, so that made-up tokens cannot keep the server busy with a large set.
const MOST_TRIED: usize = 8;

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

    /// The keys of the set. What is no key that we know is passed over: an issuer may have others besides.
    async fn read(&self) -> Result<Vec<Jwk>, String> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let source = self.clone();
        let text = tokio::task::spawn_blocking(move || source.text()).await;
        let text = text.map_err(|error| error.to_string())??;
        let set: Set =
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
    keys: Vec<Jwk>,
    tried: Instant,
}

impl Keys {
    /// Reads the keys for the first time.
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
            held: Mutex::new(Held {
                keys,
                tried: Instant::now(),
            }),
        })
    }

    /// What `read` makes of the key that has signed a token with this header. `read` is given the keys that may have, one
    /// after the other, and says nothing to one that has not.
    pub(super) async fn signer<T>(
        &self,
        header: &Header,
        read: impl Fn(&Jwk) -> Option<T>,
    ) -> Option<T> {
        let (keys, age) = {
            let held = self.held.lock().await;
            (held.candidates(header), held.tried.elapsed())
        };
        let found = keys.iter().find_map(&read);
        // A key that the token names is the one, even where it has not signed it.
        let is_named = |key: &Jwk| header.kid.is_some() && key.common.key_id == header.kid;
        let is_settled = found.is_some() || keys.iter().any(is_named);
        if age <= PAUSE || (is_settled && age <= OLD) {
            return found;
        }
        {
            let mut held = self.held.lock().await;
            if held.tried.elapsed() <= PAUSE {
                return found;
            }
            held.tried = Instant::now();
        }
        // The lock is free while the issuer thinks: whoever else asks goes on with the keys we have.
        match self.source.read().await {
            Ok(keys) => {
                let keys = {
                    let mut held = self.held.lock().await;
                    held.keys = keys;
                    held.candidates(header)
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

impl Held {
    /// The keys that may have signed a token with this header: those that it names, or, where a set has no names or a
    /// token names none, all of its algorithm (RFC 7515, 4.1.4 and D).
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
        keys.into_iter().take(MOST_TRIED).cloned().collect()
    }
}

/// Whether a key is there to check signatures by this algorithm.
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
