//! Every screen passes axe in light and dark, wide and narrow, and from right to left.

use super::support::page::BUTTON;
use super::support::samples::{Screen, all_screens};
use super::support::{AXE, Engine, Page, Result, browse_demo, same, setting};
use serde_json::json;
use thirtyfour::Key;

/// The size of a desktop screen, and the smallest supported size: a phone, or 1280 px at 400 % zoom.
const SIZES: [(u32, u32); 2] = [(1280, 900), (320, 700)];

// Split into three parts, because one browser would take too long for all of them.

#[tokio::test]
async fn the_first_third_of_the_screens_is_accessible() -> Result {
    third(0).await
}

#[tokio::test]
async fn the_second_third_of_the_screens_is_accessible() -> Result {
    third(1).await
}

#[tokio::test]
async fn the_last_third_of_the_screens_is_accessible() -> Result {
    third(2).await
}

/// Every third screen of the table.
async fn third(first: usize) -> Result {
    browse_demo(Engine::Chromium, async |page| {
        let screens = all_screens(page).await?;
        for Screen { path, .. } in screens.iter().skip(first).step_by(3) {
            page.open(path).await?;
            in_all_lights(page, path).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_visitors_see_is_accessible() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        for path in ["/", "/sign-in", "/requests"] {
            page.open(path).await?;
            in_all_lights(page, path).await?;
        }
        page.open("/services/standard-laptop/request").await?;
        page.click(BUTTON, "Send request").await?;
        page.sees("There are problems with").await?;
        in_all_lights(page, "the error summary").await
    })
    .await
}

#[tokio::test]
async fn search_is_accessible_while_somebody_types() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        for path in ["/", "/articles"] {
            page.open(path).await?;
            page.press_with(Key::Control, "k").await?;
            page.press("hedset").await?;
            page.until(
                "results",
                "return visible('[role=option]').length > 2",
                json!([]),
            )
            .await?;
            page.press(Key::Down).await?;
            in_all_lights(page, &format!("the search over {path}")).await?;
        }
        page.open("/search?q=zzzzqqqq").await?;
        page.sees("Ask for something else").await?;
        in_all_lights(page, "a search without results").await
    })
    .await
}

/// Checks the current screen in both colour schemes and sizes, and then from right to left.
async fn in_all_lights(page: &Page, path: &str) -> Result {
    start_axe(page).await?;
    for (width, height) in SIZES {
        page.resize(width, height).await?;
        for scheme in ["light", "dark"] {
            page.prefer(scheme).await?;
            passes(page, &format!("{path} at {width} px in {scheme}")).await?;
        }
    }
    set_language(page, "qpr", "rtl").await?;
    passes(page, &format!("{path} from right to left")).await?;
    set_language(page, "en", "ltr").await
}

/// Loads axe into the page.
pub(super) async fn start_axe(page: &Page) -> Result {
    let axe = std::fs::read_to_string(setting(AXE)?)?;
    page.driver
        .execute(format!("{axe}; window.axe = axe"), Vec::new())
        .await?;
    Ok(())
}

pub(super) async fn set_language(page: &Page, tag: &str, direction: &str) -> Result {
    page.js("host.setAttribute('lang', args[0])", json!([tag]))
        .await?;
    let script = "return root.querySelector('[dir]')?.dir === args[0] && isSettled()";
    page.until(&format!("the language {tag}"), script, json!([direction]))
        .await
}

/// Asserts that axe finds no violations, and that nothing overflows the screen horizontally.
pub(super) async fn passes(page: &Page, what: &str) -> Result {
    const RUN: &str = r#"
        const done = arguments[0];
        const where = ({ target, any }) => `${target.flat().join(" ")} ${any[0]?.message ?? ""}`;
        const told = ({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 3).map(where).join(" | ")}`;
        requestAnimationFrame(() =>
          axe.run(document, { resultTypes: ["violations"] }).then(
            ({ violations }) => done(violations.map(told)),
            (error) => done([String(error)]),
          ),
        );
    "#;
    let findings = page.js_async(RUN, Vec::new()).await?;
    same(&format!("findings of axe on {what}"), json!([]), findings)?;
    const TOO_WIDE: &str = r#"
        if (document.scrollingElement.scrollWidth <= innerWidth) return [];
        const sticksOut = ({ left, right }) => left < 0 || right > innerWidth;
        const wide = all("*").filter((one) => sticksOut(one.getBoundingClientRect()));
        return wide.map((one) => `${one.localName}.${one.className}: ${clean(one.textContent).slice(0, 40)}`);
    "#;
    let wide = page.js(TOO_WIDE, json!([])).await?;
    same(&format!("what is too wide on {what}"), json!([]), wide)
}
