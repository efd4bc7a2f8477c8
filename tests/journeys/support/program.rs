//! Child processes that end with the process that started them, no matter how that ends.

use super::{Result, settings::remains};
use anyhow::{Context, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const START_WITHIN: Duration = Duration::from_secs(60);

/// A shell runs the program in the background and waits for the end of its own input, which comes when this test
/// process drops the pipe or dies. Nothing else is reliable, because statics are never dropped, and a killed test drops
/// nothing.
const GUARD: &str = r#"trap '' INT; signal=$1; shift; "$@" </dev/null & child=$!; read -r _; kill -"$signal" "$child"; wait "$child""#;

/// A running program.
pub(super) struct Program {
    guard: Child,
    lines: Receiver<String>,
}

impl Program {
    /// Starts a program, with its standard error in `target/journeys/<name>.log`.
    pub(super) fn start(
        name: &str,
        signal: &str,
        command: &[&OsStr],
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        let log = std::fs::File::create(remains()?.join(format!("{name}.log")))?;
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "sh", signal])
            .args(command)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        let output = guard.stdout.take().context("a program without output")?;
        let (sender, lines) = channel();
        // Read the output to the end, because a program blocks sooner or later if its output is not read.
        std::thread::spawn(move || {
            for line in BufReader::new(output)
                .lines()
                .map_while(std::result::Result::ok)
            {
                let _ = sender.send(line);
            }
        });
        Ok(Self { guard, lines })
    }

    /// The rest of the first line of output that contains `mark`.
    pub(super) fn says(&self, mark: &str) -> Result<String> {
        let end = Instant::now() + START_WITHIN;
        let mut heard = Vec::new();
        while let Ok(line) = self
            .lines
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            if let Some((_, rest)) = line.split_once(mark) {
                return Ok(rest.trim().trim_end_matches('.').to_owned());
            }
            heard.push(line);
        }
        bail!("a program did not say {mark:?}, but: {heard:?}")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// A port that nothing listens on now.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Waits until something listens on a port.
pub(super) fn listening(port: u16) -> Result {
    let end = Instant::now() + START_WITHIN;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if Instant::now() > end {
            bail!("nobody listens on port {port}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
