//! A backend that stops, stalls or sends invalid responses: users get a clear message, lose no input, and can retry.

use super::outbox::{WAITING, goes_out, is_in_outbox};
use super::path::{SENT, answers_are_kept, fill_as_mara, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, Result, Server, browse, browse_with_faults, same};
use serde_json::json;
use std::time::Duration;

const UNREACHABLE: &str = "We can\u{2019}t reach the service";
const BROKEN: &str = "Something went wrong";

/// The message for each fault.
const FAULTS: [(Fault, &str); 5] = [
    (Fault::Html, BROKEN),
    (Fault::Nothing, UNREACHABLE),
    (Fault::Status500, BROKEN),
    (Fault::BrokenJson, BROKEN),
    (Fault::EmptyJson, BROKEN),
];

#[tokio::test]
async fn a_backend_that_stops_and_comes_back() -> Result {
    let mut server = Server::start()?;
    let url = server.url();
    browse(Engine::Chromium, &url, async |page| {
        fill_as_mara(page).await?;
        server.stop();
        send(page, WAITING).await?;
        is_in_outbox(page, "checking").await?;
        // Other screens report it too.
        page.click(LINK, "Help articles").await?;
        page.sees(UNREACHABLE).await?;
        server.resume()?;
        // The request is sent automatically, and then the failed screen is reloaded.
        page.sees("Your request for Headset was received").await?;
        page.sees("Reset your password yourself").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn a_screen_that_cannot_be_read() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        for (fault, words) in FAULTS {
            proxy.fail(fault);
            page.load("/services/headset").await?;
            page.sees(words).await?;
            proxy.fail(Fault::None);
            if words == UNREACHABLE {
                // As soon as any other call reaches the backend, such a screen is also read again by itself.
                let read = "return heading() === 'Headset' && isSettled()";
                page.click_until("Try again", read, json!([])).await?;
            } else {
                page.click(BUTTON, "Try again").await?;
                page.heading("Headset").await?;
            }
            // The whole screen is there, including the parts that depend on discovery.
            page.sees("Request this").await?;
            page.sees("Help articles").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_form_that_cannot_be_sent() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        let mut way_on = "Send request";
        for (fault, _) in FAULTS {
            proxy.fail(fault);
            page.click(BUTTON, way_on).await?;
            page.heading(WAITING).await?;
            // The result of the attempt is unknown: an invalid response proves nothing.
            is_in_outbox(page, "checking").await?;
            way_on = "Try now";
        }
        proxy.fail(Fault::None);
        goes_out(page).await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn a_backend_that_does_not_answer_in_time() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::Hangs);
        page.click(BUTTON, "Send request").await?;
        page.sees("Sending…").await?;
        // Nobody has to wait: the outbox continues in the background.
        page.heading(WAITING).await?;
        page.until(
            "an entry that is in doubt",
            "return visible('li[data-stage=sending], li[data-stage=checking]').length === 1",
            json!([]),
        )
        .await?;
        proxy.fail(Fault::None);
        is_in_outbox(page, "acknowledged").await?;
        page.has_requests(1).await
    })
    .await
}

#[tokio::test]
async fn a_form_that_changes_meanwhile() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::FormChanged);
        page.click(BUTTON, "Send request").await?;
        page.sees("This form changed while you were filling it in.")
            .await?;
        answers_are_kept(page).await?;
        proxy.fail(Fault::None);
        send(page, SENT).await?;
        page.has_requests(1).await
    })
    .await
}

/// The message for each empty list.
const EMPTY: &[(&str, &str)] = &[
    ("/services", "No services found"),
    ("/services?category=hardware", "No services found"),
    ("/articles", "No articles found"),
    ("/requests", "No open requests"),
    ("/requests?state=closed", "Nothing closed yet"),
    ("/drafts", "No drafts"),
];

#[tokio::test]
async fn lists_that_are_empty() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        page.order_headset().await?;
        proxy.fail(Fault::EmptyLists);
        for (path, words) in EMPTY.iter().copied() {
            page.open(path).await?;
            page.sees(words).await?;
            // There is always a way to continue.
            let way_on = "return visible('.empty a').length > 0";
            page.until(&format!("a way on from {path}"), way_on, json!([]))
                .await?;
        }
        // The home page omits empty sections.
        page.open("/").await?;
        let odd = "return visible('.failed, .row, .tile').map(nameOf)";
        page.check("rows and failures at home", json!([]), odd, json!([]))
            .await?;

        // If a wait fails, the error says what was there instead.
        page.open("/requests").await?;
        let row = "return visible('.row').length > 0";
        let soon = Duration::from_millis(100);
        let told = page.until_within(soon, "a row", row, json!([])).await;
        let told = told
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        for part in [
            "waited ",
            " s for a row",
            "answers false",
            "At /requests",
            "My requests",
            "No open requests",
        ] {
            same(&format!("{part:?} in {told:?}"), true, told.contains(part))?;
        }
        Ok(())
    })
    .await
}
