//! The open connections, and the choice of the one to close when there are too many.
//!
//! When a limit is reached, the connection that has been idle longest is closed for a new one. A
//! connection with a request in progress is never closed.

use crate::http::client::{Proxies, network};
use crate::limits::{ConnectionLimits, PROXY_IDLE};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// All connections of this server.
pub(super) struct Connections {
    limits: ConnectionLimits,
    /// The proxies, which have no limit of their own because all traffic comes through them.
    proxies: Proxies,
    registry: Mutex<Registry>,
}

#[derive(Default)]
struct Registry {
    networks: HashMap<IpAddr, ClientConnections>,
    total: usize,
    next: u64,
}

/// The connections of one address; for IPv6, of one /64 network, which one customer usually gets.
#[derive(Default)]
struct ClientConnections {
    is_proxy: bool,
    connections: HashMap<u64, Arc<Activity>>,
}

/// The activity of one connection.
pub(super) struct Activity {
    opened: Instant,
    /// Whether a request is in progress.
    active: AtomicBool,
    /// Whether part of a response is still unwritten.
    unsent: AtomicBool,
    /// The time since when neither is the case, in milliseconds after `opened`.
    idle_since: AtomicU64,
    evicted: Notify,
}

/// An admitted connection; dropping this value frees its place.
pub(super) struct ConnectionPermit {
    connections: Arc<Connections>,
    network: IpAddr,
    id: u64,
    activity: Arc<Activity>,
}

/// A request in progress, until its response was passed on for writing.
pub(super) struct ActiveRequest(Arc<Activity>);

impl Connections {
    pub(super) fn new(limits: ConnectionLimits, proxies: Proxies) -> Self {
        Self {
            limits,
            proxies,
            registry: Mutex::default(),
        }
    }

    /// Admits a connection; `None` if there are too many and all of them are active.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<ConnectionPermit> {
        let is_proxy = self.proxies.has(peer);
        let address = network(peer);
        let mut registry = self.registry();
        let own = registry.networks.get(&address);
        let own = own.map_or(0, |network| network.connections.len());
        if !is_proxy && own >= self.limits.per_address && !registry.evict(Some(address)) {
            return None;
        }
        if registry.total >= self.limits.total && !registry.evict(None) {
            return None;
        }
        let id = registry.next;
        let activity = Arc::new(Activity {
            opened: Instant::now(),
            active: AtomicBool::new(false),
            unsent: AtomicBool::new(false),
            idle_since: AtomicU64::new(0),
            evicted: Notify::new(),
        });
        registry.next += 1;
        registry.total += 1;
        let network = registry.networks.entry(address).or_default();
        network.is_proxy = is_proxy;
        network.connections.insert(id, Arc::clone(&activity));
        drop(registry);
        metrics::gauge!("portico_connections").increment(1.0);
        Some(ConnectionPermit {
            connections: Arc::clone(self),
            network: address,
            id,
            activity,
        })
    }

    /// Closes the connection that has been idle longest, if there is one.
    pub(super) fn evict_one(&self) {
        self.registry().evict(None);
    }

    /// The time that a connection may be idle, or take to send the headers of a request.
    pub(super) fn idle(&self, peer: IpAddr) -> Duration {
        let idle = self.limits.idle;
        if self.proxies.has(peer) {
            idle.max(PROXY_IDLE)
        } else {
            idle
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    /// Closes an idle connection: of this address, or else of the address with most of them that is
    /// not a proxy. Returns false if all are active.
    fn evict(&mut self, of: Option<IpAddr>) -> bool {
        let networks = self.networks.iter();
        let networks = networks.filter(|(address, _)| of.is_none_or(|of| **address == of));
        let idle = networks.flat_map(|(address, network)| {
            let rank = (!network.is_proxy, network.connections.len());
            let connections = network.connections.iter();
            connections.filter_map(move |(id, activity)| {
                let since = activity.idle_since()?;
                Some(((rank, Reverse(since)), (*address, *id)))
            })
        });
        let Some((_, (address, id))) = idle.max_by_key(|(rank, _)| *rank) else {
            return false;
        };
        if let Some(activity) = self.remove(address, id) {
            activity.evicted.notify_one();
        }
        true
    }

    fn remove(&mut self, address: IpAddr, id: u64) -> Option<Arc<Activity>> {
        let network = self.networks.get_mut(&address)?;
        let activity = network.connections.remove(&id)?;
        self.total -= 1;
        if network.connections.is_empty() {
            self.networks.remove(&address);
        }
        Some(activity)
    }
}

impl Activity {
    /// Records that data is being written.
    pub(super) fn writes(&self) {
        self.unsent.store(true, Ordering::Relaxed);
    }

    /// Records that all data was written.
    pub(super) fn has_written(&self) {
        if self.unsent.swap(false, Ordering::Relaxed) {
            self.rests();
        }
    }

    fn rests(&self) {
        let now = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.idle_since.store(now, Ordering::Relaxed);
    }

    fn idle_since(&self) -> Option<Instant> {
        let works = self.active.load(Ordering::Relaxed) || self.unsent.load(Ordering::Relaxed);
        let since = Duration::from_millis(self.idle_since.load(Ordering::Relaxed));
        (!works).then(|| self.opened + since)
    }
}

impl ConnectionPermit {
    /// Waits until the connection has to be closed.
    pub(super) async fn is_evicted(&self) {
        self.activity.evicted.notified().await;
    }

    pub(super) fn activity(&self) -> Arc<Activity> {
        Arc::clone(&self.activity)
    }
}

impl ActiveRequest {
    pub(super) fn new(activity: &Arc<Activity>) -> Self {
        activity.active.store(true, Ordering::Relaxed);
        Self(Arc::clone(activity))
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.connections.registry().remove(self.network, self.id);
        metrics::gauge!("portico_connections").decrement(1.0);
    }
}

impl Drop for ActiveRequest {
    fn drop(&mut self) {
        self.0.active.store(false, Ordering::Relaxed);
        self.0.rests();
    }
}
