//! Programs from crates.io, each with an exact version.

use crate::{console, process};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// A package with a program of the same name.
#[derive(Clone, Copy)]
pub(crate) struct CargoTool {
    package: &'static str,
    version: &'static str,
    /// Additional arguments of `cargo install`.
    features: &'static [&'static str],
    minutes: u8,
    background: bool,
}

/// The driver of Firefox.
pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    features: &[],
    minutes: 2,
    background: false,
};

/// The contributors' build tool, without its check for updates, which would use the network at each
/// call.
pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    features: &["--no-default-features", "--features", "rustls"],
    minutes: 4,
    background: false,
};

/// A tool runs for seconds, so fast compilation is worth more than speed.
const CHEAP: [&str; 4] = [
    "profile.release.lto=false",
    "profile.release.codegen-units=256",
    "profile.release.opt-level=0",
    "profile.release.strip=true",
];

/// Installs missing programs.
pub(super) fn install(root: &Path, wanted: &[CargoTool]) -> Result<()> {
    for tool in wanted.iter().filter(|tool| !tool.is_installed(root)) {
        let what = format!("Installing {} {}", tool.package, tool.version);
        let guess = format!("{} minutes at most, only once", tool.minutes);
        console::step(&what, &guess, || tool.install(root))?;
    }
    Ok(())
}

impl CargoTool {
    /// The same, installed only while processors are otherwise idle.
    pub(crate) fn in_the_background(self) -> Self {
        Self {
            background: true,
            ..self
        }
    }

    fn is_installed(&self, root: &Path) -> bool {
        let program =
            root.join("bin")
                .join(format!("{}{}", self.package, std::env::consts::EXE_SUFFIX));
        process::version(program)
            .is_some_and(|line| line.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, root: &Path) -> Result<()> {
        if self.install_binary(root) && self.is_installed(root) {
            return Ok(());
        }
        let scratch = root.join("scratch");
        let mut command = process::cargo();
        command.args(["install", "--quiet", self.package]);
        command.args(["--version", self.version, "--force", "--locked"]);
        command.args(self.features);
        command.args(CHEAP.iter().flat_map(|setting| ["--config", setting]));
        command.arg("--root").arg(root);
        // Outside the project, whose configuration and target folder must have no effect.
        command.current_dir(root).env("CARGO_TARGET_DIR", &scratch);
        if self.background {
            command = process::in_the_background(&command);
        }
        let result = process::run(&mut command);
        let _ = fs::remove_dir_all(&scratch);
        result?;
        if !self.is_installed(root) {
            bail!(
                "{} was installed, but does not report version {}.",
                self.package,
                self.version
            );
        }
        Ok(())
    }

    /// Downloads a prebuilt program if the user has cargo-binstall; building always works.
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
