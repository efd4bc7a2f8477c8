//! Runs the state machines of this crate with injected faults, and reports violated invariants.
//!
//! A run is determined by its seed: the same seed reproduces the same run. See `cargo xtask simulate`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test program speaks on its standard streams, and stops at its own mistakes"
)]

mod act;
mod bug;
mod choices;
mod copies;
mod dispatch;
mod event;
mod fault;
mod fault_injection;
mod files;
mod ledger;
mod message;
mod network;
mod operation;
mod rng;
mod run;
mod server;
mod store;
mod storing;
mod tab;
mod world;

use bug::Bug;
use fault::Faults;
use run::{Report, run};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const HELP: &str = "\
portico-simulate [--runs N] [--seed N] [--bug NAME]

  --runs N    how many runs, each with the next seed; 1000 if not given
  --seed N    the first seed; 1 if not given
  --bug NAME  plant a bug and expect it to be found:";

struct Options {
    runs: u64,
    seed: u64,
    bug: Option<Bug>,
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Some(options) => simulate(&options),
        None => {
            eprintln!("{HELP}");
            for (name, _) in bug::ALL {
                eprintln!("              {name}");
            }
            ExitCode::from(2)
        }
    }
}

fn options(mut words: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options {
        runs: 1_000,
        seed: 1,
        bug: None,
    };
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--runs" => options.runs = value.parse().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            "--bug" => options.bug = Some(Bug::named(&value)?),
            _ => return None,
        }
    }
    Some(options)
}

fn simulate(options: &Options) -> ExitCode {
    let begin = Instant::now();
    let mut said = begin;
    let mut faults = Faults::default();
    let mut recorded = 0;
    // A panic in the state machines or in the simulation is reported like any other failure.
    std::panic::set_hook(Box::new(|_| {}));
    for done in 0..options.runs {
        let seed = options.seed.wrapping_add(done);
        let report = caught(seed, options.bug, false);
        faults.add_all(&report.faults);
        recorded += report.recorded;
        if let Some(failure) = report.failure {
            println!(
                "Seed {seed}, run {} of {}: {failure}",
                done + 1,
                options.runs
            );
            for line in caught(seed, options.bug, true).trace {
                println!("  {line}");
            }
            println!(
                "Again: cargo xtask simulate --runs 1 --seed {seed}{}",
                again(options.bug)
            );
            return ExitCode::FAILURE;
        }
        if said.elapsed() > Duration::from_secs(5) {
            said = Instant::now();
            eprintln!(
                "{} of {} runs, {} s",
                done + 1,
                options.runs,
                begin.elapsed().as_secs()
            );
        }
    }
    println!("{:<34}{:>12}", "fault", "times");
    for fault in fault::ALL {
        println!("{:<34}{:>12}", fault.name(), faults.of(fault));
    }
    println!(
        "{} runs from seed {} in {:.1} s: {recorded} requests and comments recorded, nothing lost, nothing twice.",
        options.runs,
        options.seed,
        begin.elapsed().as_secs_f64()
    );
    ExitCode::SUCCESS
}

fn again(bug: Option<Bug>) -> String {
    let found = bug::ALL.iter().find(|(_, own)| Some(*own) == bug);
    found.map_or(String::new(), |(name, _)| format!(" --bug {name}"))
}

fn caught(seed: u64, bug: Option<Bug>, traced: bool) -> Report {
    catch_unwind(AssertUnwindSafe(|| run(seed, bug, traced))).unwrap_or_else(|panic| Report {
        failure: Some(format!("panic: {:?}", panic.downcast_ref::<String>())),
        faults: Faults::default(),
        recorded: 0,
        trace: Vec::new(),
    })
}
