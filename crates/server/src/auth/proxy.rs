//! Single sign-on through a proxy in front of the server, which names the user in a header.

use super::directory::Credentials;
use crate::db::{Identity, UserSource};
use crate::email_address::is_address;
use crate::http::client::Proxies;
use crate::identity::{LONGEST_SUBJECT, PROXY_ISSUER, is_subject};
use axum::http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// The user whom a trusted proxy names. On all other connections the header is ignored.
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
    // An ignored header makes the user appear signed out, so the log says why.
    let unusable = |reason: &str| {
        tracing::warn!(%header, reason, "the proxy's user header cannot be used");
    };
    // The proxy added its own header to one from outside.
    if values.next().is_some() {
        unusable("the header is given twice");
        return None;
    }
    // Proxies send names without declaring an encoding; text in another encoding than UTF-8 is
    // ambiguous.
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

/// The administrator configures the proxy to send IDs or e-mail addresses, so the addresses are
/// verified.
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
