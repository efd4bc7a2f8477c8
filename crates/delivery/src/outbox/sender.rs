//! The machine that sends: one in each tab, for one person, as long as they are signed in.

use super::entry::Turn;
use super::{Answer, Entry, Stage};
use crate::store::{Outcome, Record, Transaction, entry_id};
use crate::{Millis, SECOND, retry};

/// How a tab makes sure that it is the only one that sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusive {
    /// By a Web Lock, see [`Command::Lock`].
    Lock,
    /// By the lease in the entry, where Web Locks are missing.
    Lease,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Look again: the portal started, a timer ran out, something was queued, another tab changed the outbox.
    Wake,
    /// The browser says whether there is a network. Nothing is begun while it says no.
    Online(bool),
    /// Somebody signed in, or the host has a new token: what waited for that goes on.
    SignedIn,
    /// The lock of [`Command::Lock`] is there.
    Locked,
    /// All entries that can be read, for [`Command::Load`]; nothing when the store failed.
    Loaded(Option<Vec<Record<Entry>>>),
    /// What became of the transaction of [`Command::Store`].
    Stored(Outcome),
    /// What [`Command::Send`] came to. There is always an answer; giving up after a time is [`Answer::LOST`].
    Answered(Answer),
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Wait for the Web Lock on this person's outbox, then say [`Event::Locked`].
    Lock,
    /// Let go of the lock.
    Unlock,
    /// Read all entries of this person.
    Load,
    /// Carry out a transaction.
    Store(Transaction),
    /// Send the entry's body with its key, in its user's name, and give up before [`Entry::time_left`] is over: what comes
    /// before that, such as a look at who is signed in, counts too.
    Send(Box<Entry>),
    /// Say [`Event::Wake`] at this time. The last one counts.
    WakeAt(Millis),
    /// This is where an entry stands now, and the store has it: show it, tell other tabs.
    Show(Box<Entry>),
    /// The store refuses, so nothing was sent: tell the person. It is tried again.
    Unstored(Outcome),
}

/// The machine.
#[derive(Clone, Debug)]
pub struct Sender {
    tab: String,
    user: String,
    exclusive: Exclusive,
    locked: bool,
    online: bool,
    phase: Phase,
    /// Something happened while it was busy.
    again: bool,
    /// News that ends pauses, until the next look at the entries.
    came_online: bool,
    signed_in: bool,
    /// The keys of entries whose pause has ended by such news.
    nudged: Vec<String>,
    failures: u32,
}

#[derive(Clone, Debug)]
enum Phase {
    Idle,
    Locking,
    Looking,
    /// The store is told that an attempt begins.
    Starting(Record<Entry>),
    Flying(Record<Entry>),
    /// The store is told the answer to an entry as it was sent.
    Landing {
        sent: Box<Entry>,
        answer: Answer,
        to: Box<Entry>,
    },
    /// The answer could not be stored: it waits for another try, or for a look at what the entry became.
    Holding {
        sent: Box<Entry>,
        answer: Answer,
        looking: bool,
    },
}

impl Sender {
    /// A machine at rest; wake it.
    #[must_use]
    pub fn new(tab: String, user: String, exclusive: Exclusive, online: bool) -> Self {
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

    /// Takes an event in. `random` is a random number of 32 bits.
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
            (Event::Loaded(Some(entries)), Phase::Looking) => self.decide(&entries, now),
            (Event::Loaded(None), Phase::Looking) => self.rest(Outcome::Failed, now, random),
            (Event::Stored(outcome), Phase::Starting(record)) => {
                self.started(record, outcome, now, random)
            }
            (Event::Answered(answer), Phase::Flying(record)) => {
                let sent = Box::new(record.value.clone());
                self.land(&record, sent, answer, now, random)
            }
            (Event::Stored(outcome), Phase::Landing { sent, answer, to }) => {
                self.landed(sent, answer, to, outcome, now, random)
            }
            (
                Event::Loaded(entries),
                Phase::Holding {
                    sent,
                    answer,
                    looking: true,
                },
            ) => {
                let Some(entries) = entries else {
                    return self.hold(sent, answer, Outcome::Failed, now, random);
                };
                match entries.iter().find(|record| record.value.key == sent.key) {
                    Some(record) => self.land(record, sent, answer, now, random),
                    None => self.decide(&entries, now),
                }
            }
            // What nobody waits for any more changes nothing.
            (_, phase) => {
                self.phase = phase;
                Vec::new()
            }
        }
    }

    fn wake(&mut self) -> Vec<Command> {
        match &mut self.phase {
            Phase::Idle if !self.online => Vec::new(),
            Phase::Idle if self.exclusive == Exclusive::Lock && !self.locked => {
                self.phase = Phase::Locking;
                vec![Command::Lock]
            }
            Phase::Idle => self.look(),
            Phase::Holding { looking, .. } if !*looking => {
                *looking = true;
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
        self.phase = Phase::Looking;
        vec![Command::Load]
    }

    /// Takes the oldest entry whose turn it is, or waits for the next.
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
                Turn::No => {}
                Turn::At(time) => soonest = Some(soonest.map_or(time, |other| other.min(time))),
                Turn::Now => {
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
        // A tab that stood still in between may find that others have long gone on.
        if lease.is_over(now) {
            return self.look();
        }
        self.phase = Phase::Flying(record);
        vec![Command::Show(entry.clone()), Command::Send(entry)]
    }

    /// Stores an answer over the entry as it is now.
    fn land(
        &mut self,
        record: &Record<Entry>,
        sent: Box<Entry>,
        answer: Answer,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        let Some(to) = record.value.answered(&sent, &answer, now, random) else {
            return self.look();
        };
        let write = record.replace(entry_id(&to.key), to.to_json(), 0);
        let to = Box::new(to);
        self.phase = Phase::Landing { sent, answer, to };
        vec![Command::Store(Transaction::strict(vec![write]))]
    }

    fn landed(
        &mut self,
        sent: Box<Entry>,
        answer: Answer,
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
                let looking = true;
                self.phase = Phase::Holding {
                    sent,
                    answer,
                    looking,
                };
                vec![Command::Load]
            }
            Outcome::Full | Outcome::Failed => self.hold(sent, answer, outcome, now, random),
        }
    }

    /// Keeps an answer that the store did not take, and tries again a little later.
    fn hold(
        &mut self,
        sent: Box<Entry>,
        answer: Answer,
        outcome: Outcome,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        let looking = false;
        self.phase = Phase::Holding {
            sent,
            answer,
            looking,
        };
        vec![Command::Unstored(outcome), self.wake_later(now, random)]
    }

    /// Gives the store some time.
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
