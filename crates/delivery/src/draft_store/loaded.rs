//! Handling changes that other tabs made to the draft.

use super::{
    AfterLoad, Choice, Command, DraftStore, Event, Notice, Purpose, QueuedWork, SeenByUser, Stored,
};
use crate::Millis;
use crate::draft::{Draft, DraftVersions};
use crate::outbox::Entry;
use crate::store::{Durability, Outcome, Record};

impl DraftStore {
    /// Handles the current state of the record, and resumes the work that waited for it.
    pub(super) fn loaded(&mut self, stored: Stored, now: Millis, commands: &mut Vec<Command>) {
        let Some(after) = self.loading.take() else {
            return;
        };
        let Stored { draft, entries } = stored;
        let revision = |record: &Option<Record<DraftVersions>>| record.as_ref().map(|r| r.revision);
        let is_same = revision(&draft) == revision(&self.kept) && self.knows_all(&entries);
        self.entries = entries;
        self.adopt_record(draft, commands);
        match after {
            AfterLoad::Nothing => {}
            // If the conflict is with a record that cannot be read, retrying would fail the same way forever.
            AfterLoad::Resume(purpose) if is_same => {
                self.spoiled(*purpose, Outcome::Failed, now, commands);
                return;
            }
            AfterLoad::Resume(purpose) => match *purpose {
                Purpose::Save | Purpose::Leave => {}
                Purpose::Send(outgoing) => self.waiting.push_front(QueuedWork::Send(outgoing)),
                Purpose::Note(again)
                | Purpose::Take(again)
                | Purpose::Keep(again)
                | Purpose::Discard(again) => {
                    self.waiting.push_front(*again);
                }
            },
        }
        if self.typed > self.saved {
            self.save(now, commands);
        }
    }

    /// Whether these entries contain nothing new about where each request is.
    fn knows_all(&self, entries: &[Record<Entry>]) -> bool {
        let own = |entry: &&Record<Entry>| entry.value.key == self.draft.key;
        let revision = |entry: &Record<Entry>| entry.revision;
        entries.len() == self.entries.len()
            && entries
                .iter()
                .all(|entry| self.entry_of(&entry.value.key).is_some())
            && entries.iter().find(own).map(revision) == self.entry().map(revision)
    }

    fn adopt_record(&mut self, record: Option<Record<DraftVersions>>, commands: &mut Vec<Command>) {
        let before = std::mem::replace(&mut self.kept, record);
        let Some(record) = &self.kept else {
            self.apart = false;
            self.seen = None;
            if before.is_some() {
                self.news += 1;
                self.lost = self.typed == self.saved;
                commands.push(Command::Tell(Notice::Gone));
            }
            return;
        };
        self.lost = false;
        // The sent form has become a draft again, for example after a refusal. Sending it unchanged is intended.
        if before.is_none() {
            self.sent = None;
        }
        let main = &record.value.main;
        let stamp = (main.revision, main.tab.clone());
        if self.seen.as_ref() != Some(&stamp) {
            self.seen = Some(stamp);
            // A version that this tab saved or left behind is the basis of the form, no matter which tab stored it.
            let is_own = main.tab == self.tab && main.key == self.draft.key;
            if main.says_the_same(&self.draft) || (is_own && self.typed > self.saved) {
                self.apart = false;
                if before.is_none() && self.typed == self.saved {
                    commands.push(Command::Tell(Notice::Saved));
                }
            } else {
                self.apart = true;
                self.news += 1;
                commands.push(Command::Tell(Notice::Elsewhere(main.clone())));
            }
        }
        let others = |versions: &DraftVersions| {
            self.foreign(versions)
                .map(|other| (other.revision, other.tab.clone()))
                .collect::<Vec<_>>()
        };
        let now = others(&record.value);
        if !now.is_empty() && before.is_none_or(|before| others(&before.value) != now) {
            self.news += 1;
            commands.push(Command::Tell(Notice::Others(now.len())));
        }
    }

    /// Whether the user decided with knowledge of the current versions. If not, the versions are shown again.
    pub(super) fn is_as_seen(&self, seen: SeenByUser, commands: &mut Vec<Command>) -> bool {
        if seen == self.seen_now() {
            return true;
        }
        if !self.tell_versions(commands) && self.kept.is_none() {
            commands.push(Command::Tell(Notice::Gone));
        }
        false
    }

    /// Reports the versions to choose from, and returns whether there are any.
    pub(super) fn tell_versions(&self, commands: &mut Vec<Command>) -> bool {
        let Some(versions) = self.versions() else {
            return false;
        };
        if self.apart {
            commands.push(Command::Tell(Notice::Elsewhere(versions.main.clone())));
        } else if !versions.others.is_empty() {
            commands.push(Command::Tell(Notice::Others(versions.others.len())));
        }
        self.apart || !versions.others.is_empty()
    }

    /// Makes a version the main one. The others are deleted, because the user has seen them.
    pub(super) fn choose(
        &mut self,
        choice: Choice,
        seen: SeenByUser,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        // The request is in the outbox. To continue it means to store an edit of the entry.
        if choice == Choice::Mine && self.entry().is_some() {
            self.lost = false;
            self.save(now, commands);
            return;
        }
        let base = self.kept.clone();
        let value = base.as_ref().map(|base| &base.value);
        let (main, purpose): (_, fn(Box<QueuedWork>) -> Purpose) = match &choice {
            Choice::Mine => (self.mine(base.as_ref(), now), Purpose::Keep),
            Choice::Other(revision, tab) => {
                let mut all = value
                    .into_iter()
                    .flat_map(|value| value.others.iter().chain([&value.main]));
                let Some(chosen) = all.find(|one| one.stamp() == (*revision, tab.as_str())) else {
                    self.tell_versions(commands);
                    return;
                };
                // The chosen version keeps its identity: earlier changes of this tab are not based on it.
                let chosen = Draft {
                    saved_at: now,
                    ..chosen.clone()
                };
                (chosen, Purpose::Take)
            }
        };
        let remote = value.and_then(|value| value.remote.clone());
        let versions = DraftVersions {
            remote,
            ..DraftVersions::new(main)
        };
        let purpose = purpose(Box::new(QueuedWork::Asked(Event::Choose(choice), seen)));
        self.lost = false;
        self.write(purpose, base, versions, Durability::Relaxed, now, commands);
    }
}
