//! Which machine a request comes from, as far as that can be known.

use axum::http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv6Net};
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The networks of the proxies in front of this server. What they say about others is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Whether a proxy has this address.
    pub(crate) fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl From<Vec<IpNet>> for Proxies {
    fn from(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }
}

/// The address that a request comes from. Behind a trusted proxy it is the last one in `X-Forwarded-For` that is not a
/// proxy's itself, since whatever stands before it may have been made up; `None` if the proxy does not tell.
pub(crate) fn address(proxies: &Proxies, headers: &HeaderMap, peer: IpAddr) -> Option<IpAddr> {
    if !proxies.has(peer) {
        return Some(peer);
    }
    let values: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    let texts = values.iter().rev().map(|value| value.to_str().ok());
    for text in texts {
        for address in text?.rsplit(',') {
            let address = read(address.trim())?;
            if !proxies.has(address) {
                return Some(address);
            }
        }
    }
    None
}

/// An address, which some proxies write with the port.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// What limits per address count by: the address itself, for IPv6 the network of 64 bits that a customer gets as one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Net::new(address, 64)
            .map_or(IpAddr::V6(address), |network| network.network().into()),
        address @ IpAddr::V4(_) => address,
    }
}
