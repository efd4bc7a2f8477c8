//! `cargo xtask test`: all tests, and a summary.

mod compile;
mod needs;
mod selection;
mod snapshots;

use crate::build::programs::PendingPrograms;
use crate::build::{self, Optimisation};
use crate::parallel::together;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{console, process, trunk};
use anyhow::{Context, Result, bail};
use compile::TestProgram;
pub(crate) use compile::{Compiled, compile};
use needs::Needs;
use selection::Selection;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// The target with the long run of faults, which has its own command line.
pub(crate) const FAULTS: &str = "faults";

/// The target with the API tests, which run on both databases.
const API: &str = "api";

/// The target with the browser journeys.
const JOURNEYS: &str = "journeys";

/// The journey that tests the trunk build.
const THROUGH_TRUNK: &str = "trunk::the_first_journey_through_what_trunk_has_built";

/// The results of one test program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// The options of the command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Parts of test names, files and folders; all tests if empty.
    pub(crate) filters: Vec<String>,
    /// Accepts new snapshots.
    pub(crate) accept: bool,
}

/// Runs all tests, or those that match the filters.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let selection = Selection::read(project, &options.filters)?;
    let tools = tools::for_tests(project)?;
    let (compiled, needs) = prepare(project, &tools, &selection)?;
    let mut run = Run {
        tools: &tools,
        project,
        compiled: &compiled,
        selection: &selection,
        accept: options.accept,
        total: Tally::default(),
        faults: Vec::new(),
    };
    // trunk runs when a processor is otherwise idle; only its own journey waits for it.
    let by_trunk = || match needs.trunk {
        true => trunk::build_for_tests(project, &tools),
        false => Ok(()),
    };
    together(|| run.all_but_trunk(&needs), by_trunk)?;
    if needs.trunk {
        let journeys = compiled.tests(&project.root, true, &[JOURNEYS]);
        let what = "Running the journey on the trunk build";
        run.programs(what, &journeys, |_| Some(vec!["--exact", THROUGH_TRUNK]))?;
    }

    for fault in &run.faults {
        println!("{fault}");
    }
    let total = run.total;
    println!("{}", console::table());
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        snapshots::tell(project)?;
        bail!("Some tests failed.");
    }
    if total.passed == 0 {
        bail!("No test matches {}.", options.filters.join(" or "));
    }
    Ok(())
}

/// Prepares everything that the tests need: for a complete run in parallel, otherwise only what the
/// selected tests need.
fn prepare(project: &Project, tools: &Tools, selection: &Selection) -> Result<(Compiled, Needs)> {
    // The programs for the portal's build are compiled together with the tests.
    let awaited = PendingPrograms::default();
    let programs = || awaited.wait(project);
    let portal = || build::build(project, tools, Optimisation::Release, &programs);
    let drivers = || tools::programs(&[tools::GECKODRIVER]);
    let tests = || {
        let compiled = console::step(
            "Compiling all tests",
            "about 4 minutes the first time",
            || compile(project, &[]),
        );
        awaited.are_compiled(&compiled);
        compiled
    };
    if selection.is_all() {
        let ((compiled, ()), ()) = together(|| together(tests, portal), drivers)?;
        let needs = Needs::of(&compiled, project, selection)?;
        return Ok((compiled, needs));
    }
    let compiled = tests()?;
    let needs = Needs::of(&compiled, project, selection)?;
    if needs.journeys || needs.faults {
        together(portal, drivers)?;
    }
    Ok((compiled, needs))
}

/// The results so far.
struct Run<'a> {
    project: &'a Project,
    tools: &'a Tools,
    compiled: &'a Compiled,
    selection: &'a Selection,
    accept: bool,
    total: Tally,
    faults: Vec<String>,
}

impl Run<'_> {
    fn all_but_trunk(&mut self, needs: &Needs) -> Result<()> {
        let (compiled, selection) = (self.compiled, self.selection);
        let of = |portal, targets: &[&str]| compiled.tests(&self.project.root, portal, targets);
        let others = of(false, &[]);
        let portal = of(true, &["portico", "api_examples", "routes"]);
        let (journeys, faults) = (of(true, &[JOURNEYS]), of(true, &[FAULTS]));
        let selected = |program: &TestProgram| selection.arguments(program);
        self.programs("Testing the crates and the API", &others, selected)?;
        self.on_postgres(&of(false, &[API]))?;
        self.in_a_bucket(&of(false, &[API]))?;
        self.documentation()?;
        self.programs("Testing the portal's own functions", &portal, selected)?;
        if needs.journeys {
            self.programs("Running the journeys", &journeys, |program| {
                let names = selection.arguments(program)?;
                Some([names.as_slice(), &["--skip", THROUGH_TRUNK]].concat())
            })?;
        }
        if needs.faults {
            let what = "Sending forms under faults";
            self.programs(what, &faults, |_| Some(Vec::new()))?;
        }
        Ok(())
    }

    /// Runs the selected test programs one after another.
    fn programs<'s>(
        &mut self,
        what: &str,
        programs: &[&TestProgram],
        arguments: impl Fn(&TestProgram) -> Option<Vec<&'s str>>,
    ) -> Result<()> {
        let calls = programs.iter().filter_map(|program| {
            let mut command = program.command();
            command.args(arguments(program)?);
            Some((program.target.as_str(), command))
        });
        let calls: Vec<_> = calls.collect();
        if calls.is_empty() {
            return Ok(());
        }
        console::step(what, "some minutes", || {
            calls
                .into_iter()
                .try_for_each(|(name, command)| self.call(name, command))
        })
    }

    /// Runs the API tests again on PostgreSQL, except tests for SQLite, which have it in their
    /// names.
    fn on_postgres(&mut self, programs: &[&TestProgram]) -> Result<()> {
        for program in programs {
            let Some(names) = self.selection.arguments(program) else {
                continue;
            };
            let mut command = program.command();
            command.env("PORTICO_TEST_DATABASE", "postgres");
            command.args(names).args(["--skip", "sqlite"]);
            console::step("Testing the API on PostgreSQL", "about a minute", || {
                self.call("api, on PostgreSQL", command)
            })?;
        }
        Ok(())
    }

    /// Runs the API tests of uploads again with PostgreSQL and a bucket, as several servers use
    /// them, except tests for folders, which have that in their names.
    fn in_a_bucket(&mut self, programs: &[&TestProgram]) -> Result<()> {
        for program in programs {
            let Some(names) = self.selection.arguments(program) else {
                continue;
            };
            let mut command = program.command();
            command.env("PORTICO_TEST_DATABASE", "postgres");
            command.env("PORTICO_TEST_UPLOADS", "bucket");
            match names.is_empty() {
                true => command.args(["files::", "uploads::"]),
                false => command.args(names),
            };
            command.args(["--skip", "sqlite", "--skip", "folder"]);
            console::step("Testing uploads in a bucket", "half a minute", || {
                self.call("api, with a bucket", command)
            })?;
        }
        Ok(())
    }

    /// Runs the documentation examples, which cargo compiles separately.
    fn documentation(&mut self) -> Result<()> {
        let Some(names) = self.selection.documentation() else {
            return Ok(());
        };
        let mut cargo = process::cargo();
        cargo.args(["test", "--quiet", "--locked", "--workspace", "--doc"]);
        cargo.current_dir(&self.project.root);
        cargo.args(["--no-fail-fast", "--"]).args(names);
        console::step("Testing the documentation", "seconds", || {
            self.call("the documentation", cargo)
        })
    }

    /// Runs one program, passes its output on and adds its results.
    fn call(&mut self, name: &str, mut command: Command) -> Result<()> {
        println!("\n     Running {name}");
        environment(&mut command, self.project, self.tools, self.compiled)?;
        if self.accept {
            command.env("INSTA_UPDATE", "always");
        }
        let (tally, whole) = count(&mut command)?;
        self.total.passed += tally.passed;
        self.total.failed += tally.failed;
        if !whole {
            self.total.failed += 1;
            self.faults
                .push(format!("{name}: it stopped before the last test."));
        }
        Ok(())
    }
}

/// Sets the environment variables of end-to-end tests.
pub(crate) fn environment(
    command: &mut Command,
    project: &Project,
    tools: &Tools,
    compiled: &Compiled,
) -> Result<()> {
    command
        .env("PATH", tools.path()?)
        .env("PORTICO_SERVER", &compiled.server)
        .env("PORTICO_DIST", &project.dist)
        .env("PORTICO_TRUNK_DIST", trunk::dist(project)?)
        .env("PORTICO_CONTENT", project.root.join("content"))
        .env(
            "PORTICO_INTRANET",
            project.root.join("examples/intranet/server.mjs"),
        )
        .env("PORTICO_GECKODRIVER", tools.cargo_program("geckodriver"))
        .env("PORTICO_AXE", tools.npm_file("axe-core/axe.min.js"))
        .env("PORTICO_REDOCLY", tools.npm_program("redocly"));
    Ok(())
}

/// Runs a test program. The flag says whether it completed.
fn count(command: &mut Command) -> Result<(Tally, bool)> {
    command.stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| process::could_not_start(command, &error))?;
    let mut tally = Tally::default();
    let output = child
        .stdout
        .take()
        .context("the output of the tests is not available")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("the output of the tests cannot be read")?;
        println!("{line}");
        let one = result(&line).unwrap_or_default();
        tally.passed += one.passed;
        tally.failed += one.failed;
    }
    let _ = std::io::stdout().flush();
    let status = child.wait().context("waiting for the tests failed")?;
    Ok((tally, status.success() || tally.failed > 0))
}

/// Parses `test result: ok. 12 passed; 0 failed; ...`.
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
