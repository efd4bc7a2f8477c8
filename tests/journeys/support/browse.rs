//! Runs a journey in a browser, and saves diagnostics if it fails.

use super::settings::{remains, test_name};
use super::{Engine, FaultProxy, Page, Result, Server};
use anyhow::Context;
use futures_util::FutureExt;
use serde_json::json;
use std::fmt::Write;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use thirtyfour::{Capabilities, WebDriver};

/// The settings of a browser and the site to visit.
pub(crate) struct Visit<'a> {
    engine: Engine,
    base: &'a str,
    arguments: Vec<String>,
}

impl<'a> Visit<'a> {
    /// A visit to the site at this address.
    pub(crate) fn new(engine: Engine, base: &'a str) -> Self {
        Self {
            engine,
            base,
            arguments: Vec::new(),
        }
    }

    /// Starts the browser with a further argument.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Starts the browser with this profile instead of an empty one.
    pub(crate) fn profile(self, folder: &Path) -> Self {
        self.argument(&format!("--user-data-dir={}", folder.display()))
            .argument("--hide-crash-restore-bubble")
    }

    /// Starts the browser; the caller has to end it.
    pub(crate) async fn start(&self) -> Result<Page> {
        // The driver's client asks for the cryptography of the process, though it only talks to this machine.
        // An error says that it is chosen already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = self.engine.driver()?;
        let capabilities = self.engine.capabilities(&self.arguments)?;
        let capabilities = capabilities
            .as_object()
            .cloned()
            .map(Capabilities::from)
            .unwrap_or_default();
        let driver = WebDriver::new(url, capabilities)
            .await
            .with_context(|| format!("{:?} does not start", self.engine))?;
        Ok(Page::new(driver, self.engine, self.base))
    }

    /// Runs a journey that ends by killing the browser.
    pub(crate) async fn walk_until_killed(
        self,
        journey: impl AsyncFnOnce(&Page) -> Result,
    ) -> Result {
        let _turn = self.engine.turn().await?;
        let page = self.start().await?;
        let result = journey(&page).await;
        // The driver only finds out that there is nothing left to quit.
        let _ = page.driver.quit().await;
        result
    }

    /// Runs a journey in a new browser.
    pub(crate) async fn walk(self, journey: impl AsyncFnOnce(&Page) -> Result) -> Result {
        let _turn = self.engine.turn().await?;
        self.walk_beside(journey).await
    }

    /// The same within another journey, whose turn covers both: two journeys that wait for each other's turn would wait
    /// forever.
    pub(crate) async fn walk_beside(self, journey: impl AsyncFnOnce(&Page) -> Result) -> Result {
        let page = self.start().await?;
        // A panicking assertion must not leave a browser behind either.
        let result = AssertUnwindSafe(async {
            page.watch().await?;
            journey(&page).await?;
            page.nothing_forbidden().await
        })
        .catch_unwind()
        .await;
        if !matches!(result, Ok(Ok(()))) {
            keep_remains(&page).await;
        }
        let quit = page.driver.quit().await;
        match result {
            Ok(result) => result.and(quit.context("the browser does not quit")),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// Runs a journey on a site in a new browser.
pub(crate) async fn browse(
    engine: Engine,
    base: &str,
    journey: impl AsyncFnOnce(&Page) -> Result,
) -> Result {
    Visit::new(engine, base).walk(journey).await
}

/// The same for another person, within the journey of the first.
pub(crate) async fn browse_beside(
    engine: Engine,
    base: &str,
    journey: impl AsyncFnOnce(&Page) -> Result,
) -> Result {
    Visit::new(engine, base).walk_beside(journey).await
}

/// Runs a journey on a server of its own, with the demo organisation.
pub(crate) async fn browse_demo(
    engine: Engine,
    journey: impl AsyncFnOnce(&Page) -> Result,
) -> Result {
    let server = Server::start()?;
    browse(engine, &server.url(), journey).await
}

/// The same, with a proxy that can fail between the browser and the server.
pub(crate) async fn browse_with_faults(
    engine: Engine,
    journey: impl AsyncFnOnce(&Page, &FaultProxy) -> Result,
) -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(engine, &proxy.url(), async |page| {
        journey(page, &proxy).await
    })
    .await
}

/// Saves what was on the screen, and prints where. Parts that are no longer available are left out.
async fn keep_remains(page: &Page) {
    let Ok(folder) = remains() else { return };
    let name = format!("{}.{:?}", test_name(), page.engine);
    let picture = folder.join(format!("{name}.png"));
    let _ = page.driver.screenshot(&picture).await;
    let tree = "return location.href + '\\n' + document.documentElement.outerHTML + '\\n' + (root?.innerHTML ?? '')";
    let tree = page.js(tree, json!([])).await.ok();
    let _ = std::fs::write(
        folder.join(format!("{name}.html")),
        tree.as_ref().and_then(|t| t.as_str()).unwrap_or_default(),
    );
    let mut console = String::new();
    for entry in page.console().await.unwrap_or_default() {
        let _ = writeln!(console, "{entry}");
    }
    let _ = std::fs::write(folder.join(format!("{name}.txt")), console);
    println!("What was on the screen: {}", picture.display());
}
