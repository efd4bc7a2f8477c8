//! `portico-server log`: whether the log is what was written.

use super::say;
use crate::store::{Chain, check_log, database_file};
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Checks that no entry of the log was changed, removed or moved, and that every request is what its entries lead to;
    /// works while the server runs.
    Check {
        /// The data folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

impl LogCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        let Self::Check { data } = self;
        let file = database_file(&data);
        if !file.exists() {
            return Err(format!("There is no data in {}.", data.display()));
        }
        let Some(log) = intact(&file).await? else {
            let reason =
                "The data is from an earlier release; its log begins when this release starts.";
            return Err(reason.to_owned());
        };
        say(&format!(
            "The log is intact: {} entries. The hash of the last one is {}.",
            log.entries, log.hash
        ))
    }
}

/// The log of a database, if it is intact; nothing in a database of an earlier release.
pub(super) async fn intact(file: &Path) -> Result<Option<Chain>, String> {
    let log = check_log(file).await;
    let log = log.map_err(|error| format!("The log cannot be read: {error}."))?;
    match &log {
        Some(log) if !log.faults.is_empty() => {
            let faults = log.faults.iter().map(|fault| format!("- {fault}"));
            let faults: Vec<_> = faults.collect();
            Err(format!("The log is not intact:\n{}", faults.join("\n")))
        }
        _ => Ok(log),
    }
}
