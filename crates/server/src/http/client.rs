//! The address of the client behind a request, as far as it can be determined.

use axum::http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv6Net};
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The networks of the proxies in front of this server, whose statements about clients are trusted.
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

/// The client's address. Behind a trusted proxy, it is the last address in `X-Forwarded-For` that
/// is not itself a proxy's, because earlier ones may be forged; `None` if the proxy sends no
/// address.
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

/// Parses an address, which some proxies write with a port.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// The key of limits per address: the address itself, or for IPv6 the /64 network, which a customer
/// usually gets as a whole.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Net::new(address, 64)
            .map_or(IpAddr::V6(address), |network| network.network().into()),
        address @ IpAddr::V4(_) => address,
    }
}
