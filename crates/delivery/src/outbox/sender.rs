//! The state machine that sends entries. There is one per tab and signed-in user.

use super::entry::Due;
use super::{AttemptResult, Entry, Stage};
use crate::store::{Outcome, Record, Transaction, entry_id};
use crate::{Millis, SECOND, retry};

/// How a tab ensures that it is the only one that sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusivity {
    /// With a Web Lock, see [`Command::Lock`].
    Lock,
    /// With the lease in the entry, in browsers without Web Locks.
    Lease,
}

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Check the outbox: the portal started, a timer expired, an entry was created, or another tab changed the outbox.
    Wake,
    /// The browser reports whether it is online. While it is offline, no attempt is started.
    Online(bool),
    /// The user signed in, or the host page has a new token. Entries that waited for that proceed.
    SignedIn,
    /// The lock of [`Command::Lock`] was acquired.
    Locked,
    /// The response to [`Command::Load`]: all readable entries, or `None` if the store failed.
    Loaded(Option<Vec<Record<Entry>>>),
    /// The outcome of the transaction of [`Command::Store`].
    Stored(Outcome),
    /// The result of [`Command::Send`]. There is always one; a timeout is [`AttemptResult::LOST`].
    Attempted(AttemptResult),
}

/// An output of the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Acquire the Web Lock on this user's outbox, then send [`Event::Locked`].
    Lock,
    /// Release the lock.
    Unlock,
    /// Read all entries of this user.
    Load,
    /// Execute a transaction.
    Store(Transaction),
    /// Send the entry's body with its key in its user's name, and time out before [`Entry::time_left`] is over.
    /// Preparations, such as checking who is signed in, count towards that time.
    Send(Box<Entry>),
    /// Send [`Event::Wake`] at this time. Replaces any earlier wake-up.
    WakeAt(Millis),
    /// The entry has reached this stage, and that is stored: show it, and tell other tabs.
    Show(Box<Entry>),
    /// The store refused, so nothing was sent. Tell the user. The machine retries on its own.
    Unstored(Outcome),
}

/// The state machine of one tab.
#[derive(Clone, Debug)]
pub struct Sender {
    tab: String,
    user: String,
    exclusive: Exclusivity,
    locked: bool,
    online: bool,
    phase: Phase,
    /// Whether an event arrived while the machine was busy.
    again: bool,
    /// Events that end pauses, until the entries are read next.
    came_online: bool,
    signed_in: bool,
    /// The keys of entries whose pause was ended by such an event.
    nudged: Vec<String>,
    failures: u32,
}

#[derive(Clone, Debug)]
enum Phase {
    Idle,
    Locking,
    Loading,
    /// Storing that an attempt starts.
    Starting(Record<Entry>),
    InFlight(Record<Entry>),
    /// Storing the response to an entry as it was sent.
    StoringResult {
        sent: Box<Entry>,
        result: AttemptResult,
        to: Box<Entry>,
    },
    /// The response could not be stored: it is kept for a retry, or until the current state of the entry is read.
    Holding {
        sent: Box<Entry>,
        result: AttemptResult,
        loading: bool,
    },
}

impl Sender {
    /// Creates an idle machine; send [`Event::Wake`] to start it.
    #[must_use]
    pub fn new(tab: String, user: String, exclusive: Exclusivity, online: bool) -> Self {
        Self {
            tab,
            user,
            exclusive,
            locked: false,
            online,
            phase: Phase::Idle,
            again: false,
            came_online: false,
            signed_in: false,
            nudged: Vec::new(),
            failures: 0,
        }
    }

    /// Handles an event. `random` is a random number of 32 bits.
    pub fn on(&mut self, event: Event, now: Millis, random: u32) -> Vec<Command> {
        match (event, std::mem::replace(&mut self.phase, Phase::Idle)) {
            (Event::Online(online), phase) => {
                self.phase = phase;
                self.came_online |= online && !self.online;
                self.online = online;
                self.wake()
            }
            (Event::SignedIn, phase) => {
                self.phase = phase;
                self.signed_in = true;
                self.wake()
            }
            (Event::Wake, phase) => {
                self.phase = phase;
                self.wake()
            }
            (Event::Locked, Phase::Locking) => {
                self.locked = true;
                self.look()
            }
            (Event::Loaded(Some(entries)), Phase::Loading) => self.decide(&entries, now),
            (Event::Loaded(None), Phase::Loading) => self.rest(Outcome::Failed, now, random),
            (Event::Stored(outcome), Phase::Starting(record)) => {
                self.started(record, outcome, now, random)
            }
            (Event::Attempted(result), Phase::InFlight(record)) => {
                let sent = Box::new(record.value.clone());
                self.store_result(&record, sent, result, now, random)
            }
            (Event::Stored(outcome), Phase::StoringResult { sent, result, to }) => {
                self.result_stored(sent, result, to, outcome, now, random)
            }
            (
                Event::Loaded(entries),
                Phase::Holding {
                    sent,
                    result,
                    loading: true,
                },
            ) => {
                let Some(entries) = entries else {
                    return self.hold(sent, result, Outcome::Failed, now, random);
                };
                match entries.iter().find(|record| record.value.key == sent.key) {
                    Some(record) => self.store_result(record, sent, result, now, random),
                    None => self.decide(&entries, now),
                }
            }
            // Responses that the machine no longer waits for are ignored.
            (_, phase) => {
                self.phase = phase;
                Vec::new()
            }
        }
    }

    fn wake(&mut self) -> Vec<Command> {
        match &mut self.phase {
            Phase::Idle if !self.online => Vec::new(),
            Phase::Idle if self.exclusive == Exclusivity::Lock && !self.locked => {
                self.phase = Phase::Locking;
                vec![Command::Lock]
            }
            Phase::Idle => self.look(),
            Phase::Holding { loading, .. } if !*loading => {
                *loading = true;
                vec![Command::Load]
            }
            _ => {
                self.again = true;
                Vec::new()
            }
        }
    }

    fn look(&mut self) -> Vec<Command> {
        self.again = false;
        self.phase = Phase::Loading;
        vec![Command::Load]
    }

    /// Starts the oldest entry that is due, or waits for the next one.
    fn decide(&mut self, entries: &[Record<Entry>], now: Millis) -> Vec<Command> {
        let own = || {
            entries
                .iter()
                .filter(|record| record.value.user == self.user)
        };
        for Record { value: entry, .. } in own() {
            let news = match &entry.stage {
                Stage::Queued(wait) | Stage::Checking(wait) => self.came_online && !wait.asked,
                Stage::NeedsYou(super::Reason::SignIn) => self.signed_in,
                _ => false,
            };
            if news && !self.nudged.contains(&entry.key) {
                self.nudged.push(entry.key.clone());
            }
        }
        self.came_online = false;
        self.signed_in = false;

        let mut next: Option<&Record<Entry>> = None;
        let mut soonest: Option<Millis> = None;
        for record in own().filter(|_| self.online) {
            let nudged = self.nudged.contains(&record.value.key);
            match record.value.turn(&self.tab, now, self.locked, nudged) {
                Due::No => {}
                Due::At(time) => soonest = Some(soonest.map_or(time, |other| other.min(time))),
                Due::Now => {
                    if next.is_none_or(|other| record.value.created_at < other.value.created_at) {
                        next = Some(record);
                    }
                }
            }
        }
        let Some(record) = next else {
            if self.again {
                return self.look();
            }
            let mut commands = self.unlock();
            commands.extend(soonest.map(Command::WakeAt));
            return commands;
        };
        self.nudged.retain(|key| *key != record.value.key);
        let entry = record.value.begun(&self.tab, now);
        let write = record.replace(entry_id(&entry.key), entry.to_json(), 0);
        self.phase = Phase::Starting(Record {
            revision: write.revision,
            value: entry,
        });
        vec![Command::Store(Transaction::strict(vec![write]))]
    }

    fn started(
        &mut self,
        record: Record<Entry>,
        outcome: Outcome,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        match outcome {
            Outcome::Done => {}
            Outcome::Changed => return self.look(),
            Outcome::Full | Outcome::Failed => return self.rest(outcome, now, random),
        }
        self.failures = 0;
        let entry = Box::new(record.value.clone());
        let Stage::Sending(lease) = &entry.stage else {
            let mut commands = vec![Command::Show(entry)];
            commands.extend(self.look());
            return commands;
        };
        // If the tab was suspended in between, other tabs may have taken over long ago.
        if lease.is_over(now) {
            return self.look();
        }
        self.phase = Phase::InFlight(record);
        vec![Command::Show(entry.clone()), Command::Send(entry)]
    }

    /// Applies a response to the current state of the entry and stores it.
    fn store_result(
        &mut self,
        record: &Record<Entry>,
        sent: Box<Entry>,
        result: AttemptResult,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        let Some(to) = record.value.attempted(&sent, &result, now, random) else {
            return self.look();
        };
        let write = record.replace(entry_id(&to.key), to.to_json(), 0);
        let to = Box::new(to);
        self.phase = Phase::StoringResult { sent, result, to };
        vec![Command::Store(Transaction::strict(vec![write]))]
    }

    fn result_stored(
        &mut self,
        sent: Box<Entry>,
        result: AttemptResult,
        to: Box<Entry>,
        outcome: Outcome,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        match outcome {
            Outcome::Done => {
                self.failures = 0;
                let mut commands = vec![Command::Show(to)];
                commands.extend(self.look());
                commands
            }
            Outcome::Changed => {
                let loading = true;
                self.phase = Phase::Holding {
                    sent,
                    result,
                    loading,
                };
                vec![Command::Load]
            }
            Outcome::Full | Outcome::Failed => self.hold(sent, result, outcome, now, random),
        }
    }

    /// Keeps a response that could not be stored, and schedules a retry.
    fn hold(
        &mut self,
        sent: Box<Entry>,
        result: AttemptResult,
        outcome: Outcome,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        let loading = false;
        self.phase = Phase::Holding {
            sent,
            result,
            loading,
        };
        vec![Command::Unstored(outcome), self.wake_later(now, random)]
    }

    /// Reports that the store failed, and schedules a retry.
    fn rest(&mut self, outcome: Outcome, now: Millis, random: u32) -> Vec<Command> {
        let mut commands = self.unlock();
        commands.extend([Command::Unstored(outcome), self.wake_later(now, random)]);
        commands
    }

    fn wake_later(&mut self, now: Millis, random: u32) -> Command {
        self.failures = self.failures.saturating_add(1);
        Command::WakeAt(now.saturating_add(SECOND + retry::pause(self.failures, random)))
    }

    fn unlock(&mut self) -> Vec<Command> {
        if std::mem::take(&mut self.locked) {
            return vec![Command::Unlock];
        }
        Vec::new()
    }
}
