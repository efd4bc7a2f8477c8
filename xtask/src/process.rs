//! Running other programs, with readable errors.

use anyhow::{Context, Result, anyhow};
use std::ffi::OsStr;
use std::fmt;
use std::io::{ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{ChildStderr, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread::ThreadId;
use std::time::Duration;

/// The maximum size of the kept output, in bytes.
const KEPT: usize = 64 * 1024;

/// A program that failed, with the end of its output.
#[derive(Debug)]
pub(crate) struct Failed {
    name: String,
    status: ExitStatus,
    /// The end of its standard error.
    pub(crate) words: String,
    /// Whether the output was already shown.
    shown: bool,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, status, .. } = self;
        if self.shown {
            write!(f, "{name} failed ({status}); its own output is above.")
        } else {
            write!(f, "{name} failed ({status}):\n{}", self.words)
        }
    }
}

impl std::error::Error for Failed {}

/// A cargo command without the variables that `cargo run` set for this program: build scripts of
/// some crates watch them and would rebuild after every switch between `cargo` and `cargo xtask`.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO"
        {
            command.env_remove(name.as_ref());
        }
    }
    if std::io::stderr().is_terminal() {
        // Cargo writes to a pipe here, whose output still goes to the terminal.
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// The same command at the lowest priority.
pub(crate) fn in_the_background(command: &Command) -> Command {
    let mut nice = Command::new(NICE);
    nice.args(["-n", "19"]);
    nice.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => nice.env(name, value),
            None => nice.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        nice.current_dir(folder);
    }
    nice
}

const NICE: &str = "nice";

/// Runs a program to its end, with its output on this program's output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    finish(command, true).map(|_| ())
}

/// Runs a program to its end, and shows its output only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    finish(command.stdout(Stdio::null()), false).map(|_| ())
}

/// Runs a program and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    finish(command.stdout(Stdio::piped()), true)
}

/// The first line of `program --version`; `None` if the program is missing or broken.
pub(crate) fn version(program: impl AsRef<OsStr>) -> Option<String> {
    let result = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(result.stdout).ok()?;
    result
        .status
        .success()
        .then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}

/// The reason why a program did not start, in one sentence.
pub(crate) fn could_not_start(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let name = name(command);
    match error.kind() {
        ErrorKind::NotFound => anyhow!("{name} is not installed, or not on the PATH."),
        _ => anyhow!("{name} could not be started: {error}."),
    }
}

/// The running programs, each with the thread that waits for it.
static RUNNING: Mutex<Vec<(u32, ThreadId)>> = Mutex::new(Vec::new());

/// Asks the program of a thread to stop; returns false if there is none.
pub(crate) fn stop(thread: ThreadId) -> bool {
    let Ok(running) = RUNNING.lock() else {
        return false;
    };
    let found = running.iter().find(|(_, waiting)| *waiting == thread);
    found.is_some_and(|(id, _)| {
        let asked = Command::new("kill").arg(id.to_string()).status();
        asked.is_ok_and(|status| status.success())
    })
}

/// Runs a program to its end and returns its standard output if that is piped.
fn finish(command: &mut Command, shown: bool) -> Result<Vec<u8>> {
    let mut child = command
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| could_not_start(command, &error))?;
    let id = child.id();
    if let Ok(mut running) = RUNNING.lock() {
        running.push((id, std::thread::current().id()));
    }
    let words = child.stderr.take().map(|from| listen(from, shown));
    let mut answer = Vec::new();
    let read = child
        .stdout
        .take()
        .map_or(Ok(0), |mut from| from.read_to_end(&mut answer));
    let status = child.wait();
    if let Ok(mut running) = RUNNING.lock() {
        running.retain(|(other, _)| *other != id);
    }
    let status = status.with_context(|| format!("Waiting for {} failed", name(command)))?;
    read.with_context(|| format!("The output of {} cannot be read", name(command)))?;
    if status.success() {
        return Ok(answer);
    }
    // A child process of the program may keep the stream open; its output does not matter.
    let words = words.and_then(|words| words.recv_timeout(Duration::from_secs(2)).ok());
    Err(Failed {
        name: name(command),
        status,
        words: words.unwrap_or_default(),
        shown,
    }
    .into())
}

/// Passes on a program's output, and returns the end of it when the stream is closed.
fn listen(mut from: ChildStderr, shown: bool) -> Receiver<String> {
    let (sender, words) = channel();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut part = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut part) {
            let part = part.get(..length).unwrap_or_default();
            if shown {
                let _ = std::io::stderr().write_all(part);
            }
            kept.extend_from_slice(part);
            kept.drain(..kept.len().saturating_sub(KEPT));
        }
        let _ = sender.send(String::from_utf8_lossy(&kept).into_owned());
    });
    words
}

fn name(command: &Command) -> String {
    let mut words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .collect();
    if command.get_program() == NICE {
        words.drain(..3.min(words.len()));
    }
    let program = words.first().copied().unwrap_or_default();
    let base = Path::new(program).file_name().unwrap_or_default();
    let base = base.to_string_lossy().into_owned();
    // For `cargo build ...` and `npm ci ...`, the subcommand identifies the failure; for others,
    // the program's name.
    let says = matches!(base.as_str(), "cargo" | "npm" | "rustup" | "apt-get");
    match words.get(1).filter(|_| says) {
        Some(first) => format!("{base} {}", first.to_string_lossy()),
        None => base,
    }
}

#[cfg(test)]
mod tests {
    use super::{Failed, output, run_quietly};
    use std::process::Command;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_is_returned() {
        assert_eq!(output(&mut shell("echo fine")).unwrap(), b"fine\n");
    }

    #[test]
    fn a_failed_program_leaves_its_last_words() {
        let script = "i=0; while [ $i -lt 9000 ]; do echo 'much to say' >&2; i=$((i+1)); done; echo last >&2; exit 3";
        let error = run_quietly(&mut shell(script)).unwrap_err();
        let failed: &Failed = error.downcast_ref().unwrap();
        assert!(failed.words.ends_with("much to say\nlast\n"));
        assert!(failed.words.len() <= super::KEPT);
        assert!(error.to_string().starts_with("sh failed (exit status: 3)"));
    }

    #[test]
    fn a_program_in_the_background_keeps_its_name_and_surroundings() {
        let mut command = shell("echo $PWD $SAID >&2; exit 1");
        command.current_dir("/").env("SAID", "fine");
        let error = run_quietly(&mut super::in_the_background(&command)).unwrap_err();
        assert_eq!(error.to_string(), "sh failed (exit status: 1):\n/ fine\n");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run_quietly(&mut Command::new("there-is-no-such-program")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there-is-no-such-program is not installed, or not on the PATH."
        );
    }
}
