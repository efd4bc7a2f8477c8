//! `portico-server schemas`: the schemas of content files, for editors.

use super::say;
use crate::content;
use std::fs;
use std::path::Path;

/// Writes the schemas, and replaces existing ones.
pub(super) fn run(folder: &Path) -> Result<(), String> {
    if !folder.is_dir() {
        return Err(format!("There is no content folder {}.", folder.display()));
    }
    let folder = folder.join("schemas");
    let failed = |error| {
        format!(
            "The schemas can't be written to {}: {error}",
            folder.display()
        )
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    for (name, schema) in content::schemas() {
        fs::write(folder.join(name), format!("{schema:#}\n")).map_err(failed)?;
    }
    say(&format!("The schemas are in {}.", folder.display()))
}
