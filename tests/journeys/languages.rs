//! Every word of the portal comes from its texts, in the language that the reader chose.

use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Result, Server, browse, same};
use serde_json::json;

#[tokio::test]
async fn a_reader_chooses_german() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/profile").await?;
        page.click(BUTTON, "Deutsch").await?;
        page.heading("Ihr Profil").await?;
        let lang = "return root.querySelector('[lang]')?.lang";
        same(
            "the language of the screen",
            json!("de"),
            page.js(lang, json!([])).await?,
        )?;
        page.click(LINK, "Hilfeartikel").await?;
        page.heading("Hilfeartikel").await?;
        page.click(LINK, "Services").await?;
        page.heading("Services").await?;
        // Content and its figures are German too.
        page.sees("Ein neuer Windows-Laptop oder Mac").await?;
        page.sees("95,00 €").await
    })
    .await
}

#[tokio::test]
async fn no_word_escapes_translation() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        let request = format!("/requests/{}", request["id"].as_str().unwrap_or_default());
        for path in ["/", "/services", "/services/headset", "/services/headset/request", &request, "/requests", "/articles", "/articles/wifi-office", "/contact", "/profile", "/search?q=zzzz", "/no/such/page"] {
            page.open(path).await?;
            page.js("host.setAttribute('lang', 'qps')", json!([])).await?;
            // The accents of the test language are on each of the portal's own words.
            const PLAIN: &str = r#"
                const own = ".nav-link, .button, .section-title, .side-title, .fact dt, .crumb a, .empty-text, .field-label .field-optional, .icon-link-label, .footer-link, .skip-link, .search-box-button";
                const content = ".crumb a[data-route^='/services/'], .crumb a[data-route*='category=']";
                const left = all(own).filter((one) => !one.matches(content) && /[a-z]/i.test(one.textContent));
                const plain = left.map((one) => clean(one.textContent)).filter((text) => !/[^\x00-\x7f]/.test(text));
                return isSettled() && left.length > 0 && plain.length === 0;
            "#;
            page.until(&format!("no untranslated word on {path}"), PLAIN, json!([])).await?;
        }
        Ok(())
    })
    .await
}
