//! `cargo xtask test`: every test there is, and one line that sums them up.

use crate::process;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{build, demo, say};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The portal's own package, whose journeys need browsers.
pub(crate) const PORTAL: &str = "portico";

/// What the tests of one cargo call came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// Runs all tests, or those whose names contain the filter.
pub(crate) fn run(project: &Project, filter: Option<&str>) -> Result<()> {
    let tools = tools::for_tests(project)?;
    build::build(project, &tools)?;
    let server = demo::build_server(project, false)?;

    let mut total = Tally::default();
    let mut faults = Vec::new();
    let mut call = |what: &str, guess: &str, arguments: &[&str]| -> Result<()> {
        let mut command = self::command(project, &tools, &server)?;
        command.arg("--no-fail-fast").args(arguments).args(filter);
        let (tally, whole) = say::step(what, guess, || count(&mut command))?;
        total.passed += tally.passed;
        total.failed += tally.failed;
        if !whole {
            total.failed += 1;
            faults.push(format!(
                "{what}: something did not build, or stopped before its last test."
            ));
        }
        Ok(())
    };

    let others = project.packages.iter().filter(|name| *name != PORTAL);
    let pure: Vec<_> = others.flat_map(|name| ["-p", name]).collect();
    call(
        "Testing the crates and the API",
        "about 5 minutes at the first time",
        &pure,
    )?;
    call(
        "Testing the portal's own functions",
        "about 2 minutes at the first time",
        &[
            "-p",
            PORTAL,
            "--lib",
            "--test",
            "api_examples",
            "--test",
            "routes",
        ],
    )?;
    call(
        "Running the journeys",
        "about 5 minutes",
        &["-p", PORTAL, "--test", "journeys"],
    )?;
    call(
        "Sending forms while everything breaks",
        "about 5 minutes",
        &["-p", PORTAL, "--test", "faults"],
    )?;

    for fault in &faults {
        println!("{fault}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("Not every test passed.");
    }
    if total.passed == 0 {
        bail!("No test has {} in its name.", filter.unwrap_or_default());
    }
    Ok(())
}

/// A call of `cargo test` that knows where everything is that tests of the whole need.
pub(crate) fn command(project: &Project, tools: &Tools, server: &Path) -> Result<Command> {
    let mut command = process::cargo();
    command
        .args(["test", "--locked"])
        .current_dir(&project.root);
    command
        .env("PATH", tools.path()?)
        .env("PORTICO_SERVER", server)
        .env("PORTICO_DIST", &project.dist)
        .env("PORTICO_CONTENT", project.root.join("content"))
        .env(
            "PORTICO_INTRANET",
            project.root.join("examples/intranet/server.mjs"),
        )
        .env("PORTICO_GECKODRIVER", tools.cargo_program("geckodriver"))
        .env("PORTICO_AXE", tools.npm_file("axe-core/axe.min.js"))
        .env("PORTICO_REDOCLY", tools.npm_program("redocly"));
    Ok(command)
}

/// Runs cargo, passes its words on and adds up its results. The flag says whether all of it ran to the end.
fn count(command: &mut Command) -> Result<(Tally, bool)> {
    command.stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| process::could_not_start(command, &error))?;
    let mut tally = Tally::default();
    let output = child.stdout.take().context("cargo test has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("cargo test's output cannot be read")?;
        println!("{line}");
        let one = result(&line).unwrap_or_default();
        tally.passed += one.passed;
        tally.failed += one.failed;
    }
    let _ = std::io::stdout().flush();
    let status = child.wait().context("cargo test cannot be waited for")?;
    Ok((tally, status.success() || tally.failed > 0))
}

/// Reads `test result: ok. 12 passed; 0 failed; ...`.
fn result(line: &str) -> Option<Tally> {
    let (_, numbers) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let mut parts = numbers.split("; ").filter_map(|part| part.split_once(' '));
    let mut next = |word: &str| {
        parts
            .next()
            .filter(|(_, name)| *name == word)?
            .0
            .parse()
            .ok()
    };
    Some(Tally {
        passed: next("passed")?,
        failed: next("failed")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Tally, result};

    #[test]
    fn result_lines() {
        let check = |line: &str, expected: Option<(u64, u64)>| {
            assert_eq!(
                result(line),
                expected.map(|(passed, failed)| Tally { passed, failed }),
                "{line}"
            );
        };
        check(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            Some((12, 0)),
        );
        check(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored",
            Some((3, 2)),
        );
        check("test a::b ... ok", None);
        check("test result: strange", None);
    }
}
