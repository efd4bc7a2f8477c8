//! One row: users send and read, a fault is injected and ends, and then everything is compared.

use crate::client::{Client, Sent};
use crate::fault::{Fault, Storage};
use crate::ledger::{Acknowledged, Book, Discrepancies, Ledger, compare};
use crate::server::Server;
use crate::table::{self, Outcome as _};
use crate::{Bug, Result};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The number of concurrent senders.
const SENDERS: usize = 8;
/// The number of acknowledgements before, after and, if possible, during the fault.
const ENOUGH: usize = 24;
/// The number of reads during the fault.
const READS: u64 = 10;
/// The number of refusals while nothing can be written.
const REFUSALS: u64 = 4 * SENDERS as u64;
/// The time limit for anything that has to happen, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The pause before a request is sent again. The server asks for a longer one, which is not needed here.
const PAUSE: Duration = Duration::from_millis(50);

/// The result of a row.
pub(crate) struct Outcome {
    acknowledged: usize,
    refused: u64,
    found: Discrepancies,
    wrongs: Vec<String>,
    seconds: f64,
}

impl table::Outcome for Outcome {
    const HEAD: &str =
        "storage fault                       acknowledged  lost  doubled  refused  verdict";

    fn is_kept(&self) -> bool {
        self.found == Discrepancies::default() && self.wrongs.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Discrepancies { lost, doubled } = self.found;
        let (acknowledged, refused) = (self.acknowledged, self.refused);
        let verdict = match self.is_kept() {
            true => "kept",
            false => "BROKEN",
        };
        write!(
            f,
            "{acknowledged:>12}  {lost:>4}  {doubled:>7}  {refused:>7}  {verdict} in {:.1} s",
            self.seconds
        )?;
        for wrong in &self.wrongs {
            write!(f, "\n    {wrong}")?;
        }
        Ok(())
    }
}

/// Runs a row.
pub(crate) fn row(fault: Fault, bug: Option<Bug>) -> Outcome {
    let started = Instant::now();
    let ledger = Ledger::default();
    let found = play(fault, bug, &ledger);
    let mut book = ledger.book().clone();
    let found = found.unwrap_or_else(|error| {
        book.wrong(error.to_string());
        Discrepancies::default()
    });
    Outcome {
        acknowledged: book.acknowledged.len(),
        refused: book.refused,
        found,
        wrongs: book.wrongs,
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn play(fault: Fault, bug: Option<Bug>, ledger: &Ledger) -> Result<Discrepancies> {
    let mut storage = Storage::new(fault)?;
    let mut server = Server::start(&storage)?;
    let people = (0..SENDERS).map(|_| server.client.sign_in("p-anna", fault.ends_sessions()));
    let people = people.collect::<Result<Vec<_>>>()?;
    let enough = AtomicBool::new(false);
    let done = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        let senders: Vec<_> = people
            .iter()
            .enumerate()
            .map(|(number, client)| {
                let enough = &enough;
                scope.spawn(move || send(number, client, ledger, enough))
            })
            .collect();
        scope.spawn(|| read(&people[0], ledger, &done));
        let broken = break_and_mend(fault, &mut storage, &mut server, ledger);
        enough.store(true, Ordering::SeqCst);
        let ended = until("everything to be acknowledged", || {
            Ok(senders.iter().all(|sender| sender.is_finished()))
        });
        done.store(true, Ordering::SeqCst);
        broken.and(ended)
    });
    // The data is compared in any case.
    match ended {
        Ok(()) => look_up(&people, ledger),
        Err(error) => ledger.book().wrong(error.to_string()),
    }
    if bug == Some(Bug::Double) {
        let token = ledger.book().acknowledged[0].token.clone();
        people[0].send("another-key", &token)?;
    }
    drop(server);
    compare(&storage.data, &mut ledger.book(), bug)
}

/// Injects a fault into the storage while it is in use, and ends it.
fn break_and_mend(
    fault: Fault,
    storage: &mut Storage,
    server: &mut Server,
    ledger: &Ledger,
) -> Result<()> {
    let client = server.client.clone();
    let past = |more: usize| {
        let wanted = ledger.book().acknowledged.len() + more;
        move || Ok(ledger.book().acknowledged.len() >= wanted)
    };
    until("the first requests", past(ENOUGH))?;
    let before = ledger.book().clone();
    storage.begin(fault)?;
    let over_start = matches!(fault, Fault::ClockOverStart(_));
    if over_start {
        ledger.book().killed = true;
        server.start_again(storage)?;
    }
    let broken = during(fault, storage, &client, ledger, &before);
    if fault == Fault::Killed {
        ledger.book().killed = true;
        server.start_again(storage)?;
    }
    storage.end(fault)?;
    if over_start {
        server.start_again(storage)?;
    }
    broken?;
    until("/readyz to be green again", || Ok(client.ready()?.is_ok()))?;
    until("the last requests", past(ENOUGH))
}

/// The conditions for ending the fault.
fn during(
    fault: Fault,
    storage: &Storage,
    client: &Client,
    ledger: &Ledger,
    before: &Book,
) -> Result<()> {
    match fault {
        Fault::Write(calls) | Fault::Sync(calls) if calls > 0 => {
            until("the calls to fail", || Ok(storage.hits()? == calls))?;
        }
        Fault::Clock(seconds) | Fault::ClockOverStart(seconds) => {
            let known = before.acknowledged.len();
            let jumped = move |book: &Book| {
                let now = jiff::Timestamp::now().as_second();
                let made = book.acknowledged.iter().skip(known + SENDERS);
                let made =
                    made.filter_map(|made| made.receipt.created.parse::<jiff::Timestamp>().ok());
                made.filter(|made| (made.as_second() - now - seconds).abs() < 600)
                    .count()
            };
            until("requests of another time", || {
                Ok(jumped(&ledger.book()) >= ENOUGH)
            })?;
        }
        _ => {}
    }
    if fault.is_outage() {
        until("/readyz to be red", || Ok(client.ready()?.is_err()))?;
        // Requests wait for a lock, so few are refused; otherwise more than one commit has to fail.
        let wanted = match fault {
            Fault::Locked(_) => 1,
            _ => REFUSALS,
        };
        until("requests to be refused", || {
            Ok(ledger.book().refused >= before.refused + wanted)
        })?;
        if (ledger.book().full > before.full) != (fault == Fault::Full) {
            return Err("507 is for a full disk, and 503 for the others".into());
        }
        // Everything that could still be acknowledged, such as writes in progress, has been acknowledged by now.
        if client.ready()?.is_ok() {
            return Err("/readyz is green again while nothing can be written".into());
        }
    }
    until("something to be read meanwhile", || {
        Ok(ledger.book().reads >= before.reads + READS)
    })
}

/// Sends one request after another, each until it is acknowledged.
fn send(number: usize, client: &Client, ledger: &Ledger, enough: &AtomicBool) {
    for n in 0_u32.. {
        if enough.load(Ordering::SeqCst) {
            return;
        }
        let (key, token) = (
            format!("key-{number}-{n}"),
            format!("token {number} {n} end"),
        );
        let started = Instant::now();
        let receipt = loop {
            match client.send(&key, &token) {
                Ok(Sent::Recorded(receipt)) => break receipt,
                Ok(Sent::Later(status)) => {
                    let mut book = ledger.book();
                    book.refused += 1;
                    book.full += u64::from(status == 507);
                }
                Err(error) => ledger.book().failed(&*error),
            }
            if started.elapsed() > 2 * PATIENCE {
                let wrong = "a request was never acknowledged".to_owned();
                return ledger.book().wrong(wrong);
            }
            thread::sleep(PAUSE);
        };
        ledger.book().acknowledged.push(Acknowledged {
            sender: number,
            key,
            token,
            receipt,
        });
    }
}

/// Reads one resource after another, all of which must be available at any time.
fn read(client: &Client, ledger: &Ledger, done: &AtomicBool) {
    while !done.load(Ordering::SeqCst) {
        let mine = |book: &Book| {
            let mine = book.acknowledged.iter().rev().find(|one| one.sender == 0);
            mine.map(|one| format!("/requests/{}", one.receipt.id))
        };
        let mine = mine(&ledger.book());
        let places = [
            Some("/services".to_owned()),
            Some("/requests?limit=5".to_owned()),
            mine,
        ];
        for place in places.iter().flatten() {
            let read = client.read(place);
            let mut book = ledger.book();
            match read {
                Ok(_) => book.reads += 1,
                Err(error) => book.failed(&*error),
            }
        }
    }
}

/// Reads everything that was acknowledged, and sends each request once more, which has to return the same one.
fn look_up(people: &[Client], ledger: &Ledger) {
    let acknowledged = ledger.book().acknowledged.clone();
    for one in acknowledged {
        let Some(client) = people.get(one.sender) else {
            continue;
        };
        let same = || -> Result<bool> {
            let read = client.read(&format!("/requests/{}", one.receipt.id))?;
            let again = client.send(&one.key, &one.token)?;
            let Sent::Recorded(again) = again else {
                return Ok(false);
            };
            Ok(read["number"] == *one.receipt.number && again.id == one.receipt.id)
        };
        match same() {
            Ok(true) => {}
            Ok(false) => {
                let number = &one.receipt.number;
                ledger
                    .book()
                    .wrong(format!("{number} is another request now"));
            }
            Err(error) => ledger.book().wrong(error.to_string()),
        }
    }
}

/// Waits until a condition holds.
fn until(what: &str, holds: impl Fn() -> Result<bool>) -> Result<()> {
    let started = Instant::now();
    while !holds()? {
        if started.elapsed() > PATIENCE {
            return Err(format!("timed out waiting for {what}").into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
