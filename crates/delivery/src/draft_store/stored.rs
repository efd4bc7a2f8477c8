//! Writing the draft and handling the outcome.

use super::{
    AfterLoad, Command, DraftStore, InFlight, LONGEST_PUSH_PAUSE, Notice, PUSH_AFTER, Purpose,
};
use crate::Millis;
use crate::draft::{Draft, DraftVersions, Push, put};
use crate::outbox::{Entry, KEY_TRUSTED, change};
use crate::store::{Durability, Outcome, Record, Transaction, absent, entry_id};

impl DraftStore {
    /// The last transaction in flight that changes the draft record or an entry.
    fn last(&self) -> Option<&InFlight> {
        let changes = |flight: &&InFlight| !matches!(flight.purpose, Purpose::Leave);
        self.flights.iter().rev().find(changes)
    }

    /// The draft record, assuming that everything in flight succeeds.
    pub(super) fn base(&self) -> Option<Record<DraftVersions>> {
        match self.last() {
            Some(flight) => flight.after.clone(),
            None => self.kept.clone(),
        }
    }

    /// A revision for this tab's next version, greater than all earlier ones, even if those failed or the clock was
    /// changed.
    pub(super) fn next_revision(
        &mut self,
        base: Option<&Record<DraftVersions>>,
        now: Millis,
    ) -> u64 {
        let next = DraftVersions::next_revision(base.map(|base| &base.value), now);
        self.revision = next.max(self.revision.saturating_add(1));
        self.revision
    }

    /// The form on the screen as this tab's next version.
    pub(super) fn mine(&mut self, base: Option<&Record<DraftVersions>>, now: Millis) -> Draft {
        Draft {
            revision: self.next_revision(base, now),
            tab: self.tab.clone(),
            saved_at: now,
            warned_at: None,
            ..self.draft.clone()
        }
    }

    /// Whether changes are stored beside the main version, assuming that everything in flight succeeds.
    pub(super) fn is_apart_then(&self) -> bool {
        // The form on the screen is not based on a version that is being adopted.
        let taking = |flight: &InFlight| matches!(flight.purpose, Purpose::Take(_));
        self.apart || self.flights.iter().any(taking)
    }

    /// Stores the form on the screen, unless that is already in flight.
    pub(super) fn save(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let under_way = self.last().map_or(0, |flight| flight.typed);
        if self.typed <= under_way.max(self.saved) {
            return;
        }
        if let Some(entry) = self.entry_then() {
            self.save_beside(&entry, now, commands);
            return;
        }
        let base = self.base();
        let beside = self.beside_then();
        let apart = self.is_apart_then();
        let mine = self.mine(base.as_ref(), now);
        let revision = mine.revision;
        let versions = match &base {
            Some(record) if apart => {
                let mut versions = record.value.clone();
                versions.go_on_beside(mine, beside);
                versions
            }
            Some(record) => DraftVersions {
                main: mine,
                ..record.value.clone()
            },
            None => DraftVersions::new(mine),
        };
        self.write(
            Purpose::Save,
            base,
            versions,
            Durability::Relaxed,
            now,
            commands,
        );
        if let Some(flight) = self.flights.back_mut().filter(|_| apart) {
            flight.beside = Some(revision);
        }
    }

    /// Stores the form on the screen as an edit of the outbox entry with the same key.
    fn save_beside(&mut self, entry: &Record<Entry>, now: Millis, commands: &mut Vec<Command>) {
        let base = self.base();
        let mine = self.mine(base.as_ref(), now);
        let Some(edited) = entry.value.with_edit(mine) else {
            if !self.is_busy() {
                self.unsaved = false;
                self.settle(self.typed, now);
                commands.push(Command::Tell(Notice::Saved));
            }
            return;
        };
        let transaction = Transaction {
            durability: Durability::Relaxed,
            ..change(entry, edited.clone())
        };
        let revision = transaction.writes.first().map_or(0, |write| write.revision);
        self.waiting_since = None;
        self.flights.push_back(InFlight {
            purpose: Purpose::Save,
            typed: self.typed,
            beside: self.beside_then(),
            after: base,
            entry: Some(Record {
                revision,
                value: edited,
            }),
        });
        commands.push(Command::Store(transaction));
    }

    /// The entry with the key of the form on the screen, assuming that everything in flight succeeds.
    fn entry_then(&self) -> Option<Record<Entry>> {
        let then = match self.last() {
            Some(flight) => flight.entry.clone(),
            None => self.entry().cloned(),
        };
        then.filter(|entry| entry.value.key == self.draft.key)
    }

    /// The revision that this tab has beside the main version, assuming that everything in flight succeeds.
    fn beside_then(&self) -> Option<u64> {
        match self.last() {
            Some(flight) => flight.beside,
            None => self.beside,
        }
    }

    /// Writes a new state of the record.
    pub(super) fn write(
        &mut self,
        purpose: Purpose,
        base: Option<Record<DraftVersions>>,
        versions: DraftVersions,
        durability: Durability,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        let write = put(&versions, base.as_ref(), now);
        let revision = write.revision;
        // A request is either a draft or an entry. A draft with a new key is stored only if no entry has that key.
        let elsewhere: Vec<_> = versions
            .new_keys(base.as_ref().map(|base| &base.value))
            .map(|key| absent(entry_id(key)))
            .collect();
        let typed = match purpose {
            Purpose::Note(_) => self.last().map_or(self.saved, |flight| flight.typed),
            _ => {
                self.waiting_since = None;
                self.typed
            }
        };
        self.flights.push_back(InFlight {
            purpose,
            typed,
            beside: self.beside_then(),
            entry: self.entry_then(),
            after: Some(Record {
                revision,
                value: versions,
            }),
        });
        commands.push(Command::Store(Transaction {
            writes: [write].into_iter().chain(elsewhere).collect(),
            durability,
        }));
    }

    /// Handles the outcome of the oldest transaction.
    pub(super) fn stored(&mut self, outcome: Outcome, now: Millis, commands: &mut Vec<Command>) {
        let Some(flight) = self.flights.pop_front() else {
            return;
        };
        match outcome {
            // If the leftover could not be written, it is written again next time.
            Outcome::Done if matches!(flight.purpose, Purpose::Leave) => {}
            _ if matches!(flight.purpose, Purpose::Leave) => self.leftover_changes = 0,
            Outcome::Done => self.done(flight, now, commands),
            _ if self.failed.is_none() => self.failed = Some((outcome, flight)),
            _ => {}
        }
        if !self.flights.is_empty() {
            return;
        }
        match self.failed.take() {
            None => {}
            Some((Outcome::Changed, flight)) => {
                self.load(AfterLoad::Resume(Box::new(flight.purpose)), commands)
            }
            Some((outcome, flight)) => self.spoiled(flight.purpose, outcome, now, commands),
        }
    }

    /// Handles a failure that a retry would not fix.
    pub(super) fn spoiled(
        &mut self,
        purpose: Purpose,
        outcome: Outcome,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        match purpose {
            Purpose::Send(_) => commands.push(Command::Tell(Notice::Unsent(outcome))),
            Purpose::Discard(_) | Purpose::Take(_) | Purpose::Keep(_) => {
                commands.push(Command::Tell(Notice::Unsaved(outcome)));
            }
            // The state of the server's copy is found out again by the next push.
            Purpose::Note(_) => self.pushing = None,
            Purpose::Save | Purpose::Leave => {}
        }
        self.refused(outcome, now, commands);
    }

    fn done(&mut self, flight: InFlight, now: Millis, commands: &mut Vec<Command>) {
        let before = std::mem::replace(&mut self.kept, flight.after);
        if let Some(entry) = flight.entry {
            self.entries
                .retain(|other| other.value.key != entry.value.key);
            self.entries.push(entry);
        }
        // The store works again.
        self.unsaved = false;
        self.retry_at = None;
        let main = self.kept.as_ref().map(|record| record.value.main.clone());
        self.seen = main.as_ref().map(|main| (main.revision, main.tab.clone()));
        let notice = match (flight.purpose, main) {
            (Purpose::Save, _) => {
                self.beside = flight.beside;
                self.settle(flight.typed, now);
                (self.typed == self.saved).then_some(Notice::Saved)
            }
            (Purpose::Keep(_), _) => {
                self.apart = false;
                self.settle(flight.typed, now);
                Some(Notice::Saved)
            }
            // Changes made in the meantime are stored beside the adopted version.
            (Purpose::Take(_), Some(main)) if self.typed > flight.typed => {
                self.apart = true;
                Some(Notice::Elsewhere(main))
            }
            (Purpose::Take(_), Some(main)) => {
                self.apart = false;
                self.draft = main.clone();
                self.settle(flight.typed, now);
                Some(Notice::Show(main))
            }
            (Purpose::Send(outgoing), _) => {
                self.gone(flight.typed, now);
                self.sent = Some(outgoing.typed);
                Some(Notice::Queued(remote_tag(before)))
            }
            (Purpose::Discard(_), _) => {
                self.leftover_changes = 0;
                self.gone(flight.typed, now);
                Some(Notice::Discarded(remote_tag(before)))
            }
            (Purpose::Note(_), _) => {
                self.pushing = None;
                self.plan_push(now);
                None
            }
            (Purpose::Take(_), None) | (Purpose::Leave, _) => None,
        };
        commands.extend(notice.map(Command::Tell));
    }

    /// Whether the form was moved to the outbox, and has not become a draft again since.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// Handles the end of the draft. Later changes start a new one.
    pub(super) fn gone(&mut self, typed: u64, now: Millis) {
        self.apart = false;
        self.push_at = None;
        self.saved = typed;
        self.settle(typed, now);
    }

    /// Records that this many changes are stored or sent.
    fn settle(&mut self, typed: u64, now: Millis) {
        self.saved = self.saved.max(typed);
        // Changes made while the transaction was in flight have been waiting since then.
        let waiting = self.waiting_since.unwrap_or(now);
        self.dirty_since = (self.typed > self.saved).then_some(waiting);
        self.plan_push(now);
    }

    /// Schedules a push to the server some time after a save.
    fn plan_push(&mut self, now: Millis) {
        let ahead = self
            .versions()
            .is_some_and(|versions| self.is_ahead(&versions.main));
        if self.server && ahead {
            self.push_at.get_or_insert(now.saturating_add(PUSH_AFTER));
        }
    }

    /// Whether the server lacks this main version.
    fn is_ahead(&self, main: &Draft) -> bool {
        let remote = self
            .versions()
            .and_then(|versions| versions.remote.as_ref());
        remote.is_none_or(|remote| remote.revision != main.revision)
    }

    /// Pushes the main version to the server once its time has come, unless the user has to choose a version first.
    pub(super) fn push(&mut self, now: Millis, commands: &mut Vec<Command>) {
        // A time further ahead than any push can be was set before the clock was set back.
        let due = |at: Millis| now >= at || at - now > LONGEST_PUSH_PAUSE;
        if self.pushing.is_some() || !self.push_at.is_some_and(due) {
            return;
        }
        self.push_at = None;
        let Some(versions) = self.versions() else {
            return;
        };
        if self.apart || !versions.others.is_empty() || !self.is_ahead(&versions.main) {
            return;
        }
        // A copy on the server proves that its key is unused, because the server rejects a copy whose key it remembers.
        // If the server may have forgotten the key, a copy would prove nothing, so none is stored.
        if now.saturating_sub(versions.main.unused_at) > KEY_TRUSTED {
            return;
        }
        let draft = versions.main.clone();
        let etag = versions.remote.as_ref().map(|remote| remote.etag.clone());
        self.pushing = Some(draft.revision);
        commands.push(Command::Push(Push { draft, etag }));
    }
}

/// The last known entity tag of the server's copy of a draft.
fn remote_tag(record: Option<Record<DraftVersions>>) -> Option<String> {
    Some(record?.value.remote?.etag)
}
