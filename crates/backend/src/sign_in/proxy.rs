//! Intranets with a sign-on of their own: a proxy in front of the server says who it is.

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::IpAddr;

/// Which header to believe, and from whom.
#[derive(Clone, Debug)]
pub struct ProxyOptions {
    /// The header with the person's id or e-mail address.
    pub header: HeaderName,
    /// The networks that proxies are in. From anywhere else the header means nothing.
    pub networks: Vec<IpNet>,
}

impl ProxyOptions {
    /// Whom the proxy names.
    pub(super) fn user(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
        let peer = peer?.to_canonical();
        if !self.networks.iter().any(|network| network.contains(&peer)) {
            return None;
        }
        let mut values = headers.get_all(&self.header).iter();
        // Two values mean that the proxy added its own to one from outside.
        let (Some(value), None) = (values.next(), values.next()) else {
            return None;
        };
        let name = value.to_str().ok()?.trim();
        (1..=255).contains(&name.len()).then(|| name.to_owned())
    }
}
