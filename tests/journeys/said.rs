//! Errors that a backend reports for answers are displayed at their fields until these are edited, however the answers
//! were sent.

use super::path::{SENT, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, Page, Result, browse_with_faults};
use serde_json::json;
use thirtyfour::Key;

const FORM: &str = "/services/standard-laptop/request";
const TAG: &str = "Number of your present laptop";

/// Errors of a field, of a part of a field, of an answer without a field, and of the request as a whole.
const REFUSED: &str = r#"{
    "type": "urn:portico:problem:invalid", "title": "Invalid", "status": 422, "detail": "Two things are wrong.",
    "errors": [
        {"pointer": "/answers/oldTag", "code": "known", "detail": "This laptop is not yours."},
        {"pointer": "/answers/oldTag/0", "code": "known", "detail": "Ask who has it."},
        {"pointer": "/answers/budget", "code": "known", "detail": "The budget is used up."},
        {"pointer": "/service", "code": "known", "detail": "It is not to be had today."}
    ]
}"#;

const COMMENT: &str = r#"{
    "title": "Invalid", "status": 422,
    "errors": [{"pointer": "/text", "code": "known", "detail": "No passwords, please."}]
}"#;

#[tokio::test]
async fn what_the_backend_said_stays_until_it_is_edited() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        page.choose("Windows 14-inch").await?;
        page.select("Why do you need it?", "My laptop cannot be repaired")
            .await?;
        page.choose("Pick up in Leeds").await?;
        proxy.fail(Fault::Refused(REFUSED));
        for enter in [true, false, true] {
            page.fill(TAG, "BW-04217").await?;
            if enter {
                page.press(Key::Enter).await?;
            } else {
                page.click(BUTTON, "Send request").await?;
            }
            stands(page, 3).await?;
            page.sees("This laptop is not yours. Ask who has it.")
                .await?;
            // Leaving other fields, or this one without a change, changes nothing.
            page.focus_on("/oldTag").await?;
            page.press(Key::Tab).await?;
            page.select("Why do you need it?", "My laptop cannot be repaired")
                .await?;
            stands(page, 3).await?;
            page.errors(1).await?;
        }
        page.fill(TAG, "BW-04218").await?;
        page.errors(0).await?;
        stands(page, 2).await?;
        proxy.fail(Fault::None);
        send(page, SENT).await?;

        page.click(LINK, "Track this request").await?;
        page.fill("Add a comment", "My password is secret").await?;
        proxy.fail(Fault::Refused(COMMENT));
        page.click(BUTTON, "Send comment").await?;
        page.sees("No passwords, please.").await?;
        page.errors(1).await?;
        page.fill("Add a comment", "Never mind").await?;
        page.errors(0).await
    })
    .await
}

/// Waits until the summary has this many lines.
async fn stands(page: &Page, lines: usize) -> Result {
    let script = "return all('#error-summary li').length";
    page.until_same(
        "lines of the error summary",
        json!(lines),
        script,
        json!([]),
    )
    .await
}
