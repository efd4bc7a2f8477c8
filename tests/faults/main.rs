//! A fault run: a user sends forms through a real browser to the real server while everything between and around them
//! breaks. A proxy cuts, delays, repeats and replaces what passes; the server, the tab and the whole browser are killed.
//!
//! Every other user's server has its database on PostgreSQL, the others theirs in a file.
//!
//! `cargo xtask faults` builds what it needs and starts it. Each form carries a text that no other has, so the end can
//! be checked from the outside: whatever the user saw acknowledged is recorded once, nothing is recorded twice, and
//! whatever else the browser promised to keep is recorded or still there.
//!
//! The seed decides what is done and when; how the processes answer is not repeated by it.
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
    #[expect(dead_code, unused_imports, reason = "the journeys need more of it")]
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
use options::{Options, Wanted};
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

/// Whether everything was as promised.
fn begin(wanted: Wanted) -> support::Result<bool> {
    let Wanted::Run(options) = wanted else {
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

/// The line that a test harness ends with, so that `cargo xtask test` counts this run like any other test.
fn tell(passed: u32, failed: u32) {
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {passed} passed; {failed} failed");
}
