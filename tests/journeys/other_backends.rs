//! Other backends and intermediaries, whose responses differ slightly from the API.

use super::outbox::{WAITING, goes_out};
use super::path::{answers_are_kept, fill_as_mara, send};
use super::support::page::BUTTON;
use super::support::{Engine, Fault, FaultProxy, Result, Server, browse, browse_with_faults, same};
use serde_json::{Value, json};

#[tokio::test]
async fn what_was_not_received_is_told_and_not_sent_again_and_again() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        fill_as_mara(page).await?;
        proxy.fail(Fault::Firewall);
        page.click(BUTTON, "Send request").await?;
        page.sees("Your network blocked this (error 403)").await?;
        page.sees("It probably didn’t reach us").await?;
        page.heading("Request: Headset").await?;
        answers_are_kept(page).await?;
        same("attempts", 1, proxy.requests())?;
        // It is a draft again, which can be sent any number of times.
        proxy.fail(Fault::Accepted);
        send(page, WAITING).await?;
        page.sees("May have arrived. Next check:").await?;
        same("attempts", 2, proxy.requests())?;
        proxy.fail(Fault::None);
        goes_out(page).await?;
        page.has_requests(1).await
    })
    .await
}

/// Changes responses like another backend would, depending on their shape.
fn otherwise(answer: &mut Value) {
    if let Some(items) = answer["items"].as_array_mut() {
        let headset = |item: &&mut Value| item["id"] == json!("headset");
        if let Some(item) = items.iter_mut().find(headset) {
            item["price"] = json!({ "amount": 95, "currency": "EUR" });
        }
        let shelf = |item: &&mut Value| item["services"].is_u64();
        if let Some(shelf) = items.iter_mut().find(shelf) {
            shelf["icon"] = json!("no-such-icon");
        }
    }
    if answer["events"].is_array() {
        answer["events"][0]["actor"].take();
        answer["approvals"] = json!([{ "by": "manager", "decision": "Put off until March" }]);
    }
}

#[tokio::test]
async fn one_item_that_does_not_fit_costs_itself_alone() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::with_rewrites(&server.url(), &[("", otherwise)]).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.console().await?;
        page.open("/services?category=hardware").await?;
        page.sees("Laptop repair").await?;
        page.check("the service that cannot be read", json!(false), "return text().includes('Headset')", json!([])).await?;
        // Regardless of how often it was read.
        let complaints = page.console().await?;
        let complaints: Vec<&String> = complaints
            .iter()
            .filter(|line| line.contains("the API does not allow"))
            .collect();
        same("complaints", 1, complaints.len())?;
        let named = "price.amount: a number instead of a string";
        same("the fault by name", true, complaints[0].contains(named))?;

        let request = page.order_headset().await?;
        page.open(&request.path()).await?;
        page.sees("Put off until March").await?;
        page.sees("Brightwater Instruments sent the request").await?;

        page.open("/").await?;
        let drawn = "return visible('.tile .icon use').every((use) => root.querySelector(use.getAttribute('href')))";
        page.check("an icon on every shelf", json!(true), drawn, json!([])).await?;

        proxy.fail(Fault::WithoutDiscovery);
        page.open("/services").await?;
        page.sees("Part of this portal couldn’t be loaded. Something went wrong.")
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.until(
            "the whole portal",
            "return visible('.undiscovered').length === 0 && Boolean(named('a', 'My requests'))",
            json!([]),
        ).await
    })
    .await
}
