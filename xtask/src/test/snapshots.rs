//! Snapshots that a test found to be different: which they are, and how they are accepted.

use crate::project::{self, Project};
use anyhow::Result;

/// How a snapshot ends that nobody has accepted yet.
const PENDING: &str = ".snap.new";

/// Says which snapshots differ, and what to do about them.
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
        println!("These snapshots differ from what the tests found:");
        for file in pending {
            println!("  {}", file.trim_end_matches(".new"));
        }
        println!(
            "If the difference is meant, run the same command with --accept, and commit the changed files."
        );
    }
    Ok(())
}
