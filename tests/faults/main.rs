//! A fault run: users submit forms in a real browser to the real server while everything in between breaks. A proxy
//! cuts, delays, repeats and replaces messages; the server, tabs and whole browsers are killed.
//!
//! Every other user has a server with a PostgreSQL database, the others one with a database file.
//!
//! `cargo xtask faults` builds what is needed and starts it. Each form contains a unique text, so that the result can
//! be verified from outside: whatever was acknowledged to the user is recorded once, nothing is recorded twice, and
//! everything else that the browser promised to keep is recorded or still there.
//!
//! The seed determines the actions and their timing, but not the timing of the processes.
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value that lacks a member is null"
)]
#![expect(clippy::print_stdout, reason = "the run tells what it comes to")]

mod browser;
#[path = "../../crates/server/tests/support/cluster.rs"]
#[expect(dead_code, reason = "the tests of the API need more of it")]
mod cluster;
#[path = "../../crates/delivery/simulator/rng.rs"]
#[expect(dead_code, reason = "the simulator rolls in more ways")]
mod rng;
#[path = "../journeys"]
mod journeys {
    #[expect(
        dead_code,
        unused_imports,
        unused_macros,
        reason = "the journeys need more of it"
    )]
    pub(crate) mod support;
}
mod ledger;
mod options;
mod plan;
mod proxy;
mod run;
mod screen;
mod settle;
mod turn;
mod verdict;

use journeys::support;
use options::{Options, Selection};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(begin) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("The fault run stopped: {error:#}");
            tell(0, 1);
            ExitCode::FAILURE
        }
    }
}

/// Runs the faults and returns whether all promises were kept.
fn begin(wanted: Selection) -> support::Result<bool> {
    let Selection::Run(options) = wanted else {
        tell(0, 0);
        return Ok(true);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let verdict = runtime.block_on(run::run(&options))?;
    println!("{verdict}");
    let kept = verdict.is_kept();
    tell(u32::from(kept), u32::from(!kept));
    Ok(kept)
}

/// Prints the last line of a test harness, so that `cargo xtask test` counts this run like any other test.
fn tell(passed: u32, failed: u32) {
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {passed} passed; {failed} failed");
}
