//! One row: people work at their devices, something breaks and is mended, and then all is compared.

use crate::client::{Client, PATIENCE};
use crate::device::{Device, hoard};
use crate::ledger::Ledger;
use crate::site::Site;
use crate::verdict::{Outcome, compare};
use crate::{Bug, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Who works, each at so many devices.
const PERSONAS: [&str; 3] = ["p-mara-voss", "p-jonas-adeyemi", "p-priya-nair"];
const DEVICES: usize = 2;
/// Who announces more files than they may have, at as many devices.
pub(crate) const HOARDER: &str = "p-kofi-boateng";
/// What has to be acknowledged before something breaks, while it is broken where that is possible, and after.
const ENOUGH: usize = 30;
/// How often somebody has to be refused while the database is away.
const REFUSALS: u64 = 30;
/// How many times in a row the connections to the database are cut.
const CUTS: usize = 10;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A server is killed and started again, then the next one.
    Kill,
    /// A server stands still, and goes on when others have done what it was asked for.
    Pause,
    /// PostgreSQL is stopped without a word to anybody, and started again.
    StopDatabase,
    /// All connections to PostgreSQL are cut, and again.
    CutConnections,
}

/// All rows of the table.
pub(crate) const ROWS: &[(&str, Fault)] = &[
    ("servers killed in turn", Fault::Kill),
    ("a server stands still and goes on", Fault::Pause),
    ("PostgreSQL stopped and started", Fault::StopDatabase),
    ("connections to PostgreSQL cut", Fault::CutConnections),
];

/// Runs a row.
pub(crate) fn run(fault: Fault, rounds: usize, bug: Option<Bug>) -> Outcome {
    let started = Instant::now();
    let ledger = Arc::new(Ledger::default());
    let found = play(fault, rounds, bug, &ledger);
    let mut book = ledger.book().clone();
    let found = found.unwrap_or_else(|error| {
        book.wrong(error.to_string());
        Default::default()
    });
    Outcome::new(book, found, started.elapsed())
}

fn play(
    fault: Fault,
    rounds: usize,
    bug: Option<Bug>,
    ledger: &Arc<Ledger>,
) -> Result<crate::verdict::Found> {
    let mut site = Site::start(bug)?;
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
    let hoarders = [enter(HOARDER)?, enter(HOARDER)?];
    let enough = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        let ends = Ends(&enough);
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
    // What is there is compared in any case.
    if let Err(error) = ended {
        ledger.book().wrong(error.to_string());
    }
    compare(&mut site, &devices, ledger, bug)
}

/// Tells the workers to end, even if what they wait for panics.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Breaks something while all is in use, and mends it again, so many times.
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

/// Waits until something holds.
fn until(what: &str, holds: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !holds() {
        if started.elapsed() > PATIENCE {
            return Err(format!("waited in vain for {what}").into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
