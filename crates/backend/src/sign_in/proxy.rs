//! Intranets with a sign-on of their own: a proxy in front of the server says who it is.

use crate::Options;
use axum::http::HeaderMap;
use std::net::IpAddr;

/// Whom a proxy names. From anywhere else the header means nothing.
pub(super) fn user(options: &Options, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
    let header = options.auth_header.as_ref()?;
    if !options.proxies.has(peer?) {
        return None;
    }
    let mut values = headers.get_all(header).iter();
    // Two values mean that the proxy added its own to one from outside.
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let name = value.to_str().ok()?.trim();
    (1..=255).contains(&name.len()).then(|| name.to_owned())
}
