//! `cargo xtask faults`: a real browser and the real server, and everything between and around them breaks.

use crate::project::Project;
use crate::{build, demo, process, test, tools};
use anyhow::{Context, Result};

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many forms are sent.
    pub(crate) runs: u64,
    /// Decides what goes wrong; another one at each run where nobody says which.
    pub(crate) seed: Option<u64>,
    /// A bug to plant, which is to be found.
    pub(crate) bug: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runs: 100,
            seed: None,
            bug: None,
        }
    }
}

/// Builds everything and sends the forms; the run prints its own words.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let tools = tools::for_tests(project)?;
    build::build(project, &tools)?;
    let server = demo::build_server(project, false)?;
    let mut command = test::command(project, &tools, &server)?;
    command.args(["-p", test::PORTAL, "--test", "faults", "--"]);
    command.args(["--runs", &options.runs.to_string()]);
    if let Some(seed) = options.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    command.args(options.bug.iter().flat_map(|name| ["--bug", name.as_str()]));
    process::run(&mut command).context("The run found something")
}
