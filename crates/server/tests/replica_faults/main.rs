//! Several real servers over one PostgreSQL database and one folder of uploads, behind a proxy that gives each request to
//! the next of them, while servers are killed or stand still, the database is stopped, and connections to it are cut.
//!
//! Meanwhile people send requests with files, comment on them, and save drafts from two devices; their connections break
//! in the middle of a file. Whatever was acknowledged has to be there once, whichever server was asked; the log has to be
//! one chain without gaps.
//!
//! It is no set of tests but one run with a table: `cargo test -p portico-server --test replica_faults`. A part of a row's
//! name runs that row alone, `--rounds 20` breaks something twenty times in each, and `--bug` plants what the checks
//! have to find.
#![cfg_attr(
    not(unix),
    allow(dead_code, reason = "the cluster of the run needs Unix")
)]
#![expect(clippy::print_stdout, reason = "the run tells what it comes to")]
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value that lacks a member is null"
)]

mod client;
#[path = "../support/cluster.rs"]
mod cluster;
mod device;
mod ledger;
mod proxy;
mod row;
mod site;
#[path = "../support/table.rs"]
mod table;
mod verdict;

use row::{Fault, ROWS};
use std::process::ExitCode;

/// What fails a run, in words.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What a filter of tests has to have part of to mean all rows.
const NAME: &str = "replica_faults";
/// How often something is broken in each row, unless somebody says otherwise.
const ROUNDS: usize = 2;

/// What is to be done.
struct Options {
    rows: Vec<(&'static str, Fault)>,
    rounds: usize,
    bug: Option<Bug>,
}

/// A wrong that is planted, to see that the checks find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    /// An `Idempotency-Key` means something within one server only.
    PerServerKeys,
    /// A draft is saved whatever its tag is.
    IgnoredTags,
    /// An acknowledgement that no server gave.
    Forge,
}

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            println!("{error}");
            return ExitCode::FAILURE;
        }
    };
    table::run(options.rows, |fault| {
        row::run(fault, options.rounds, options.bug)
    })
}

impl Options {
    /// Reads `--rounds N`, `--bug NAME`, and the filters of `cargo test`.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            rows: ROWS.to_vec(),
            rounds: ROUNDS,
            bug: None,
        };
        let mut filters: Vec<String> = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.ok_or_else(|| format!("{argument} wants a value"))
            };
            match argument.as_str() {
                "--rounds" => options.rounds = value()?.parse()?,
                "--bug" => {
                    options.bug = Some(match value()?.as_str() {
                        "per-server-keys" => Bug::PerServerKeys,
                        "ignored-tags" => Bug::IgnoredTags,
                        "forge" => Bug::Forge,
                        other => return Err(format!("there is no bug {other:?}").into()),
                    });
                }
                option if option.starts_with('-') => {
                    return Err(format!("there is no option {option}").into());
                }
                _ => filters.push(argument),
            }
        }
        table::filter(&mut options.rows, &filters, NAME);
        if cfg!(not(unix)) {
            println!("Several servers are tested on Unix only.");
            options.rows.clear();
        }
        Ok(options)
    }
}
