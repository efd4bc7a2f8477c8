//! What the user sees, as one look at the screen tells it.

use crate::plan::Form;
use crate::support::{Page, Result};
use anyhow::Context;
use serde::Deserialize;
use serde_json::json;
use std::time::{Duration, Instant};

const LOOK: &str = r#"
    const form = visible("form[data-form]")[0];
    const failed = visible(".failed")[0];
    const is = (selector) => visible(selector).length > 0;
    return {
      path: location.pathname,
      settled: isSettled(),
      number: visible(".receipt-head [data-number]")[0]?.dataset.number ?? null,
      text: (form && field(args[0])?.value) ?? null,
      failure: failed ? clean(failed.textContent) : null,
      rows: visible("li[data-stage]").map((row) => ({ stage: row.dataset.stage, words: clean(row.innerText) })),
      drafts: visible(".keep-row:not([data-stage]) a[data-route]").map((link) => link.dataset.route),
      notices: visible(".keep .notice").map((notice) => clean(notice.innerText)),
      signedIn: is("[data-initials]") || (is("a[data-route^='/sign-in']") ? false : null),
    };
"#;
/// The button that sends a form.
pub(crate) const SEND: &str = "form[data-form] button[type=submit]";
/// How often the screen is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// The screen.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Screen {
    pub(crate) path: String,
    /// Whether nothing of it is on its way any more.
    pub(crate) settled: bool,
    /// The number on a receipt.
    pub(crate) number: Option<String>,
    /// What stands in the form's text.
    pub(crate) text: Option<String>,
    /// What went wrong, in the screen's words.
    pub(crate) failure: Option<String>,
    /// What is in the outbox.
    pub(crate) rows: Vec<Row>,
    /// Where drafts can be continued.
    pub(crate) drafts: Vec<String>,
    /// What is said above the form.
    pub(crate) notices: Vec<String>,
    /// Nothing where the screen does not tell.
    pub(crate) signed_in: Option<bool>,
}

/// Something in the outbox.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) stage: String,
    pub(crate) words: String,
}

impl Row {
    /// Whether it does not go on as long as the network is away.
    pub(crate) fn is_stuck(&self) -> bool {
        let offline = ["offline", "back online"];
        self.is_waiting() && offline.iter().any(|word| self.words.contains(word))
    }

    /// Whether it goes on by itself.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.stage.as_str(), "queued" | "sending" | "checking")
    }
}

impl Screen {
    /// Whether the user has nothing to wait for on it.
    pub(crate) fn is_end(&self) -> bool {
        let stuck = self.rows.iter().any(Row::is_stuck);
        let waiting = self.rows.iter().any(Row::is_waiting);
        let is_over = self.is_outbox() && (stuck || !waiting);
        self.number.is_some() || self.failure.is_some() || self.is_sign_in() || is_over
    }

    /// The list of drafts and of what is on its way.
    pub(crate) fn is_outbox(&self) -> bool {
        self.path.starts_with("/drafts") && self.settled
    }

    pub(crate) fn is_sign_in(&self) -> bool {
        self.path == "/sign-in" && self.settled
    }

    /// What the outbox says of each thing that was received.
    pub(crate) fn received(&self) -> impl Iterator<Item = &str> {
        let received = self.rows.iter().filter(|row| row.stage == "acknowledged");
        received.map(|row| row.words.as_str())
    }

    pub(crate) async fn look(page: &Page, form: &Form) -> Result<Self> {
        let seen = page.js(LOOK, json!([form.label])).await?;
        Self::deserialize(seen).context("the screen cannot be read")
    }

    /// Looks until something is to be seen, or the time is over; the last look either way. A page that is just being
    /// loaded shows nothing.
    pub(crate) async fn until(
        page: &Page,
        form: &Form,
        time: Duration,
        mut enough: impl FnMut(&Self) -> bool,
    ) -> Result<Self> {
        let end = Instant::now() + time;
        loop {
            let screen = Self::look(page, form).await;
            match screen {
                Ok(screen) if enough(&screen) || Instant::now() > end => return Ok(screen),
                Err(error) if Instant::now() > end => return Err(error),
                _ => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }
}
