//! Portico's own commands: `cargo xtask demo | test | simulate | faults | bench | relevance | build | trunk | budget | tidy`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints to its standard streams"
)]

mod advice;
mod bench;
mod budget;
mod build;
mod console;
mod demo;
mod faults;
mod http;
mod locales;
mod manifest;
mod parallel;
mod process;
mod project;
mod relevance;
mod simulate;
mod test;
mod tidy;
mod tools;
mod trunk;

use anyhow::{Result, bail};
use lexopt::prelude::*;
use project::Project;
use std::ffi::OsString;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask demo [--port N] [--release]   build everything and serve the demo organisation
cargo xtask test [FILTER ...] [--accept]  run all tests: pure crates, API, journeys in real browsers; or those that match
                                          a part of their names (lists::), a file (tests/journeys/lists.rs, lists.rs)
                                          or a folder (crates/forms); --accept accepts the new snapshots
cargo xtask simulate [--runs N] [--seed N] [--bug NAME]
                                          run the state machines of drafts, outbox and uploads under faults
cargo xtask faults [--runs N] [--rounds N] [--seed N] [--bug NAME]
                                          inject faults into the server's storage, into one of several servers and
                                          their database; submit forms while network, server, tab and browser fail
cargo xtask bench search [--sizes N,M] [--all] [--quick] [--growth] [--data DIR]
                                          compare the search engine with others in a browser
cargo xtask bench portal                  measure keystrokes and the display of errors in the portal on a slow processor
cargo xtask bench pages [--rounds N] [--peers DIR] [--only loads|actions]
                                          measure when pages can be read and used on a slow phone, compared with other
                                          built applications in DIR
cargo xtask bench server [--seconds N] [--rounds N]
                                          measure the read and write throughput of the server
cargo xtask relevance [--docs FILE --queries FILE] [--mode screen|text]
                                          measure how well labelled queries find the right results
cargo xtask build                         build the portal into dist/
cargo xtask trunk ARGUMENTS               run trunk with the tools that it needs: cargo xtask trunk serve
cargo xtask assets                        called by Trunk.toml after trunk has built the module
cargo xtask budget [--why]                print the sizes of all shipped files; fail if one exceeds budget.toml;
                                          --why prints the crates and modules that the main module consists of
cargo xtask tidy                          check the repository's rules
";

/// The commands.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Demo { port: u16, release: bool },
    Test(test::Options),
    Simulate(simulate::Options),
    Faults(faults::Options),
    Bench(bench::Options),
    BenchPortal,
    BenchPages(bench::PagesOptions),
    BenchServer(bench::ServerOptions),
    Relevance(relevance::Options),
    Build,
    Budget { why: bool },
    Tidy,
    Trunk(Vec<OsString>),
    Assets,
    Help,
}

fn main() -> ExitCode {
    console::begin();
    match parse(lexopt::Parser::from_env()).and_then(|command| run(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            if let Some(advice) = advice::advice(&error) {
                eprintln!("{advice}");
            }
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut command = match arguments.next()? {
        Some(Value(name)) => named(&name.string()?, &mut arguments)?,
        None | Some(Short('h') | Long("help")) => Command::Help,
        Some(other) => return Err(other.unexpected().into()),
    };
    while let Some(argument) = arguments.next()? {
        match (&mut command, argument) {
            (Command::Test(options), Value(value)) => options.filters.push(value.string()?),
            (command, Long(name)) => {
                let name = name.to_owned();
                command.take(&name, &mut arguments)?;
            }
            (_, other) => return Err(other.unexpected().into()),
        }
    }
    Ok(command)
}

/// The command of a name, with the defaults of its options.
fn named(name: &str, arguments: &mut lexopt::Parser) -> Result<Command> {
    Ok(match name {
        "demo" => Command::Demo {
            port: 8080,
            release: false,
        },
        "test" => Command::Test(test::Options::default()),
        "simulate" => Command::Simulate(simulate::Options::default()),
        "faults" => Command::Faults(faults::Options::default()),
        "bench" => match arguments.next()? {
            Some(Value(what)) if what == "search" => Command::Bench(bench::Options::default()),
            Some(Value(what)) if what == "portal" => Command::BenchPortal,
            Some(Value(what)) if what == "pages" => {
                Command::BenchPages(bench::PagesOptions::default())
            }
            Some(Value(what)) if what == "server" => {
                Command::BenchServer(bench::ServerOptions::default())
            }
            _ => {
                bail!("Choose a measurement: cargo xtask bench search, portal, pages or server.")
            }
        },
        "relevance" => Command::Relevance(relevance::Options::default()),
        "build" => Command::Build,
        "budget" => Command::Budget { why: false },
        "tidy" => Command::Tidy,
        "trunk" => Command::Trunk(arguments.raw_args()?.collect()),
        "assets" => Command::Assets,
        "help" => Command::Help,
        other => bail!("Unknown command {other}.\n{HELP}"),
    })
}

impl Command {
    /// Parses an option, `--name`, and its value if it has one.
    fn take(&mut self, name: &str, values: &mut lexopt::Parser) -> Result<()> {
        match (self, name) {
            (Self::Demo { port, .. }, "port") => {
                *port = values.value()?.parse()?;
                if *port > u16::MAX - demo::INTRANET_OFFSET {
                    bail!(
                        "--port {port} is too high: the intranet example uses the port ten higher."
                    );
                }
            }
            (Self::Demo { release, .. }, "release") => *release = true,
            (Self::Test(options), "accept") => options.accept = true,
            (Self::Budget { why }, "why") => *why = true,
            (Self::Simulate(options), name) => options.take(name, values)?,
            (Self::Faults(options), name) => options.take(name, values)?,
            (Self::Bench(options), name) => options.take(name, values)?,
            (Self::BenchPages(options), name) => options.take(name, values)?,
            (Self::BenchServer(options), name) => options.take(name, values)?,
            (Self::Relevance(options), name) => options.take(name, values)?,
            (_, name) => return Err(Long(name).unexpected().into()),
        }
        Ok(())
    }
}

fn run(command: &Command) -> Result<()> {
    match command {
        Command::Help => {
            print!("{HELP}");
            Ok(())
        }
        Command::Demo { port, release } => demo::run(&Project::find()?, *port, *release),
        Command::Test(options) => test::run(&Project::find()?, options),
        Command::Simulate(options) => simulate::run(&Project::find()?, options),
        Command::Faults(options) => faults::run(&Project::find()?, options),
        Command::Bench(options) => bench::search(&Project::find()?, options),
        Command::BenchPortal => bench::portal(&Project::find()?),
        Command::BenchPages(options) => bench::pages(&Project::find()?, options),
        Command::BenchServer(options) => bench::server(&Project::find()?, options),
        Command::Relevance(options) => relevance::run(&Project::find()?, options),
        Command::Build => build::run(&Project::find()?).map(|_| ()),
        Command::Budget { why } => budget::run(&Project::find()?, *why),
        Command::Tidy => tidy::run(&Project::find()?),
        Command::Trunk(arguments) => trunk::run(&Project::find()?, arguments),
        Command::Assets => trunk::assets(&Project::find()?),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, parse};

    fn check(arguments: &[&str], expected: Option<Command>) {
        assert_eq!(
            parse(lexopt::Parser::from_args(arguments)).ok(),
            expected,
            "{arguments:?}"
        );
    }

    #[test]
    fn command_lines() {
        check(&[], Some(Command::Help));
        check(
            &["demo"],
            Some(Command::Demo {
                port: 8080,
                release: false,
            }),
        );
        check(
            &["demo", "--port", "9000", "--release"],
            Some(Command::Demo {
                port: 9000,
                release: true,
            }),
        );
        check(&["demo", "--port", "99999"], None);
        check(&["demo", "--port", "65530"], None);
        check(&["build", "--port", "1"], None);
        check(
            &["test", "routes", "--accept", "lists.rs"],
            Some(Command::Test(crate::test::Options {
                filters: vec!["routes".to_owned(), "lists.rs".to_owned()],
                accept: true,
            })),
        );
        check(&["test", "--loud"], None);
        check(
            &["trunk", "serve", "--port", "9000"],
            Some(Command::Trunk(
                ["serve", "--port", "9000"].map(Into::into).to_vec(),
            )),
        );
        check(
            &["faults", "--runs", "1000", "--seed", "7"],
            Some(Command::Faults(crate::faults::Options {
                runs: 1000,
                rounds: None,
                seed: Some(7),
                bug: None,
            })),
        );
        check(&["faults", "--runs", "many"], None);
        check(&["bench"], None);
        check(&["bench", "forms"], None);
        check(&["bench", "portal"], Some(Command::BenchPortal));
        check(&["bench", "portal", "--all"], None);
        check(
            &["bench", "server", "--rounds", "5"],
            Some(Command::BenchServer(crate::bench::ServerOptions {
                seconds: 3,
                rounds: 5,
            })),
        );
        check(&["bench", "server", "--rounds", "-1"], None);
        check(
            &[
                "bench", "pages", "--rounds", "3", "--peers", "dist", "--only", "actions",
            ],
            Some(Command::BenchPages(crate::bench::PagesOptions {
                rounds: 3,
                peers: Some("dist".into()),
                only: Some("actions".to_owned()),
            })),
        );
        check(&["bench", "pages", "--seconds", "3"], None);
        check(
            &["bench", "search", "--sizes", "2000,10000", "--quick"],
            Some(Command::Bench(crate::bench::Options {
                sizes: vec![2_000, 10_000],
                quick: true,
                ..Default::default()
            })),
        );
        check(&["bench", "search", "--sizes", "many"], None);
        check(
            &["relevance", "--mode", "text"],
            Some(Command::Relevance(crate::relevance::Options {
                mode: Some("text".to_owned()),
                ..Default::default()
            })),
        );
        check(&["relevance", "--mode", "loud"], None);
        check(&["fly"], None);
    }
}
