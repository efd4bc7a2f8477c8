//! Where a browser says that a request comes from, and which addresses are this server's own.
//!
//! Any name can be made to lead here (DNS rebinding), and then a page of that name has the same origin as the server in
//! the eyes of the browser. So a name counts only if it is this machine's for certain, or if the operator listed it.

use crate::http::origin::Origin;
use axum::http::header::{HOST, ORIGIN};
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

/// The addresses under which people's browsers find the server.
#[derive(Debug)]
pub(crate) struct OwnOrigins {
    /// The origin that they see, where it is not simply the `Host`.
    pub(crate) public: Option<Origin>,
    /// The names that they use besides, in lower case and without a port.
    pub(crate) hosts: Vec<String>,
}

impl OwnOrigins {
    /// Where a request comes from, by its headers.
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
        // Proxies may write out a usual port that browsers leave out.
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
