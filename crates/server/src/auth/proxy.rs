//! Intranets with a sign-on of their own: a proxy in front of the server says who it is.

use crate::http::client::Proxies;
use axum::http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// The longest name, in bytes.
const LONGEST: usize = 255;

/// Whom a proxy names. From anywhere else the header means nothing.
pub(super) fn user(
    proxies: &Proxies,
    header: Option<&HeaderName>,
    headers: &HeaderMap,
    peer: Option<IpAddr>,
) -> Option<String> {
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
        name if name.len() > LONGEST => {
            unusable("the name is too long");
            None
        }
        name => Some(name.to_owned()),
    }
}
