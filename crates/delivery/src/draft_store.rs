//! The state machine that saves an open form. There is one in every tab that shows the form.

mod events;
mod leaving;
mod loaded;
mod steps;
mod stored;

pub use events::{Choice, Command, Content, Event, Notice, Stored};

use crate::draft::{Draft, DraftVersions};
use crate::outbox::Entry;
use crate::store::{Outcome, Record};
use crate::{Millis, SECOND};
use std::collections::VecDeque;

/// How long after the last change the form is saved, in milliseconds.
pub const QUIET: Millis = 300;
/// The maximum delay of a save after the first unsaved change, in milliseconds.
pub const LATEST: Millis = 700;
/// How long after a save the draft is pushed to the server.
pub const PUSH_AFTER: Millis = 8 * SECOND;
/// Each failed push doubles the delay before the next one, up to this many times.
const MAX_PUSH_FAILURES: u32 = 7;
const LONGEST_PUSH_PAUSE: Millis = PUSH_AFTER << MAX_PUSH_FAILURES;
/// How long to wait after the store has refused a write.
const REFUSED: Millis = 2 * SECOND;

/// The state machine for one open form.
#[derive(Clone, Debug)]
pub struct DraftStore {
    tab: String,
    /// Whether the backend stores drafts.
    server: bool,
    /// The contents of the form on the screen.
    draft: Draft,
    /// The stored draft, as far as this tab knows.
    kept: Option<Record<DraftVersions>>,
    /// The outbox, as far as this tab knows. A request is either a draft or an outbox entry, never both: while an entry
    /// has the key of the form on the screen, input is stored as an edit of that entry, and no draft has that key.
    entries: Vec<Record<Entry>>,
    /// The main version that the form on the screen is based on, or that it was seen to diverge from.
    seen: Option<(u64, String)>,
    /// Whether the main version belongs to another tab or device, so that this form is stored beside it.
    apart: bool,
    /// The revision of the version that this tab has stored beside the main version.
    beside: Option<u64>,
    /// Whether the draft disappeared and nothing has been typed since. It is not sent until the user continues it.
    lost: bool,
    /// Counts the notices about other versions.
    news: u64,
    /// Counts the changes, and records how many of them are stored.
    typed: u64,
    saved: u64,
    /// How many changes the sent form contained, once it is in the outbox.
    sent: Option<u64>,
    /// How many changes the form contained that the user sent last, wherever it is now.
    asked_to_send: Option<u64>,
    /// How many changes the leftover record contains, or 0 once it is removed; and whether this tab ever wrote one.
    leftover_changes: u64,
    has_leftover: bool,
    /// The revision of the last version that this tab created.
    revision: u64,
    dirty_since: Option<Millis>,
    /// The time of the first change that is not part of a transaction in flight either.
    waiting_since: Option<Millis>,
    /// Transactions in flight.
    flights: VecDeque<InFlight>,
    /// The first of them that failed. Later ones are based on it, so they fail too.
    failed: Option<(Outcome, InFlight)>,
    /// What to do once the record has been read.
    loading: Option<AfterLoad>,
    /// Events that arrived while a transaction or a read was in flight.
    waiting: VecDeque<QueuedWork>,
    /// Whether the last notice said that something is not stored.
    unsaved: bool,
    retry_at: Option<Millis>,
    push_at: Option<Millis>,
    pushing: Option<u64>,
    push_failures: u32,
    alarm: Option<Millis>,
}

/// Work that starts once nothing else is in flight, and starts over after a conflict.
#[derive(Clone, Debug)]
enum QueuedWork {
    Event(Box<Event>),
    /// The user's decision about all versions, together with what the user had seen.
    Asked(Event, SeenByUser),
    Send(Box<Outgoing>),
}

/// What the user had seen when making a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SeenByUser {
    news: u64,
    typed: u64,
}

/// The form as it was when the user sent it.
#[derive(Clone, Debug)]
struct Outgoing {
    body: String,
    draft: Draft,
    /// How many changes it contains.
    typed: u64,
}

/// A transaction in flight.
#[derive(Clone, Debug)]
struct InFlight {
    purpose: Purpose,
    /// How many changes it contains.
    typed: u64,
    /// The revision of the version that it stores beside another tab's main version.
    beside: Option<u64>,
    /// The draft record after the transaction.
    after: Option<Record<DraftVersions>>,
    /// The outbox entry with the draft's key after the transaction.
    entry: Option<Record<Entry>>,
}

#[derive(Clone, Debug)]
enum Purpose {
    /// Stores the form on the screen.
    Save,
    /// Moves the form to the outbox.
    Send(Box<Outgoing>),
    Discard(Box<QueuedWork>),
    /// Adopts a version that was not on the screen: one that the user chose, or the server's.
    Take(Box<QueuedWork>),
    /// Stores the form on the screen as the version that the user chose.
    Keep(Box<QueuedWork>),
    /// Stores metadata of the draft.
    Note(Box<QueuedWork>),
    /// Writes or removes the leftover record. The draft itself stays unchanged.
    Leave,
}

/// What to do once the record has been read.
#[derive(Clone, Debug)]
enum AfterLoad {
    Nothing,
    Resume(Box<Purpose>),
}

impl DraftStore {
    /// Opens a form. `kept` is the stored draft of the service. The screen shows its main version, or `new` if there is
    /// none. `server` says whether the backend stores drafts. `tab` must be a new id for each page load.
    #[must_use]
    pub fn open(
        tab: String,
        new: Draft,
        kept: Option<Record<DraftVersions>>,
        server: bool,
    ) -> Self {
        let main = kept.as_ref().map(|record| record.value.main.clone());
        Self {
            tab,
            server,
            seen: main.as_ref().map(|main| (main.revision, main.tab.clone())),
            draft: main.unwrap_or(new),
            kept,
            entries: Vec::new(),
            apart: false,
            beside: None,
            lost: false,
            news: 0,
            typed: 0,
            saved: 0,
            sent: None,
            asked_to_send: None,
            leftover_changes: 0,
            has_leftover: false,
            revision: 0,
            dirty_since: None,
            waiting_since: None,
            flights: VecDeque::new(),
            failed: None,
            loading: None,
            waiting: VecDeque::new(),
            unsaved: false,
            retry_at: None,
            push_at: None,
            pushing: None,
            push_failures: 0,
            alarm: None,
        }
    }

    /// The contents of the form on the screen.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// All stored versions, as far as this tab knows.
    #[must_use]
    pub fn versions(&self) -> Option<&DraftVersions> {
        self.kept.as_ref().map(|record| &record.value)
    }

    /// Whether all changes are stored.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.typed == self.saved
    }

    /// Whether the main version belongs to another tab or device.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.apart
    }

    /// The versions that are not on the screen: those of other tabs and devices.
    pub fn alternatives(&self) -> impl Iterator<Item = &Draft> {
        let versions = self.versions().into_iter();
        versions.flat_map(|versions| {
            let main = self.apart.then_some(&versions.main);
            main.into_iter().chain(self.foreign(versions))
        })
    }

    /// Versions of other tabs and devices that are stored beside the main version.
    fn foreign<'a>(&'a self, versions: &'a DraftVersions) -> impl Iterator<Item = &'a Draft> {
        versions.others.iter().filter(|other| other.tab != self.tab)
    }

    /// Handles an event.
    pub fn on(&mut self, event: Event, now: Millis) -> Vec<Command> {
        let mut commands = Vec::new();
        match event {
            Event::Typed(content) if self.knows(&content) => {}
            Event::Typed(content) => {
                self.draft.answers = content.answers;
                self.draft.step = content.step;
                self.draft.files = content.files;
                self.touch(now);
            }
            Event::FormChanged {
                form_version,
                migrated,
            } => {
                self.draft.form_version = form_version;
                self.draft.answers = migrated.answers;
                self.draft.unfit.extend(migrated.unfit);
                self.touch(now);
            }
            Event::Renew { key } => {
                self.draft.key = key;
                self.draft.unused_at = now;
                self.touch(now);
            }
            Event::UnfitSeen => {
                self.draft.unfit.clear();
                self.touch(now);
            }
            Event::Wake => {
                self.alarm = None;
                self.retry_at = None;
                if !self.is_busy() {
                    self.save(now, &mut commands);
                }
                self.push(now, &mut commands);
            }
            Event::Leaving => self.leave(now, &mut commands),
            Event::Stored(outcome) => self.stored(outcome, now, &mut commands),
            Event::Loaded(stored) => self.loaded(*stored, now, &mut commands),
            Event::NotLoaded => {
                self.loading = None;
                self.refused(Outcome::Failed, now, &mut commands);
            }
            Event::NotPushed { asked } => {
                self.pushing = None;
                let pause = PUSH_AFTER << self.push_failures;
                let pause = pause.max(asked.unwrap_or(0)).min(LONGEST_PUSH_PAUSE);
                self.push_at = Some(now.saturating_add(pause));
                self.push_failures = (self.push_failures + 1).min(MAX_PUSH_FAILURES);
            }
            // Changes made from now on are not part of the sent form.
            Event::Send { body } => {
                self.asked_to_send = Some(self.typed);
                self.waiting.push_back(QueuedWork::Send(Box::new(Outgoing {
                    body,
                    draft: self.draft.clone(),
                    typed: self.typed,
                })));
            }
            event @ (Event::Choose(_) | Event::Discard) => {
                self.waiting
                    .push_back(QueuedWork::Asked(event, self.seen_now()));
            }
            event => self.waiting.push_back(QueuedWork::Event(Box::new(event))),
        }
        while !self.is_busy() {
            match self.waiting.pop_front() {
                Some(QueuedWork::Event(event)) => self.step(*event, now, &mut commands),
                Some(QueuedWork::Asked(event, seen)) => {
                    self.decide(event, seen, now, &mut commands)
                }
                Some(QueuedWork::Send(outgoing)) => self.send(outgoing, now, &mut commands),
                None => break,
            }
        }
        self.remove_stored_leftover(&mut commands);
        self.arm(now, &mut commands);
        commands
    }

    /// The outbox entry with the key of the form on the screen, as far as this tab knows.
    fn entry(&self) -> Option<&Record<Entry>> {
        self.entry_of(&self.draft.key)
    }

    fn entry_of(&self, key: &str) -> Option<&Record<Entry>> {
        self.entries.iter().find(|entry| entry.value.key == key)
    }

    fn seen_now(&self) -> SeenByUser {
        SeenByUser {
            news: self.news,
            typed: self.typed,
        }
    }

    /// Whether a change event contains nothing new. Without this check, merely looking at the form again would restore
    /// a draft that was sent, here or elsewhere, or discarded.
    fn knows(&self, content: &Content) -> bool {
        let draft = &self.draft;
        let is_sent = self.asked_to_send == Some(self.typed);
        (self.kept.is_some() || self.lost || is_sent || self.entry().is_some())
            && draft.step == content.step
            && draft.files == content.files
            && draft.answers == content.answers
    }

    /// Records a change of the form on the screen.
    fn touch(&mut self, now: Millis) {
        self.typed += 1;
        // If the clock was changed, the running timer may be off by as much.
        self.alarm = None;
        if self.draft.unused_at == 0 {
            self.draft.unused_at = now;
        }
        self.lost = false;
        // If the user has not been told yet that saving fails, retry at once, so that the notice is not delayed.
        if !self.unsaved {
            self.retry_at = None;
        }
        // A clock that was set back must not delay the save.
        let first = |since: Option<Millis>| Some(since.map_or(now, |since| since.min(now)));
        self.dirty_since = first(self.dirty_since);
        self.waiting_since = first(self.waiting_since);
    }

    fn is_busy(&self) -> bool {
        !self.flights.is_empty() || self.loading.is_some()
    }

    /// Schedules a wake-up for the next time at which there is something to do.
    fn arm(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let save_at = match (self.dirty_since, self.retry_at) {
            _ if self.is_busy() => None,
            // A time further ahead than any timer can be was set before the clock was set back.
            (Some(_), Some(retry)) => Some(retry.min(now.saturating_add(REFUSED))),
            (Some(since), None) => Some(
                now.saturating_add(QUIET)
                    .min(since.saturating_add(LATEST).max(now)),
            ),
            (None, _) => None,
        };
        let push_at = self.push_at.filter(|_| self.pushing.is_none());
        let push_at = push_at.map(|at| at.min(now.saturating_add(LONGEST_PUSH_PAUSE)));
        let next = match (save_at, push_at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        // A time that is already past, because the clock was changed, means now.
        let next = next.map(|next| next.max(now));
        if next.is_some() && next != self.alarm {
            self.alarm = next;
            commands.extend(next.map(Command::WakeAt));
        }
    }

    fn load(&mut self, after: AfterLoad, commands: &mut Vec<Command>) {
        self.loading = Some(after);
        commands.push(Command::Load);
    }

    /// Reports that the store refused, and schedules a retry.
    fn refused(&mut self, outcome: Outcome, now: Millis, commands: &mut Vec<Command>) {
        self.retry_at = Some(now.saturating_add(REFUSED));
        if self.dirty_since.is_some() && !self.unsaved {
            self.unsaved = true;
            commands.push(Command::Tell(Notice::Unsaved(outcome)));
        }
    }
}
