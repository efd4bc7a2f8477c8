//! After the last fault: waits until nothing is pending, and reads what is stored on both sides.

use crate::browser::Browser;
use crate::plan::FORMS;
use crate::screen::{Row, SEND, Screen};
use crate::support::page::BUTTON;
use crate::support::{Page, Result};
use crate::turn::PERSONA;
use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long the outbox may take to settle. No pause between two attempts is longer, and the user ends most of them by a
/// click.
const REST_WITHIN: Duration = Duration::from_secs(150);
const PAGE_WITHIN: Duration = Duration::from_secs(20);
const CLICK_WITHIN: Duration = Duration::from_secs(2);
/// The timeout for reading everything once.
const READ_WITHIN: Duration = Duration::from_secs(600);

/// All requests of the user according to the API, fetched one after another.
const RECORDED: &str = r#"
    const done = arguments[0];
    const get = async (path) => (await fetch("/api/v1" + path)).json();
    (async () => {
      const requests = [];
      for (const state of ["open", "closed"]) {
        let cursor = "";
        do {
          const page = await get(`/requests?state=${state}&limit=100${cursor}`);
          for (const { id } of page.items) {
            const { number, answers } = await get(`/requests/${id}`);
            requests.push({ number, answers: JSON.stringify(answers) });
          }
          cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
        } while (cursor);
      }
      done(requests);
    })().catch((error) => done(String(error)));
"#;

/// What the portal has stored in this browser, decrypted with the browser's own keys like the portal does.
const KEPT: &str = r#"
    const done = arguments[0];
    const result = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    (async () => {
      const database = await result(indexedDB.open("portico"));
      const stores = database.transaction(["keys", "records"]);
      const [keys, records] = [stores.objectStore("keys"), stores.objectStore("records")];
      const [scopes, held, names, values] = await Promise.all(
        [keys.getAllKeys(), keys.getAll(), records.getAllKeys(), records.getAll()].map(result));
      database.close();
      const kept = new Map();
      for (const [index, [scope, id]] of names.entries()) {
        const { iv, data } = values[index];
        const additionalData = new TextEncoder().encode(`${scope} ${id}`);
        const { key } = held[scopes.indexOf(scope)] ?? {};
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data)
          .then((bytes) => new TextDecoder().decode(bytes), () => null);
        kept.set(`${scope} ${id}`, { scope, id, text });
      }
      done([...kept.values()]);
    })().catch((error) => done(String(error)));
"#;

/// The final state.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) kept: Vec<Kept>,
    /// The rows of the outbox.
    pub(crate) rows: Vec<Row>,
    /// The drafts in the list.
    pub(crate) drafts: Vec<Listed>,
    /// The requests on the server, after the listed drafts were submitted as well: a draft that was already recorded
    /// must not be recorded again.
    pub(crate) recorded: Vec<Recorded>,
}

/// A draft in the list.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) service: &'static str,
    /// The text in its form.
    pub(crate) text: String,
    /// The screen after it was submitted.
    pub(crate) after: Screen,
}

/// A request on the server.
#[derive(Debug, Deserialize)]
pub(crate) struct Recorded {
    pub(crate) number: String,
    pub(crate) answers: String,
}

/// A record in the browser.
#[derive(Debug, Deserialize)]
pub(crate) struct Kept {
    /// The backend and the user that the record belongs to, separated by a space.
    scope: String,
    pub(crate) id: String,
    /// The text; `None` if the record cannot be read.
    pub(crate) text: Option<String>,
}

impl Kept {
    /// Whether it belongs to a visitor, whose records are offered in the visitor's own tab alone. In a browser that has
    /// never seen the user, a user whose session cannot be read counts as a visitor.
    pub(crate) fn is_visitors(&self) -> bool {
        self.scope.contains(" visitor ")
    }
}

/// Waits until everything has settled, and reads the final state.
pub(crate) async fn settle(browser: &mut Browser) -> Result<Findings> {
    println!("No more faults: waiting until nothing is on its way ...");
    // Restart the browser, to get rid of any leftover effects of faults.
    browser.kill().await?;
    browser.after_kill().await?;
    let rows = rest(browser).await?;
    let page = browser.page();
    page.driver.set_script_timeout(READ_WITHIN).await?;
    let kept = read(page, KEPT).await?;
    let drafts = drafts(browser).await?;
    let recorded = read(page, RECORDED).await?;
    Ok(Findings {
        kept,
        rows,
        drafts,
        recorded,
    })
}

/// Waits until no outbox entry proceeds on its own, and returns the rows.
async fn rest(browser: &Browser) -> Result<Vec<Row>> {
    let [form, ..] = &FORMS;
    let page = browser.page();
    ensure!(browser.go("/").await, "the portal does not load");
    page.fetch("POST", "/session", json!({ "persona": PERSONA }))
        .await?;
    browser.go("/drafts").await;
    let end = Instant::now() + REST_WITHIN;
    loop {
        let ready = |screen: &Screen| screen.path == "/drafts" && screen.settled;
        let screen = Screen::until(page, form, PAGE_WITHIN, ready).await?;
        ensure!(
            ready(&screen),
            "the list of drafts does not show: {screen:?}"
        );
        if !screen.rows.iter().any(Row::is_waiting) || Instant::now() > end {
            return Ok(screen.rows);
        }
        let click = page.click(BUTTON, "Try now");
        if timeout(CLICK_WITHIN, click).await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn read<T: for<'a> Deserialize<'a>>(page: &Page, script: &str) -> Result<Vec<T>> {
    let found = page.js_async(script, Vec::new()).await?;
    Vec::deserialize(&found).with_context(|| format!("instead of a list there is {found}"))
}

/// Opens and submits every draft in the list.
async fn drafts(browser: &Browser) -> Result<Vec<Listed>> {
    let [first, ..] = &FORMS;
    let page = browser.page();
    let offered = Screen::look(page, first).await?.drafts;
    let mut listed = Vec::new();
    for form in &FORMS {
        let path = form.path();
        if !offered.contains(&path) {
            continue;
        }
        browser.go(&path).await;
        let shown = Screen::until(page, form, PAGE_WITHIN, |screen| screen.text.is_some()).await?;
        // The draft may be incomplete.
        for choice in form.choices {
            page.choose(choice).await?;
        }
        page.click_on(SEND).await?;
        let over = |screen: &Screen| screen.number.is_some() || screen.path.starts_with("/drafts");
        let after = Screen::until(page, form, PAGE_WITHIN, over).await?;
        listed.push(Listed {
            service: form.service,
            text: shown.text.unwrap_or_default(),
            after,
        });
    }
    Ok(listed)
}
