//! Saving while the page closes: unsaved changes are written to a leftover record for the next page.

use super::{Command, DraftStore, Flight, Job};
use crate::Millis;
use crate::left::Left;
use crate::store::{Durability, Transaction, Write, left_id};

impl DraftStore {
    /// Writes unsaved changes to a leftover record. The page may never run again, and its transactions in flight may be
    /// lost. If the page survives, saving continues as usual.
    pub(super) fn leave(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let is_busy = self.is_busy();
        // A discarded draft must not come back as a leftover.
        let given_up = |flight: &Flight| matches!(flight.job, Job::Discard(_));
        let given_up = self.flights.iter().filter(|flight| given_up(flight));
        let given_up = given_up.map(|flight| flight.typed).max().unwrap_or(0);
        if self.typed > self.saved.max(self.left).max(given_up) {
            let base = self.base();
            let over = match &self.kept {
                Some(kept) if !self.is_apart_then() => {
                    let (revision, tab) = kept.value.main.stamp();
                    Some((revision, tab.to_owned()))
                }
                _ => None,
            };
            let draft = self.mine(base.as_ref(), now);
            let write = Left { draft, over }.write();
            self.left = self.typed;
            self.has_left = true;
            self.beside_the_record(write, Durability::Leaving, commands);
        }
        if !is_busy {
            self.save(now, commands);
        }
    }

    /// Removes the leftover record once its contents are stored.
    pub(super) fn tidy_left(&mut self, commands: &mut Vec<Command>) {
        if self.left > 0 && self.left <= self.saved && !self.is_busy() {
            self.left = 0;
            let write = self.left_removal();
            self.beside_the_record(write, Durability::Relaxed, commands);
        }
    }

    pub(super) fn left_removal(&self) -> Write {
        Write::drop(left_id(&self.draft.service.id, &self.tab))
    }

    /// Executes a write that does not affect the draft's record.
    fn beside_the_record(
        &mut self,
        write: Write,
        durability: Durability,
        commands: &mut Vec<Command>,
    ) {
        self.flights.push_back(Flight {
            job: Job::Leave,
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
