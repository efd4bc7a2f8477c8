//! Snapshots that differ, and their acceptance.

use crate::project::{self, Project};
use anyhow::Result;

/// The suffix of a snapshot that is not accepted yet.
const PENDING: &str = ".snap.new";

/// Lists the snapshots that differ, and the next step.
pub(super) fn tell(project: &Project) -> Result<()> {
    let mut pending = Vec::new();
    for folder in ["crates", "tests", "xtask/src"] {
        let files = project::files(&project.root.join(folder))?;
        let files = files
            .iter()
            .map(|file| project.relative(file).to_string_lossy().into_owned());
        pending.extend(files.filter(|file| file.ends_with(PENDING)));
    }
    if !pending.is_empty() {
        println!("These snapshots differ from the tests' results:");
        for file in pending {
            println!("  {}", file.trim_end_matches(".new"));
        }
        println!(
            "If the difference is intended, run the same command with --accept, and commit the changed files."
        );
    }
    Ok(())
}
