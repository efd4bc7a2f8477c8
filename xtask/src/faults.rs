//! `cargo xtask faults`: injects faults into the storage of a real server, into several servers on
//! one PostgreSQL database, and into a real browser and server and everything between them.

use crate::build::programs::Programs;
use crate::build::{self, Optimisation};
use crate::parallel::together;
use crate::project::Project;
use crate::test::Compiled;
use crate::{console, process, test, tools};
use anyhow::{Context, Result};
use lexopt::prelude::*;
use std::process::Command;

/// The test target with storage faults.
const STORAGE: &str = "storage_faults";

/// The test target with faults of one of several servers, or of their database.
const REPLICAS: &str = "replica_faults";

/// The bugs that can be seeded between several servers and their clients.
const BUGS_OF_REPLICAS: [&str; 2] = ["per-server-keys", "ignored-tags"];

/// The options of the command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The number of forms to submit.
    pub(crate) runs: u64,
    /// The number of faults in each scenario with several servers, if given.
    pub(crate) rounds: Option<u64>,
    /// The seed of the browser faults; random by default.
    pub(crate) seed: Option<u64>,
    /// A bug to seed, which must be detected.
    pub(crate) bug: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runs: 100,
            rounds: None,
            seed: None,
            bug: None,
        }
    }
}

impl Options {
    /// Parses an option of the command line, `--name`, and its value.
    pub(crate) fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match name {
            "runs" => self.runs = values.value()?.parse()?,
            "rounds" => self.rounds = Some(values.value()?.parse()?),
            "seed" => self.seed = Some(values.value()?.parse()?),
            "bug" => self.bug = Some(values.value()?.string()?),
            _ => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

/// Builds everything, runs the fault tests of the servers, and submits the forms; each run prints
/// its own output.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let tools = tools::for_tests(project)?;
    let compile = || {
        let what = "Compiling the server and the fault tests";
        console::step(what, "about 2 minutes the first time", || {
            test::compile(project, &[test::FAULTS, STORAGE, REPLICAS])
        })
    };
    let bug = options.bug.as_deref();
    if bug.is_some_and(|bug| BUGS_OF_REPLICAS.contains(&bug)) {
        return replicas(project, &compile()?, options);
    }
    let portal = || {
        let programs = || Programs::compile(project);
        build::build(project, &tools, Optimisation::Release, &programs)
    };
    let (compiled, ()) = together(compile, portal)?;
    if bug.is_none() {
        for program in compiled.tests(&project.root, false, &[STORAGE]) {
            process::run(&mut program.command())
                .context("The run with storage faults found a problem")?;
        }
        replicas(project, &compiled, options)?;
    }
    let program = compiled.tests(&project.root, true, &[test::FAULTS]);
    let program = program
        .first()
        .context("cargo built no program with the fault tests")?;
    let mut command = Command::new(&program.file);
    test::environment(&mut command, project, &tools, &compiled)?;
    command.current_dir(&program.folder);
    command.args(["--runs", &options.runs.to_string()]);
    if let Some(seed) = options.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    command.args(bug.iter().flat_map(|name| ["--bug", name]));
    process::run(&mut command).context("The run found a problem")
}

/// Injects faults into one of several servers, or into their database.
fn replicas(project: &Project, compiled: &Compiled, options: &Options) -> Result<()> {
    for program in compiled.tests(&project.root, false, &[REPLICAS]) {
        let mut command = program.command();
        if let Some(rounds) = options.rounds {
            command.args(["--rounds", &rounds.to_string()]);
        }
        command.args(options.bug.iter().flat_map(|name| ["--bug", name.as_str()]));
        process::run(&mut command).context("The run with several servers found a problem")?;
    }
    Ok(())
}
