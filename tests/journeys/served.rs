//! Pages that the server renders: readable without scripts and before the portal runs, which then takes over unnoticed.

use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, Page, Result, Server, browse, browse_with_faults, same};
use serde_json::json;
use thirtyfour::By;

/// A public page of each kind, with its heading.
const PAGES: [(&str, &str); 9] = [
    ("/", "How can we help?"),
    ("/services", "Services"),
    ("/services?category=hardware", "Devices"),
    ("/services/standard-laptop", "Standard laptop"),
    ("/services/no-such-thing", "Service not found"),
    ("/articles", "Help articles"),
    ("/articles/wifi-office", "Connect to the office Wi-Fi"),
    ("/contact", "Contact"),
    ("/privacy", "Privacy"),
];

/// What is between the tags of the element, as a reader sees it.
const SERVED: &str = "return clean(host.shadowRoot?.querySelector('slot') || !host.shadowRoot ? host.innerText : '')";

/// Compares the page that the server sends with the portal's own, and lists what the portal reads again.
const COMPARE: &str = "
    const done = arguments[arguments.length - 1];
    const clean = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
    const all = (tree, selector) => [...tree.querySelectorAll('.main ' + selector)];
    const outline = (tree) => [
      ...all(tree, ':is(h1, h2, h3)').map((one) => clean(one.textContent)),
      // The portal downloads files by a button.
      ...all(tree, 'a[href]:not([download])').map((one) => one.href),
      ...all(tree, ':is(dd, .row-facts, .card-facts, .order-facts, .article-line, .list-count, .lead)').map((one) => clean(one.textContent)),
    ];
    const loaded = performance.getEntriesByType('resource');
    const root = document.querySelector('portico-portal').shadowRoot;
    // The browser parses the page, because Trusted Types allow no script to parse a text.
    const request = new XMLHttpRequest();
    request.onload = () => {
      const served = request.responseXML;
      for (const one of served.querySelectorAll('noscript')) one.remove();
      const given = Object.keys(JSON.parse(served.querySelector('#portico-answers').textContent).answers);
      const again = loaded.map((one) => one.name.split('/api/v1')[1]).filter((path) => given.includes(path));
      // What comes from the cache has no size.
      const names = loaded.filter((one) => one.transferSize > 0).map((one) => one.name);
      const twice = names.filter((name, at) => names.indexOf(name) < at);
      done([outline(served), outline(root), given.length > 0, [...again, ...twice]]);
    };
    request.open('GET', location.href);
    request.responseType = 'document';
    request.send();
";

#[tokio::test]
async fn pages_are_read_without_scripts() -> Result {
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.cdp(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        )
        .await?;
        page.load("/").await?;
        let reads = async |words: &str| {
            let script = format!("{SERVED}.includes(args[0])");
            page.until(&format!("the words {words:?}"), &script, json!([words]))
                .await
        };
        let follows = async |words: &str| -> Result {
            let links = page.driver.find_all(By::PartialLinkText(words)).await?;
            anyhow::ensure!(!links.is_empty(), "there is no link {words:?}");
            Ok(links[0].click().await?)
        };
        reads("need JavaScript").await?;
        follows("Services").await?;
        follows("Headset").await?;
        reads("What happens next").await?;
        follows("Help articles").await?;
        follows("Connect to the office Wi-Fi").await?;
        reads("Last reviewed").await?;
        // The form of the search is one of the browser's own.
        page.load("/").await?;
        let field = page.driver.find(By::Css("input[name=q]")).await?;
        field.send_keys("vpn\u{e007}").await?;
        reads("VPN access").await?;
        // A form cannot be filled in; the page says so, and what it would ask for is read before.
        page.load("/services/headset/request").await?;
        reads("need JavaScript").await?;
        reads("Request: Headset").await
    })
    .await
}

#[tokio::test]
async fn a_page_stays_readable_when_the_portal_cannot_start() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasm);
        page.load("/articles/wifi-office").await?;
        let both = "return clean(root?.querySelector('.fallback')?.innerText).includes('couldn’t start here')
            && host.checkVisibility() && clean(host.innerText).includes(args[0])";
        page.until("a note beside the article", both, json!(["Last reviewed"]))
            .await?;
        page.driver.find(By::LinkText("Services")).await?.click().await?;
        page.until("a note beside the services", both, json!(["Standard laptop"]))
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.heading("Services").await?;
        // The portal starts, but the part with the article is not there.
        proxy.fail(Fault::WithoutWasmParts);
        page.load("/articles/wifi-office").await?;
        page.until("a note beside the article", both, json!(["Last reviewed"]))
            .await?;
        page.click(BUTTON, "Try again").await?;
        page.until("the article still there", both, json!(["Last reviewed"]))
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.until(
            "the portal’s own article",
            "return !root.querySelector('.fallback') && clean(root.querySelector('article').innerText).includes('Last reviewed')",
            json!([]),
        )
        .await
    })
    .await
}

/// The portal arrives late: meanwhile links lead on, and then it goes on where the reader is.
#[tokio::test]
async fn the_portal_takes_over_where_the_reader_is_in_chromium() -> Result {
    the_portal_takes_over(Engine::Chromium).await
}

#[tokio::test]
async fn the_portal_takes_over_where_the_reader_is_in_firefox() -> Result {
    the_portal_takes_over(Engine::Firefox).await
}

#[tokio::test]
async fn the_portal_takes_over_where_the_reader_is_in_webkit() -> Result {
    the_portal_takes_over(Engine::WebKit).await
}

async fn the_portal_takes_over(engine: Engine) -> Result {
    browse_with_faults(engine, async |page, proxy| {
        proxy.fail(Fault::LateWasm);
        page.load("/").await?;
        page.driver
            .find(By::LinkText("Services"))
            .await?
            .click()
            .await?;
        served(page, "Services").await?;
        let here = page.js("return location.pathname", json!([])).await?;
        same("where the click led", json!("/services"), here)?;
        let link = "const link = document.querySelector('a[href=\"/services/vpn-access\"]');
            link.scrollIntoView({ block: 'center' }); link.focus(); return scrollY";
        let top = page.js(link, json!([])).await?;
        proxy.fail(Fault::None);
        page.heading("Services").await?;
        let now = "return [focused()?.getAttribute('href'), host.childElementCount]";
        let expected = json!(["/services/vpn-access", 0]);
        page.check("focus and what is left", expected, now, json!([]))
            .await?;
        // WebKit undoes what a script has scrolled when the page has loaded, with or without the portal.
        if engine != Engine::WebKit {
            page.check("scroll position", top, "return scrollY", json!([]))
                .await?;
        }
        page.click(LINK, "Help articles").await?;
        page.heading("Help articles").await
    })
    .await
}

#[tokio::test]
async fn what_was_typed_goes_along() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::LateWasm);
        page.load("/").await?;
        served(page, "How can we help?").await?;
        let field = page.driver.find(By::Css("input[name=q]")).await?;
        field.send_keys("hedset").await?;
        proxy.fail(Fault::None);
        page.heading("How can we help?").await?;
        let typed = "return [focused()?.name, focused()?.value, focused()?.selectionStart]";
        let typed = page.js(typed, json!([])).await?;
        same("what was typed", json!(["q", "hedset", 6]), typed)
    })
    .await
}

/// Waits until the served page with this heading is on the screen.
async fn served(page: &Page, heading: &str) -> Result {
    let script = "return clean(host?.querySelector('.page-title')?.textContent) === args[0]";
    page.until("the served page", script, json!([heading]))
        .await
}

#[tokio::test]
async fn nothing_moves_and_nothing_is_read_twice_on_a_desk() -> Result {
    nothing_moves(1280).await
}

#[tokio::test]
async fn nothing_moves_and_nothing_is_read_twice_on_a_phone() -> Result {
    nothing_moves(360).await
}

/// The server and the portal show the same, so nothing moves when one gives way to the other, and the portal reads again
/// nothing that came with the page.
async fn nothing_moves(width: u32) -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.resize(width, 800).await?;
        for (path, heading) in PAGES {
            // The first one waits for the module; the others have it from the cache.
            proxy.fail(Fault::LateWasm);
            page.load(path).await?;
            proxy.fail(Fault::None);
            page.heading(heading).await?;
            same(
                &format!("jumps on {path}"),
                Vec::new(),
                page.shifts().await?,
            )?;
            let found = page.js_async(COMPARE, Vec::new()).await?;
            same(&format!("what {path} shows"), &found[0], &found[1])?;
            let expected = json!([true, []]);
            same(
                &format!("what {path} reads again"),
                expected,
                json!([found[2], found[3]]),
            )?;
        }
        Ok(())
    })
    .await
}
