//! A refused request exists in exactly one place, whatever the user did in the meantime: as a draft if its form is
//! still open, or as an outbox entry with the reason if the user has left it. Sending it again records it once.

use super::outbox::is_in_outbox;
use super::path::{SENT, answers_are_kept, fill_as_mara, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, FaultProxy, Page, Result, browse_with_faults, same};
use serde_json::json;

const CHANGED: &str = "This form changed while you were filling it in.";
const FORM: &str = "Request: Headset";

/// Delays encryption of everything that is stored, as on a busy machine.
const SLOW_STORE: &str = r#"
    const real = SubtleCrypto.prototype.encrypt;
    SubtleCrypto.prototype.encrypt = async function (...given) {
      await new Promise((go) => setTimeout(go, 400));
      return real.apply(this, given);
    };
"#;

/// From a filled form to a request in flight.
async fn sending(page: &Page, proxy: &FaultProxy) -> Result {
    fill_as_mara(page).await?;
    proxy.fail(Fault::Hangs);
    page.click(BUTTON, "Send request").await?;
    page.sees("Sending…").await?;
    page.within_time("the request to be on its way", async || {
        same("requests on their way", 1, proxy.requests())
    })
    .await
}

/// Waits until the form was refused this many times and can be sent again.
async fn refused(page: &Page, proxy: &FaultProxy, times: usize) -> Result {
    page.within_time("the answer of the backend", async || {
        same("requests on their way", times, proxy.requests())
    })
    .await?;
    let again = "return text().includes(args[0]) && Boolean(named('button', 'Send request'))";
    page.until("a form that can be sent again", again, json!([CHANGED]))
        .await
}

/// Waits until the header says that something waits.
async fn badge(page: &Page) -> Result {
    let shown = "return visible('.outbox-badge').length === 1";
    page.until("the badge", shown, json!([])).await
}

/// The entries and drafts in "My drafts".
async fn kept(page: &Page) -> Result<serde_json::Value> {
    let rows = "return visible('li.row-actions').map((row) => row.dataset.stage ?? 'draft')";
    page.js(rows, json!([])).await
}

/// Asserts that "My drafts" contains exactly this.
async fn only(page: &Page, what: &str) -> Result {
    page.follow("My requests", "My requests").await?;
    page.driver.goto(page.address("/drafts")).await?;
    page.heading("My drafts").await?;
    same("what is kept", json!([what]), kept(page).await?)
}

#[tokio::test]
async fn sent_again_at_once_however_slow_the_store_is() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        page.js(SLOW_STORE, json!([])).await?;
        proxy.fail(Fault::FormChanged);
        // The form changes repeatedly while it is open.
        for times in 1..=3 {
            page.click(BUTTON, "Send request").await?;
            refused(page, proxy, times).await?;
            page.heading(FORM).await?;
        }
        answers_are_kept(page).await?;
        proxy.fail(Fault::None);
        send(page, SENT).await?;
        page.has_requests(1).await?;
        page.open("/drafts").await?;
        same("what is kept", json!([]), kept(page).await?)
    })
    .await
}

#[tokio::test]
async fn pressed_twice_in_one_moment() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        page.js(SLOW_STORE, json!([])).await?;
        proxy.fail(Fault::FormChanged);
        let twice = "const send = named('button', 'Send request'); send.click(); send.click()";
        for times in 1..=2 {
            page.js(twice, json!([])).await?;
            refused(page, proxy, times).await?;
            page.heading(FORM).await?;
        }
        only(page, "draft").await
    })
    .await
}

#[tokio::test]
async fn after_the_form_was_left() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        sending(page, proxy).await?;
        page.click(LINK, "Contact").await?;
        proxy.fail(Fault::FormChanged);
        page.heading("Contact").await?;
        badge(page).await?;
        page.click_on(".outbox-badge").await?;
        page.heading("My drafts").await?;
        is_in_outbox(page, "needsYou").await?;
        page.sees("Not accepted because the form has changed.")
            .await?;
        only(page, "needsYou").await?;
        page.click(BUTTON, "Edit").await?;
        page.heading(FORM).await?;
        answers_are_kept(page).await?;
        only(page, "draft").await?;
        proxy.fail(Fault::None);
        page.follow("Continue", FORM).await?;
        send(page, SENT).await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn after_the_page_was_loaded_anew() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        sending(page, proxy).await?;
        page.driver.refresh().await?;
        proxy.fail(Fault::FormChanged);
        page.heading(FORM).await?;
        badge(page).await?;
        page.open("/drafts").await?;
        is_in_outbox(page, "needsYou").await?;
        only(page, "needsYou").await
    })
    .await
}

#[tokio::test]
async fn while_another_tab_has_the_same_draft_open() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        let first = page.tab().await?;
        page.within_time("the draft to be stored", async || {
            let draft = page
                .js(
                    "return clean(visible('.draft-notices')[0]?.innerText)",
                    json!([]),
                )
                .await?;
            anyhow::ensure!(draft != json!(null), "no draft");
            Ok(())
        })
        .await?;
        let second = page.new_tab().await?;
        page.open("/services/headset/request").await?;
        answers_are_kept(page).await?;
        page.to_tab(&first).await?;
        proxy.fail(Fault::Hangs);
        page.click(BUTTON, "Send request").await?;
        page.sees("Sending…").await?;
        // The user is told, and continues to type.
        page.to_tab(&second).await?;
        page.sees("This was sent or discarded in another tab.")
            .await?;
        page.choose("Wired").await?;
        page.to_tab(&first).await?;
        proxy.fail(Fault::FormChanged);
        page.sees(CHANGED).await?;
        only(page, "draft").await?;
        page.sees("More than one version").await?;
        page.to_tab(&second).await?;
        only(page, "draft").await
    })
    .await
}
