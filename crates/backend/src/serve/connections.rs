//! The connections that are open, and who has to leave when there are too many.
//!
//! A connection without a request is worth nothing to anybody yet, so where a limit is reached, the one that has been
//! silent for longest makes room for a new one. Connections that are at work are never cut for others.

use crate::http::client::{Proxies, network};
use crate::limits::{ConnectionLimits, PROXY_IDLE};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// All connections of this server.
pub(super) struct Connections {
    limits: ConnectionLimits,
    /// Everybody comes through them, so they have no limit of their own.
    proxies: Proxies,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    networks: HashMap<IpAddr, Network>,
    total: usize,
    next: u64,
}

/// The connections of one address; for IPv6 of one network of 64 bits, which is what one customer gets.
#[derive(Default)]
struct Network {
    is_proxy: bool,
    seats: HashMap<u64, Arc<Activity>>,
}

/// What one connection does.
struct Activity {
    epoch: Instant,
    /// Since when no request has been under way, in milliseconds after `epoch` plus one; 0 while one is.
    silent: AtomicU64,
    cut: Notify,
}

/// A connection that was let in; its place is free again when this is dropped.
pub(super) struct Place {
    connections: Arc<Connections>,
    network: IpAddr,
    id: u64,
    activity: Arc<Activity>,
}

/// A request that is under way, until its answer was taken.
pub(super) struct AtWork(Arc<Activity>);

impl Connections {
    pub(super) fn new(limits: ConnectionLimits, proxies: Proxies) -> Self {
        Self {
            limits,
            proxies,
            held: Mutex::default(),
        }
    }

    /// Lets a connection in; `None` if there are too many, all of them at work.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let is_proxy = self.proxies.has(peer);
        let address = network(peer);
        let mut held = self.held();
        let own = held.networks.get(&address);
        let own = own.map_or(0, |network| network.seats.len());
        if !is_proxy && own >= self.limits.per_address && !held.cut(Some(address)) {
            return None;
        }
        if held.total >= self.limits.total && !held.cut(None) {
            return None;
        }
        let id = held.next;
        let activity = Arc::new(Activity {
            epoch: Instant::now(),
            silent: AtomicU64::new(1),
            cut: Notify::new(),
        });
        held.next += 1;
        held.total += 1;
        let network = held.networks.entry(address).or_default();
        network.is_proxy = is_proxy;
        network.seats.insert(id, Arc::clone(&activity));
        drop(held);
        metrics::gauge!("portico_connections").increment(1.0);
        Some(Place {
            connections: Arc::clone(self),
            network: address,
            id,
            activity,
        })
    }

    /// Cuts the connection that can be spared most easily, if there is one.
    pub(super) fn spare_one(&self) {
        self.held().cut(None);
    }

    /// How long a connection may be silent, and how long it may take to say what it wants.
    pub(super) fn idle(&self, peer: IpAddr) -> Duration {
        let idle = self.limits.idle;
        if self.proxies.has(peer) {
            idle.max(PROXY_IDLE)
        } else {
            idle
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Cuts a silent connection: of this address, or else of whoever has most of them and is no proxy. False if all are
    /// at work.
    fn cut(&mut self, of: Option<IpAddr>) -> bool {
        let networks = self.networks.iter();
        let networks = networks.filter(|(address, _)| of.is_none_or(|of| **address == of));
        let silent = networks.flat_map(|(address, network)| {
            let rank = (!network.is_proxy, network.seats.len());
            let seats = network.seats.iter();
            seats.filter_map(move |(id, activity)| {
                let since = activity.silent_since()?;
                Some(((rank, Reverse(since)), (*address, *id)))
            })
        });
        let Some((_, (address, id))) = silent.max_by_key(|(rank, _)| *rank) else {
            return false;
        };
        if let Some(activity) = self.remove(address, id) {
            activity.cut.notify_one();
        }
        true
    }

    fn remove(&mut self, address: IpAddr, id: u64) -> Option<Arc<Activity>> {
        let network = self.networks.get_mut(&address)?;
        let activity = network.seats.remove(&id)?;
        self.total -= 1;
        if network.seats.is_empty() {
            self.networks.remove(&address);
        }
        Some(activity)
    }
}

impl Activity {
    fn silent_since(&self) -> Option<Instant> {
        let silent = self.silent.load(Ordering::Relaxed).checked_sub(1)?;
        Some(self.epoch + Duration::from_millis(silent))
    }
}

impl Place {
    /// Ends when the connection has to leave.
    pub(super) async fn is_cut(&self) {
        self.activity.cut.notified().await;
    }

    /// What marks requests of this connection as under way.
    pub(super) fn work(&self) -> impl Fn() -> AtWork + use<> {
        let activity = Arc::clone(&self.activity);
        move || {
            activity.silent.store(0, Ordering::Relaxed);
            AtWork(Arc::clone(&activity))
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.held().remove(self.network, self.id);
        metrics::gauge!("portico_connections").decrement(1.0);
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let now = u64::try_from(self.0.epoch.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.0
            .silent
            .store(now.saturating_add(1), Ordering::Relaxed);
    }
}
