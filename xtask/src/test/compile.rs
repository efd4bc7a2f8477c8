//! All tests and the server, compiled by one cargo call, so that every crate is compiled once, with
//! one set of features.

use crate::build::programs::Programs;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

const SERVER: &str = "portico-server";

/// The programs that cargo built.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    pub(crate) server: PathBuf,
    tests: Vec<TestProgram>,
}

/// A test program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TestProgram {
    pub(crate) target: String,
    pub(crate) file: PathBuf,
    /// The folder of its package, in which cargo runs tests.
    pub(crate) folder: PathBuf,
    /// Whether it contains unit tests.
    pub(crate) is_unit: bool,
}

impl TestProgram {
    /// A command that runs it like cargo.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(&self.folder);
        command.env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

impl Compiled {
    /// The tests of the portal's package, or all others; only these targets if any are given.
    pub(crate) fn tests(&self, root: &Path, portal: bool, targets: &[&str]) -> Vec<&TestProgram> {
        let fits = |test: &&TestProgram| {
            (test.folder == root) == portal
                && (targets.is_empty() || targets.contains(&test.target.as_str()))
        };
        self.tests.iter().filter(fits).collect()
    }
}

/// Compiles all tests, or those of the given targets, with the programs that the tests need.
pub(crate) fn compile(project: &Project, targets: &[&str]) -> Result<Compiled> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--locked", "--workspace"]);
    cargo.arg("--message-format=json-render-diagnostics");
    let programs = Programs::NAMES.iter().chain([&SERVER]);
    cargo.args(programs.flat_map(|name| ["--bin", name]));
    match targets {
        [] => cargo.arg("--tests"),
        targets => cargo.args(targets.iter().flat_map(|name| ["--test", name])),
    };
    let messages = process::output(cargo.current_dir(&project.root))?;
    read(&String::from_utf8_lossy(&messages))
}

/// The part of cargo's messages that is used here.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    manifest_path: Option<PathBuf>,
    target: Option<Target>,
    profile: Option<Profile>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

fn read(messages: &str) -> Result<Compiled> {
    let mut compiled = Compiled::default();
    for line in messages.lines().filter(|line| line.starts_with('{')) {
        let message: Message =
            serde_json::from_str(line).context("cargo printed an unreadable message")?;
        let Message {
            executable: Some(file),
            manifest_path: Some(manifest),
            target: Some(target),
            profile: Some(profile),
        } = message
        else {
            continue;
        };
        if profile.test {
            compiled.tests.push(TestProgram {
                is_unit: target.kind.iter().all(|kind| kind != "test"),
                target: target.name,
                file,
                folder: manifest.parent().map(Path::to_owned).unwrap_or_default(),
            });
        } else if target.name == SERVER {
            compiled.server = file;
        }
    }
    // Cargo reports programs in the order of their completion.
    compiled
        .tests
        .sort_by(|a, b| (&a.folder, &a.target).cmp(&(&b.folder, &b.target)));
    Ok(compiled)
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::path::Path;

    #[test]
    fn cargo_tells_where_the_programs_are() {
        let messages = r#"
{"reason":"compiler-artifact","manifest_path":"/p/Cargo.toml","target":{"kind":["test"],"name":"journeys"},"profile":{"test":true},"executable":"/t/journeys-1"}
{"reason":"compiler-artifact","manifest_path":"/p/crates/server/Cargo.toml","target":{"kind":["bin"],"name":"portico-server"},"profile":{"test":false},"executable":"/t/portico-server"}
{"reason":"compiler-artifact","manifest_path":"/p/crates/server/Cargo.toml","target":{"kind":["test"],"name":"api"},"profile":{"test":true},"executable":"/t/api-1"}
{"reason":"compiler-artifact","manifest_path":"/r/serde/Cargo.toml","target":{"kind":["lib"],"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"build-finished","success":true}"#;
        let compiled = read(messages).unwrap();
        assert_eq!(compiled.server, Path::new("/t/portico-server"));
        let names = |portal, targets: &[&str]| -> Vec<_> {
            let tests = compiled.tests(Path::new("/p"), portal, targets);
            tests.iter().map(|test| test.target.clone()).collect()
        };
        assert_eq!(names(true, &[]), ["journeys"]);
        assert_eq!(names(true, &["faults"]), [""; 0]);
        assert_eq!(names(false, &[]), ["api"]);
        assert!(read("{broken").is_err());
    }
}
