//! `portico-server log`: verification of the log.

use super::data::DataArgs;
use crate::console::say;
use crate::db::{Location, LogCheck, LogPosition, StoreError, check_log, log_contains};
use crate::failure::chain;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Checks that no entry of the log was changed, removed or moved, and that every request matches its entries; works
    /// while the server runs.
    Check {
        #[command(flatten)]
        data: DataArgs,
        /// An entry that an earlier check printed; the log must still contain it, and so everything up to it.
        #[arg(long, value_name = "NUMBER:HASH")]
        contains: Option<LogPosition>,
    },
}

impl LogCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        let Self::Check { data, contains } = self;
        let at = data.location()?;
        at.exists()?;
        let Some(log) = intact(&at).await? else {
            let reason =
                "The data is from an earlier release; its log begins when this release starts.";
            return Err(reason.to_owned());
        };
        if let Some(noted) = contains {
            let found = log_contains(&at, &noted).await.map_err(unchecked)?;
            if !found {
                return Err(format!(
                    "The log is consistent, but it has no entry {noted}: \
                     it was rewritten or truncated, or a backup from before that entry was restored."
                ));
            }
        }
        if log.entries == 0 {
            return say("The log is intact: it has no entries yet.");
        }
        let last = LogPosition {
            seq: log.last,
            hash: log.hash,
        };
        say(&format!(
            "The log is intact: {} entries. The last one is {last}.",
            log.entries
        ))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn unchecked(error: StoreError) -> String {
    format!("The log cannot be checked: {}.", chain(&error))
}

/// The log of a database, if it is intact; `None` for a database of an earlier release.
pub(super) async fn intact(at: &Location) -> Result<Option<LogCheck>, String> {
    let log = check_log(at).await.map_err(unchecked)?;
    match &log {
        Some(log) if !log.faults.is_empty() => {
            let faults = log.faults.iter().map(|fault| format!("- {fault}"));
            let faults: Vec<_> = faults.collect();
            Err(format!("The log is not intact:\n{}", faults.join("\n")))
        }
        _ => Ok(log),
    }
}
