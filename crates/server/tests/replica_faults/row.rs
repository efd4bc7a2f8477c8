//! One row: users work at their devices, a fault is injected and ends, and then everything is compared.

use crate::client::{Client, PATIENCE};
use crate::device::{Device, hoard};
use crate::ledger::Ledger;
use crate::object_store::Fate;
use crate::site::{Files, Site};
use crate::verdict::{Outcome, compare};
use crate::{Bug, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The users, each with this many devices.
const PERSONAS: [&str; 3] = ["p-mara-voss", "p-jonas-adeyemi", "p-priya-nair"];
const DEVICES: usize = 2;
/// The user who exceeds the quota, with as many devices.
pub(crate) const QUOTA_USER: &str = "p-kofi-boateng";
/// The number of acknowledgements before, during (if possible) and after a fault.
const ENOUGH: usize = 30;
/// The number of refusals while the database is unavailable.
const REFUSALS: u64 = 30;
/// How often the connections to the database are cut in succession.
const CUTS: usize = 10;

/// The fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A server is killed and restarted, then the next one.
    Kill,
    /// A server is suspended, and resumes after others have completed its work.
    Pause,
    /// PostgreSQL is stopped without notice, and started again.
    StopDatabase,
    /// All connections to PostgreSQL are cut, repeatedly.
    CutConnections,
    /// The bucket refuses all requests for a while.
    LoseBucket,
}

/// The fault, and the storage of the files.
pub(crate) type Row = (Fault, Files);

/// All rows of the table.
pub(crate) const ROWS: &[(&str, Row)] = &[
    ("servers killed in turn", (Fault::Kill, Files::Folder)),
    (
        "servers killed, files in a bucket",
        (Fault::Kill, Files::Bucket),
    ),
    (
        "a server is suspended and resumed",
        (Fault::Pause, Files::Folder),
    ),
    (
        "server suspended, files in a bucket",
        (Fault::Pause, Files::Bucket),
    ),
    (
        "PostgreSQL stopped and started",
        (Fault::StopDatabase, Files::Folder),
    ),
    (
        "connections to PostgreSQL cut",
        (Fault::CutConnections, Files::Folder),
    ),
    (
        "the bucket goes away and comes back",
        (Fault::LoseBucket, Files::Bucket),
    ),
];

/// Runs a row.
pub(crate) fn run(row: Row, rounds: usize, bug: Option<Bug>) -> Outcome {
    let started = Instant::now();
    let ledger = Arc::new(Ledger::default());
    let found = play(row, rounds, bug, &ledger);
    let mut book = ledger.book().clone();
    let found = found.unwrap_or_else(|error| {
        book.wrong(error.to_string());
        Default::default()
    });
    Outcome::new(book, found, started.elapsed())
}

fn play(
    (fault, files): Row,
    rounds: usize,
    bug: Option<Bug>,
    ledger: &Arc<Ledger>,
) -> Result<crate::verdict::Discrepancies> {
    let mut site = Site::start(bug, files)?;
    let enter = |persona| Client::sign_in(site.proxy.address(), persona, ledger);
    let mut devices = Vec::new();
    for persona in PERSONAS {
        for _ in 0..DEVICES {
            devices.push(Device {
                number: devices.len(),
                persona,
                client: enter(persona)?,
            });
        }
    }
    let hoarders = [enter(QUOTA_USER)?, enter(QUOTA_USER)?];
    let enough = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        let ends = StopOnDrop(&enough);
        let mut workers = Vec::new();
        for device in &devices {
            workers.push(scope.spawn(|| device.work(&enough)));
        }
        for hoarder in &hoarders {
            workers.push(scope.spawn(|| hoard(hoarder, &enough)));
        }
        let broken = break_and_mend(fault, rounds, &mut site, ledger);
        drop(ends);
        let ended = until("everything to be acknowledged", || {
            workers.iter().all(|worker| worker.is_finished())
        });
        broken.and(ended)
    });
    // The data is compared in any case.
    if let Err(error) = ended {
        ledger.book().wrong(error.to_string());
    }
    compare(&mut site, &devices, ledger, bug)
}

/// Tells the workers to end, even after a panic.
struct StopOnDrop<'a>(&'a AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Injects and ends the fault while everything is in use, this many times.
fn break_and_mend(fault: Fault, rounds: usize, site: &mut Site, ledger: &Ledger) -> Result<()> {
    let clients: Vec<_> = (0..site.servers())
        .map(|number| site.client(number))
        .collect();
    let all_ready = || {
        until("all servers to be ready", || {
            clients.iter().all(Client::is_ready)
        })
    };
    let acknowledged = |more: usize| {
        let wanted = ledger.book().acknowledged() + more;
        until("more to be acknowledged", || {
            let book = ledger.book();
            book.acknowledged() >= wanted || !book.wrongs.is_empty()
        })
    };
    acknowledged(ENOUGH)?;
    for round in 0..rounds {
        match fault {
            Fault::Kill => {
                let number = round % site.servers();
                site.kill(number)?;
                acknowledged(ENOUGH)?;
                site.start_again(number)?;
            }
            Fault::Pause => {
                let number = round % site.servers();
                site.signal(number, "STOP")?;
                let wanted = ledger.book().unanswered + 1;
                until("a server to be silent", || {
                    ledger.book().unanswered >= wanted
                })?;
                acknowledged(ENOUGH)?;
                site.signal(number, "CONT")?;
            }
            Fault::StopDatabase => {
                site.cluster.control(&["-m", "immediate", "stop"]);
                let wanted = ledger.book().refused + REFUSALS;
                until("people to be refused", || ledger.book().refused >= wanted)?;
                until("no server to be ready", || {
                    !clients.iter().any(Client::is_ready)
                })?;
                site.cluster.control(&["start"]);
            }
            Fault::LoseBucket => {
                let objects = site.objects();
                objects.rule(|_, _| Fate::Refused);
                let wanted = ledger.book().refused + REFUSALS;
                until("people to be refused", || ledger.book().refused >= wanted)?;
                objects.recover();
            }
            Fault::CutConnections => {
                for _ in 0..CUTS {
                    site.cut_connections();
                    acknowledged(1)?;
                }
            }
        }
        all_ready()?;
        acknowledged(ENOUGH)?;
    }
    Ok(())
}

/// Waits until a condition holds.
fn until(what: &str, holds: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !holds() {
        if started.elapsed() > PATIENCE {
            return Err(format!("timed out waiting for {what}").into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
