//! Writing the draft, and what becomes of it.

use super::{After, Command, DraftStore, Flight, Job, LONGEST_PUSH_PAUSE, Notice, PUSH_AFTER};
use crate::Millis;
use crate::draft::{Draft, DraftVersions, Push, versions::put};
use crate::outbox::{Entry, KEY_TRUSTED, change};
use crate::store::{Durability, Outcome, Record, Transaction, absent, entry_id};

impl DraftStore {
    /// The last transaction under way that changes the record, or an entry.
    fn last(&self) -> Option<&Flight> {
        let changes = |flight: &&Flight| !matches!(flight.job, Job::Leave);
        self.flights.iter().rev().find(changes)
    }

    /// The record as it is when everything under way has gone well.
    pub(super) fn base(&self) -> Option<Record<DraftVersions>> {
        match self.last() {
            Some(flight) => flight.after.clone(),
            None => self.kept.clone(),
        }
    }

    /// The number of the next version of this tab, greater than any before it, whatever became of those and of the clock.
    pub(super) fn next_revision(
        &mut self,
        base: Option<&Record<DraftVersions>>,
        now: Millis,
    ) -> u64 {
        let next = DraftVersions::next_revision(base.map(|base| &base.value), now);
        self.revision = next.max(self.revision.saturating_add(1));
        self.revision
    }

    /// What is on the screen, as this tab's next version.
    pub(super) fn mine(&mut self, base: Option<&Record<DraftVersions>>, now: Millis) -> Draft {
        Draft {
            revision: self.next_revision(base, now),
            tab: self.tab.clone(),
            saved_at: now,
            warned_at: None,
            ..self.draft.clone()
        }
    }

    /// Whether what is typed goes beside the main version when everything under way has gone well.
    pub(super) fn is_apart_then(&self) -> bool {
        // What is being taken is not what was typed over.
        let taking = |flight: &Flight| matches!(flight.job, Job::Take(_));
        self.apart || self.flights.iter().any(taking)
    }

    /// Stores what is typed, if that is not under way already.
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
            Job::Save,
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

    /// Stores what is typed beside the entry that this order is in the outbox as.
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
        self.flights.push_back(Flight {
            job: Job::Save,
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

    /// The entry of what is on the screen when everything under way has gone well.
    fn entry_then(&self) -> Option<Record<Entry>> {
        let then = match self.last() {
            Some(flight) => flight.entry.clone(),
            None => self.entry().cloned(),
        };
        then.filter(|entry| entry.value.key == self.draft.key)
    }

    /// What of this tab is beside the main version when everything under way has gone well.
    fn beside_then(&self) -> Option<u64> {
        match self.last() {
            Some(flight) => flight.beside,
            None => self.beside,
        }
    }

    /// Hands a new state of the record to the store.
    pub(super) fn write(
        &mut self,
        job: Job,
        base: Option<Record<DraftVersions>>,
        versions: DraftVersions,
        durability: Durability,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        let write = put(&versions, base.as_ref(), now);
        let revision = write.revision;
        // An order is in one place: where a draft has its key, no entry has it.
        let elsewhere: Vec<_> = versions
            .new_keys(base.as_ref().map(|base| &base.value))
            .map(|key| absent(entry_id(key)))
            .collect();
        let typed = match job {
            Job::Note(_) => self.last().map_or(self.saved, |flight| flight.typed),
            _ => {
                self.waiting_since = None;
                self.typed
            }
        };
        self.flights.push_back(Flight {
            job,
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

    /// Takes in the outcome of the oldest transaction.
    pub(super) fn stored(&mut self, outcome: Outcome, now: Millis, commands: &mut Vec<Command>) {
        let Some(flight) = self.flights.pop_front() else {
            return;
        };
        match outcome {
            // What could not be left is left again the next time.
            Outcome::Done if matches!(flight.job, Job::Leave) => {}
            _ if matches!(flight.job, Job::Leave) => self.left = 0,
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
                self.load(After::Job(Box::new(flight.job)), commands)
            }
            Some((outcome, flight)) => self.spoiled(flight.job, outcome, now, commands),
        }
    }

    /// Something came to nothing, and would again.
    pub(super) fn spoiled(
        &mut self,
        job: Job,
        outcome: Outcome,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        match job {
            Job::Send(_) => commands.push(Command::Tell(Notice::Unsent(outcome))),
            Job::Discard(_) | Job::Take(_) | Job::Keep(_) => {
                commands.push(Command::Tell(Notice::Unsaved(outcome)));
            }
            // What could not be noted of the server is found out again at the next push.
            Job::Note(_) => self.pushing = None,
            Job::Save | Job::Leave => {}
        }
        self.refused(outcome, now, commands);
    }

    fn done(&mut self, flight: Flight, now: Millis, commands: &mut Vec<Command>) {
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
        let notice = match (flight.job, main) {
            (Job::Save, _) => {
                self.beside = flight.beside;
                self.settle(flight.typed, now);
                (self.typed == self.saved).then_some(Notice::Saved)
            }
            (Job::Keep(_), _) => {
                self.apart = false;
                self.settle(flight.typed, now);
                Some(Notice::Saved)
            }
            // What was typed meanwhile goes on beside what was taken.
            (Job::Take(_), Some(main)) if self.typed > flight.typed => {
                self.apart = true;
                Some(Notice::Elsewhere(main))
            }
            (Job::Take(_), Some(main)) => {
                self.apart = false;
                self.draft = main.clone();
                self.settle(flight.typed, now);
                Some(Notice::Show(main))
            }
            (Job::Send(outgoing), _) => {
                self.gone(flight.typed, now);
                self.sent = Some(outgoing.typed);
                Some(Notice::Queued(remote_tag(before)))
            }
            (Job::Discard(_), _) => {
                self.left = 0;
                self.gone(flight.typed, now);
                Some(Notice::Discarded(remote_tag(before)))
            }
            (Job::Note(_), _) => {
                self.pushing = None;
                self.plan_push(now);
                None
            }
            (Job::Take(_), None) | (Job::Leave, _) => None,
        };
        commands.extend(notice.map(Command::Tell));
    }

    /// The draft is no draft any more; what was typed after that begins another.
    pub(super) fn gone(&mut self, typed: u64, now: Millis) {
        self.apart = false;
        self.push_at = None;
        self.saved = typed;
        self.settle(typed, now);
    }

    /// So much of what was typed is dealt with.
    fn settle(&mut self, typed: u64, now: Millis) {
        self.saved = self.saved.max(typed);
        // What was typed while this was under way has waited since then.
        let waiting = self.waiting_since.unwrap_or(now);
        self.dirty_since = (self.typed > self.saved).then_some(waiting);
        self.plan_push(now);
    }

    /// The server's copy follows a while after a save.
    fn plan_push(&mut self, now: Millis) {
        let ahead = self
            .versions()
            .is_some_and(|versions| self.is_ahead(&versions.main));
        if self.server && ahead {
            self.push_at.get_or_insert(now.saturating_add(PUSH_AFTER));
        }
    }

    /// Whether the server does not have this main version yet.
    fn is_ahead(&self, main: &Draft) -> bool {
        let remote = self
            .versions()
            .and_then(|versions| versions.remote.as_ref());
        remote.is_none_or(|remote| remote.revision != main.revision)
    }

    /// Stores the main version on the server when its time has come, unless somebody has to choose first.
    pub(super) fn push(&mut self, now: Millis, commands: &mut Vec<Command>) {
        // A time that lies further ahead than it was set was set before the clock was.
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
        // A copy on the server is proof that its key was not used, because the server refuses one whose key it remembers.
        // What it may have forgotten would be proof of nothing.
        if now.saturating_sub(versions.main.unused_at) > KEY_TRUSTED {
            return;
        }
        let draft = versions.main.clone();
        let etag = versions.remote.as_ref().map(|remote| remote.etag.clone());
        self.pushing = Some(draft.revision);
        commands.push(Command::Push(Push { draft, etag }));
    }
}

/// The entity tag of what the server has of a draft, as far as it is known here.
fn remote_tag(record: Option<Record<DraftVersions>>) -> Option<String> {
    Some(record?.value.remote?.etag)
}
