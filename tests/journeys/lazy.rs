//! Most pages and the search are loaded lazily. Each part can fail and be retried, belongs to the portal that requested
//! it, and does not delay a screen that does not need it.

use super::fallback::FAILED;
use super::path::{answers_are_kept, find_and_fill};
use super::support::page::{BUTTON, LINK};
use super::support::{
    Engine, Fault, Result, browse_demo, browse_with_faults, in_every_engine, same,
};
use serde_json::json;

const UNREACHABLE: &str = "We can\u{2019}t reach the service";

in_every_engine!(a_lost_file_is_tried_again);

async fn a_lost_file_is_tried_again(engine: Engine) -> Result {
    browse_with_faults(engine, async |page, proxy| {
        proxy.fail(Fault::WithoutWasmParts);
        page.load("/").await?;
        page.heading("How can we help?").await?;
        page.follow("Services", "Services").await?;
        page.click(LINK, "Headset").await?;
        page.sees(UNREACHABLE).await?;
        // Retrying is possible any number of times, and the rest of the portal keeps working.
        page.click(BUTTON, "Try again").await?;
        page.sees(UNREACHABLE).await?;
        page.click(LINK, "My requests").await?;
        page.sees(UNREACHABLE).await?;
        page.follow("Services", "Services").await?;
        page.click(LINK, "Headset").await?;
        page.sees(UNREACHABLE).await?;
        // Each part is tried again on its own.
        proxy.fail(Fault::WithoutPart("split_forms"));
        page.click(BUTTON, "Try again").await?;
        page.heading("Headset").await?;
        page.click(LINK, "Request this").await?;
        page.sees(UNREACHABLE).await?;
        page.follow("Help articles", "Help articles").await?;
        page.driver.back().await?;
        page.sees(UNREACHABLE).await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.heading("Request: Headset").await
    })
    .await
}

#[tokio::test]
async fn a_form_waits_for_the_parts_that_it_needs() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        // Without the part that keeps drafts, the form is not shown, so that nothing typed can be lost.
        proxy.fail(Fault::WithoutPart("split_drafts"));
        page.load("/services/headset/request").await?;
        page.sees(UNREACHABLE).await?;
        // This form has only common fields.
        proxy.fail(Fault::WithoutPart("split_fields"));
        page.click(BUTTON, "Try again").await?;
        page.heading("Request: Headset").await?;
        let requested = page.js(REQUESTED, json!(["split_fields"])).await?;
        same("the part of rare fields", json!(false), requested)?;
        page.choose("Wireless").await?;
        // This one has a rating, Markdown and pictures.
        page.load("/services/it-feedback/request").await?;
        page.sees(UNREACHABLE).await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.heading("Request: Ideas and feedback").await?;
        page.sees("All in all, how good is our IT?").await
    })
    .await
}

#[tokio::test]
async fn search_without_its_file_is_tried_again() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasmParts);
        page.load("/search?q=hedset").await?;
        page.until("a note above the page of the server", FAILED, json!([]))
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.sees("Set up your headset").await
    })
    .await
}

#[tokio::test]
async fn a_portal_that_started_at_the_second_try_has_forms() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasm);
        page.load("/").await?;
        page.until("the words instead of the portal", FAILED, json!([]))
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        find_and_fill(page).await?;
        answers_are_kept(page).await
    })
    .await
}

#[tokio::test]
async fn two_portals_share_the_file() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/").await?;
        let add = r#"
            const guest = document.createElement("portico-portal");
            guest.id = "guest";
            document.body.append(guest);
        "#;
        page.js(add, json!([])).await?;
        let guest = page.within("#guest");
        guest.heading("How can we help?").await?;
        find_and_fill(&guest).await?;
        find_and_fill(page).await?;
        answers_are_kept(&guest).await?;
        answers_are_kept(page).await
    })
    .await
}

#[tokio::test]
async fn what_a_screen_does_not_need_waits_for_it() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        // The page of a visitor contains the answers of its first screen.
        page.sign_in_as("p-mara-voss").await?;
        let script = json!({ "source": HELD_FORM });
        page.cdp("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        page.load("/services/headset/request").await?;
        page.until("idle moments", "return idleMoments > 20", json!([]))
            .await?;
        page.js("letFormCome()", json!([])).await?;
        page.heading("Request: Headset").await?;
        page.until("the search", REQUESTED, json!(["split_search"]))
            .await?;
        same("too early", json!([]), page.js(EARLY, json!([])).await?)?;

        // If the user wants to save data, the search is loaded when it is used.
        let script = json!({ "source": SAVED_DATA });
        page.cdp("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        page.load("/").await?;
        page.heading("Hello Mara, how can we help?").await?;
        page.until("idle moments", "return idleMoments > 20", json!([]))
            .await?;
        page.js("letFormCome()", json!([])).await?;
        page.search("headset").await?;
        page.until("the search", REQUESTED, json!(["split_search"]))
            .await?;
        same("too early", json!([]), page.js(EARLY, json!([])).await?)
    })
    .await
}

/// Counts the moments in which the browser is idle, and delays a form until the test releases it.
const HELD_FORM: &str = r#"
    window.idleMoments = 0;
    const count = () => requestIdleCallback(() => count(window.idleMoments++));
    count();
    const ask = window.fetch;
    const come = new Promise((done) => {
      window.letFormCome = () => done((window.released = performance.now()));
    });
    window.fetch = async (...what) => {
      if (/[/]services[/].*[/]form$/.test(what[0].url ?? what[0])) await come;
      return ask(...what);
    };
"#;

const SAVED_DATA: &str =
    "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });";

/// Whether a file was requested whose name contains this.
const REQUESTED: &str =
    "return performance.getEntriesByType('resource').some((one) => one.name.includes(args[0]))";

/// What was loaded before the test released the form, although the screen did not need it.
const EARLY: &str = "
    const names = ['split_search', '/index', 'split_account'];
    const early = performance.getEntriesByType('resource').filter((one) => one.startTime < released);
    return names.filter((name) => early.some((one) => one.name.includes(name)));
";
