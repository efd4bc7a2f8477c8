//! Removing an element leaks no memory.

use super::support::{Engine, Page, Result, browse_demo, same};
use serde_json::json;

/// The number of warm-up cycles, after which everything that is cached on purpose exists.
const EARLY: u32 = 50;
/// The number of cycles in which nothing may be added.
const LATER: u32 = 150;
/// The maximum number of cycles per driver call, which times out after two minutes.
const AT_ONCE: u32 = 10;

/// Repeatedly adds an element to the page, waits until its screen is complete, and removes it.
const CYCLES: &str = r#"
    const [count, start, done] = arguments;
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    const complete = (root) => root.querySelector(".page-title") && !root.querySelector(".skeleton");
    const cycle = async () => {
      const element = document.createElement("portico-portal");
      element.setAttribute("api", "/api/v1");
      element.setAttribute("start", start);
      document.body.append(element);
      while (!complete(element.shadowRoot)) await frame();
      element.remove();
      await frame();
    };
    (async () => {
      for (let i = 0; i < count; i += 1) await cycle();
    })().then(() => done(true), (error) => done(String(error)));
"#;

/// The size of the module's memory in bytes, obtained through the JavaScript glue of the running module.
const BYTES: &str = r#"
    const done = arguments[0];
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    const glue = files.find((name) => /\/assets\/portico-\w+\.js$/.test(name));
    const bytes = async () => (await (await import(glue)).default()).memory.buffer.byteLength;
    bytes().then(done, (error) => done(String(error)));
"#;

#[tokio::test]
async fn two_hundred_cycles_of_the_start_page() -> Result {
    two_hundred_cycles_of("/").await
}

#[tokio::test]
async fn two_hundred_cycles_of_a_form() -> Result {
    two_hundred_cycles_of("/services/standard-laptop/request").await
}

async fn two_hundred_cycles_of(start: &str) -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/contact").await?;
        page.driver.set_script_timeout(std::time::Duration::from_secs(120)).await?;
        cycles(page, EARLY, start).await?;
        let (early, early_bytes) = (page.holdings().await?, bytes(page).await?);
        cycles(page, LATER, start).await?;
        let (late, late_bytes) = (page.holdings().await?, bytes(page).await?);
        println!("{start}: {early:?} and {early_bytes} bytes at 50, {late:?} and {late_bytes} bytes at 200");
        // The icon sprite is a separate document with a listener of the browser, which unloads and reloads it at will.
        let [early_listeners, late_listeners] =
            [&early, &late].map(|held| held.listeners.saturating_sub(held.documents));
        same("listeners", early_listeners, late_listeners)?;
        let documents = late.documents.saturating_sub(early.documents);
        anyhow::ensure!(documents <= 1, "documents leak: {early:?}, then {late:?}");
        // The number of nodes that the browser itself holds varies by about ten.
        let most = early.nodes + u64::from(LATER) / 2;
        anyhow::ensure!(late.nodes < most, "a node leaks in every other cycle: {early:?}, then {late:?}");
        same("bytes of the module's memory", early_bytes, late_bytes)
    })
    .await
}

async fn cycles(page: &Page, count: u32, start: &str) -> Result {
    for _ in 0..count / AT_ONCE {
        let answer = page
            .js_async(CYCLES, vec![json!(AT_ONCE), json!(start)])
            .await?;
        same("the cycles' end", json!(true), answer)?;
    }
    page.next_frame().await
}

async fn bytes(page: &Page) -> Result<u64> {
    let answer = page.js_async(BYTES, Vec::new()).await?;
    answer
        .as_u64()
        .ok_or_else(|| anyhow::anyhow!("the module's memory is not to be had: {answer}"))
}
