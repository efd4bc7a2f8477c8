//! The form pages and the search are loaded lazily. Each can fail and be retried, and belongs to the portal that
//! requested it.

use super::fallback::FAILED;
use super::path::{answers_are_kept, find_and_fill};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, Result, browse_demo, browse_with_faults, in_every_engine};
use serde_json::json;

const UNREACHABLE: &str = "We can\u{2019}t reach the service";

in_every_engine!(a_lost_file_is_tried_again);

async fn a_lost_file_is_tried_again(engine: Engine) -> Result {
    browse_with_faults(engine, async |page, proxy| {
        page.load("/").await?;
        page.heading("How can we help?").await?;
        proxy.fail(Fault::WithoutWasm);
        page.click(LINK, "Services").await?;
        page.follow("Headset", "Headset").await?;
        page.click(LINK, "Request this").await?;
        page.sees(UNREACHABLE).await?;
        // Retrying is possible any number of times, and the rest of the portal keeps working.
        page.click(BUTTON, "Try again").await?;
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
async fn search_without_its_file_is_tried_again() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasmParts);
        page.load("/search?q=hedset").await?;
        page.sees(UNREACHABLE).await?;
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
