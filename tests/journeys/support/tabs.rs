//! The tabs of a browser, and its end.

use super::{Page, Result};
use anyhow::{Context, ensure};
use std::path::Path;
use std::process::Command;
use thirtyfour::WindowHandle;

impl Page {
    /// The current tab.
    pub(crate) async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Opens another tab and makes it the current one.
    pub(crate) async fn new_tab(&self) -> Result<WindowHandle> {
        let tab = self.driver.new_tab().await?;
        self.to_tab(&tab).await?;
        Ok(tab)
    }

    /// Makes a tab the current one.
    pub(crate) async fn to_tab(&self, tab: &WindowHandle) -> Result {
        Ok(self.driver.switch_to_window(tab.clone()).await?)
    }
}

/// Kills the main process of the browser with this profile, as a crash or a power failure would. The processes of its
/// tabs end with it.
pub(crate) fn kill_browser(profile: &Path) -> Result {
    let lock = std::fs::read_link(profile.join("SingletonLock"))?;
    let lock = lock.to_string_lossy().into_owned();
    let (_, id) = lock
        .rsplit_once('-')
        .context("the profile's lock names no process")?;
    let killed = Command::new("kill").args(["-KILL", id]).status()?;
    ensure!(killed.success(), "the browser cannot be killed");
    Ok(())
}
