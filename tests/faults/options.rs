//! Command-line options.

use crate::support::Result;
use anyhow::{Context, bail};
use std::time::{SystemTime, UNIX_EPOCH};

/// The default number of forms.
const RUNS: usize = 100;
/// The number of concurrent users, each with their own browser and server. A single user would spend most of the time
/// waiting for recovery.
const USERS: usize = 3;
/// A test filter has to be part of this name to select the run.
const NAME: &str = "faults";

/// What the command line asks for.
pub(crate) enum Selection {
    Run(Options),
    /// The filter selects other tests.
    Nothing,
}

/// The options of a run.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The number of forms to submit.
    pub(crate) runs: usize,
    pub(crate) seed: u64,
    pub(crate) bug: Option<Bug>,
}

/// A planted bug, which demonstrates that the final checks can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The proxy sends every request twice, the second time with a different key.
    Double,
    /// The proxy forges receipts, and nothing is recorded.
    Forge,
}

impl Options {
    /// The share of each user: some of the forms, with a separate seed.
    pub(crate) fn shares(&self) -> impl Iterator<Item = Self> + use<> {
        let (options, users) = (self.clone(), USERS.min(self.runs).max(1));
        (0..users).map(move |user| Self {
            runs: (options.runs + user) / users,
            seed: options.seed.wrapping_add(user as u64),
            bug: options.bug,
        })
    }

    /// Parses `--runs N`, `--seed S`, `--bug double|forge`, and the filters of `cargo test`.
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Selection> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let mut options = Self {
            runs: RUNS,
            seed: u64::from(now.subsec_nanos()),
            bug: None,
        };
        let mut arguments = arguments;
        let mut filters = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.with_context(|| format!("{argument} wants a value"))
            };
            match argument.as_str() {
                "--runs" => options.runs = value()?.parse()?,
                "--seed" => options.seed = value()?.parse()?,
                "--bug" => {
                    options.bug = Some(match value()?.as_str() {
                        "double" => Bug::Double,
                        "forge" => Bug::Forge,
                        other => bail!("there is no bug {other:?}"),
                    });
                }
                filter if filter.starts_with('-') => bail!("there is no option {filter}"),
                _ => filters.push(argument),
            }
        }
        if !filters.is_empty() && !filters.iter().any(|filter| NAME.contains(filter)) {
            return Ok(Selection::Nothing);
        }
        Ok(Selection::Run(options))
    }
}
