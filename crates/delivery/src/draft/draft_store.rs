//! The machine that keeps an open form: one in each tab that shows it.

mod events;
mod leaving;
mod loaded;
mod steps;
mod stored;

pub use events::{Choice, Command, Content, Event, Notice, Stored};

use super::{Draft, DraftVersions};
use crate::outbox::Entry;
use crate::store::{Outcome, Record};
use crate::{Millis, SECOND};
use std::collections::VecDeque;

/// Saving waits until nothing was typed for this time, in milliseconds ...
pub const QUIET: Millis = 300;
/// ... but no longer than this after the first unsaved keystroke.
pub const LATEST: Millis = 700;
/// The server's copy follows this long after a save.
pub const PUSH_AFTER: Millis = 8 * SECOND;
/// Each push that fails doubles the pause before the next, this often.
const MOST_PUSH_FAILURES: u32 = 7;
const LONGEST_PUSH_PAUSE: Millis = PUSH_AFTER << MOST_PUSH_FAILURES;
/// After a store that refused, the next try waits this long.
const REFUSED: Millis = 2 * SECOND;

/// The machine.
#[derive(Clone, Debug)]
pub struct DraftStore {
    tab: String,
    /// Whether the backend keeps drafts.
    server: bool,
    /// What is on the screen.
    draft: Draft,
    /// What the store has, as far as this tab knows.
    kept: Option<Record<DraftVersions>>,
    /// What the outbox has, as far as this tab knows. An order is in one place: while one of these has the key of what is
    /// on the screen, what is typed goes beside it and there is no draft of that key.
    entries: Vec<Record<Entry>>,
    /// The main version that the screen goes on from, or has seen and goes on beside.
    seen: Option<(u64, String)>,
    /// The main version is somebody else's: what is typed here goes beside it.
    apart: bool,
    /// The revision of what this tab has stored beside the main version.
    beside: Option<u64>,
    /// The draft has gone elsewhere, and nothing was typed since: it is not sent before somebody wants it to go on.
    lost: bool,
    /// Counts what was told of other versions.
    news: u64,
    /// Counts what was typed, and how much of it is stored.
    typed: u64,
    saved: u64,
    /// How much of it went into the outbox.
    sent: Option<u64>,
    /// How much of it was left for the next page and not tidied up, and whether anything ever was.
    left: u64,
    has_left: bool,
    /// The revision of the last version that this tab has made.
    revision: u64,
    dirty_since: Option<Millis>,
    /// When the first thing was typed that is not under way either.
    waiting_since: Option<Millis>,
    /// Transactions without an outcome.
    flights: VecDeque<Flight>,
    /// The first of them that failed; the later ones build on it and fail too.
    failed: Option<(Outcome, Flight)>,
    /// What to do once the record is read.
    loading: Option<After>,
    /// What came while something else was under way.
    waiting: VecDeque<Waiting>,
    /// The last notice was that something is not stored.
    unsaved: bool,
    retry_at: Option<Millis>,
    push_at: Option<Millis>,
    pushing: Option<u64>,
    push_failures: u32,
    alarm: Option<Millis>,
}

/// What is done as soon as nothing else is under way, and again after a conflict.
#[derive(Clone, Debug)]
enum Waiting {
    Event(Box<Event>),
    /// Somebody decided over all versions, having seen so much.
    Asked(Event, Seen),
    Send(Box<Outgoing>),
}

/// How much somebody knew who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    news: u64,
    typed: u64,
}

/// The form as it was when it was sent.
#[derive(Clone, Debug)]
struct Outgoing {
    body: String,
    draft: Draft,
    /// How much of what was typed it holds.
    typed: u64,
}

/// A transaction on its way.
#[derive(Clone, Debug)]
struct Flight {
    job: Job,
    /// How much of what was typed it holds.
    typed: u64,
    /// The revision of what it keeps beside another tab's main version.
    beside: Option<u64>,
    /// The record when it is done.
    after: Option<Record<DraftVersions>>,
    /// The entry of the draft's key when it is done.
    entry: Option<Record<Entry>>,
}

#[derive(Clone, Debug)]
enum Job {
    /// Stores what is typed.
    Save,
    /// Hands the form to the outbox.
    Send(Box<Outgoing>),
    Discard(Box<Waiting>),
    /// Takes a version that was not on the screen: one that was chosen, or the server's.
    Take(Box<Waiting>),
    /// Stores what is on the screen as the version that was chosen.
    Keep(Box<Waiting>),
    /// Stores something about the draft.
    Note(Box<Waiting>),
    /// Leaves what is typed for the next page, or tidies that up. The draft stays as it is.
    Leave,
}

/// What to do once the record is read.
#[derive(Clone, Debug)]
enum After {
    Nothing,
    Job(Box<Job>),
}

impl DraftStore {
    /// Opens a form. `kept` is what the store has for the service: the screen shows its main version, otherwise `new`.
    /// `server`: whether the backend keeps drafts. `tab` is new at each load of the page.
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
            left: 0,
            has_left: false,
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

    /// What is on the screen.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// All versions that the store has, as far as this tab knows.
    #[must_use]
    pub fn versions(&self) -> Option<&DraftVersions> {
        self.kept.as_ref().map(|record| &record.value)
    }

    /// Whether everything typed is stored.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.typed == self.saved
    }

    /// Whether the main version is another tab's.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.apart
    }

    /// The versions that are not on the screen: of other tabs and devices.
    pub fn alternatives(&self) -> impl Iterator<Item = &Draft> {
        let versions = self.versions().into_iter();
        versions.flat_map(|versions| {
            let main = self.apart.then_some(&versions.main);
            main.into_iter().chain(self.foreign(versions))
        })
    }

    /// What other tabs and devices keep beside the main version.
    fn foreign<'a>(&'a self, versions: &'a DraftVersions) -> impl Iterator<Item = &'a Draft> {
        versions.others.iter().filter(|other| other.tab != self.tab)
    }

    /// Takes an event in.
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
                self.push_failures = (self.push_failures + 1).min(MOST_PUSH_FAILURES);
            }
            // What is typed from now on is not part of what was sent.
            Event::Send { body } => self.waiting.push_back(Waiting::Send(Box::new(Outgoing {
                body,
                draft: self.draft.clone(),
                typed: self.typed,
            }))),
            event @ (Event::Choose(_) | Event::Discard) => {
                self.waiting
                    .push_back(Waiting::Asked(event, self.seen_now()));
            }
            event => self.waiting.push_back(Waiting::Event(Box::new(event))),
        }
        while !self.is_busy() {
            match self.waiting.pop_front() {
                Some(Waiting::Event(event)) => self.step(*event, now, &mut commands),
                Some(Waiting::Asked(event, seen)) => self.decide(event, seen, now, &mut commands),
                Some(Waiting::Send(outgoing)) => self.send(outgoing, now, &mut commands),
                None => break,
            }
        }
        self.tidy_left(&mut commands);
        self.arm(now, &mut commands);
        commands
    }

    /// The entry of what is on the screen, as far as this tab knows.
    fn entry(&self) -> Option<&Record<Entry>> {
        self.entry_of(&self.draft.key)
    }

    fn entry_of(&self, key: &str) -> Option<&Record<Entry>> {
        self.entries.iter().find(|entry| entry.value.key == key)
    }

    fn seen_now(&self) -> Seen {
        Seen {
            news: self.news,
            typed: self.typed,
        }
    }

    /// Whether somebody only looked at the screen once more: a draft that was sent or discarded elsewhere must not come
    /// back by that.
    fn knows(&self, content: &Content) -> bool {
        let draft = &self.draft;
        (self.kept.is_some() || self.lost || self.entry().is_some())
            && draft.step == content.step
            && draft.files == content.files
            && draft.answers == content.answers
    }

    /// What is on the screen has changed.
    fn touch(&mut self, now: Millis) {
        self.typed += 1;
        // The timer that runs may be off by as much as the clock was set since.
        self.alarm = None;
        if self.draft.unused_at == 0 {
            self.draft.unused_at = now;
        }
        self.lost = false;
        // Somebody who was not told yet that nothing can be stored is to know within the same time as ever.
        if !self.unsaved {
            self.retry_at = None;
        }
        // A clock that was set back must not put the save off.
        let first = |since: Option<Millis>| Some(since.map_or(now, |since| since.min(now)));
        self.dirty_since = first(self.dirty_since);
        self.waiting_since = first(self.waiting_since);
    }

    fn is_busy(&self) -> bool {
        !self.flights.is_empty() || self.loading.is_some()
    }

    /// Asks to be woken at the next time at which there is something to do.
    fn arm(&mut self, now: Millis, commands: &mut Vec<Command>) {
        let save_at = match (self.dirty_since, self.retry_at) {
            _ if self.is_busy() => None,
            // Times that lie further ahead than they can have been set were set before the clock was.
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
        // A time that is over, since the clock was set, is now.
        let next = next.map(|next| next.max(now));
        if next.is_some() && next != self.alarm {
            self.alarm = next;
            commands.extend(next.map(Command::WakeAt));
        }
    }

    fn load(&mut self, after: After, commands: &mut Vec<Command>) {
        self.loading = Some(after);
        commands.push(Command::Load);
    }

    /// The store refused: say so, and try again after a while.
    fn refused(&mut self, outcome: Outcome, now: Millis, commands: &mut Vec<Command>) {
        self.retry_at = Some(now.saturating_add(REFUSED));
        if self.dirty_since.is_some() && !self.unsaved {
            self.unsaved = true;
            commands.push(Command::Tell(Notice::Unsaved(outcome)));
        }
    }
}
