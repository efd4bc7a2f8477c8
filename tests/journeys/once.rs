//! Recorded exactly once, no matter how often the user clicks, and what happens to the response.

use super::path::{SENT, fill_as_mara, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, FaultProxy, Page, Result, browse_with_faults, same};
use serde_json::json;

const COMMENTS: &str =
    "return visible('.event-body').filter((one) => clean(one.textContent) === args[0]).length";

#[tokio::test]
async fn a_double_click_sends_once() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        // The response is delayed, so that there is time for further clicks.
        proxy.fail(Fault::Hangs);
        let button = page.driver.execute(
            "return document.querySelector('portico-portal').shadowRoot.querySelector('button[type=submit].button-large')",
            Vec::new(),
        );
        let button = button.await?.element()?;
        button.scroll_into_view().await?;
        page.driver.action_chain().double_click_element(&button).perform().await?;
        page.sees("Sending…").await?;
        button.click().await?;
        page.js("all('form')[0].requestSubmit()", json!([])).await?;
        page.next_frame().await?;
        proxy.fail(Fault::None);
        page.heading("Request sent").await?;
        same("requests on their way", 1, proxy.requests())?;
        page.has_requests(1).await
    })
    .await
}

/// Whoever opens a form again while it is being sent begins another request, which the receipt of the first one leaves
/// alone.
#[tokio::test]
async fn the_next_request_begins_while_one_is_on_its_way() -> Result {
    const FORM: &str = "Request: Headset";
    const WIRED: &str = "return field('Wired')?.checked === true";
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::LateAnswer);
        page.click(BUTTON, "Send request").await?;
        page.sees("Sending…").await?;
        page.within_time("the request to be on its way", async || {
            same("requests on their way", 1, proxy.requests())
        })
        .await?;
        page.click(LINK, "Headset").await?;
        page.follow("Request this", FORM).await?;
        page.until(
            "an empty form",
            "return field('Wireless')?.checked === false",
            json!([]),
        )
        .await?;
        page.choose("Wired").await?;
        proxy.fail(Fault::None);
        page.sees("Your request for Headset was received").await?;
        page.choose("It replaces a broken headset").await?;
        page.until("the first answer", WIRED, json!([])).await?;
        page.reload().await?;
        page.heading(FORM).await?;
        page.until("the stored answer", WIRED, json!([])).await?;
        page.select("Where do you want to pick it up?", "Leeds, reception")
            .await?;
        send(page, SENT).await?;
        same("requests on their way", 2, proxy.requests())?;
        page.has_requests(2).await
    })
    .await
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_comment() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        page.open(&request.path()).await?;
        page.fill("Add a comment", "Only once, please.").await?;
        proxy.fail(Fault::LostAnswer);
        page.click(BUTTON, "Send comment").await?;
        page.sees("Your comment is still here. Sending again won\u{2019}t send it twice.").await?;
        // It survives a reload, and so does its idempotency key, which turns two attempts into one comment.
        page.until("a stored comment", "return all('.comment-form')[0]?.dataset.kept", json!([])).await?;
        page.reload().await?;
        page.until("the comment", "return field('Add a comment')?.value === 'Only once, please.'", json!([])).await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Send comment").await?;
        page.until("an empty comment field", "return field('Add a comment')?.value === ''", json!([])).await?;
        page.until("nothing stored", "return all('.comment-form')[0]?.dataset.kept", json!([])).await?;
        page.reload().await?;
        page.check("comments", json!(1), COMMENTS, json!(["Only once, please."])).await?;
        page.check("an old text", json!(""), "return field('Add a comment').value", json!([])).await?;

        // A user who leaves before the response finds nothing to send again, whether it arrives before or after they
        // return.
        leaves_while_sending(page, proxy, "I have left.").await?;
        proxy.fail(Fault::None);
        let told = "return document.querySelector('portico-portal').shadowRoot.textContent.includes('Comment sent')";
        page.until("word of the comment", told, json!([])).await?;
        page.driver.back().await?;
        page.heading("Headset").await?;
        is_there_once(page, "I have left.").await?;
        leaves_while_sending(page, proxy, "I am back.").await?;
        page.driver.back().await?;
        page.sees("Sending…").await?;
        proxy.fail(Fault::None);
        is_there_once(page, "I am back.").await?;

        // A user who edits a text that may have been recorded is told so, and can send it.
        page.fill("Add a comment", "Sent, and never confirmed.").await?;
        proxy.fail(Fault::LostAnswer);
        page.click(BUTTON, "Send comment").await?;
        page.sees("Your comment is still here. Sending again won\u{2019}t send it twice.").await?;
        types_on(page, " Edited.").await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Send comment").await?;
        page.sees("This version wasn\u{2019}t sent").await?;
        page.sees("An earlier version of this comment may already have reached us.").await?;
        page.until("the first text", COMMENTS, json!(["Sent, and never confirmed."])).await?;
        page.click(BUTTON, "Send comment").await?;
        is_there_once(page, "Sent, and never confirmed. Edited.").await?;

        // So can a text that was edited while it was in flight, if a reload came before the response.
        page.fill("Add a comment", "On its way.").await?;
        proxy.fail(Fault::LateAnswer);
        page.click(BUTTON, "Send comment").await?;
        page.sees("Sending…").await?;
        page.within_time("a recorded comment", async || {
            let recorded = page.fetch("GET", &request.path(), json!(null)).await?;
            anyhow::ensure!(recorded.to_string().contains("On its way."), "it is not recorded");
            Ok(())
        }).await?;
        page.fill("Add a comment", "Edited on its way.").await?;
        page.until("a stored comment", "return all('.comment-form')[0]?.dataset.kept", json!([])).await?;
        page.reload().await?;
        proxy.fail(Fault::None);
        page.until("the comment", "return field('Add a comment')?.value === 'Edited on its way.'", json!([])).await?;
        page.click(BUTTON, "Send comment").await?;
        is_there_once(page, "Edited on its way.").await?;
        page.until("the first text", COMMENTS, json!(["On its way."])).await?;
        two_tabs_keep_both_texts(page).await
    })
    .await
}

/// The input of two tabs for one request appears in both, and what was sent in one is not offered again in the other.
async fn two_tabs_keep_both_texts(page: &Page) -> Result {
    const KEPT: &str = "return all('.comment-form')[0]?.dataset.kept";
    const HOLDS: &str = "return field('Add a comment')?.value === args[0]";
    const BOTH: &str = "From the first tab.\n\nFrom the second tab.";
    page.until("nothing stored", KEPT, json!([])).await?;
    let path = page.path().await?;
    let first = page.tab().await?;
    let second = page.new_tab().await?;
    page.open(&path).await?;
    page.to_tab(&first).await?;
    page.fill("Add a comment", "From the first tab.").await?;
    page.until("a stored comment", KEPT, json!([])).await?;
    page.to_tab(&second).await?;
    types_on(page, "From the second tab.").await?;
    page.until("both texts", HOLDS, json!([BOTH])).await?;
    page.until("a stored comment", KEPT, json!([])).await?;
    page.to_tab(&first).await?;
    leaves(page).await?;
    page.driver.back().await?;
    page.until("both texts", HOLDS, json!([BOTH])).await?;
    page.to_tab(&second).await?;
    page.click(BUTTON, "Send comment").await?;
    page.until("an empty comment field", HOLDS, json!([""]))
        .await?;
    page.until("nothing stored", KEPT, json!([])).await?;
    page.to_tab(&first).await?;
    leaves(page).await?;
    page.driver.back().await?;
    page.until("an empty comment field", HOLDS, json!([""]))
        .await
}

async fn leaves_while_sending(page: &Page, proxy: &FaultProxy, comment: &str) -> Result {
    page.fill("Add a comment", comment).await?;
    proxy.fail(Fault::Hangs);
    page.click(BUTTON, "Send comment").await?;
    page.sees("Sending…").await?;
    leaves(page).await
}

/// Types at the end of the field.
async fn types_on(page: &Page, text: &str) -> Result {
    page.js("field('Add a comment').focus()", json!([])).await?;
    page.press(text).await
}

async fn leaves(page: &Page) -> Result {
    page.click(LINK, "My requests").await?;
    page.until(
        "the list",
        "return location.pathname.endsWith('/requests')",
        json!([]),
    )
    .await
}

/// Asserts that the comment is in the activity exactly once, and not in the field.
async fn is_there_once(page: &Page, comment: &str) -> Result {
    const ONCE: &str = r"
        const comments = visible('.event-body').filter((one) => clean(one.textContent) === args[0]);
        return comments.length === 1 && field('Add a comment')?.value === '';
    ";
    page.until(
        "the comment, once, and an empty field",
        ONCE,
        json!([comment]),
    )
    .await
}
