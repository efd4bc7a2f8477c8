//! The activity of a request: the latest events at once, earlier ones on demand.

use super::support::page::BUTTON;
use super::support::{Engine, Fault, Page, Result, browse_with_faults, same};
use serde_json::{Value, json};
use thirtyfour::Key;

const EARLIER: &str = "Show earlier activity";

/// More comments than are included in the request.
const COMMENTS: usize = 55;

/// Writes comments one after another, respecting the rate limit of the backend.
const WRITE: &str = r#"
    const [id, count, done] = arguments;
    const write = async (number) => {
      const headers = { "Content-Type": "application/json", "X-Portico-Request": "1", "Idempotency-Key": `"${Math.random()}"` };
      const body = JSON.stringify({ text: `Note ${number}.` });
      const answer = await fetch(`/api/v1/requests/${id}/comments`, { method: "POST", headers, body });
      if (answer.status !== 429) return answer.ok;
      await new Promise((go) => setTimeout(go, 1000 * Number(answer.headers.get("Retry-After") ?? 1)));
      return write(number);
    };
    (async () => {
      for (let number = 1; number <= count; number += 1) if (!(await write(number))) return false;
      return true;
    })().then(done);
"#;

/// The comments on the screen, in order.
const NOTES: &str = "return visible('.event-body').map((one) => clean(one.textContent))";

async fn notes(page: &Page) -> Result<Vec<String>> {
    let notes = page.js(NOTES, json!([])).await?;
    Ok(serde_json::from_value(notes)?)
}

async fn all_notes(page: &Page, more: &[&str]) -> Result {
    let all = (1..=COMMENTS).map(|number| format!("Note {number}."));
    let all: Vec<_> = all
        .chain(more.iter().map(|text| (*text).to_owned()))
        .collect();
    page.within_time("everything that was said", async || {
        same("what was said", all.clone(), notes(page).await?)
    })
    .await
}

#[tokio::test]
async fn earlier_activity_is_shown_on_demand() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        let written = page.js_async(WRITE, vec![json!(request.id), json!(COMMENTS)]);
        same("comments written", json!(true), written.await?)?;
        page.open(&request.path()).await?;
        let before = notes(page).await?;
        same("the newest", Some("Note 55."), before.last().map(String::as_str))?;
        same("the oldest is not there", false, before.contains(&"Note 1.".to_owned()))?;

        // A failure shows a message and can be retried.
        proxy.fail(Fault::Later(503));
        page.click(BUTTON, EARLIER).await?;
        page.sees("The service is busy").await?;
        same("what was said", before, notes(page).await?)?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        all_notes(page, &[]).await?;

        // With the keyboard alone, the focus moves to the start of the new part.
        page.reload().await?;
        let press = "const button = named('button', args[0]); button.focus(); return focused() === button";
        page.check("the focus", json!(true), press, json!([EARLIER])).await?;
        page.press(Key::Enter + "").await?;
        all_notes(page, &[]).await?;
        let first = "return focused()?.matches('.event:first-child')";
        page.until("the focus on the first event", first, json!([])).await?;
        let left = "return visible('button').filter((one) => nameOf(one) === args[0]).length";
        page.check("ways further back", json!(0), left, json!([EARLIER])).await?;
        page.until(
            "words for a screen reader",
            "return all('[role=status]').some((one) => /^\\d+ more shown$/.test(clean(one.textContent)))",
            json!([]),
        )
        .await?;

        // What was loaded stays after another comment.
        page.fill("Add a comment", "One more.").await?;
        page.click(BUTTON, "Send comment").await?;
        all_notes(page, &["One more."]).await?;
        let once: Value = page.js("return new Set(all('.event').map((one) => one.id)).size === all('.event').length", json!([])).await?;
        same("each event once", json!(true), once)
    })
    .await
}
