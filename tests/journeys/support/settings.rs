//! The paths of what is tested: `cargo xtask test` builds it and passes the paths in environment variables.

use super::Result;
use anyhow::Context;
use std::path::{Path, PathBuf};

/// The server binary.
pub(super) const SERVER: &str = "PORTICO_SERVER";
/// The built portal.
pub(super) const DIST: &str = "PORTICO_DIST";
/// The portal as built by `trunk build --release`.
pub(crate) const TRUNK_DIST: &str = "PORTICO_TRUNK_DIST";
/// The demo organisation.
pub(crate) const CONTENT: &str = "PORTICO_CONTENT";
/// The server of the third-party intranet.
pub(super) const INTRANET: &str = "PORTICO_INTRANET";
/// Firefox's driver; the other drivers are on the path.
pub(super) const GECKODRIVER: &str = "PORTICO_GECKODRIVER";
/// The axe script.
pub(crate) const AXE: &str = "PORTICO_AXE";

/// The file or folder in an environment variable.
pub(crate) fn setting(name: &str) -> Result<PathBuf> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty());
    let path = value
        .with_context(|| format!("{name} is not set; run the journeys by `cargo xtask test`"))?;
    Ok(path.into())
}

/// The folder for diagnostics of failed journeys and the logs of programs.
pub(crate) fn remains() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap_or(Path::new("target"));
    let folder = target.join("journeys");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(folder)
}

/// The name of the running test, usable as a file name.
pub(super) fn test_name() -> String {
    std::thread::current()
        .name()
        .unwrap_or("journey")
        .replace("::", ".")
}

/// Copies a folder recursively.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
