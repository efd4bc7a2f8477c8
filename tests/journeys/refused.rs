//! A refused request exists in exactly one place, whatever the user did in the meantime: as a draft if its form is
//! still open, or as an outbox entry with the reason if the user has left it. Sending it again records it once.

use super::outbox::is_in_outbox;
use super::path::{answers_are_kept, find_and_fill};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, FaultProxy, Page, Result, Server, browse, same};
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
    page.sign_in_as("p-mara-voss").await?;
    find_and_fill(page).await?;
    proxy.fail(Fault::Hangs);
    page.click(BUTTON, "Send request").await?;
    page.sees("Sending…").await?;
    page.within_time("the request to be on its way", async || {
        let sent = proxy.writes();
        same(
            "requests on their way",
            true,
            sent.iter().any(|path| path.ends_with("/requests")),
        )
    })
    .await
}

/// Waits until the form was refused this many times and can be sent again.
async fn refused(page: &Page, proxy: &FaultProxy, times: usize) -> Result {
    page.within_time("the answer of the backend", async || {
        let sent = proxy.writes();
        let sent = sent.iter().filter(|path| path.ends_with("/requests"));
        same("requests on their way", times, sent.count())
    })
    .await?;
    let again = "return text().includes(args[0]) && Boolean(named('button', 'Send request'))";
    page.until("a form that can be sent again", again, json!([CHANGED]))
        .await
        .map(drop)
}

/// The entries and drafts in "My drafts".
async fn kept(page: &Page) -> Result<serde_json::Value> {
    let rows = "return visible('li.row-actions').map((row) => row.dataset.stage ?? 'draft')";
    page.js(rows, json!([])).await
}

/// Asserts that "My drafts" contains exactly this.
async fn only(page: &Page, what: &str) -> Result {
    page.click(LINK, "My requests").await?;
    page.heading("My requests").await?;
    page.driver.goto(page.address("/drafts")).await?;
    page.heading("My drafts").await?;
    same("what is kept", json!([what]), kept(page).await?)
}

#[tokio::test]
async fn sent_again_at_once_however_slow_the_store_is() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        find_and_fill(page).await?;
        page.js(SLOW_STORE, json!([])).await?;
        proxy.fail(Fault::FormChanged);
        // The form changes repeatedly while it is open.
        for times in 1..=3 {
            page.click(BUTTON, "Send request").await?;
            refused(page, &proxy, times).await?;
            page.heading(FORM).await?;
        }
        answers_are_kept(page).await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Send request").await?;
        page.heading("Request sent").await?;
        same("requests", 1, page.open_requests().await?)?;
        page.open("/drafts").await?;
        same("what is kept", json!([]), kept(page).await?)
    })
    .await
}

#[tokio::test]
async fn pressed_twice_in_one_moment() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        find_and_fill(page).await?;
        page.js(SLOW_STORE, json!([])).await?;
        proxy.fail(Fault::FormChanged);
        let twice = "const send = named('button', 'Send request'); send.click(); send.click()";
        for times in 1..=2 {
            page.js(twice, json!([])).await?;
            refused(page, &proxy, times).await?;
            page.heading(FORM).await?;
        }
        only(page, "draft").await
    })
    .await
}

#[tokio::test]
async fn after_the_form_was_left() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        sending(page, &proxy).await?;
        page.click(LINK, "Contact").await?;
        proxy.fail(Fault::FormChanged);
        page.heading("Contact").await?;
        page.until(
            "the badge",
            "return visible('.outbox-badge').length === 1",
            json!([]),
        )
        .await?;
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
        page.click(LINK, "Continue").await?;
        page.heading(FORM).await?;
        page.click(BUTTON, "Send request").await?;
        page.heading("Request sent").await?;
        same("requests", 1, page.open_requests().await?)
    })
    .await
}

#[tokio::test]
async fn after_the_page_was_loaded_anew() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        sending(page, &proxy).await?;
        page.driver.refresh().await?;
        proxy.fail(Fault::FormChanged);
        page.heading(FORM).await?;
        page.until(
            "the badge",
            "return visible('.outbox-badge').length === 1",
            json!([]),
        )
        .await?;
        page.open("/drafts").await?;
        is_in_outbox(page, "needsYou").await?;
        only(page, "needsYou").await
    })
    .await
}

#[tokio::test]
async fn while_another_tab_has_the_same_draft_open() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        find_and_fill(page).await?;
        let first = page.driver.window().await?;
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
        let second = page.driver.new_tab().await?;
        page.driver.switch_to_window(second.clone()).await?;
        page.open("/services/headset/request").await?;
        answers_are_kept(page).await?;
        page.driver.switch_to_window(first.clone()).await?;
        proxy.fail(Fault::Hangs);
        page.click(BUTTON, "Send request").await?;
        page.sees("Sending…").await?;
        // The user is told, and continues to type.
        page.driver.switch_to_window(second.clone()).await?;
        page.sees("This was sent or discarded in another tab.")
            .await?;
        page.choose("Wired").await?;
        page.driver.switch_to_window(first).await?;
        proxy.fail(Fault::FormChanged);
        page.sees(CHANGED).await?;
        only(page, "draft").await?;
        page.sees("More than one version").await?;
        page.driver.switch_to_window(second).await?;
        only(page, "draft").await
    })
    .await
}
