//! What goes wrong without being seen: refused scripts and styles, errors on the console, a screen that jumps.

use super::{Engine, Page, Result};
use serde_json::{Value, json};

/// Runs before the page's own scripts and notes what people would not see.
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
    /// Starts to watch; other engines than Chromium offer no way to.
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

    /// The page was refused nothing by its own policy, and no script of it failed.
    pub(crate) async fn nothing_forbidden(&self) -> Result {
        for what in ["refused", "errors"] {
            let noted = self.noted(what).await?;
            anyhow::ensure!(noted.is_empty(), "the page noted as {what}: {noted:#?}");
        }
        Ok(())
    }

    /// Each shift of the layout that nobody's input caused.
    pub(crate) async fn shifts(&self) -> Result<Vec<String>> {
        // The observer is told with the next frame.
        self.next_frame().await?;
        self.noted("shifts").await
    }

    /// Waits until everything that is due has been drawn.
    pub(crate) async fn next_frame(&self) -> Result {
        let frame = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))";
        self.driver.execute_async(frame, Vec::new()).await?;
        Ok(())
    }

    async fn noted(&self, what: &str) -> Result<Vec<String>> {
        let noted = self
            .js("return window.__seen?.[args[0]] ?? []", json!([what]))
            .await?;
        Ok(strings(&noted))
    }

    /// What the browser's console says since it was last asked. Only Chromium tells.
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

    /// The errors on the console since it was last asked. That the backend has no draft of a form is none, although
    /// Chromium notes each answer 404 as one.
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
