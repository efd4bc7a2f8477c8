//! A snapshot of what the user sees.

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
      drafts: visible(".row-actions:not([data-stage]) a[data-route]").map((link) => link.dataset.route),
      notices: visible(".draft-notices .notice").map((notice) => clean(notice.innerText)),
      signedIn: is("[data-initials]") || (is("a[data-route^='/sign-in']") ? false : null),
    };
"#;
/// The button that submits a form.
pub(crate) const SEND: &str = "form[data-form] button[type=submit]";
/// The polling interval.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// A snapshot of the screen.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Screen {
    pub(crate) path: String,
    /// Whether the screen has finished loading.
    pub(crate) settled: bool,
    /// The number on a receipt.
    pub(crate) number: Option<String>,
    /// The contents of the form's text field.
    pub(crate) text: Option<String>,
    /// The error message on the screen.
    pub(crate) failure: Option<String>,
    /// The rows of the outbox.
    pub(crate) rows: Vec<Row>,
    /// The drafts that can be continued.
    pub(crate) drafts: Vec<String>,
    /// The notices above the form.
    pub(crate) notices: Vec<String>,
    /// Whether the user is signed in; `None` if the screen does not show it.
    pub(crate) signed_in: Option<bool>,
}

/// A row of the outbox.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) stage: String,
    pub(crate) words: String,
}

impl Row {
    /// Whether it cannot proceed while the browser is offline.
    pub(crate) fn is_stuck(&self) -> bool {
        let offline = ["offline", "back online"];
        self.is_waiting() && offline.iter().any(|word| self.words.contains(word))
    }

    /// Whether it proceeds without the user.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.stage.as_str(), "queued" | "sending" | "checking")
    }
}

impl Screen {
    /// Whether there is nothing left for the user to wait for.
    pub(crate) fn is_end(&self) -> bool {
        let stuck = self.rows.iter().any(Row::is_stuck);
        let waiting = self.rows.iter().any(Row::is_waiting);
        let is_over = self.is_outbox() && (stuck || !waiting);
        self.number.is_some() || self.failure.is_some() || self.is_sign_in() || is_over
    }

    /// Whether this is the list of drafts and pending requests.
    pub(crate) fn is_outbox(&self) -> bool {
        self.path.starts_with("/drafts") && self.settled
    }

    pub(crate) fn is_sign_in(&self) -> bool {
        self.path == "/sign-in" && self.settled
    }

    /// The texts of the outbox rows that were acknowledged.
    pub(crate) fn received(&self) -> impl Iterator<Item = &str> {
        let received = self.rows.iter().filter(|row| row.stage == "acknowledged");
        received.map(|row| row.words.as_str())
    }

    pub(crate) async fn look(page: &Page, form: &Form) -> Result<Self> {
        let seen = page.js(LOOK, json!([form.label])).await?;
        Self::deserialize(seen).context("the screen cannot be read")
    }

    /// Polls the screen until a condition holds or the time is over, and returns the last snapshot. A page that is
    /// still loading shows nothing.
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
