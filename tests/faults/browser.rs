//! A browser that can be killed and restarted with the same profile.

use crate::support::{Engine, Page, Result, Visit, kill_browser};
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::WindowHandle;
use tokio::time::timeout;

/// The timeout of browser commands. A browser that takes longer counts as broken.
const ANSWERS_WITHIN: Duration = Duration::from_secs(15);

/// Chromium with its own profile.
pub(crate) struct Browser {
    profile: TempDir,
    base: String,
    page: Page,
    /// An unused tab, which the driver needs to open others.
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

    /// Loads an address. Returns whether a page was loaded, instead of the browser's own error page.
    pub(crate) async fn go(&self, path: &str) -> bool {
        let goto = self.page.driver.goto(format!("{}{path}", self.base));
        matches!(timeout(ANSWERS_WITHIN, goto).await, Ok(Ok(())))
    }

    /// Opens another tab and makes it the current one.
    pub(crate) async fn new_tab(&self) -> Result<WindowHandle> {
        self.page.new_tab().await
    }

    pub(crate) async fn tab(&self) -> Result<WindowHandle> {
        self.page.tab().await
    }

    pub(crate) async fn to(&self, tab: &WindowHandle) -> Result {
        self.page.to_tab(tab).await
    }

    /// All tabs of the user.
    pub(crate) async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        let tabs = self.page.driver.windows().await?;
        Ok(tabs.into_iter().filter(|tab| *tab != self.home).collect())
    }

    /// Closes every tab, as a user would, and opens a new one.
    pub(crate) async fn fresh_tab(&self) -> Result {
        for tab in self.tabs().await? {
            self.to(&tab).await?;
            self.page.driver.close_window().await?;
        }
        self.to(&self.home).await?;
        self.new_tab().await.map(drop)
    }

    /// Takes the network of this tab offline or online.
    pub(crate) async fn offline(&self, offline: bool) -> Result {
        self.page.offline(offline).await
    }

    /// Kills the process of the current tab.
    pub(crate) async fn crash_tab(&self) {
        // The driver either reports that the tab has crashed, or does not respond.
        let _ = timeout(
            Duration::from_secs(3),
            self.page.cdp("Page.crash", json!({})),
        )
        .await;
    }

    /// Closes crashed tabs and opens a new one. If the driver cannot recover, the whole browser is killed.
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

    /// Kills the main process of the browser, which ends the processes of its tabs as well.
    pub(crate) async fn kill(&self) -> Result {
        kill_browser(self.profile.path())
    }

    /// Restarts the browser with the same profile.
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
    let visit = Visit::new(Engine::Chromium, base).profile(profile);
    let page = visit.start().await?;
    page.driver.set_page_load_timeout(ANSWERS_WITHIN).await?;
    let home = page.driver.window().await?;
    Ok((page, home))
}
