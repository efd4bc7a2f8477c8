//! The origin of a request, according to the browser, and the server's own addresses.
//!
//! Any domain name can resolve to this server (DNS rebinding), and the browser then treats a page
//! of that domain as having the server's origin. So a name is trusted only if it is certain to mean
//! this machine, or if the administrator listed it.

use crate::http::origin::Origin;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// The origin of a request, according to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestOrigin {
    /// The browser sends no origin.
    Missing,
    /// A page of this server, at an address that is known to be its own.
    Own,
    /// A page with the same host name as the request, but the name is not listed.
    UnlistedHost,
    /// A page of another origin.
    Foreign,
}

/// The addresses at which browsers reach the server.
#[derive(Debug)]
pub(crate) struct OwnOrigins {
    /// The public origin, if it differs from the `Host` header.
    pub(crate) public: Option<Origin>,
    /// The additional host names, in lower case and without a port.
    pub(crate) hosts: Vec<String>,
}

impl OwnOrigins {
    /// The origin of a request, from its headers.
    pub(crate) fn of(&self, headers: &HeaderMap) -> RequestOrigin {
        if !headers.contains_key(ORIGIN) {
            return RequestOrigin::Missing;
        }
        let Some(origin) = only(headers, &ORIGIN).and_then(|said| said.parse::<Origin>().ok())
        else {
            return RequestOrigin::Foreign;
        };
        if self.public.as_ref() == Some(&origin) {
            return RequestOrigin::Own;
        }
        // Proxies may write out a default port that browsers omit.
        let asked = only(headers, &HOST).map(|host| format!("{}://{host}", origin.scheme()));
        if asked.and_then(|asked| asked.parse().ok()).as_ref() != Some(&origin) {
            return RequestOrigin::Foreign;
        }
        let host = origin.host().trim_end_matches('.');
        if self.hosts.iter().any(|known| known == host) {
            RequestOrigin::Own
        } else if self.public.is_some() {
            RequestOrigin::Foreign
        } else if is_loopback(host) {
            RequestOrigin::Own
        } else {
            RequestOrigin::UnlistedHost
        }
    }
}

/// Whether a name always means the local machine, whatever a name server says.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = address.parse();
    host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The value of a header that occurs exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}
