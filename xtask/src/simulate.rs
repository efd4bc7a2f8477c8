//! `cargo xtask simulate`: the state machines of drafts, outbox and uploads in a world full of faults.

use crate::project::Project;
use crate::{process, say};
use anyhow::{Context, Result};

/// The program that does it, see `crates/delivery/simulator`.
const SIMULATOR: &str = "portico-simulate";

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) runs: u64,
    /// The seed of the first run; each further one has the next.
    pub(crate) seed: u64,
    /// A bug to plant, which is to be found.
    pub(crate) bug: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runs: 100_000,
            seed: 1,
            bug: None,
        }
    }
}

/// Builds the simulator and lets it run; it prints its own words.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut build = process::cargo();
    build
        .args(["build", "--locked", "--profile", "server"])
        .args(["--package", "portico-delivery", "--bin", SIMULATOR])
        .current_dir(&project.root);
    say::step("Building the simulator", "about a minute", || {
        process::run(&mut build)
    })?;
    let program = project.target.join("server").join(SIMULATOR);
    let mut simulate = std::process::Command::new(program);
    simulate.args(["--runs", &options.runs.to_string()]);
    simulate.args(["--seed", &options.seed.to_string()]);
    simulate.args(options.bug.iter().flat_map(|name| ["--bug", name.as_str()]));
    process::run(&mut simulate).context("The simulator found something")
}
