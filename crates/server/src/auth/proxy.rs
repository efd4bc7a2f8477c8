//! Intranets with a sign-on of their own: a proxy in front of the server says who it is.

use super::directory::Credentials;
use crate::db::{Identity, UserSource};
use crate::email_address::is_address;
use crate::http::client::Proxies;
use crate::identity::{LONGEST_SUBJECT, PROXY_ISSUER, is_subject};
use axum::http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// Whom a proxy names. From anywhere else the header means nothing.
pub(super) fn credentials(
    proxies: &Proxies,
    header: Option<&HeaderName>,
    headers: &HeaderMap,
    peer: Option<IpAddr>,
) -> Option<Credentials> {
    let header = header?;
    if !proxies.has(peer?) {
        return None;
    }
    let mut values = headers.get_all(header).iter();
    let value = values.next()?;
    // What is passed over here looks to somebody like being signed out, so the log says why.
    let unusable = |reason: &str| {
        tracing::warn!(%header, reason, "the proxy's user header cannot be used");
    };
    // The proxy added its own to one from outside.
    if values.next().is_some() {
        unusable("the header is given twice");
        return None;
    }
    // Proxies send names as they have them; anything but UTF-8 could be several names.
    let Ok(name) = std::str::from_utf8(value.as_bytes()) else {
        unusable("the name is not UTF-8");
        return None;
    };
    match name.trim() {
        "" => None,
        name if name.len() > LONGEST_SUBJECT => {
            unusable("the name is too long");
            None
        }
        name if !is_subject(name) => {
            unusable("the name has control characters");
            None
        }
        name => Some(named(name)),
    }
}

/// Whoever sets up the proxy says that its names are IDs or e-mail addresses, so it has verified the addresses.
fn named(name: &str) -> Credentials {
    Credentials {
        identity: Identity::new(PROXY_ISSUER.to_owned(), name.to_owned()),
        source: UserSource::Proxy,
        name: None,
        email: is_address(name).then(|| name.to_owned()),
        is_verified: true,
        earlier_ids: vec![name.to_owned()],
        unproven: Vec::new(),
        groups: Vec::new(),
    }
}
