//! Rate limits for costly requests: per user, or, if nobody is signed in, per address.

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

/// Requests that share a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateClass {
    /// All writes that belong to no other class. Upload chunks are not counted.
    Writes,
    /// Signing in.
    SignIn,
    /// Look-ups of records for form fields.
    Lookups,
    /// Lists with a search.
    Search,
    /// Reports of searches without results.
    Improvements,
}

impl RateClass {
    /// All classes.
    pub const ALL: [Self; 5] = [
        Self::Writes,
        Self::SignIn,
        Self::Lookups,
        Self::Search,
        Self::Improvements,
    ];

    /// The name of the class on the command line and in the metrics.
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

    /// The class of a request, if it is limited.
    fn of(request: &Request) -> Option<Self> {
        let path = request.extensions().get::<MatchedPath>()?.as_str();
        let reads = matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        );
        // Decoded as in the handlers, so that another spelling of the parameter's name does not
        // evade the limit.
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

/// The subject of a limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum RateKey {
    Person(String),
    Network(IpAddr),
}

/// A request extension with the ID of the signed-in user, set by the authentication layer.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn(pub(crate) String);

/// The limits of all classes, and their current use.
pub(crate) struct RateLimiter {
    buckets: HashMap<RateClass, TokenBuckets<RateKey>>,
    proxies: Proxies,
}

impl RateLimiter {
    /// Creates the limiter; `proxies` are trusted to report client addresses.
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

/// A layer behind authentication that responds with 429 and `Retry-After` when a limit is exceeded.
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

/// The signed-in user; otherwise, and for signing in, the address. `None` if the address is
/// unknown, as behind a proxy that does not report it.
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
