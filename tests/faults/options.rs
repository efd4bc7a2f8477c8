//! What the command line asks for.

use crate::support::Result;
use anyhow::{Context, bail};
use std::time::{SystemTime, UNIX_EPOCH};

/// How many forms are sent unless somebody says otherwise.
const RUNS: usize = 100;
/// How many users send them at the same time, each with a browser and a server of their own: one spends most of the
/// time waiting for what was broken.
const USERS: usize = 3;
/// What a filter of tests has to have part of.
const NAME: &str = "faults";

/// What is to be done.
pub(crate) enum Wanted {
    Run(Options),
    /// The filter names other tests.
    Nothing,
}

/// How to run.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// How many forms are sent.
    pub(crate) runs: usize,
    pub(crate) seed: u64,
    pub(crate) bug: Option<Bug>,
}

/// A fault that must not be survived: it shows that the checks at the end can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The proxy sends every request twice, the second time under another key.
    Double,
    /// The proxy makes receipts up, and nothing is recorded.
    Forge,
}

impl Options {
    /// What each user does: a part of the forms, under a seed of their own.
    pub(crate) fn shares(&self) -> impl Iterator<Item = Self> + use<> {
        let (options, users) = (self.clone(), USERS.min(self.runs).max(1));
        (0..users).map(move |user| Self {
            runs: (options.runs + user) / users,
            seed: options.seed.wrapping_add(user as u64),
            bug: options.bug,
        })
    }

    /// Reads `--runs N`, `--seed S`, `--bug double|forge`, and the filters of `cargo test`.
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Wanted> {
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
            return Ok(Wanted::Nothing);
        }
        Ok(Wanted::Run(options))
    }
}
