//! The outbox: what cannot be sent now waits, can be viewed and changed, and is sent once.

use super::path::{SENT, answers_are_kept, fill_as_mara, is_back_at, send, sign_in};
use super::support::page::BUTTON;
use super::support::{
    Engine, Fault, Page, Result, browse_demo, browse_with_faults, in_every_engine, same,
};
use serde_json::json;

/// The heading after sending a request without a connection.
pub(super) const WAITING: &str = "Your request is waiting to be sent";
const BADGE: &str = "1 waiting to be sent";

#[tokio::test]
async fn offline_it_waits_and_goes_out_by_itself() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        page.offline(true).await?;
        send(page, WAITING).await?;
        is_in_outbox(page, "queued").await?;
        page.sees("Not sent yet: you\u{2019}re offline").await?;
        badge(page, true).await?;
        same("requests on their way", 0, proxy.requests())?;
        page.offline(false).await?;
        is_in_outbox(page, "acknowledged").await?;
        page.sees("Received as").await?;
        badge(page, false).await?;
        page.follow("Track this request", "Headset").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn what_waits_can_be_edited_and_cancelled() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        page.offline(true).await?;
        page.click(BUTTON, "Send request").await?;
        is_in_outbox(page, "queued").await?;
        page.click(BUTTON, "Edit").await?;
        page.heading("Request: Headset").await?;
        answers_are_kept(page).await?;
        send(page, WAITING).await?;
        is_in_outbox(page, "queued").await?;
        page.click(BUTTON, "Cancel").await?;
        page.click(BUTTON, "Don\u{2019}t send it").await?;
        outbox_is_empty(page).await?;
        badge(page, false).await?;
        page.offline(false).await?;
        page.open("/requests").await?;
        same("requests on their way", 0, proxy.requests())?;
        page.has_requests(0).await
    })
    .await
}

in_every_engine!(a_reload_while_sending_sends_once);

async fn a_reload_while_sending_sends_once(engine: Engine) -> Result {
    browse_with_faults(engine, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::Hangs);
        page.click(BUTTON, "Send request").await?;
        page.sees("Sending…").await?;
        page.within_time("the request to be on its way", async || {
            same("requests", 1, proxy.requests())
        })
        .await?;
        page.driver.refresh().await?;
        proxy.fail(Fault::None);
        page.open("/drafts").await?;
        is_in_outbox(page, "acknowledged").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn a_lost_answer_is_found_again() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::LostAnswer);
        send(page, WAITING).await?;
        is_in_outbox(page, "checking").await?;
        page.sees("May have arrived").await?;
        badge(page, true).await?;
        // A request that may have arrived can be neither edited nor cancelled.
        let free =
            "return visible('button').map(nameOf).filter((name) => /Edit|Cancel/.test(name))";
        page.check("ways to change it", json!([]), free, json!([]))
            .await?;
        page.has_requests(1).await?;
        proxy.fail(Fault::None);
        goes_out(page).await?;
        page.sees("Already received as").await?;
        badge(page, false).await?;
        page.click(BUTTON, "Done").await?;
        outbox_is_empty(page).await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn an_expired_sign_in_keeps_everything() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        fill_as_mara(page).await?;
        end_session(page).await?;
        send(page, WAITING).await?;
        page.sees("Sign in to send it").await?;
        page.follow("Sign in", "Sign in").await?;
        sign_in(page, "Request sent").await?;
        is_in_outbox(page, "acknowledged").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn nothing_is_sent_in_the_name_of_somebody_else() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        fill_as_mara(page).await?;
        // In another tab, while the cached identity of the user is still valid.
        let another = json!({ "persona": "p-jonas-adeyemi" });
        page.fetch("POST", "/session", another).await?;
        page.click(BUTTON, "Send request").await?;
        let other =
            "return visible('a, button').some((one) => nameOf(one).includes('Jonas Adeyemi'))";
        page.until("the portal of somebody else", other, json!([]))
            .await?;
        page.has_requests(0).await?;
        page.sign_in_as("p-mara-voss").await?;
        page.open("/drafts").await?;
        is_in_outbox(page, "acknowledged").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn an_expired_sign_in_in_mid_form_keeps_everything() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        fill_as_mara(page).await?;
        end_session(page).await?;
        // It is not shown to other users, and waits for its author.
        page.reload().await?;
        same(
            "what others see",
            json!(false),
            page.value("Wireless").await?,
        )?;
        page.open("/sign-in?return=%2Fservices%2Fheadset%2Frequest")
            .await?;
        sign_in(page, "Request: Headset").await?;
        answers_are_kept(page).await?;
        send(page, SENT).await?;
        page.has_requests(1).await?;

        // A comment waits for its author too, and its button is disabled.
        const COMMENT: &str = "Please ring before you come.";
        page.follow("Track this request", "Headset").await?;
        page.fill("Add a comment", COMMENT).await?;
        end_session(page).await?;
        page.click(BUTTON, "Send comment").await?;
        let main = "return near(visible('.main a[href]').find((one) => nameOf(one) === 'Sign in'))";
        page.click_found("the way to sign in", main, json!([]))
            .await?;
        page.heading("Sign in").await?;
        sign_in(page, "Headset").await?;
        is_back_at(page, "Send comment").await?;
        same(
            "the comment",
            json!(COMMENT),
            page.value("Add a comment").await?,
        )?;
        page.click(BUTTON, "Send comment").await?;
        let sent = "return clean(visible('.timeline')[0]?.innerText).includes(args[0])";
        page.until("the comment in the timeline", sent, json!([COMMENT]))
            .await
    })
    .await
}

/// Ends the session on the server as if it had expired; the page is not notified.
pub(super) async fn end_session(page: &Page) -> Result {
    let sign_out = "return fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-Portico-Request': '1' } })
        .then((answer) => answer.status)";
    page.check("sign-out", json!(204), sign_out, json!([]))
        .await
}

/// Waits until the only outbox entry is at this stage.
pub(super) async fn is_in_outbox(page: &Page, stage: &str) -> Result {
    let script = "const rows = visible('li[data-stage]'); return rows.length === 1 && rows[0].dataset.stage === args[0]";
    page.until(
        &format!("one entry that is {stage}"),
        script,
        json!([stage]),
    )
    .await
}

/// Ends the pause before the next attempt, which may also start on its own at just that moment.
pub(super) async fn goes_out(page: &Page) -> Result {
    const NOW: &str = r#"
        const rows = visible("li[data-stage]");
        const now = visible("button").find((one) => nameOf(one) === "Try now");
        if (rows[0]?.dataset.stage !== "acknowledged") now?.click();
        return rows.length === 1 && rows[0].dataset.stage === "acknowledged";
    "#;
    page.until("the entry to be received", NOW, json!([])).await
}

async fn outbox_is_empty(page: &Page) -> Result {
    let script = "return isSettled() && visible('li[data-stage]').length === 0";
    page.until("an empty outbox", script, json!([])).await
}

/// Asserts whether the header shows the number of waiting entries.
async fn badge(page: &Page, there: bool) -> Result {
    let script =
        "return visible('.outbox-badge').some((one) => nameOf(one) === args[0]) === args[1]";
    page.until("the badge", script, json!([BADGE, there])).await
}
