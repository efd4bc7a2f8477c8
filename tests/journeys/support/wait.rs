//! Waits for a state of the screen, and reports what was there instead if it does not come.

use super::{Page, Result};
use anyhow::bail;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long a state may take to come. It is polled.
const STATE_WITHIN: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// The maximum length of the reported screen text, in characters.
const MAX_TOLD: usize = 1_000;

impl Page {
    /// Waits until a script returns a true value.
    pub(crate) async fn until(&self, what: &str, script: &str, args: Value) -> Result {
        self.until_value(what, script, args).await.map(drop)
    }

    /// Waits until a script returns a true value, and returns that.
    pub(crate) async fn until_value(&self, what: &str, script: &str, args: Value) -> Result<Value> {
        self.until_within(STATE_WITHIN, what, script, args).await
    }

    /// The same with another time limit.
    pub(crate) async fn until_within(
        &self,
        time: Duration,
        what: &str,
        script: &str,
        args: Value,
    ) -> Result<Value> {
        self.look_for(time, what, async || {
            let answer = self.js(script, args.clone()).await?;
            let is_true = !matches!(answer, Value::Null | Value::Bool(false))
                && answer != json!(0)
                && answer != json!("");
            if !is_true {
                bail!("`{script}` with {args} answers {answer}");
            }
            Ok(answer)
        })
        .await
    }

    /// Waits until a script returns this value.
    pub(crate) async fn until_same(
        &self,
        what: &str,
        expected: Value,
        script: &str,
        args: Value,
    ) -> Result {
        self.within_time(what, async || {
            self.check(what, expected.clone(), script, args.clone())
                .await
        })
        .await
    }

    /// Waits until the document has this title.
    pub(crate) async fn title(&self, title: &str) -> Result {
        self.until_same(
            "the title",
            json!(title),
            "return document.title",
            json!([]),
        )
        .await
    }

    /// Waits until the element with this id has the focus.
    pub(crate) async fn has_focus(&self, id: &str) -> Result {
        let what = format!("the focus on #{id}");
        self.until(&what, "return focused()?.id === args[0]", json!([id]))
            .await
    }

    /// Retries an action until it succeeds.
    pub(crate) async fn within_time<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Result<T>,
    ) -> Result<T> {
        self.look_for(STATE_WITHIN, what, look).await
    }

    async fn look_for<T>(
        &self,
        time: Duration,
        what: &str,
        look: impl AsyncFn() -> Result<T>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            match look().await {
                Ok(found) => return Ok(found),
                Err(error) if start.elapsed() > time => {
                    let waited = start.elapsed().as_secs_f64();
                    let there = self.there().await;
                    bail!("waited {waited:.1} s for {what}.\n  At last: {error:#}\n  {there}");
                }
                Err(_) => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// A description of the current screen: the address, the focused element, and the visible text.
    async fn there(&self) -> String {
        const THERE: &str = "
            const focus = focused();
            return [
                location.pathname + location.search + location.hash,
                focus ? `${focus.localName} \"${nameOf(focus).slice(0, 60)}\"` : 'nothing',
                text() || clean(document.body?.innerText),
            ]";
        match self.js(THERE, json!([])).await {
            Ok(there) => {
                let part = |at: usize| there[at].as_str().unwrap_or_default();
                let (address, focus, text) = (part(0), part(1), part(2));
                let told: String = text.chars().take(MAX_TOLD).collect();
                let more = if told.len() < text.len() { " …" } else { "" };
                format!("At {address}, with the focus on {focus}, the screen says: {told}{more}")
            }
            Err(error) => format!("The browser does not say what is on the screen: {error:#}"),
        }
    }
}
