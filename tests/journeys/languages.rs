//! Every word of the portal comes from its texts, in the language that the reader chose.

use super::support::page::{BUTTON, LINK};
use super::support::settings::{CONTENT, setting};
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

/// What exists in no German says so, in lists and on its page.
#[tokio::test]
async fn what_is_in_another_language_says_so() -> Result {
    const WORD: &str = "Nicht in Ihrer Sprache verf\u{fc}gbar";
    let content = setting(CONTENT)?.join("../crates/backend/tests/content");
    let server = Server::with_content(&content)?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/profile").await?;
        page.click(BUTTON, "Deutsch").await?;
        page.heading("Ihr Profil").await?;
        for (list, one) in [
            ("Hilfeartikel", "a[data-route='/articles/wifi']"),
            ("Services", "a[data-route='/services/printer']"),
        ] {
            page.click(LINK, list).await?;
            page.heading(list).await?;
            page.sees(WORD).await?;
            page.click_on(one).await?;
            let alone = format!("return !root.querySelector(\"{one}\")");
            page.until("its page", &alone, json!([])).await?;
            page.sees(WORD).await?;
        }
        Ok(())
    })
    .await
}

/// The portal's own words all carry the accents of the test language; what is content does not.
const ACCENTED: &str = r#"
    const own = [
      ".nav-link", ".button", ".section-title", ".side-title", ".fact dt", ".crumb a", ".empty-text", ".field-optional",
      ".icon-link-label", ".footer-link", ".skip-link", ".demo-note", ".hint",
    ];
    const content = ".crumb a[data-route^='/services/'], .crumb a[data-route*='category='], .empty-actions a[data-route^='/services/']";
    const texts = all(own.join()).filter((one) => !one.matches(content)).map((one) => clean(one.textContent));
    const plain = texts.filter((text) => /[a-z]/i.test(text) && !/[^\x00-\x7f]/.test(text));
    return isSettled() && texts.length > 5 && plain.length === 0;
"#;

#[tokio::test]
async fn no_word_escapes_translation() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        let request = format!("/requests/{}", request["id"].as_str().unwrap_or_default());
        for path in [
            "/",
            "/services",
            "/services/headset",
            "/services/headset/request",
            &request,
            "/requests",
            "/articles",
            "/articles/wifi-office",
            "/contact",
            "/profile",
            "/search?q=zzzz",
            "/no/such/page",
        ] {
            page.open(path).await?;
            page.js("host.setAttribute('lang', 'qps')", json!([]))
                .await?;
            // The accents of the test language are on each of the portal's own words.
            page.until(
                &format!("no untranslated word on {path}"),
                ACCENTED,
                json!([]),
            )
            .await?;
        }
        Ok(())
    })
    .await
}
