//! Search: what was meant is found in spite of slips, in other words and languages, and own requests with it.

use super::support::page::LINK;
use super::support::{Engine, Page, Result, Server, browse, same};
use serde_json::json;

#[tokio::test]
async fn slips_are_forgiven() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/").await?;
        for (typed, meant) in [
            ("hedset", "Headset"),
            ("jeadset", "Headset"),
            ("vpn acces", "VPN access"),
            ("head set", "Headset"),
            ("Kopfh\u{f6}rer", "Headset"),
        ] {
            page.search(typed).await?;
            first_service(page, meant).await?;
        }
        page.search("zzzzqqqq").await?;
        page.sees("Nothing found for \u{201c}zzzzqqqq\u{201d}")
            .await
    })
    .await
}

#[tokio::test]
async fn own_requests_are_found_too() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/search?q=headset").await?;
        first_service(page, "Headset").await?;
        same(
            "sections",
            json!(["Services", "Help articles"]),
            sections(page).await?,
        )?;
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        page.open("/search?q=hedset").await?;
        same(
            "sections",
            json!(["Services", "Help articles", "My requests"]),
            sections(page).await?,
        )?;
        let number = request["number"].as_str().unwrap_or_default();
        page.open(&format!("/search?q={number}")).await?;
        page.click(LINK, "Headset").await?;
        page.heading("Headset").await?;
        page.sees(number).await
    })
    .await
}

/// Waits until the first service that was found is this one.
async fn first_service(page: &Page, name: &str) -> Result {
    let script = "return clean(visible('.section .row-title')[0]?.textContent) === args[0]";
    page.until(&format!("{name} to be found first"), script, json!([name]))
        .await
        .map(drop)
}

async fn sections(page: &Page) -> Result<serde_json::Value> {
    page.js(
        "return visible('.section-title').map((one) => clean(one.textContent))",
        json!([]),
    )
    .await
}
