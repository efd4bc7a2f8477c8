//! Where a browser says that a request comes from, and which addresses are this server's own.
//!
//! Any name can be made to lead here (DNS rebinding), and then a page of that name has the same origin as the server in
//! the eyes of the browser. So a name counts only if it is this machine's for certain, or if the operator listed it.

use crate::App;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// Where a browser says that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestOrigin {
    /// It does not say.
    Missing,
    /// A page of this server, under an address that is known to be its own.
    Own,
    /// A page of this server, if the name in the address is its own; nobody has said so.
    UnlistedHost,
    /// A page of another origin.
    Foreign,
}

/// Reads the headers of a request.
pub(crate) fn request_origin(app: &App, headers: &HeaderMap) -> RequestOrigin {
    if !headers.contains_key(ORIGIN) {
        return RequestOrigin::Missing;
    }
    let options = &app.options;
    let origin = only(headers, &ORIGIN).unwrap_or_default();
    if options.public_origin.as_deref() == Some(origin) {
        return RequestOrigin::Own;
    }
    let (scheme, authority) = origin.split_once("://").unwrap_or_default();
    if !matches!(scheme, "http" | "https") || only(headers, &HOST) != Some(authority) {
        return RequestOrigin::Foreign;
    }
    let authority: Option<Authority> = authority.parse().ok();
    let host = authority.as_ref().map(|authority| authority.host());
    let host = host.unwrap_or_default().trim_end_matches('.');
    let host = host.to_ascii_lowercase();
    if options.hosts.contains(&host) {
        RequestOrigin::Own
    } else if options.public_origin.is_some() {
        RequestOrigin::Foreign
    } else if is_loopback(&host) {
        RequestOrigin::Own
    } else {
        RequestOrigin::UnlistedHost
    }
}

/// Whether a name leads to the machine that it is used on, whatever a name server says.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = address.parse();
    host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// A header that stands exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}
