//! The `portico-server` program.

use clap::Parser;
use portico_server::Cli;
use std::io::Write;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // If this cannot be written either, the exit code still reports the failure.
            let _ = writeln!(std::io::stderr(), "{reason}");
            ExitCode::FAILURE
        }
    }
}
