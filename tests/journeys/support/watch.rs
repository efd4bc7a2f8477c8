//! Detects invisible failures: blocked scripts and styles, errors on the console, and layout shifts.

use super::{Engine, Page, Result};
use serde_json::{Value, json};

/// Runs before the page's own scripts and records what users would not see.
const WATCH: &str = r#"
    window.__seen = { refused: [], errors: [], shifts: [] };
    addEventListener("securitypolicyviolation", (event) => {
      __seen.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`);
    });
    addEventListener("error", (event) => __seen.errors.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => __seen.errors.push(String(event.reason)));
    // The observer names no element of a shadow tree; what lies at the middle of the new place tells enough.
    const at = ({ x, y, width, height }) => {
      let [tree, element] = [document, null];
      while (tree) {
        const inner = tree.elementFromPoint(x + width / 2, y + height / 2);
        if (!inner || inner === element) break;
        [tree, element] = [inner.shadowRoot, inner];
      }
      return `${element?.localName}.${element?.className}`;
    };
    const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) {
        if (shift.hadRecentInput) continue;
        const parts = shift.sources.map(
          ({ previousRect, currentRect }) => `${at(currentRect)} from (${place(previousRect)}) to (${place(currentRect)})`,
        );
        __seen.shifts.push(`${shift.value.toFixed(4)}: ${parts.join("; ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
"#;

impl Page {
    /// Starts the recording. Only Chromium supports it.
    pub(super) async fn watch(&self) -> Result {
        if self.engine == Engine::Chromium {
            self.cdp("Page.enable", json!({})).await?;
            self.cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": WATCH }),
            )
            .await?;
        }
        Ok(())
    }

    /// Asserts that the page's own policy blocked nothing, and that no script failed.
    pub(crate) async fn nothing_forbidden(&self) -> Result {
        for what in ["refused", "errors"] {
            let noted = self.noted(what).await?;
            anyhow::ensure!(noted.is_empty(), "the page noted as {what}: {noted:#?}");
        }
        Ok(())
    }

    /// All layout shifts that were not caused by input.
    pub(crate) async fn shifts(&self) -> Result<Vec<String>> {
        // The observer is notified in the next frame.
        self.next_frame().await?;
        self.noted("shifts").await
    }

    /// Waits until everything that is due has been drawn.
    pub(crate) async fn next_frame(&self) -> Result {
        let frame = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))";
        self.js_async(frame, Vec::new()).await.map(drop)
    }

    async fn noted(&self, what: &str) -> Result<Vec<String>> {
        let noted = self
            .js("return window.__seen?.[args[0]] ?? []", json!([what]))
            .await?;
        Ok(strings(&noted))
    }

    /// The browser's console output since the last call; only in Chromium.
    pub(crate) async fn console(&self) -> Result<Vec<String>> {
        if self.engine != Engine::Chromium {
            return Ok(Vec::new());
        }
        let log = self.driver.browser_log().await?;
        Ok(log
            .into_iter()
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect())
    }

    /// The errors on the console since the last call. A missing draft is not an error, although Chromium logs each 404.
    pub(crate) async fn console_errors(&self) -> Result<Vec<String>> {
        let log = self.console().await?;
        let no_draft = |entry: &str| entry.contains("/api/v1/drafts/") && entry.contains("404");
        Ok(log
            .into_iter()
            .filter(|entry| entry.starts_with("SEVERE") && !no_draft(entry))
            .collect())
    }
}

/// The texts of a list.
fn strings(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|item| item.as_str().unwrap_or_default().to_owned())
        .collect()
}
