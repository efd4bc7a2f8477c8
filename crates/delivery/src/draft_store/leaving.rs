//! Saving while the page closes: unsaved changes are written to a leftover record for the next page.

use super::{Command, DraftStore, InFlight, Purpose};
use crate::Millis;
use crate::draft::Draft;
use crate::leftover::Leftover;
use crate::store::{Durability, Transaction, Write, leftover_id};

impl DraftStore {
    /// Writes unsaved changes to a leftover record. The page may never run again, and its transactions in flight may be
    /// lost. If the page survives, saving continues as usual.
    pub(super) fn leave(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let is_busy = self.is_busy();
        // A discarded draft must not come back as a leftover.
        let given_up = |flight: &InFlight| matches!(flight.purpose, Purpose::Discard(_));
        let given_up = self.flights.iter().filter(|flight| given_up(flight));
        let given_up = given_up.map(|flight| flight.typed).max().unwrap_or(0);
        let is_new = self.typed > self.saved.max(self.leftover_changes).max(given_up);
        if is_new && !self.is_in_outbox() {
            let base = self.base();
            let over = match &self.kept {
                Some(kept) if !self.is_apart_then() => {
                    let (revision, tab) = kept.value.main.stamp();
                    Some((revision, tab.to_owned()))
                }
                _ => None,
            };
            let draft = self.mine(base.as_ref(), now);
            let write = Leftover { draft, over }.write();
            self.leftover_changes = self.typed;
            self.has_leftover = true;
            self.beside_the_record(write, Durability::Leaving, commands);
        }
        if !is_busy {
            self.save(now, commands);
        }
    }

    /// Whether the stored outbox entry of the form contains what is on the screen. A leftover would outlive the entry,
    /// and bring the sent form back as a draft.
    fn is_in_outbox(&self) -> bool {
        let mine = Draft {
            tab: self.tab.clone(),
            ..self.draft.clone()
        };
        self.entry()
            .is_some_and(|entry| entry.value.with_edit(mine).is_none())
    }

    /// Removes the leftover record once its contents are stored.
    pub(super) fn remove_stored_leftover(&mut self, commands: &mut Vec<Command>) {
        if self.leftover_changes > 0 && self.leftover_changes <= self.saved && !self.is_busy() {
            self.leftover_changes = 0;
            let write = self.leftover_removal();
            self.beside_the_record(write, Durability::Relaxed, commands);
        }
    }

    pub(super) fn leftover_removal(&self) -> Write {
        Write::drop(leftover_id(&self.draft.service.id, &self.tab))
    }

    /// Executes a write that does not affect the draft's record.
    fn beside_the_record(
        &mut self,
        write: Write,
        durability: Durability,
        commands: &mut Vec<Command>,
    ) {
        self.flights.push_back(InFlight {
            purpose: Purpose::Leave,
            typed: self.typed,
            beside: None,
            after: None,
            entry: None,
        });
        commands.push(Command::Store(Transaction {
            writes: vec![write],
            durability,
        }));
    }
}
