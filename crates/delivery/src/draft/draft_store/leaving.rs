//! The last words of a page: what is typed and not stored, left where the next page finds it.

use super::{Command, DraftStore, Flight, Job};
use crate::Millis;
use crate::draft::Left;
use crate::store::{Durability, Transaction, Write, left_id};

impl DraftStore {
    /// Leaves what is not stored where the next page finds it: this one may never run again, and what it has under way
    /// may go with it. If it goes on, everything goes its way.
    pub(super) fn leave(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let is_busy = self.is_busy();
        // What was given up is not left to come back.
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

    /// What was left is stored by now: nobody has to take it in.
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

    /// Hands over a write that changes nothing of the record.
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
