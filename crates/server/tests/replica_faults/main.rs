//! Several real servers with one PostgreSQL database and one upload folder or bucket, behind a proxy that distributes requests
//! among them, while servers are killed or suspended, the database is stopped, connections to it are cut,
//! and the bucket becomes unavailable.
//!
//! Meanwhile users send requests with files, comment on them, and save drafts from two devices; their connections break
//! in the middle of a file. Everything that was acknowledged has to exist exactly once, on every server, and the log
//! has to be one chain without gaps.
//!
//! This is one run that prints a table: `cargo test -p portico-server --test replica_faults`. A part of a row's name
//! selects that row, `--rounds 20` injects the fault twenty times in each, and `--bug` seeds a bug that the checks have
//! to detect.
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
#[path = "../support/object_store.rs"]
mod object_store;
mod proxy;
mod row;
mod site;
#[path = "../support/table.rs"]
mod table;
mod verdict;

use row::{ROWS, Row};
use std::process::ExitCode;

/// The reason why a run failed.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A test filter that is part of this name selects all rows.
const NAME: &str = "replica_faults";
/// The default number of faults in each row.
const ROUNDS: usize = 2;

/// The command-line options.
struct Options {
    rows: Vec<(&'static str, Row)>,
    rounds: usize,
    bug: Option<Bug>,
}

/// A seeded bug, to show that the checks detect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    /// An `Idempotency-Key` is valid within one server only.
    PerServerKeys,
    /// A draft is saved regardless of its tag.
    IgnoredTags,
    /// An acknowledgement that no server sent.
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
    table::run(options.rows, |row| {
        row::run(row, options.rounds, options.bug)
    })
}

impl Options {
    /// Parses `--rounds N`, `--bug NAME`, and the filters of `cargo test`.
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
