//! Programs from crates.io, each of one exact version.

use crate::{process, project::Project, say};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Stdio;

struct CargoTool {
    package: &'static str,
    /// Also the program that `--version` is asked of.
    binary: &'static str,
    version: String,
    /// Whether the package's own lock file builds with the compiler of this project.
    locked: bool,
    minutes: u8,
}

/// A tool runs for seconds: compiling it quickly is worth more than the last tenth of its speed.
const CHEAP: [&str; 6] = [
    "--config",
    "profile.release.lto=false",
    "--config",
    "profile.release.codegen-units=16",
    "--config",
    "profile.release.opt-level=1",
];

/// Fetches every crate of the lock file, whatever machine or browser it is for, so that a missing network shows here and
/// not in the middle of a compilation. Nothing later relies on it: cargo fetches what it finds missing.
pub(super) fn fetch_crates(project: &Project) -> Result<()> {
    let mut fetch = process::cargo();
    fetch.args(["fetch", "--quiet", "--locked"]);
    process::run(fetch.current_dir(&project.root)).context("The crates could not be fetched")
}

pub(super) fn install(project: &Project, root: &Path, with_drivers: bool) -> Result<()> {
    let mut tools = vec![CargoTool {
        package: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: pinned_wasm_bindgen(project)?,
        locked: false,
        minutes: 4,
    }];
    if with_drivers {
        tools.push(CargoTool {
            package: "geckodriver",
            binary: "geckodriver",
            version: "0.37.1".to_owned(),
            locked: true,
            minutes: 3,
        });
    }
    for tool in tools.iter().filter(|tool| !tool.is_installed(root)) {
        let what = format!("Installing {} {}", tool.package, tool.version);
        say::step(
            &what,
            &format!("about {} minutes, once", tool.minutes),
            || tool.install(root),
        )?;
    }
    Ok(())
}

impl CargoTool {
    fn is_installed(&self, root: &Path) -> bool {
        let program =
            root.join("bin")
                .join(format!("{}{}", self.binary, std::env::consts::EXE_SUFFIX));
        process::version(program)
            .is_some_and(|line| line.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, root: &Path) -> Result<()> {
        if self.install_binary(root) && self.is_installed(root) {
            return Ok(());
        }
        let scratch = root.join("scratch");
        let mut command = process::cargo();
        command.args([
            "install",
            self.package,
            "--version",
            &self.version,
            "--force",
        ]);
        command
            .args(self.locked.then_some("--locked"))
            .args(CHEAP)
            .arg("--root")
            .arg(root);
        // Away from the project, whose own configuration and target folder must not matter.
        command.current_dir(root).env("CARGO_TARGET_DIR", &scratch);
        let result = process::run(&mut command);
        let _ = fs::remove_dir_all(&scratch);
        result?;
        if !self.is_installed(root) {
            bail!(
                "{} was installed, but does not answer with version {}.",
                self.package,
                self.version
            );
        }
        Ok(())
    }

    /// Fetches a ready-made program where the user has cargo-binstall; building is the way that always works.
    fn install_binary(&self, root: &Path) -> bool {
        let mut probe = process::cargo();
        probe
            .args(["binstall", "-V"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if !probe.status().is_ok_and(|status| status.success()) {
            return false;
        }
        let mut command = process::cargo();
        command
            .args([
                "binstall",
                "--no-confirm",
                "--disable-strategies",
                "compile",
                "--root",
            ])
            .arg(root);
        command.arg(format!("{}@{}", self.package, self.version));
        command.status().is_ok_and(|status| status.success())
    }
}

/// The version that the root `Cargo.toml` pins with `=`: library and program must be the same.
fn pinned_wasm_bindgen(project: &Project) -> Result<String> {
    let text =
        fs::read_to_string(project.root.join("Cargo.toml")).context("Cargo.toml cannot be read")?;
    let manifest: toml::Table = text.parse().context("Cargo.toml cannot be parsed")?;
    let entry = manifest
        .get("dependencies")
        .and_then(|table| table.get("wasm-bindgen"));
    entry
        .and_then(|entry| entry.get("version").unwrap_or(entry).as_str())
        .and_then(|version| version.strip_prefix('='))
        .map(|version| version.trim().to_owned())
        .context("Cargo.toml does not pin wasm-bindgen with \"=\".")
}
