//! The requirements of the selected tests besides their programs.

use super::compile::Compiled;
use super::selection::Selection;
use super::{FAULTS, JOURNEYS, THROUGH_TRUNK};
use crate::process;
use crate::project::Project;
use anyhow::Result;
use std::process::Command;

/// The requirements of the selected tests besides their programs.
pub(super) struct Needs {
    /// The production build of the portal, and browsers.
    pub(super) journeys: bool,
    /// The trunk build of the portal.
    pub(super) trunk: bool,
    /// The portal, for the long run of faults.
    pub(super) faults: bool,
}

impl Needs {
    /// Asks the journeys which of them are selected.
    pub(super) fn of(
        compiled: &Compiled,
        project: &Project,
        selection: &Selection,
    ) -> Result<Self> {
        let selected = |target: &str| {
            let programs = compiled.tests(&project.root, true, &[target]);
            let calls = programs.into_iter().filter_map(|program| {
                let arguments = selection.arguments(program)?;
                Some((program, arguments))
            });
            calls.collect::<Vec<_>>()
        };
        let mut needs = Self {
            journeys: false,
            trunk: false,
            // This target has no named tests.
            faults: selected(FAULTS).iter().any(|(_, names)| {
                names.is_empty() || names.iter().any(|name| FAULTS.contains(name))
            }),
        };
        for (program, names) in selected(JOURNEYS) {
            let mut list = Command::new(&program.file);
            list.args(["--list", "--format", "terse"]).args(names);
            let list = process::output(&mut list)?;
            for line in String::from_utf8_lossy(&list).lines() {
                match line.strip_suffix(": test") {
                    Some(THROUGH_TRUNK) => needs.trunk = true,
                    Some(_) => needs.journeys = true,
                    None => {}
                }
            }
        }
        Ok(needs)
    }
}
