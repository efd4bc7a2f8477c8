//! Help articles: finding them by search and link, reading them, and their images and downloads.

use super::support::page::LINK;
use super::support::{CONTENT, Engine, Page, Result, browse_demo, same, setting};
use serde_json::json;
use thirtyfour::Key;

const TITLE: &str = "Connect to the office Wi-Fi";

#[tokio::test]
async fn an_article_is_found_by_search_and_by_link() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/").await?;
        page.search("office wi-fi").await?;
        page.heading("Search").await?;
        page.follow(TITLE, TITLE).await?;
        page.click(LINK, "Guest Wi-Fi").await?;
        page.until(
            "another article",
            "return heading() !== args[0] && isSettled()",
            json!([TITLE]),
        )
        .await?;
        open_article(page, "office wi-fi", TITLE).await?;

        // A keyboard user who loads the next page continues in its first row.
        page.follow("Help articles", "Help articles").await?;
        let focus = "near(named('button', 'Show more')).focus(); return true";
        page.js(focus, json!([])).await?;
        page.press(Key::Enter).await?;
        let row = "const row = focused()?.closest('li'); return row && all('.rows > li').indexOf(row) === 50";
        page.until("the focus in row 51", row, json!([])).await
    })
    .await
}

/// Opens an article by the list of all articles and its filter.
pub(super) async fn open_article(page: &Page, words: &str, title: &str) -> Result {
    page.follow("Help articles", "Help articles").await?;
    let all = "return visible('.row').length";
    let all = page.until_value("all articles", all, json!([])).await?;
    page.fill("Filter articles", words).await?;
    // The old list stays until the new one has loaded. A click while rows move would miss.
    let fewer = "return visible('.row').length < args[0] / 2";
    page.until("a shorter list", fewer, json!([all])).await?;
    page.follow(title, title).await
}

#[tokio::test]
async fn contents_lead_to_their_section() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/articles/wifi-office").await?;
        let before = page.path().await?;
        page.click(LINK, "macOS").await?;
        page.until("the focus on the section", "return clean(focused()?.textContent) === 'macOS'", json!([])).await?;
        let in_view = "const top = focused().getBoundingClientRect().top; return top >= 0 && top < innerHeight / 2";
        page.until("the section in view", in_view, json!([])).await?;
        same("the address", before, page.path().await?)
    })
    .await
}

#[tokio::test]
async fn pictures_load() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/articles/new-starter-first-day").await?;
        let loaded = r#"
            const picture = all("img")[0];
            return picture?.complete && picture.naturalWidth > 0 && picture.alt.length > 20;
        "#;
        page.until("a picture with its description", loaded, json!([]))
            .await
    })
    .await
}

#[tokio::test]
async fn downloads_keep_name_and_content() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/articles/wifi-office").await?;
        a_download_is_saved(page).await
    })
    .await
}

/// Saves the download of the current article, and compares it with the original.
pub(super) async fn a_download_is_saved(page: &Page) -> Result {
    let name = "wifi-profile.mobileconfig";
    let original = std::fs::read(setting(CONTENT)?.join("files").join(name))?;
    page.saves("Wi-Fi profile for Macs", name, &original).await
}
