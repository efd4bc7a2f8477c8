//! Which machine a request comes from, as far as that can be known.

use ipnet::{IpNet, Ipv6Net};
use std::net::IpAddr;

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

/// What limits per address count by: the address itself, for IPv6 the network of 64 bits that a customer gets as one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Net::new(address, 64)
            .map_or(IpAddr::V6(address), |network| network.network().into()),
        address @ IpAddr::V4(_) => address,
    }
}
