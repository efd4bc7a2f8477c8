//! The users' actions on outbox entries. A user looks, thinks and clicks, and other events happen in between.

use crate::bug::Bug;
use crate::event::SimEvent;
use crate::operation::{Effect, Submitter, Withdrawal};
use crate::store::{Token, token_in};
use crate::world::World;
use portico_delivery::SECOND;
use portico_delivery::outbox::{self, ActionError, Entry, Intent, Reason, Stage};
use portico_delivery::store::{Durability, Record, Transaction, Write, entry_id};
use serde_json::json;

/// A transaction and its meaning, or the reason why it is not possible.
type Chosen = Option<Choice>;
type Choice = (Result<Transaction, ActionError>, Effect);

impl World {
    /// A user opens the outbox on a device and acts on one of the entries.
    pub(crate) fn touch_outbox(&mut self) {
        let device = self.rng.below(2) as usize;
        let entries = self.entries(device);
        let Some(entry) = self.rng.pick(&entries).cloned() else {
            return;
        };
        let Some(tab) = self.awake_tab(device) else {
            return self.open_tab_on(device);
        };
        let chosen = self.choose(device, &entry);
        let slow = self.rng.permille(300);
        let delay = self.rng.between(1, if slow { 5 * SECOND } else { 300 });
        self.carry_out(tab, &entry, chosen, delay);
    }

    pub(crate) fn awake_tab(&self, device: usize) -> Option<u32> {
        let awake =
            |tab: &crate::tab::Tab| tab.alive && tab.frozen.is_none() && tab.device == device;
        self.tabs.iter().position(awake).map(|tab| tab as u32)
    }

    fn carry_out(&mut self, tab: u32, entry: &Record<Entry>, chosen: Chosen, delay: u64) {
        let Some((Ok(transaction), effect)) = chosen else {
            return;
        };
        self.say(|| {
            let left = transaction
                .writes
                .iter()
                .filter(|write| write.value.is_some())
                .count();
            format!(
                "the person of tab {tab} changes {} ({}), {left} records stay",
                entry.value.key,
                entry.value.stage.code()
            )
        });
        self.plan(
            delay,
            SimEvent::Click {
                tab,
                transaction: Box::new(transaction),
                effect,
            },
        );
    }

    /// One of the possible actions on an entry.
    fn choose(&mut self, device: usize, entry: &Record<Entry>) -> Chosen {
        let now = self.clock(device);
        match &entry.value.stage {
            _ if entry.value.is_free() => match self.rng.below(3) {
                0 => Some(self.cancel(entry)),
                1 => self.take_back(device, entry),
                _ => Some((outbox::retry(entry, now), Effect::None)),
            },
            Stage::Sending(_) | Stage::Checking(_) if self.bug == Some(Bug::CancelLate) => {
                let what = Withdrawal {
                    key: entry.value.key.clone(),
                    in_doubt: false,
                };
                Some((Ok(removal(entry)), Effect::Cancelled(what)))
            }
            Stage::Sending(_)
            | Stage::Checking(_)
            | Stage::NeedsYou(Reason::SignIn | Reason::Blocked { .. }) => {
                Some((outbox::retry(entry, now), Effect::None))
            }
            _ => self.resolve(device, entry),
        }
    }

    /// The action that settles an entry.
    pub(crate) fn resolve(&mut self, device: usize, entry: &Record<Entry>) -> Chosen {
        let now = self.clock(device);
        match &entry.value.stage {
            Stage::Acknowledged(_) => {
                let edits: Vec<_> = entry
                    .value
                    .unrecorded_edits()
                    .iter()
                    .filter_map(|draft| token_in(&draft.answers))
                    .collect();
                let Some(said) = edits.last() else {
                    // The remaining edit may be an empty form.
                    let dropped =
                        outbox::drop_edit(entry).or_else(|_| outbox::remove_acknowledged(entry));
                    return Some((dropped, Effect::None));
                };
                if self.rng.permille(200) {
                    return Some((outbox::drop_edit(entry), Effect::Dropped(edits)));
                }
                // One of two edits becomes a comment, and the other is discarded.
                let text = said.to_string();
                let body = json!({"text": text}).to_string();
                let key = format!("c{}", self.name());
                let others = edits
                    .iter()
                    .copied()
                    .filter(|token| token != said)
                    .collect();
                Some((
                    outbox::comment(entry, key, text, body, now),
                    Effect::Dropped(others),
                ))
            }
            Stage::NeedsYou(Reason::KeyReused { .. } | Reason::Stale) => {
                let token = match &entry.value.intent {
                    Intent::Request(draft) => token_in(&draft.answers),
                    Intent::Comment { text, .. } => text.parse().ok(),
                };
                match self.was_sent(&entry.value.key, token) {
                    Some(true) => Some((outbox::settle(entry), Effect::Goes(None))),
                    None => None,
                    Some(false) => {
                        let key = self.renew(token);
                        Some((outbox::send_as_new(entry, key, now), Effect::None))
                    }
                }
            }
            Stage::NeedsYou(Reason::FormChanged) => self.take_back(device, entry),
            Stage::NeedsYou(Reason::Refused { .. } | Reason::File { .. }) => {
                Some(self.cancel(entry))
            }
            Stage::NeedsYou(Reason::SignIn | Reason::Blocked { .. })
            | Stage::Queued(_)
            | Stage::Checking(_) => Some((outbox::retry(entry, now), Effect::None)),
            Stage::Sending(_) => None,
        }
    }

    /// The user checks whether a text was sent from any device. `None` while it may still be in flight.
    pub(crate) fn was_sent(&self, key: &str, token: Option<Token>) -> Option<bool> {
        let same = |one: &crate::server::Recorded| {
            one.key == key || (token.is_some() && one.token == token)
        };
        if self.server.recorded.iter().any(same) {
            return Some(true);
        }
        (!self.is_under_way(key, token)).then_some(false)
    }

    /// The user has checked, and sends a text as a new request.
    pub(crate) fn renew(&mut self, token: Option<Token>) -> String {
        self.renewed.extend(token);
        format!("k{}", self.name())
    }

    fn take_back(&mut self, device: usize, entry: &Record<Entry>) -> Chosen {
        let Intent::Request(draft) = &entry.value.intent else {
            return Some(self.cancel(entry));
        };
        let over = self.kept(device, &draft.service.id);
        let now = self.clock(device);
        let edited = outbox::edit(entry, over.as_ref(), now);
        Some((edited, Effect::TakenBack(self.withdrawal(entry))))
    }

    fn cancel(&mut self, entry: &Record<Entry>) -> Choice {
        (
            outbox::cancel(entry),
            Effect::Cancelled(self.withdrawal(entry)),
        )
    }

    /// What the author knows about an entry that they remove from the outbox. They are told that it may have arrived
    /// only if an intermediary has refused an attempt.
    fn withdrawal(&mut self, entry: &Record<Entry>) -> Withdrawal {
        let key = entry.value.key.clone();
        let in_doubt = entry.value.may_have_arrived() && self.bug != Some(Bug::BlockedIsNo);
        if in_doubt && !self.blocked.contains(&key) {
            self.fail(format!("in doubt without a reason: {key}"));
        }
        Withdrawal { key, in_doubt }
    }

    /// The user clicks some time after looking.
    pub(crate) fn click(&mut self, tab: u32, transaction: Transaction, effect: Effect) {
        let own = &self.tabs[tab as usize];
        if own.alive && own.sender.is_some() {
            self.hand_over(tab, Submitter::Person, transaction, effect);
        }
    }

    /// The user settles every entry that can be settled.
    pub(crate) fn tidy_up(&mut self, device: usize) {
        let Some(tab) = self.awake_tab(device) else {
            return self.open_tab_on(device);
        };
        for entry in self.entries(device) {
            let chosen = self.resolve(device, &entry);
            self.carry_out(tab, &entry, chosen, 20);
        }
    }
}

/// Removes an entry at any stage, which the crate never does.
fn removal(entry: &Record<Entry>) -> Transaction {
    Transaction {
        writes: vec![Write {
            id: entry_id(&entry.value.key),
            known: entry.revision,
            revision: entry.revision + 1,
            value: None,
            until: 0,
        }],
        durability: Durability::Strict,
    }
}
