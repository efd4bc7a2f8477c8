//! The real server over a storage that fails: the disk is full, fails, may only be read, is locked by another program,
//! or the clock jumps, while people send requests and send them again until they are answered.
//!
//! After each fault the server has to come back by itself, and whatever it acknowledged has to be there once, also after
//! its process was killed. Meanwhile it has to go on reading, to refuse in words, and to say by `/readyz` that nothing can
//! be written.
//!
//! It is no set of tests but one run with a table: `cargo test -p portico-server --test storage_faults`. A part of a
//! row's name runs that row alone; `--bug forge` and `--bug double` plant what the checks have to find.
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

/// What fails a run, in words.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A fault under the name that the table has for it.
type Row = (&'static str, Fault);

/// What a filter of tests has to have part of to mean all rows.
const NAME: &str = "storage_faults";

/// A wrong that is planted, to see that the checks find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    /// An acknowledgement that the server never gave.
    Forge,
    /// A request that is sent a second time, under another key.
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

/// The rows that are wanted, and the bug.
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
