//! An element that was removed leaves nothing behind.

use super::support::{Engine, Page, Result, Server, browse, same};
use serde_json::json;

/// Adds an element to the page, waits until its screen is complete, removes it, and so on.
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

/// The bytes of the module's memory, by asking the glue for the module that runs.
const BYTES: &str = r#"
    const done = arguments[0];
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    const glue = files.find((name) => /\/assets\/portico-\w+\.js$/.test(name));
    import(glue).then((module) => module.default()).then((wasm) => done(wasm.memory.buffer.byteLength), (error) => done(String(error)));
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
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/contact").await?;
        page.driver.set_script_timeout(std::time::Duration::from_secs(120)).await?;
        cycles(page, 50, start).await?;
        if std::env::var("PROBE").is_ok() {
            for _ in 0..8 { println!("same {:?}", page.holdings().await?); page.next_frame().await?; }
            for i in 0..10 {
                println!("{start} {} {:?} {:?}", i * 100, page.holdings().await?, bytes(page).await?);
                cycles(page, 100, start).await?;
            }
        }
        let (early, early_bytes) = (page.holdings().await?, bytes(page).await?);
        cycles(page, 150, start).await?;
        let (late, late_bytes) = (page.holdings_down_to(early).await?, bytes(page).await?);
        println!("{start}: {early:?} {early_bytes} bytes at 50, {late:?} {late_bytes} bytes at 200");
        anyhow::ensure!(late.is_within(early), "the page holds more: {late:?} after {early:?}");
        same("bytes of the module's memory", early_bytes, late_bytes)
    })
    .await
}

async fn cycles(page: &Page, count: u32, start: &str) -> Result {
    let answer = page
        .driver
        .execute_async(CYCLES, vec![json!(count), json!(start)])
        .await?;
    same("the cycles' end", &json!(true), answer.json())?;
    page.next_frame().await
}

async fn bytes(page: &Page) -> Result<u64> {
    let answer = page
        .driver
        .execute_async(BYTES, Vec::new())
        .await?
        .json()
        .clone();
    answer
        .as_u64()
        .ok_or_else(|| anyhow::anyhow!("the module's memory is not to be had: {answer}"))
}
