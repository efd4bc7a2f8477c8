//! Every page has an address that can be opened, reloaded and navigated back to, and that fails gracefully if it is
//! wrong.

use super::support::page::LINK;
use super::support::samples::{Screen, all_screens};
use super::support::{Engine, Page, Result, browse_demo, same};
use serde_json::{Value, json};

const NAME: &str = "Brightwater Instruments";

#[tokio::test]
async fn every_address_opens_and_reloads() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        let screens = all_screens(page).await?;
        page.console().await?;
        for screen in screens.iter().filter(|screen| !screen.is_missing) {
            page.open(&screen.path).await?;
            is_at(page, screen).await?;
            page.reload().await?;
            is_at(page, screen).await?;
        }
        Ok(())
    })
    .await
}

async fn is_at(page: &Page, screen: &Screen) -> Result {
    let path = &screen.path;
    page.heading(&screen.heading).await?;
    page.title(&format!("{} – {NAME}", screen.title)).await?;
    let headings = page
        .js(
            "return all('h1').length + document.querySelectorAll('h1').length",
            json!([]),
        )
        .await?;
    same(&format!("first headings of {path}"), json!(1), headings)?;
    let landmarks = page.js("return all('main').length", json!([])).await?;
    same(&format!("main landmarks of {path}"), json!(1), landmarks)?;
    same("the address", path.clone(), page.path().await?)?;
    same(
        &format!("errors on the console of {path}"),
        Vec::<String>::new(),
        page.console_errors().await?,
    )
}

#[tokio::test]
async fn what_does_not_exist_offers_search() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        let screens = all_screens(page).await?;
        for screen in screens.iter().filter(|screen| screen.is_missing) {
            page.open(&screen.path).await?;
            page.heading(&screen.heading).await?;
            page.search("headset").await?;
            page.heading("Search").await?;
            page.sees("A headset for calls and video meetings").await?;
            same(
                "the address",
                "/search?q=headset".to_owned(),
                page.path().await?,
            )?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn back_and_forward_return_to_where_one_was() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.resize(1280, 700).await?;
        page.open("/services").await?;
        page.heading("Services").await?;
        page.js(
            "const row = all('.row-link')[25]; row.scrollIntoView({ block: 'center' })",
            json!([]),
        )
        .await?;
        page.next_frame().await?;
        let list = scroll(page).await?;
        let name =
            "return clean(visible('.row-link')[25]?.querySelector('.row-title')?.textContent)";
        let name = page.js(name, json!([])).await?;
        let name = name.as_str().unwrap_or_default();
        page.follow(name, name).await?;
        scrolled_to(page, "a new screen", &json!(0)).await?;
        page.js("scrollTo(0, 120)", json!([])).await?;
        page.next_frame().await?;
        let service = scroll(page).await?;

        page.driver.back().await?;
        page.heading("Services").await?;
        scrolled_to(page, "the list after going back", &list).await?;
        page.driver.forward().await?;
        page.heading(name).await?;
        scrolled_to(page, "the service after going forward", &service).await?;
        page.driver.back().await?;
        page.heading("Services").await?;
        scrolled_to(page, "the list after going back once more", &list).await?;
        page.reload().await?;
        scrolled_to(page, "the list after a reload", &list).await
    })
    .await
}

async fn scroll(page: &Page) -> Result<Value> {
    page.js("return Math.round(scrollY)", json!([])).await
}

async fn scrolled_to(page: &Page, what: &str, top: &Value) -> Result {
    let script = "return Math.abs(scrollY - args[0]) <= 1";
    page.until(
        &format!("{what} to be scrolled to {top}"),
        script,
        json!([top]),
    )
    .await
}

/// Sections have addresses as well: on the full page, in a fragment, and as the initial place of an element.
#[tokio::test]
async fn a_section_opens() -> Result {
    const AT: &str = "return focused()?.id === args[0] && focused().getBoundingClientRect().top < innerHeight / 2";
    browse_demo(Engine::Chromium, async |page| {
        page.open("/articles/vpn-set-up#if-it-does-not-work")
            .await?;
        page.until("the section", AT, json!(["doc-if-it-does-not-work"]))
            .await?;
        page.click(LINK, "Windows 11").await?;
        page.until("the section", AT, json!(["doc-windows-11"]))
            .await?;
        page.check(
            "the address",
            json!("#windows-11"),
            "return location.hash",
            json!([]),
        )
        .await?;
        page.js("location.hash = 'macos'", json!([])).await?;
        page.until("the section", AT, json!(["doc-macos"])).await?;
        let embed = r#"
            host.remove();
            const guest = document.createElement("portico-portal");
            guest.id = "guest";
            guest.setAttribute("start", "/articles/vpn-set-up#macos");
            document.body.append(guest);
        "#;
        page.js(embed, json!([])).await?;
        page.within("#guest")
            .until("the section", AT, json!(["doc-macos"]))
            .await
    })
    .await
}
