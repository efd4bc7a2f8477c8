//! The main path by keyboard alone, with a visible focus at every step.

use super::path::is_back_at;
use super::support::{Engine, Page, Result, browse_demo, same};
use anyhow::bail;
use serde_json::json;
use thirtyfour::{Key, TypingData};

/// More tab stops than any screen has before one of its parts.
const MAX_STOPS: usize = 90;

#[tokio::test]
async fn the_whole_path_by_keys() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/").await?;
        page.heading("How can we help?").await?;
        skip_to_content(page).await?;
        page.open("/").await?;
        tab_to(page, "Search for services and help").await?;
        page.press(TypingData::from("headset") + Key::Enter).await?;
        arrives(page, "Search").await?;
        press_link(page, "Headset").await?;
        arrives(page, "Headset").await?;
        press_link(page, "Request this").await?;
        arrives(page, "Request: Headset").await?;
        fill(page).await?;
        tab_to(page, "Send request").await?;
        page.press(Key::Enter).await?;
        arrives(page, "Sign in").await?;
        tab_to(page, "Mara Voss").await?;
        page.press(Key::Space).await?;
        page.heading("Request: Headset").await?;
        is_back_at(page, "Send request").await?;
        page.press(Key::Space).await?;
        arrives(page, "Request sent").await?;
        press_link(page, "Track this request").await?;
        arrives(page, "Headset").await?;
        tab_to(page, "Add a comment").await?;
        page.press("Please ring before you come.").await?;
        tab_to(page, "Send comment").await?;
        page.press(Key::Enter).await?;
        page.sees("Please ring before you come.").await?;
        page.reload().await?;
        press_link(page, "My requests").await?;
        arrives(page, "My requests").await?;
        page.has_requests(1).await
    })
    .await
}

/// The first tab stop of a page skips the navigation.
async fn skip_to_content(page: &Page) -> Result {
    page.press(Key::Tab).await?;
    let name = page.js("return nameOf(focused())", json!([])).await?;
    same("the first stop", json!("Skip to content"), name)?;
    page.press(Key::Enter).await?;
    page.until(
        "the focus on the content",
        "return focused()?.id === 'main'",
        json!([]),
    )
    .await
}

async fn fill(page: &Page) -> Result {
    tab_to(page, "Wired").await?;
    page.press(Key::Down).await?;
    same(
        "the second model",
        json!(true),
        page.value("Wireless").await?,
    )?;
    tab_to(page, "It replaces a broken headset").await?;
    page.press(Key::Space).await?;
    tab_to(page, "Where do you want to pick it up?").await?;
    page.press("Leeds").await?;
    same(
        "the place",
        json!("Leeds, reception"),
        page.value("Where do you want to pick it up?").await?,
    )
}

/// Waits for a screen whose heading has the focus, so that screen readers announce it.
async fn arrives(page: &Page, heading: &str) -> Result {
    page.heading(heading).await?;
    let script =
        "return clean(focused()?.textContent) === args[0] && focused().matches('.page-title')";
    page.until(
        &format!("the focus on the heading {heading:?}"),
        script,
        json!([heading]),
    )
    .await
}

async fn press_link(page: &Page, name: &str) -> Result {
    tab_to(page, name).await?;
    page.press(Key::Enter).await
}

/// Moves from one tab stop to the next until the element with this name has the focus. Every stop on the way must have
/// a visible focus.
async fn tab_to(page: &Page, name: &str) -> Result {
    const STOP: &str = r#"
        const element = focused();
        if (!element || element === document.body) return { name: "", seen: true };
        const label = element.labels?.[0];
        const title = element.querySelector(".row-title, .card-title, .tile-title");
        const box = element.getBoundingClientRect();
        // The outline may be drawn by the control itself or by the card or field around it.
        const outlined = (one) => {
          const style = getComputedStyle(one);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        };
        const around = [element, element.parentElement, element.closest("li, form, label")].filter(Boolean);
        const inView = box.bottom > 0 && box.top < innerHeight && box.width > 0;
        return {
          name: label ? words(label) : clean(title?.textContent) || nameOf(element),
          seen: inView && around.some(outlined),
        };
    "#;
    let mut stops = Vec::new();
    for _ in 0..MAX_STOPS {
        page.press(Key::Tab).await?;
        let stop = page.js(STOP, json!([])).await?;
        if stop["seen"] != json!(true) {
            bail!(
                "the focus on {} cannot be seen, on the way to {name:?}",
                stop["name"]
            );
        }
        if stop["name"] == json!(name) {
            return Ok(());
        }
        stops.push(stop["name"].as_str().unwrap_or_default().to_owned());
    }
    bail!("Tab does not lead to {name:?}, but to {stops:?}")
}
