//! The programs that process the portal's module, compiled from `xtask/wasm` like the rest of the project, and never
//! installed.

use crate::project::Project;
use crate::{console, process};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The location of the programs.
pub(crate) struct Programs {
    /// A folder for `PATH`.
    pub(crate) folder: PathBuf,
}

/// Lets a thread wait for the programs while another thread compiles them together with other code.
#[derive(Default)]
pub(crate) struct PendingPrograms(OnceLock<bool>);

impl PendingPrograms {
    /// Wakes the waiting threads. Only the first call has an effect.
    pub(crate) fn are_compiled<T>(&self, result: &Result<T>) {
        let _ = self.0.set(result.is_ok());
    }

    /// Waits until the programs are compiled.
    pub(crate) fn wait(&self, project: &Project) -> Result<Programs> {
        if *self.0.wait() {
            return Ok(Programs::compiled(project));
        }
        bail!("The programs that process the module were not compiled.")
    }
}

/// Returns the programs when they are needed; until then, another thread may compile them.
pub(crate) type ProgramsWhenNeeded<'a> = &'a (dyn Fn() -> Result<Programs> + Sync);

impl Programs {
    pub(crate) const NAMES: [&str; 4] = ["wasm-split", "wasm-bindgen", "wasm-rename", "wasm-sizes"];

    /// Compiles the programs if necessary.
    pub(crate) fn compile(project: &Project) -> Result<Self> {
        console::silent_step("Compiling the programs that process the module", || {
            let mut cargo = process::cargo();
            cargo.args(["build", "--quiet", "--locked", "-p", "xtask-wasm", "--bins"]);
            process::run(cargo.current_dir(&project.root))
        })?;
        Ok(Self::compiled(project))
    }

    /// The location of the compiled programs.
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

    pub(crate) fn rename(&self) -> Command {
        Command::new(self.folder.join("wasm-rename"))
    }

    pub(crate) fn sizes(&self) -> Command {
        Command::new(self.folder.join("wasm-sizes"))
    }
}
