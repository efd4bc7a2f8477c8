//! The real server on failing storage: the disk is full, failing, read-only or locked by another program, or the clock
//! jumps, while users send requests and repeat them until they are acknowledged.
//!
//! After each fault the server has to recover by itself, and everything that it acknowledged has to exist exactly once,
//! even after its process was killed. During the fault it has to continue reading, to explain its refusals, and to
//! report with `/readyz` that it cannot write.
//!
//! This is one run that prints a table: `cargo test -p portico-server --test storage_faults`. A part of a row's name
//! selects that row; `--bug forge` and `--bug double` seed bugs that the checks have to detect.
#![cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "there is nothing to break storage with")
)]
#![expect(clippy::print_stdout, reason = "the run tells what it comes to")]
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value that lacks a member is null"
)]

mod client;
mod fault;
mod ledger;
mod run;
mod server;
#[path = "../support/table.rs"]
mod table;

use fault::{Fault, ROWS};
use std::process::ExitCode;

/// The reason why a run failed.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A fault, with its name in the table.
type Row = (&'static str, Fault);

/// A test filter that is part of this name selects all rows.
const NAME: &str = "storage_faults";

/// A seeded bug, to show that the checks detect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    /// An acknowledgement that the server never sent.
    Forge,
    /// A request that is sent a second time, with another key.
    Double,
}

fn main() -> ExitCode {
    let (rows, bug) = match options() {
        Ok(options) => options,
        Err(error) => {
            println!("{error}");
            return ExitCode::FAILURE;
        }
    };
    table::run(rows, |fault| run::row(fault, bug))
}

/// The selected rows, and the bug.
fn options() -> Result<(Vec<Row>, Option<Bug>)> {
    let mut rows = ROWS.to_vec();
    if cfg!(not(target_os = "linux")) {
        println!("Storage can be broken on Linux only.");
        rows.clear();
    }
    let mut bug = None;
    let mut filters: Vec<String> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bug" => {
                bug = Some(match arguments.next().as_deref() {
                    Some("forge") => Bug::Forge,
                    Some("double") => Bug::Double,
                    other => return Err(format!("there is no bug {other:?}").into()),
                });
            }
            option if option.starts_with('-') => {
                return Err(format!("there is no option {option}").into());
            }
            _ => filters.push(argument),
        }
    }
    table::filter(&mut rows, &filters, NAME);
    Ok((rows, bug))
}
