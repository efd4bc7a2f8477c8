//! Puts load on a server that it starts itself, and prints throughput as ratios within one run: absolute rates say more
//! about the machine than about the server.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command speaks on its standard streams"
)]

mod client;
mod load;
mod report;
mod server;

use anyhow::{Context, Result};
use lexopt::prelude::*;
use load::{Load, Loads};
use report::{Mix, Row};
use server::Server;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// The number of connections that send reads, and of those that send writes.
const CONNECTIONS: usize = 32;

/// The command-line options.
struct Options {
    server: PathBuf,
    content: PathBuf,
    /// The duration of one measurement.
    time: Duration,
    /// The number of rounds; the figures are medians over all rounds.
    rounds: usize,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let (mut server, mut content) = (None, None);
    let mut time = Duration::from_secs(3);
    let mut rounds = 3;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("server") => server = Some(arguments.value()?.into()),
            Long("content") => content = Some(arguments.value()?.into()),
            Long("seconds") => time = Duration::from_secs_f64(arguments.value()?.parse()?),
            Long("rounds") => rounds = arguments.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Options {
        server: server.context("--server names the program")?,
        content: content.context("--content names the folder of the content")?,
        time,
        rounds,
    })
}

fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let server = Server::start(&options.server, &options.content).await?;
        let loads = Loads::new(&server).await?;
        let (rows, mixes) = measure(&server, &loads, options).await?;
        report::print(&rows, &mixes);
        Ok(())
    })
}

async fn measure(
    server: &Server,
    loads: &Loads,
    options: &Options,
) -> Result<(Vec<Row>, Vec<Mix>)> {
    let rate = async |load: &Load| load::rate(server, load, CONNECTIONS, options.time).await;
    let mut rows: Vec<Row> = loads.reads.iter().map(|load| Row::new(load.name)).collect();
    let mut mixes: Vec<Mix> = loads
        .beside
        .iter()
        .map(|load| Mix::new(load.name))
        .collect();
    // Warm-up: fill the caches for each kind of read, and get the processor up to speed.
    for load in &loads.reads {
        load::rate(server, load, CONNECTIONS, options.time / 4).await?;
    }
    for round in 1..=options.rounds {
        eprintln!("Round {round} of {}", options.rounds);
        for (load, row) in loads.reads.iter().zip(&mut rows) {
            row.rates.push(rate(load).await?);
        }
        let alone = rate(&loads.write).await?;
        for (load, mix) in loads.beside.iter().zip(&mut mixes) {
            mix.writers_alone.push(alone);
            mix.readers_alone.push(rate(load).await?);
            let (writers, readers) = tokio::join!(rate(&loads.write), rate(load));
            mix.writers.push(writers?);
            mix.readers.push(readers?);
        }
    }
    Ok((rows, mixes))
}
