//! What a host page may change while the portal runs: each change shows at once.

use super::support::{Engine, Result, Server, browse};
use serde_json::json;

#[tokio::test]
async fn a_host_changes_its_mind() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/services").await?;
        for (change, shown) in [
            (
                "host.setAttribute('theme', 'dark')",
                "getComputedStyle(root.querySelector('.portal')).backgroundColor === 'rgb(22, 24, 26)'",
            ),
            (
                "host.setAttribute('theme', 'light')",
                "getComputedStyle(root.querySelector('.portal')).backgroundColor === 'rgb(255, 255, 255)'",
            ),
            (
                "host.setAttribute('heading-level', '3')",
                "root.querySelector('h3.page-title')?.textContent === 'Services'",
            ),
            (
                "host.messages = { 'services-title': 'Our shop' }",
                "root.querySelector('h3.page-title')?.textContent === 'Our shop'",
            ),
            (
                "host.setAttribute('lang', 'de')",
                "root.querySelector('.search-box-input')?.getAttribute('aria-label') === 'Services filtern'",
            ),
            (
                "host.style.setProperty('--portico-accent', 'rgb(1, 2, 3)')",
                "getComputedStyle(root.querySelector('.button-primary')).backgroundColor === 'rgb(1, 2, 3)'",
            ),
        ] {
            page.js(change, json!([])).await?;
            page.until(change, &format!("return {shown}"), json!([])).await?;
        }
        Ok(())
    })
    .await
}
