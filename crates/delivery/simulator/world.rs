//! The world of one run: two devices with their tabs, a network, a backend, and the queue of events.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::fault::{Fault, FaultRates, Faults};
use crate::ledger::Ledger;
use crate::message::Message;
use crate::operation::Withdrawal;
use crate::rng::Rng;
use crate::server::Server;
use crate::store::{Store, Token};
use crate::tab::Tab;
use portico_delivery::{DAY, Millis};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The start time of every run: 1 January 2026.
const BEGIN: Millis = 1_767_225_600_000;

pub(crate) struct World {
    pub(crate) rng: Rng,
    pub(crate) now: Millis,
    slept: Millis,
    pub(crate) bug: Option<Bug>,
    pub(crate) server: Server,
    pub(crate) devices: [Device; 2],
    pub(crate) tabs: Vec<Tab>,
    pub(crate) ledger: Ledger,
    pub(crate) fault_rates: FaultRates,
    pub(crate) faults: Faults,
    /// Messages that have not reached the backend yet.
    pub(crate) under_way: Vec<Message>,
    /// Entries that were cancelled or turned back into drafts.
    pub(crate) withdrawn: Vec<Withdrawn>,
    /// The keys of attempts that were blocked by an intermediary.
    pub(crate) blocked: Vec<String>,
    /// Texts that a user sent as new requests after checking whether they had arrived. If another device later sends
    /// the text with the old key, that is the user's own duplicate.
    pub(crate) renewed: Vec<Token>,
    /// How many more actions are executed before all faults end.
    pub(crate) acts: u64,
    /// The number of generated names for keys, attempts and forms.
    pub(crate) names: u64,
    pub(crate) trace: Option<Vec<String>>,
    pub(crate) failure: Option<String>,
    queue: BinaryHeap<Reverse<Planned>>,
    planned: u64,
}

/// An entry that was removed from the outbox of a device.
pub(crate) struct Withdrawn {
    pub(crate) what: Withdrawal,
    pub(crate) device: usize,
    pub(crate) at: Millis,
    /// Whether a user has sent it again since then.
    pub(crate) is_sent_again: bool,
}

impl Withdrawn {
    /// Whether the author believes that this message cannot arrive: it left earlier, and they were not told that it may
    /// have arrived; or it leaves although nobody has sent it again.
    fn excludes(&self, message: &Message) -> bool {
        let is_same = self.what.key == message.key && self.device == message.device;
        let is_unknown = if message.sent_at < self.at {
            !self.what.in_doubt
        } else {
            !self.is_sent_again
        };
        is_same && is_unknown
    }
}

/// One browser profile.
pub(crate) struct Device {
    pub(crate) store: Store,
    /// The offset of its clock from the world's time.
    pub(crate) skew: i64,
    /// Whether a user has set its clock.
    pub(crate) was_set: bool,
    pub(crate) online: bool,
    pub(crate) session: bool,
    /// Whether the browser has Web Locks, and the queue for the only lock, starting with its holder.
    pub(crate) locks: bool,
    pub(crate) lock: VecDeque<u32>,
}

struct Planned {
    at: Millis,
    order: u64,
    what: SimEvent,
}

impl World {
    pub(crate) fn new(seed: u64, bug: Option<Bug>, traced: bool) -> Self {
        let mut rng = Rng::new(seed);
        let fault_rates = FaultRates::of(&mut rng);
        let mut device = || Device {
            store: Store::default(),
            skew: 0,
            was_set: false,
            online: true,
            session: true,
            locks: rng.permille(600),
            lock: VecDeque::new(),
        };
        let devices = [device(), device()];
        Self {
            rng,
            now: BEGIN,
            slept: 0,
            bug,
            server: Server::default(),
            devices,
            tabs: Vec::new(),
            ledger: Ledger::default(),
            fault_rates,
            faults: Faults::default(),
            under_way: Vec::new(),
            withdrawn: Vec::new(),
            blocked: Vec::new(),
            renewed: Vec::new(),
            acts: 0,
            names: 0,
            trace: traced.then(Vec::new),
            failure: None,
            queue: BinaryHeap::new(),
            planned: 0,
        }
    }

    /// The time on a device's clock.
    pub(crate) fn clock(&self, device: usize) -> Millis {
        self.now.saturating_add_signed(self.devices[device].skew)
    }

    /// The time without suspensions, by which deadlines are measured: a suspended device cannot save.
    pub(crate) fn awake(&self) -> Millis {
        self.now - self.slept
    }

    pub(crate) fn name(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    pub(crate) fn plan(&mut self, delay: Millis, what: SimEvent) {
        self.planned += 1;
        let (at, order) = (self.now + delay, self.planned);
        self.queue.push(Reverse(Planned { at, order, what }));
    }

    /// Processes all events up to a time.
    pub(crate) fn run_until(&mut self, end: Millis) {
        let acting = self.acts > 0;
        while self.failure.is_none() {
            if acting && self.acts == 0 {
                return;
            }
            match self.queue.peek() {
                Some(Reverse(next)) if next.at <= end => {}
                _ => break,
            }
            let Some(Reverse(next)) = self.queue.pop() else {
                break;
            };
            self.now = self.now.max(next.at);
            self.happen(next.what);
            self.check();
        }
        self.now = self.now.max(end);
    }

    /// The devices are suspended: nothing happens for a while, and then everything that was scheduled.
    pub(crate) fn sleep(&mut self, days: u64) {
        self.now += days * DAY;
        self.slept += days * DAY;
    }

    /// Users stop acting, and everything in flight continues.
    pub(crate) fn stop_acting(&mut self) {
        self.queue
            .retain(|Reverse(planned)| !matches!(planned.what, SimEvent::Act));
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.faults.count(fault);
        self.say(|| format!("FAULT {}", fault.name()));
    }

    pub(crate) fn say(&mut self, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let at = self.now - BEGIN;
            trace.push(format!("{:>9}.{:03} {}", at / 1000, at % 1000, what()));
        }
    }

    pub(crate) fn fail(&mut self, what: String) {
        self.say(|| format!("FAILED: {what}"));
        self.failure.get_or_insert(what);
    }

    /// All texts that are stored outside of tabs.
    pub(crate) fn places(&self) -> Vec<Token> {
        let stores = self.devices.iter().flat_map(|device| device.store.tokens());
        stores.chain(self.server.tokens()).collect()
    }

    /// Checks that no text is lost, which has to hold at any time.
    fn check(&mut self) {
        let places = self.places();
        let pending = |tab: u32| {
            let tab = &self.tabs[tab as usize];
            tab.alive && (tab.told || tab.frozen.is_some() || self.awake() < tab.grace.0)
        };
        if let Some(token) = self.ledger.lost(&places, self.awake(), pending) {
            self.fail(format!(
                "silent loss: text {token} is nowhere, and nobody was told"
            ));
        }
        self.check_places();
    }

    /// Checks that no request is both a draft and an entry of the outbox.
    fn check_places(&mut self) {
        let twofold = self
            .devices
            .iter()
            .find_map(|device| device.store.twofold());
        if let Some(key) = twofold.map(str::to_owned) {
            self.fail(format!("in two places: {key} is a draft and an entry"));
        }
    }

    /// Checks that what the backend has just recorded is not a duplicate and was not withdrawn.
    pub(crate) fn check_recorded(&mut self, message: &Message) {
        let Some(new) = self.server.recorded.last() else {
            return;
        };
        let twins = self.server.recorded.iter().filter(|one| {
            // Two comments with the same text come from two clicks. Each click has its own key, whatever becomes of it.
            let click = |key: &str| key.split('-').next().map(str::to_owned);
            let apart = one.is_comment && click(&one.key) != click(&new.key)
                || one.token.is_some_and(|token| self.renewed.contains(&token));
            let same = one.token.is_some() && one.token == new.token && !apart;
            // A backend that has forgotten a key treats it as new; then the content decides whether it is a duplicate.
            let key = one.key == new.key && new.at < one.at + crate::server::KEYS_KEPT;
            key || (same && one.is_comment == new.is_comment)
        });
        if twins.count() > 1 {
            let what = format!("sent twice: {} with key {}", new.body, new.key);
            return self.fail(what);
        }
        let mut withdrawn = self.withdrawn.iter();
        if withdrawn.any(|withdrawn| withdrawn.excludes(message)) {
            let what = format!(
                "sent although withdrawn: {} with key {}",
                message.body, message.key
            );
            self.fail(what);
        }
    }
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Planned {}

impl PartialOrd for Planned {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Planned {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}
