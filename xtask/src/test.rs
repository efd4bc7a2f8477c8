//! `cargo xtask test`: every test there is, and one line that sums them up.

mod compile;

use crate::build::programs::Awaited;
use crate::build::{self, Finish};
use crate::parallel::together;
use crate::project::Project;
use crate::tools::{self, Tools};
use crate::{process, say, trunk};
use anyhow::{Context, Result, bail};
pub(crate) use compile::{Compiled, compile};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// The target with the long run of faults, which has a command line of its own.
pub(crate) const FAULTS: &str = "faults";

/// The target with the browsers.
const JOURNEYS: &str = "journeys";

/// The journey through what trunk has built.
const THROUGH_TRUNK: &str = "trunk::the_first_journey_through_what_trunk_has_built";

/// What the tests of one program came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// Runs all tests, or those whose names contain the filter.
pub(crate) fn run(project: &Project, filter: Option<&str>) -> Result<()> {
    let tools = tools::for_tests(project)?;
    let with_trunk = filter.is_none_or(|part| THROUGH_TRUNK.contains(part));
    let compiled = prepare(project, &tools)?;
    let mut run = Run {
        tools: &tools,
        project,
        compiled: &compiled,
        filter,
        total: Tally::default(),
        faults: Vec::new(),
    };
    // trunk comes when a processor has nothing else to do; only its own journey waits for it.
    let by_trunk = || match with_trunk {
        true => trunk::build_for_tests(project, &tools),
        false => Ok(()),
    };
    together(|| run.all_but_trunk(), by_trunk)?;
    if with_trunk {
        let journeys = compiled.tests(&project.root, true, &[JOURNEYS]);
        let what = "Running the journey through what trunk has built";
        run.programs(what, &journeys, &["--exact", THROUGH_TRUNK])?;
    }

    for fault in &run.faults {
        println!("{fault}");
    }
    let total = run.total;
    println!("{}", say::table());
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("Not every test passed.");
    }
    if total.passed == 0 {
        bail!("No test has {} in its name.", filter.unwrap_or_default());
    }
    Ok(())
}

/// Everything that the tests need, as much of it at once as there are processors for.
fn prepare(project: &Project, tools: &Tools) -> Result<Compiled> {
    // The programs between the compiler and the portal are compiled with the tests, as all else is.
    let awaited = Awaited::default();
    let programs = || awaited.wait(project);
    let portal = || build::build(project, tools, Finish::Release, &programs);
    let tests = || {
        let compiled = say::step(
            "Compiling all tests",
            "about 4 minutes at the first time",
            || compile(project, &[]),
        );
        awaited.are_compiled(&compiled);
        compiled
    };
    let drivers = || tools::programs(&[tools::GECKODRIVER]);
    let ((compiled, ()), ()) = together(|| together(tests, portal), drivers)?;
    Ok(compiled)
}

/// The tests that ran until now.
struct Run<'a> {
    project: &'a Project,
    tools: &'a Tools,
    compiled: &'a Compiled,
    filter: Option<&'a str>,
    total: Tally,
    faults: Vec<String>,
}

impl Run<'_> {
    fn all_but_trunk(&mut self) -> Result<()> {
        let compiled = self.compiled;
        let of = |portal, targets: &[&str]| compiled.tests(&self.project.root, portal, targets);
        let others = of(false, &[]);
        let portal = of(true, &["portico", "api_examples", "routes"]);
        let (journeys, faults) = (of(true, &[JOURNEYS]), of(true, &[FAULTS]));
        let named: Vec<&str> = self.filter.into_iter().collect();
        let but_trunk = [named.as_slice(), &["--skip", THROUGH_TRUNK]].concat();
        self.programs("Testing the crates and the API", &others, &named)?;
        self.documentation()?;
        self.programs("Testing the portal's own functions", &portal, &named)?;
        self.programs("Running the journeys", &journeys, &but_trunk)?;
        self.programs("Sending forms while everything breaks", &faults, &named)
    }

    /// Runs test programs one after another, each with the same arguments.
    fn programs(
        &mut self,
        what: &str,
        programs: &[&compile::TestProgram],
        arguments: &[&str],
    ) -> Result<()> {
        let calls = programs.iter().map(|program| {
            let mut command = Command::new(&program.file);
            command.current_dir(&program.folder);
            command.env("CARGO_MANIFEST_DIR", &program.folder);
            command.args(arguments);
            (program.target.as_str(), command)
        });
        let calls: Vec<_> = calls.collect();
        say::step(what, "some minutes", || {
            calls
                .into_iter()
                .try_for_each(|(name, command)| self.call(name, command))
        })
    }

    /// Runs the examples of the documentation, which cargo compiles on its own.
    fn documentation(&mut self) -> Result<()> {
        let mut cargo = process::cargo();
        cargo.args(["test", "--quiet", "--locked", "--workspace", "--doc"]);
        cargo.current_dir(&self.project.root);
        cargo.arg("--no-fail-fast").args(self.filter);
        say::step("Testing the documentation", "seconds", || {
            self.call("the documentation", cargo)
        })
    }

    /// Runs one program, passes its words on and adds up its results.
    fn call(&mut self, name: &str, mut command: Command) -> Result<()> {
        println!("\n     Running {name}");
        environment(&mut command, self.project, self.tools, self.compiled)?;
        let (tally, whole) = count(&mut command)?;
        self.total.passed += tally.passed;
        self.total.failed += tally.failed;
        if !whole {
            self.total.failed += 1;
            self.faults
                .push(format!("{name}: it stopped before its last test."));
        }
        Ok(())
    }
}

/// Tells a test where everything is that tests of the whole need.
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

/// Runs a test program. The flag says whether it ran to its end.
fn count(command: &mut Command) -> Result<(Tally, bool)> {
    command.stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| process::could_not_start(command, &error))?;
    let mut tally = Tally::default();
    let output = child.stdout.take().context("the tests have no output")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("what the tests say cannot be read")?;
        println!("{line}");
        let one = result(&line).unwrap_or_default();
        tally.passed += one.passed;
        tally.failed += one.failed;
    }
    let _ = std::io::stdout().flush();
    let status = child.wait().context("the tests cannot be waited for")?;
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
