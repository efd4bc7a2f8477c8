//! Running other programs, with plain sentences when that fails.

use anyhow::{Result, anyhow, bail};
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Command, Stdio};

/// A cargo call that is not disturbed by the variables which `cargo run` set for this program: build scripts of
/// some crates watch them and would rebuild at every switch between `cargo` and `cargo xtask`.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO"
        {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Runs a program to its end; its output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| could_not_start(command, &error))?;
    if !status.success() {
        bail!(
            "{} failed ({status}); its own words are above.",
            name(command)
        );
    }
    Ok(())
}

/// Runs a program to its end; what it says is shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let result = command
        .output()
        .map_err(|error| could_not_start(command, &error))?;
    if !result.status.success() {
        let words = String::from_utf8_lossy(&result.stderr);
        bail!("{} failed ({}):\n{words}", name(command), result.status);
    }
    Ok(())
}

/// Runs a program and returns what it wrote on standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let result = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| could_not_start(command, &error))?;
    if !result.status.success() {
        bail!(
            "{} failed ({}); its own words are above.",
            name(command),
            result.status
        );
    }
    Ok(result.stdout)
}

/// The first line that `program --version` prints; nothing where it is missing or broken.
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

/// Why a program did not start, in one sentence.
pub(crate) fn could_not_start(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let name = name(command);
    match error.kind() {
        ErrorKind::NotFound => anyhow!("{name} is not installed, or not on the PATH."),
        _ => anyhow!("{name} could not be started: {error}."),
    }
}

fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let base = program
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    // Of `cargo build ...` and `npm ci ...` the first word says what failed; of the others the name does.
    match command
        .get_args()
        .next()
        .filter(|_| matches!(base.as_str(), "cargo" | "npm" | "rustup" | "apt-get"))
    {
        Some(first) => format!("{base} {}", first.to_string_lossy()),
        None => base,
    }
}
