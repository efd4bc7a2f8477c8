//! Work that waits until nothing is in flight: sending, discarding, choosing, and handling the server's copy.

use super::{
    AfterLoad, Command, DraftStore, Event, InFlight, Notice, Outgoing, Purpose, QueuedWork,
    SeenByUser,
};
use crate::draft::{Comparison, Draft, DraftVersions, Remote, ServerCopy, compare};
use crate::outbox::{Entry, Intent, KEY_TRUSTED, fresh, new};
use crate::store::{Durability, Record, Transaction, Write, absent, draft_id, entry_id};
use crate::{DAY, Millis};

impl DraftStore {
    pub(super) fn step(&mut self, event: Event, now: Millis, commands: &mut Vec<Command>) {
        match event {
            Event::Changed => self.load(AfterLoad::Nothing, commands),
            Event::Warned => self.warned(now, commands),
            Event::Pushed { etag } => self.pushed(etag, now, commands),
            Event::Met(copy) => {
                self.pushing = None;
                self.met(copy, now, commands);
            }
            // All other events are handled at once.
            _ => {}
        }
    }

    /// Moves the draft to the outbox in one transaction.
    pub(super) fn send(
        &mut self,
        outgoing: Box<Outgoing>,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        if self.lost {
            commands.push(Command::Tell(Notice::Gone));
            return;
        }
        let over = self.entry().cloned();
        let is_refused = over.as_ref().is_some_and(|entry| entry.value.is_refused());
        // Ignore the second click of a double click.
        if self.sent == Some(outgoing.typed) && !is_refused || self.tell_versions(commands) {
            return;
        }
        // If the backend does not store drafts, no other device can have sent this one.
        let unused_at = match outgoing.draft.unused_at {
            at if self.server && at > 0 => at,
            _ => now,
        };
        if now.saturating_sub(unused_at) > KEY_TRUSTED {
            commands.push(Command::Tell(Notice::Stale));
            return;
        }
        // An entry that was sent by another tab or may have been received stays unchanged. This form is stored as an
        // edit of it.
        let is_own = |entry: &Record<Entry>| entry.value.is_free() && entry.value.is_of(&self.tab);
        if over.as_ref().is_some_and(|entry| !is_own(entry)) {
            self.save(now, commands);
            commands.push(Command::Tell(Notice::InOutbox));
            return;
        }
        let draft = Draft {
            unused_at,
            revision: self.next_revision(self.kept.clone().as_ref(), now),
            tab: self.tab.clone(),
            saved_at: now,
            ..outgoing.draft.clone()
        };
        let (key, user, body) = (draft.key.clone(), draft.user.clone(), outgoing.body.clone());
        let mut entry = fresh(key, user, Intent::Request(Box::new(draft)), body, now);
        let foreign = over.iter().flat_map(|over| &over.value.edits);
        entry.edits = foreign
            .filter(|text| text.tab != self.tab)
            .cloned()
            .collect();
        // Later changes are not part of the sent form.
        if self.typed > outgoing.typed {
            let mine = self.mine(self.kept.clone().as_ref(), now);
            entry = entry.with_edit(mine).unwrap_or(entry);
        }
        let id = entry_id(&entry.key);
        let write = match &over {
            Some(over) => over.replace(id, entry.to_json(), 0),
            None => new(&entry, now),
        };
        let sent = Record {
            revision: write.revision,
            value: entry,
        };
        let draft = self.removal();
        let draft = draft.unwrap_or_else(|| absent(draft_id(&self.draft.service.id)));
        let transaction = Transaction::strict(vec![draft, write]);
        let purpose = Purpose::Send(outgoing);
        self.hand_over(purpose, self.typed, Some(sent), transaction, commands);
    }

    /// Executes a decision of the user, if it was made with knowledge of the current versions.
    pub(super) fn decide(
        &mut self,
        event: Event,
        seen: SeenByUser,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        if !self.is_as_seen(seen, commands) {
            return;
        }
        if let Event::Choose(choice) = event {
            return self.choose(choice, seen, now, commands);
        }
        // A leftover record of this tab would restore the draft.
        let left = self.has_leftover.then(|| self.leftover_removal());
        let writes: Vec<_> = self.removal().into_iter().chain(left).collect();
        if writes.is_empty() {
            self.gone(self.typed, now);
            commands.push(Command::Tell(Notice::Discarded(None)));
            return;
        }
        let transaction = Transaction {
            writes,
            durability: Durability::Relaxed,
        };
        let purpose = Purpose::Discard(Box::new(QueuedWork::Asked(event, seen)));
        self.hand_over(purpose, self.typed, None, transaction, commands);
    }

    fn removal(&self) -> Option<Write> {
        let kept = self.kept.as_ref()?;
        Some(kept.remove(draft_id(&self.draft.service.id)))
    }

    /// Executes a transaction that removes the draft.
    fn hand_over(
        &mut self,
        purpose: Purpose,
        typed: u64,
        entry: Option<Record<Entry>>,
        transaction: Transaction,
        commands: &mut Vec<Command>,
    ) {
        self.flights.push_back(InFlight {
            purpose,
            typed,
            beside: None,
            after: None,
            entry,
        });
        commands.push(Command::Store(transaction));
    }

    fn warned(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let Some(base) = self.kept.clone() else {
            return;
        };
        let mut versions = base.value.clone();
        for draft in versions.others.iter_mut().chain([&mut versions.main]) {
            draft.warned_at.get_or_insert(now);
        }
        self.note(Event::Warned, base, versions, now, commands);
    }

    fn pushed(&mut self, etag: String, now: Millis, commands: &mut Vec<Command>) {
        let (Some(revision), Some(base)) = (self.pushing, self.kept.clone()) else {
            self.pushing = None;
            return;
        };
        self.push_failures = 0;
        let remote = Some(Remote {
            etag: etag.clone(),
            revision,
        });
        let versions = DraftVersions {
            remote,
            ..base.value.clone()
        };
        self.note(Event::Pushed { etag }, base, versions, now, commands);
    }

    fn note(
        &mut self,
        event: Event,
        base: Record<DraftVersions>,
        versions: DraftVersions,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        self.write(
            Purpose::Note(Box::new(QueuedWork::Event(Box::new(event)))),
            Some(base),
            versions,
            Durability::Relaxed,
            now,
            commands,
        );
    }

    /// Handles the state of the server's copy.
    fn met(&mut self, copy: ServerCopy, now: Millis, commands: &mut Vec<Command>) {
        if self.typed > self.saved {
            // Local changes are saved first. While the store refuses them, the copy is ignored.
            if self.retry_at.is_none() {
                self.waiting
                    .push_front(QueuedWork::Event(Box::new(Event::Met(copy))));
                self.save(now, commands);
            }
            return;
        }
        // The request is in the outbox, so it has already been sent.
        if let ServerCopy::Present { draft, .. } = &copy
            && self.entry_of(&draft.key).is_some()
        {
            return;
        }
        let Some(base) = self.kept.clone() else {
            // The copy still exists for a while after the form was sent, so it is adopted only if nothing was typed or
            // sent.
            if let (ServerCopy::Present { draft, etag }, 0, None) = (&copy, self.typed, self.sent) {
                let versions = DraftVersions::new(self.draft.clone());
                let (draft, etag) = (Draft::clone(draft), etag.clone());
                self.take(copy, None, versions, draft, etag, now, commands);
            }
            return;
        };
        let mut versions = base.value.clone();
        match compare(&versions, &copy, self.apart) {
            Comparison::Nothing => return,
            Comparison::Known if now.saturating_sub(versions.main.unused_at) < DAY => return,
            // Sending would have deleted the copy, so the key is still unused.
            Comparison::Known => {
                versions.main.unused_at = now;
                self.draft.unused_at = now;
            }
            Comparison::Gone => {
                versions.remote = None;
                self.push_at = None;
                commands.push(Command::Tell(Notice::RemoteGone));
            }
            Comparison::Same(remote) => versions.remote = Some(remote),
            Comparison::Forward(draft, etag) => {
                self.take(copy, Some(base), versions, draft, etag, now, commands);
                return;
            }
            Comparison::Apart(draft, etag) => {
                let revision = DraftVersions::next_revision(Some(&versions), now);
                versions.keep_beside(own(&versions.main, draft, revision, now));
                // The copy contains nothing of the local draft, so the version that the user chooses will be pushed.
                versions.remote = Some(Remote { etag, revision: 0 });
                commands.push(Command::Tell(Notice::Others(versions.others.len())));
            }
        }
        self.note(Event::Met(copy), base, versions, now, commands);
    }

    /// Makes the server's copy the main version.
    #[expect(
        clippy::too_many_arguments,
        reason = "it is called in one place for each of two cases"
    )]
    fn take(
        &mut self,
        copy: ServerCopy,
        base: Option<Record<DraftVersions>>,
        mut versions: DraftVersions,
        draft: Draft,
        etag: String,
        now: Millis,
        commands: &mut Vec<Command>,
    ) {
        let revision = DraftVersions::next_revision(Some(&versions), now);
        versions.main = own(&versions.main, draft, revision, now);
        versions.remote = Some(Remote { etag, revision });
        let purpose = Purpose::Take(Box::new(QueuedWork::Event(Box::new(Event::Met(copy)))));
        self.write(purpose, base, versions, Durability::Relaxed, now, commands);
    }
}

/// Converts another device's draft into a version of the local one. Files selected here stay with it.
fn own(main: &Draft, theirs: Draft, revision: u64, now: Millis) -> Draft {
    Draft {
        service: main.service.clone(),
        user: main.user.clone(),
        files: main.files.clone(),
        unfit: main.unfit.clone(),
        unused_at: now,
        revision,
        saved_at: now,
        warned_at: None,
        ..theirs
    }
}
