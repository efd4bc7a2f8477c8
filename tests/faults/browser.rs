//! A browser that is killed and comes back with the profile it had.

use crate::support::{Engine, Page, Result, Visit};
use anyhow::{Context, ensure};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::WindowHandle;
use tokio::time::timeout;

/// How long anything that is asked of the browser may take before it counts as broken.
const ANSWERS_WITHIN: Duration = Duration::from_secs(15);

/// Chromium with a profile of its own.
pub(crate) struct Browser {
    profile: TempDir,
    base: String,
    page: Page,
    /// A tab that nothing happens to, since the driver needs one to open others from.
    home: WindowHandle,
}

impl Browser {
    pub(crate) async fn start(base: &str) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let (page, home) = launch(profile.path(), base).await?;
        let browser = Self {
            profile,
            base: base.to_owned(),
            page,
            home,
        };
        browser.new_tab().await?;
        Ok(browser)
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Loads an address. Whether there is a page; what does not load shows the browser's own error.
    pub(crate) async fn go(&self, path: &str) -> bool {
        let goto = self.page.driver.goto(format!("{}{path}", self.base));
        matches!(timeout(ANSWERS_WITHIN, goto).await, Ok(Ok(())))
    }

    /// Opens another tab, which is the one that is spoken to from now on.
    pub(crate) async fn new_tab(&self) -> Result<WindowHandle> {
        let tab = self.page.driver.new_tab().await?;
        self.to(&tab).await?;
        Ok(tab)
    }

    pub(crate) async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.page.driver.window().await?)
    }

    pub(crate) async fn to(&self, tab: &WindowHandle) -> Result {
        Ok(self.page.driver.switch_to_window(tab.clone()).await?)
    }

    /// All tabs of the user.
    pub(crate) async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        let tabs = self.page.driver.windows().await?;
        Ok(tabs.into_iter().filter(|tab| *tab != self.home).collect())
    }

    /// Closes every tab, as a user does, and opens a fresh one.
    pub(crate) async fn fresh_tab(&self) -> Result {
        for tab in self.tabs().await? {
            self.to(&tab).await?;
            self.page.driver.close_window().await?;
        }
        self.to(&self.home).await?;
        self.new_tab().await.map(drop)
    }

    /// Lets the network of this tab go or come back.
    pub(crate) async fn offline(&self, offline: bool) -> Result {
        self.page.cdp("Network.enable", json!({})).await?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.page
            .cdp("Network.emulateNetworkConditions", conditions)
            .await
            .map(drop)
    }

    /// Kills the process of the tab that is spoken to.
    pub(crate) async fn crash_tab(&self) {
        // The answer is that the tab has crashed, or none.
        let _ = timeout(
            Duration::from_secs(3),
            self.page.cdp("Page.crash", json!({})),
        )
        .await;
    }

    /// Takes crashed tabs away and opens a fresh one; where the driver has lost its way, the whole browser is killed.
    pub(crate) async fn after_crash(&mut self) -> Result {
        let again = async {
            self.to(&self.home).await?;
            for tab in self.tabs().await? {
                let target = json!({ "targetId": tab.to_string() });
                self.page.cdp("Target.closeTarget", target).await?;
            }
            self.new_tab().await
        };
        if matches!(timeout(ANSWERS_WITHIN, again).await, Ok(Ok(_))) {
            return Ok(());
        }
        self.kill().await?;
        self.after_kill().await
    }

    /// Kills the browser's own process; those of its tabs go with it.
    pub(crate) async fn kill(&self) -> Result {
        let lock = std::fs::read_link(self.profile.path().join("SingletonLock"))?;
        let lock = lock.to_string_lossy().into_owned();
        let (_, id) = lock
            .rsplit_once('-')
            .context("the profile's lock names no process")?;
        let killed = Command::new("kill").args(["-KILL", id]).status()?;
        ensure!(killed.success(), "the browser cannot be killed");
        Ok(())
    }

    /// Starts it again with the profile it had.
    pub(crate) async fn after_kill(&mut self) -> Result {
        let _ = timeout(ANSWERS_WITHIN, self.page.driver.clone().quit()).await;
        (self.page, self.home) = launch(self.profile.path(), &self.base).await?;
        self.new_tab().await.map(drop)
    }

    pub(crate) async fn quit(self) {
        let _ = timeout(ANSWERS_WITHIN, self.page.driver.quit()).await;
    }
}

async fn launch(profile: &Path, base: &str) -> Result<(Page, WindowHandle)> {
    let folder = format!("--user-data-dir={}", profile.display());
    let visit = Visit::new(Engine::Chromium, base).argument(&folder);
    let page = visit
        .argument("--hide-crash-restore-bubble")
        .start()
        .await?;
    page.driver.set_page_load_timeout(ANSWERS_WITHIN).await?;
    let home = page.driver.window().await?;
    Ok((page, home))
}
