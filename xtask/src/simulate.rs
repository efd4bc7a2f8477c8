//! `cargo xtask simulate`: the state machines of drafts, outbox and uploads under simulated faults.

use crate::project::Project;
use crate::{console, process};
use anyhow::{Context, Result};
use lexopt::prelude::*;

/// The simulator, see `crates/delivery/simulator`.
const SIMULATOR: &str = "portico-simulate";

/// The options of the command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) runs: u64,
    /// The seed of the first run; it increases by one for each further run.
    pub(crate) seed: u64,
    /// A bug to seed, which must be detected.
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

impl Options {
    /// Parses an option of the command line, `--name`, and its value.
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "runs" => self.runs = values.value()?.parse()?,
            "seed" => self.seed = values.value()?.parse()?,
            "bug" => self.bug = Some(values.value()?.string()?),
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

/// Builds and runs the simulator, which prints its own output.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut build = process::cargo();
    build
        .args(["build", "--locked", "--profile", "server"])
        .args(["--package", "portico-delivery", "--bin", SIMULATOR])
        .current_dir(&project.root);
    console::step("Building the simulator", "about a minute", || {
        process::run(&mut build)
    })?;
    let program = project.target.join("server").join(SIMULATOR);
    let mut simulate = std::process::Command::new(program);
    simulate.args(["--runs", &options.runs.to_string()]);
    simulate.args(["--seed", &options.seed.to_string()]);
    simulate.args(options.bug.iter().flat_map(|name| ["--bug", name.as_str()]));
    process::run(&mut simulate).context("The simulator found a problem")
}
