//! How often somebody may ask for what costs something: by person, and where nobody is signed in, by address.

mod bucket;
mod options;

pub use bucket::TokenBuckets;
pub use options::{RateLimits, RateOverride};

use super::ApiError;
use crate::http::client::{self, Proxies, network};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// What counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateClass {
    /// Whatever changes something and is not named below. The parts of a file are not counted.
    Writes,
    /// Signing in.
    SignIn,
    /// Records for a field that is filled by type-ahead.
    Lookups,
    /// Lists that are searched by words.
    Search,
    /// Searches in vain that are reported.
    Improvements,
}

impl RateClass {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Writes,
        Self::SignIn,
        Self::Lookups,
        Self::Search,
        Self::Improvements,
    ];

    /// The word for it on the command line and in the metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Writes => "writes",
            Self::SignIn => "sign-in",
            Self::Lookups => "lookups",
            Self::Search => "search",
            Self::Improvements => "improvements",
        }
    }

    /// What a request counts as, if it counts at all.
    fn of(request: &Request) -> Option<Self> {
        let path = request.extensions().get::<MatchedPath>()?.as_str();
        let reads = matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        );
        // As the handlers read it, so that another spelling of the name is no way round.
        let searches = || {
            let query = request.uri().query().unwrap_or_default();
            form_urlencoded::parse(query.as_bytes())
                .any(|(name, value)| name == "q" && !value.is_empty())
        };
        match path.rsplit_once("/v1").map_or(path, |(_, path)| path) {
            "/lookups/{source}" if reads => Some(Self::Lookups),
            _ if reads => searches().then_some(Self::Search),
            "/session" if request.method() == Method::POST => Some(Self::SignIn),
            "/improvements" => Some(Self::Improvements),
            "/uploads/{id}" if request.method() == Method::PATCH => None,
            _ => Some(Self::Writes),
        }
    }
}

/// Whom a limit is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum RateKey {
    Person(String),
    Network(IpAddr),
}

/// An extension of a request: the id of whoever is signed in, put there by the layer that finds it out.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn(pub(crate) String);

/// The limits of all classes, and who has used how much of them.
pub(crate) struct RateLimiter {
    buckets: HashMap<RateClass, TokenBuckets<RateKey>>,
    proxies: Proxies,
}

impl RateLimiter {
    /// With these limits; what the proxies say of addresses is believed.
    pub(crate) fn new(limits: &RateLimits, proxies: Proxies) -> Self {
        let limited = RateClass::ALL.into_iter();
        let limited =
            limited.filter_map(|class| Some((class, TokenBuckets::new(limits.get(class)?))));
        Self {
            buckets: limited.collect(),
            proxies,
        }
    }
}

/// A layer behind the sign-in: answers 429 with `Retry-After` to whoever asks too often.
pub(crate) async fn layer(
    State(limiter): State<Arc<RateLimiter>>,
    request: Request,
    next: Next,
) -> Response {
    match check(&limiter, &request) {
        Ok(()) => next.run(request).await,
        Err(fail) => fail.into_response(),
    }
}

fn check(limiter: &RateLimiter, request: &Request) -> Result<(), ApiError> {
    let Some(class) = RateClass::of(request) else {
        return Ok(());
    };
    let (Some(buckets), Some(key)) = (
        limiter.buckets.get(&class),
        rate_key(&limiter.proxies, class, request),
    ) else {
        return Ok(());
    };
    buckets.take(key).map_err(|wait| {
        metrics::counter!("portico_rate_limited_total", "class" => class.name()).increment(1);
        ApiError::too_often(wait)
    })
}

/// Whoever is signed in; otherwise, and for signing in, the address. `None` where it is not known, as behind a proxy that
/// does not tell it.
fn rate_key(proxies: &Proxies, class: RateClass, request: &Request) -> Option<RateKey> {
    let user = request.extensions().get::<SignedIn>();
    match user.filter(|_| class != RateClass::SignIn) {
        Some(SignedIn(id)) => Some(RateKey::Person(id.clone())),
        None => {
            let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
            let address = client::address(proxies, request.headers(), peer.0.ip())?;
            Some(RateKey::Network(network(address)))
        }
    }
}
