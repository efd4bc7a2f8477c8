//! Every text of the portal comes from its locale files, in the reader's language.

use super::support::page::BUTTON;
use super::support::settings::{CONTENT, copy_folder, setting};
use super::support::{Engine, Result, Server, browse, browse_demo};
use serde_json::json;
use std::fs;

#[tokio::test]
async fn a_reader_chooses_german() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/profile").await?;
        page.click(BUTTON, "Deutsch").await?;
        page.heading("Ihr Profil").await?;
        let lang = "return root.querySelector('[lang]')?.lang";
        page.check("the language of the screen", json!("de"), lang, json!([]))
            .await?;
        page.follow("Hilfeartikel", "Hilfeartikel").await?;
        page.follow("Services", "Services").await?;
        // Content and its numbers are in German too.
        page.sees("Ein neuer Windows-Laptop oder Mac").await?;
        page.sees("95,00 €").await
    })
    .await
}

/// Whether all of these texts are marked as English. A label that says so beside them is not part of the text.
const ENGLISH: &str = r#"
    const english = visible("[lang='en']").map((one) => clean(one.textContent));
    return isSettled() && args[0].every((words) => english.includes(words));
"#;

/// Content without a German translation is labelled, in lists, in links and on its page.
#[tokio::test]
async fn what_is_in_another_language_says_so() -> Result {
    const WORD: &str = "Auf Englisch";
    let content = setting(CONTENT)?.join("../crates/server/tests/content");
    let folder = tempfile::tempdir()?;
    copy_folder(&content, folder.path())?;
    let categories = folder.path().join("categories.yaml");
    let german = fs::read_to_string(&categories)?;
    fs::write(
        &categories,
        german.replace("{ en: Devices, de: Ger\u{e4}te }", "Devices"),
    )?;
    let server = Server::with_content(folder.path())?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/profile").await?;
        page.click(BUTTON, "Deutsch").await?;
        page.heading("Ihr Profil").await?;
        // An announcement, a service, a category and an article, and the heading of a category.
        for (path, english) in [
            ("/", &["Hello", "Laptop", "Devices", "Join the Wi-Fi"][..]),
            ("/services?category=devices", &["Devices", "Laptop"]),
            ("/services/vpn-access", &["Laptop"]),
            ("/articles/vpn-set-up", &["Join the Wi-Fi"]),
            ("/contact", &["Call us."]),
            ("/privacy", &["We keep little."]),
        ] {
            page.open(path).await?;
            page.sees(WORD).await?;
            let what = format!("{english:?} in English on {path}");
            page.until(&what, ENGLISH, json!([english])).await?;
        }
        page.open("/profile").await?;
        page.heading("Ihr Profil").await?;
        for (list, one) in [
            ("Hilfeartikel", "a[data-route='/articles/wifi']"),
            ("Services", "a[data-route='/services/printer']"),
        ] {
            page.follow(list, list).await?;
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

/// The portal's own texts all have the accents of the test language; content does not.
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
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?.path();
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
            // Each of the portal's own texts has the accents of the test language.
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
