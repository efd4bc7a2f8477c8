//! `cargo xtask faults`: a real browser and the real server, and everything between and around them breaks.

use crate::project::Project;
use crate::{build, demo, process, test, tools};
use anyhow::Result;

/// How many forms are sent unless somebody says otherwise.
pub(crate) const RUNS: u32 = 100;

/// Sends so many forms; the seed decides what goes wrong, and is new at each run without one.
pub(crate) fn run(project: &Project, runs: u32, seed: Option<u64>) -> Result<()> {
    let tools = tools::for_tests(project)?;
    build::build(project, &tools)?;
    let server = demo::build_server(project, false)?;
    let mut command = test::command(project, &tools, &server)?;
    command.args([
        "-p",
        test::PORTAL,
        "--test",
        "faults",
        "--",
        "--runs",
        &runs.to_string(),
    ]);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    process::run(&mut command)
}
