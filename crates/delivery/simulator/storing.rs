//! Executes the tabs' store operations in order, and delivers the outcomes.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::fault::Fault;
use crate::operation::{Effect, Op, Submitter};
use crate::store::Token;
use crate::tab::SERVICES;
use crate::world::{Withdrawn, World};
use portico_delivery::draft::DraftVersions;
use portico_delivery::draft_store::{Event as DraftEvent, Stored};
use portico_delivery::leftover::{Leftover, merge_next};
use portico_delivery::outbox::{Entry, Event};
use portico_delivery::store::{
    Durability, LEFTOVER_PREFIX, Outcome, Record, Transaction, Write, draft_id, entry_id,
};

impl World {
    /// The store processes a tab's operations in the order in which they were submitted.
    pub(crate) fn plan_store(&mut self, tab: u32, what: SimEvent) {
        let at = self.tabs[tab as usize].store_free.max(self.now) + self.rng.between(1, 15);
        self.tabs[tab as usize].store_free = at;
        self.plan(at - self.now, what);
    }

    pub(crate) fn hand_over(
        &mut self,
        tab: u32,
        who: Submitter,
        mut transaction: Transaction,
        effect: Effect,
    ) {
        let device = self.tabs[tab as usize].device;
        let epoch = self.devices[device].store.epoch;
        let is_move = transaction.writes.len() > 1;
        if self.bug == Some(Bug::TwoPlaces) {
            transaction.writes.retain(|write| !write.is_check());
        }
        if self.bug == Some(Bug::NotDurable) && matches!(who, Submitter::Sender | Submitter::Person)
        {
            transaction.durability = Durability::Relaxed;
        }
        if self.bug == Some(Bug::SplitMove) && is_move && matches!(who, Submitter::DraftStore(_)) {
            let rest = transaction.writes.split_off(1);
            let first = Op {
                tab,
                who: Submitter::Person,
                epoch,
                transaction: transaction.clone(),
                effect: Effect::None,
            };
            self.plan_store(tab, SimEvent::Apply(Box::new(first)));
            transaction.writes = rest;
        }
        if transaction.durability == Durability::Leaving {
            self.park(tab, &mut transaction);
        }
        let op = Box::new(Op {
            tab,
            who,
            epoch,
            transaction,
            effect,
        });
        self.plan_store(tab, SimEvent::Apply(op));
    }

    /// A transaction reaches the store.
    pub(crate) fn apply(&mut self, mut op: Op) {
        let own = &self.tabs[op.tab as usize];
        let device = own.device;
        let is_last_word = op.transaction.durability == Durability::Leaving;
        if own.mute || (own.cut_off && !is_last_word) {
            return;
        }
        let before = self.texts_in(device, &op.transaction);
        let store = &mut self.devices[device].store;
        if self.bug == Some(Bug::Overwrite) && matches!(op.who, Submitter::DraftStore(_)) {
            for write in &mut op.transaction.writes {
                write.known = store.rows.get(&write.id).map_or(0, |row| row.revision);
            }
        }
        let outcome = match op.epoch == store.epoch {
            true => store.commit(&op.transaction, self.now),
            false => Outcome::Failed,
        };
        self.say(|| format!("{op}: {outcome:?}"));
        let screen = match &op.effect {
            Effect::Goes(screen) => Some(*screen),
            Effect::Cancelled(_) => Some(None),
            _ => None,
        };
        if let (Some(screen), Outcome::Done) = (screen, outcome) {
            let after = self.texts_in(device, &op.transaction);
            let gone = before
                .into_iter()
                .chain(screen)
                .filter(|token| !after.contains(token));
            gone.for_each(|token| self.ledger.drop(token));
        }
        if let (Submitter::DraftStore(_), Outcome::Done) = (op.who, outcome) {
            self.sent_again(device, &op.transaction);
        }
        match (op.effect, outcome) {
            (Effect::Cancelled(what) | Effect::TakenBack(what), Outcome::Done) => {
                self.withdrawn.push(Withdrawn {
                    what,
                    device,
                    at: self.now,
                    is_sent_again: false,
                });
            }
            (Effect::Dropped(tokens), Outcome::Done) => {
                tokens.into_iter().for_each(|token| self.ledger.drop(token));
            }
            _ => {}
        }
        self.tell(op.tab, op.who, outcome);
    }

    /// Tells a tab the outcome of a transaction; if it has gone, what it still knew is lost.
    fn tell(&mut self, tab: u32, who: Submitter, outcome: Outcome) {
        let index = tab as usize;
        let is_heard = match who {
            Submitter::DraftStore(form) => self.form(tab, form).is_some(),
            _ => self.tabs[index].alive,
        };
        // The transactions in flight of a crashed page are lost. A leftover cannot be lost, unless there is no space
        // left.
        let was_left = self.tabs[index].alive || self.tabs[index].has_leftover;
        if !is_heard && outcome != Outcome::Done && !(was_left && outcome == Outcome::Changed) {
            let told = self.tabs[index].told;
            let since = self.young_since(tab).saturating_sub(100);
            let places = self.places();
            self.ledger.tab_gone(tab, &places, since, told);
        }
        if self.tabs[index].alive {
            // Tabs receive the outcomes in order, some time after the store has finished.
            let at = (self.now + self.rng.between(1, 20)).max(self.tabs[index].heard_free);
            self.tabs[index].heard_free = at;
            self.plan(at - self.now, SimEvent::Outcome { tab, who, outcome });
        }
    }

    /// A user sends an entry that was removed from the outbox before.
    fn sent_again(&mut self, device: usize, transaction: &Transaction) {
        let puts = |id: String| {
            let mut writes = transaction.writes.iter();
            writes.any(|write| write.id == id && write.value.is_some())
        };
        for one in &mut self.withdrawn {
            one.is_sent_again |= one.device == device && puts(entry_id(&one.what.key));
        }
    }

    /// A page that may be closing writes its unsaved changes where they are found even if the store is busy. Most
    /// browsers have space for that.
    fn park(&mut self, tab: u32, transaction: &mut Transaction) {
        if self.bug == Some(Bug::OneNote) {
            for write in &mut transaction.writes {
                let name = write
                    .value
                    .as_mut()
                    .and_then(|value| value.pointer_mut("/draft/tab"));
                let (Some(name), Some((kind, _))) = (name, write.id.rsplit_once('/')) else {
                    continue;
                };
                write.id = format!("{kind}/all");
                *name = "all".into();
            }
        }
        let device = self.tabs[tab as usize].device;
        if self.rng.permille(800) {
            for write in &transaction.writes {
                self.devices[device].store.park(write);
            }
        }
    }

    /// Merges leftovers before anything is read.
    pub(crate) fn merge_leftovers(&mut self, device: usize) {
        self.devices[device].store.unpark();
        let now = self.clock(device);
        for _ in 0..20 {
            let store = &self.devices[device].store;
            let left: Vec<_> = store
                .list(LEFTOVER_PREFIX)
                .into_iter()
                .filter_map(|(id, revision, value)| {
                    Record::<Leftover>::read(&id, Some(value), revision).ok()
                })
                .collect();
            let drafts: Vec<_> = SERVICES
                .iter()
                .filter_map(|service| self.kept(device, service))
                .collect();
            let entries = self.entries(device);
            let Some(mut transaction) = merge_next(&left, &drafts, &entries, &[], now) else {
                return;
            };
            if self.bug == Some(Bug::DropLeftover) && transaction.writes.len() > 1 {
                // The last writer wins.
                let newer = |write: &Write| write.known > 0 && write.value.is_some();
                transaction.writes.retain(|write| !newer(write));
            }
            let ids: Vec<_> = transaction.writes.iter().map(|write| &write.id).collect();
            self.say(|| format!("device {device} takes in {ids:?}"));
            let now = self.now;
            let store = &mut self.devices[device].store;
            match store.commit(&transaction, now) {
                Outcome::Done => self.faults.count(Fault::LeftoverMerged),
                _ => return,
            }
        }
    }

    /// The texts in the records that a transaction writes.
    fn texts_in(&self, device: usize, transaction: &Transaction) -> Vec<Token> {
        let rows = &self.devices[device].store.rows;
        let written = transaction
            .writes
            .iter()
            .filter_map(|write| rows.get(&write.id));
        written.flat_map(|row| row.tokens.iter().copied()).collect()
    }

    pub(crate) fn outcome(&mut self, tab: u32, who: Submitter, outcome: Outcome) {
        match who {
            Submitter::DraftStore(form) => {
                if self.form(tab, form).is_some() {
                    self.busy(tab, form, -1);
                    self.draft_store(tab, DraftEvent::Stored(outcome));
                }
            }
            Submitter::Sender => self.sender(tab, Event::Stored(outcome)),
            Submitter::Person => {
                self.sender(tab, Event::Wake);
                self.spread(tab, None);
            }
        }
    }

    pub(crate) fn read_store(&mut self, tab: u32, who: Submitter) {
        let device = self.tabs[tab as usize].device;
        if who != Submitter::Sender {
            self.merge_leftovers(device);
        }
        match who {
            Submitter::DraftStore(id) => {
                let Some(service) = self.form(tab, id).map(|form| form.service) else {
                    return;
                };
                let draft = self.kept(device, service);
                let entries = self.entries(device);
                self.busy(tab, id, -1);
                let stored = Stored { draft, entries };
                self.draft_store(tab, DraftEvent::Loaded(Box::new(stored)));
            }
            Submitter::Sender => {
                let entries = self.entries(device);
                self.sender(tab, Event::Loaded(Some(entries)));
            }
            Submitter::Person => {}
        }
    }

    pub(crate) fn entries(&self, device: usize) -> Vec<Record<Entry>> {
        let rows = self.devices[device].store.list("entry/");
        rows.into_iter()
            .filter_map(|(id, revision, value)| {
                Record::<Entry>::read(&id, Some(value), revision).ok()
            })
            .collect()
    }

    pub(crate) fn kept(&self, device: usize, service: &str) -> Option<Record<DraftVersions>> {
        let id = draft_id(service);
        let row = self.devices[device].store.rows.get(&id)?;
        Record::<DraftVersions>::read(&id, Some(row.value.clone()), row.revision).ok()
    }
}
