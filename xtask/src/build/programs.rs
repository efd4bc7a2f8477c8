//! wasm-split and wasm-bindgen: compiled from `xtask/wasm` like everything else of the project, never installed.

use crate::project::Project;
use crate::{process, say};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// Where the two programs are.
pub(crate) struct Programs {
    /// A folder for the `PATH`.
    pub(crate) folder: PathBuf,
}

/// For whoever needs the programs while another thread compiles them together with much else.
#[derive(Default)]
pub(crate) struct Awaited(OnceLock<bool>);

impl Awaited {
    /// Lets those go on who wait. The first call counts.
    pub(crate) fn are_compiled<T>(&self, result: &Result<T>) {
        let _ = self.0.set(result.is_ok());
    }

    /// Waits until they are there.
    pub(crate) fn wait(&self, project: &Project) -> Result<Programs> {
        if *self.0.wait() {
            return Ok(Programs::compiled(project));
        }
        bail!("wasm-split and wasm-bindgen were not compiled.")
    }
}

/// Hands the programs out at the moment when they are needed: often something else compiles them meanwhile.
pub(crate) type ProgramsWhenNeeded<'a> = &'a (dyn Fn() -> Result<Programs> + Sync);

impl Programs {
    pub(crate) const NAMES: [&str; 2] = ["wasm-split", "wasm-bindgen"];

    /// Compiles them where that is necessary.
    pub(crate) fn compile(project: &Project) -> Result<Self> {
        say::silent_step("Compiling wasm-split and wasm-bindgen", || {
            let mut cargo = process::cargo();
            cargo.args(["build", "--quiet", "--locked", "-p", "xtask-wasm", "--bins"]);
            process::run(cargo.current_dir(&project.root))
        })?;
        Ok(Self::compiled(project))
    }

    /// Where they are once they have been compiled.
    pub(crate) fn compiled(project: &Project) -> Self {
        Self {
            folder: project.target.join("debug"),
        }
    }

    pub(crate) fn split(&self) -> Command {
        Command::new(self.folder.join("wasm-split"))
    }

    pub(crate) fn bindgen(&self) -> Command {
        Command::new(self.folder.join("wasm-bindgen"))
    }
}
