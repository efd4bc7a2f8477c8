//! Search: finds what was meant despite typos, in other words and languages, including the user's own requests; at
//! once, by keyboard alone, and without a backend.

use super::support::page::BUTTON;
use super::support::{
    CONTENT, Engine, Fault, Page, Result, Server, browse, browse_demo, browse_with_faults,
    copy_folder, in_every_engine, same, setting,
};
use serde_json::json;
use thirtyfour::Key;

/// The user's own requests have a separate section.
const OWN_SECTION: &str =
    "return visible('.section-title').some((one) => clean(one.textContent) === 'My requests')";

/// The titles of all options of the search box.
const OPTIONS: &str = "return visible('[role=option]').map((one) => clean((one.querySelector('.row-title') ?? one).textContent))";

#[tokio::test]
async fn slips_are_forgiven() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/").await?;
        for (typed, meant) in [
            ("hedset", "Headset"),
            ("jeadset", "Headset"),
            ("vpn acces", "VPN access"),
            ("head set", "Headset"),
            ("Kopfh\u{f6}rer", "Headset"),
        ] {
            page.search(typed).await?;
            first_service(page, meant).await?;
        }
        page.search("zzzzqqqq").await?;
        page.sees("No results for \u{201c}zzzzqqqq\u{201d}").await
    })
    .await
}

#[tokio::test]
async fn own_requests_are_found_too() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/search?q=headset").await?;
        first_service(page, "Headset").await?;
        page.until("all sections", "return visible('.section-title').map((one) => clean(one.textContent)).join() === 'Services,Help articles,Found in the text'", json!([])).await?;
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        page.open("/search?q=hedset").await?;
        page.until("own requests", OWN_SECTION, json!([])).await?;
        let number = &request.number;
        page.open(&format!("/search?q={number}")).await?;
        page.follow("Headset", "Headset").await?;
        page.sees(number).await
    })
    .await
}

in_every_engine!(results_come_while_somebody_types);

async fn results_come_while_somebody_types(engine: Engine) -> Result {
    browse_demo(engine, async |page| {
        page.open("/").await?;
        type_into_box(page, "hedset").await?;
        first_option(page, "Headset").await?;
        let script = "const first = visible('[role=option]')[0]; return [clean(first.querySelector('.row-title mark')?.textContent), clean(first.querySelector('.row-why')?.textContent)]";
        page.check("what is marked, and why", json!(["Headset", "Matched: Headset (you typed \u{201c}hedset\u{201d})"]), script, json!([])).await?;
        page.press(Key::Down).await?;
        page.until("the first option to be active", "return visible('[role=option][aria-selected=true]')[0]?.id === focused()?.getAttribute('aria-activedescendant')", json!([])).await?;
        page.press(Key::Enter).await?;
        page.heading("Headset").await
    })
    .await
}

#[tokio::test]
async fn the_box_opens_and_closes_by_keys() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        // A search box on the screen gets the focus; elsewhere a dialog opens.
        page.open("/").await?;
        page.press_with(Key::Control, "k").await?;
        page.until("the focus in the screen's box", "return focused()?.matches('.main [data-search]')", json!([])).await?;
        page.open("/articles").await?;
        page.press("/").await?;
        page.until("the box over the screen", "return focused()?.matches('dialog [data-search]')", json!([])).await?;
        page.press("pasword").await?;
        first_option(page, "Password reset").await?;
        let state = "const box = focused(); return [box.value, box.getAttribute('aria-expanded'), root.querySelector('dialog').open]";
        // In a dialog, one press of Escape returns to the screen, whatever was typed.
        page.press(Key::Escape).await?;
        page.until("a closed box", "return !root.querySelector('dialog').open", json!([])).await?;
        // A search box on the screen first closes its list, and then clears its text.
        page.open("/").await?;
        page.press_with(Key::Control, "k").await?;
        page.press("pasword").await?;
        first_option(page, "Password reset").await?;
        page.press(Key::Escape).await?;
        page.until("a closed list", &format!("{state}.join() === 'pasword,false,false'"), json!([])).await?;
        page.press(Key::Escape).await?;
        page.until("an empty box", &format!("{state}.join() === ',false,false'"), json!([])).await?;
        page.open("/articles").await?;
        // Typing into a field does not open the search.
        page.click_on(".search-box-input").await?;
        page.press("a/b").await?;
        page.until("the words in the filter", "return focused()?.value === 'a/b' && !root.querySelector('dialog').open", json!([])).await
    })
    .await
}

#[tokio::test]
async fn search_goes_on_without_a_backend() -> Result {
    let mut server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/").await?;
        has_index(page).await?;
        server.stop();
        type_into_box(page, "Kopfh\u{f6}rer").await?;
        first_option(page, "Headset").await?;
        page.press(Key::Enter).await?;
        page.heading("Search").await?;
        first_service(page, "Headset").await?;
        page.search("vpn acces").await?;
        first_service(page, "VPN access").await
    })
    .await
}

#[tokio::test]
async fn a_backend_without_an_index_is_searched_as_well() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutIndex);
        page.open("/").await?;
        type_into_box(page, "hedset").await?;
        first_option(page, "Headset").await?;
        // The portal has built its own index, which needs no backend.
        let made = "return performance.getEntriesByType('resource').some((one) => /articles[?]limit=100/.test(one.name) && one.responseEnd > 0)";
        page.until("the lists", made, json!([])).await?;
        proxy.fail(Fault::Nothing);
        type_into_box(page, "pasword").await?;
        first_option(page, "Password reset").await?;
        let marked = "return visible('[role=option] .row-why').length > 0";
        page.until("the reason", marked, json!([])).await
    })
    .await
}

#[tokio::test]
async fn what_changes_is_found_while_somebody_types() -> Result {
    let folder = tempfile::tempdir()?;
    copy_folder(&setting(CONTENT)?, folder.path())?;
    let mut server = Server::with_content(folder.path())?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.open("/").await?;
        has_index(page).await?;
        server.stop();
        let service = folder.path().join("services/headset.yaml");
        let text = std::fs::read_to_string(&service)?;
        let renamed = text.replace("{ en: Headset, de: Headset }", "{ en: Zorbophone, de: Zorbophon }");
        anyhow::ensure!(text != renamed, "the service has another name now");
        std::fs::write(&service, renamed)?;
        server.resume()?;
        type_into_box(page, "zorbo").await?;
        page.press(Key::Home).await?;
        page.js("dispatchEvent(new Event('online'))", json!([])).await?;
        first_option(page, "Zorbophone").await?;
        page.check("what was typed", json!("zorbo"), "return focused().value", json!([])).await?;
        // Only the changes were fetched.
        let kinds = "return performance.getEntriesByType('resource').filter((one) => /index[?]since=/.test(one.name)).length";
        page.check("changes fetched", json!(1), kinds, json!([])).await
    })
    .await
}

#[tokio::test]
async fn searches_are_remembered_until_one_signs_out() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.search("hedset").await?;
        first_service(page, "Headset").await?;
        kept(page, true).await?;
        page.open("/").await?;
        has_index(page).await?;
        page.click_on(".main [data-search]").await?;
        first_option(page, "hedset").await?;
        page.open("/profile").await?;
        page.click(BUTTON, "Sign out").await?;
        page.heading("How can we help?").await?;
        kept(page, false).await?;
        page.click_on(".main [data-search]").await?;
        let forgotten = format!(
            "const options = (() => {{ {OPTIONS} }})(); return options.length > 0 && !options.includes('hedset')"
        );
        page.until("other suggestions", &forgotten, json!([])).await
    })
    .await
}

#[tokio::test]
async fn who_finds_nothing_is_led_on() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.open("/search?q=zzzzqqqq").await?;
        page.sees("No results for \u{201c}zzzzqqqq\u{201d}").await?;
        page.sees("Browse by category").await?;
        let told = || {
            let writes = proxy.writes();
            let told = writes.iter().filter(|path| path.ends_with("/improvements"));
            told.count()
        };
        page.within_time("word to the backend", async || {
            anyhow::ensure!(told() == 1, "told {} times", told());
            Ok(())
        })
        .await?;
        page.follow("Ask for something else", "Ask for something else")
            .await
    })
    .await
}

#[tokio::test]
async fn results_are_narrowed() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/search?q=laptop").await?;
        page.until("the kinds", "return visible('.search-filters .chip').length > 3", json!([])).await?;
        let narrowed = "const chip = visible('.search-filters .chip').find((one) => clean(one.firstChild.textContent) === args[0]); return chip && [chip.getAttribute('href'), Number(clean(chip.querySelector('.chip-count').textContent))]";
        let services = page.js(narrowed, json!(["Services"])).await?;
        same("the address", json!("/search?kind=services&q=laptop"), services[0].clone())?;
        page.open("/search?kind=services&category=software&q=laptop").await?;
        page.until("services of one category", "const rows = visible('.rows .row'); return rows.length > 0 && rows.every((row) => row.querySelector('a').getAttribute('href').startsWith('/services/'))", json!([])).await?;
        let number = page.js(narrowed, json!(["Services"])).await?;
        let rows = page.js("return visible('.rows .row').length", json!([])).await?;
        same("rows", number[1].clone(), rows)?;
        // Categories that load late do not move anything that the user is about to click.
        let late = json!({ "source": LATE_CATEGORIES });
        page.cdp("Page.addScriptToEvaluateOnNewDocument", late).await?;
        page.load("/search?q=headset").await?;
        first_service(page, "Headset").await?;
        let top = "return visible('.section .row-link')[0].getBoundingClientRect().top";
        let before = page.js(top, json!([])).await?;
        let chips = "return visible('.search-filters .chips').length === 2 && visible('.search-filters ul.chips').length === args[0]";
        page.until("a place for categories", chips, json!([1])).await?;
        page.js("window.letCategoriesCome()", json!([])).await?;
        page.until("the categories", chips, json!([2])).await?;
        page.check("the place of the first result", before, top, json!([])).await
    })
    .await
}

/// Delays the categories until the test releases them.
const LATE_CATEGORIES: &str = r#"
    const ask = window.fetch;
    const come = new Promise((done) => (window.letCategoriesCome = done));
    window.fetch = async (...what) => {
      if (/[/]categories/.test(what[0].url ?? what[0])) await come;
      return ask(...what);
    };
"#;

/// Waits until this is the first service in the results.
async fn first_service(page: &Page, name: &str) -> Result {
    let script = "return clean(visible('.section .row-title')[0]?.textContent) === args[0]";
    page.until(&format!("{name} to be found first"), script, json!([name]))
        .await
}

/// Waits until this is the first option of the search box.
async fn first_option(page: &Page, name: &str) -> Result {
    let script = format!("{}[0] === args[0]", OPTIONS.trim_end());
    page.until(
        &format!("{name} to be offered first"),
        &script,
        json!([name]),
    )
    .await
}

/// Replaces the text in the screen's search box.
async fn type_into_box(page: &Page, words: &str) -> Result {
    page.fill("Search for services and help", words).await
}

/// Waits until this browser can search locally.
async fn has_index(page: &Page) -> Result {
    let script = "return performance.getEntriesByType('resource').some((one) => /api.v1.index/.test(one.name) && one.responseEnd > 0)";
    page.until("the index", script, json!([])).await
}

/// Waits until the browser's store contains an index, or none.
async fn kept(page: &Page, wanted: bool) -> Result {
    let script = r#"
        const request = indexedDB.open("portico");
        window.__kept ??= undefined;
        request.onsuccess = () => {
          const keys = request.result.transaction("chunks").objectStore("chunks").getAllKeys();
          keys.onsuccess = () => { window.__kept = keys.result.some((key) => String(key[1]).startsWith("aside/index/")); request.result.close(); };
        };
        return window.__kept === args[0]
    "#;
    page.until("what the browser keeps", script, json!([wanted]))
        .await
}
