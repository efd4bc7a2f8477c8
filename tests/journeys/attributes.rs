//! Attributes that a host page may change at runtime: each change takes effect at once.

use super::support::page::BUTTON;
use super::support::{Engine, Result, browse_demo, same};
use serde_json::json;

#[tokio::test]
async fn a_host_changes_its_mind() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/services").await?;
        for (change, shown) in [
            (
                "host.setAttribute('theme', 'dark')",
                "getComputedStyle(root.querySelector('.portal')).backgroundColor === 'rgb(13, 15, 17)'",
            ),
            (
                "host.setAttribute('theme', 'light')",
                "getComputedStyle(root.querySelector('.portal')).backgroundColor === 'rgb(247, 248, 249)'",
            ),
            (
                "host.setAttribute('heading-level', '3')",
                "root.querySelector('h3.page-title')?.textContent === 'Services'",
            ),
            (
                "host.messages = { 'services-title': 'Our shop' }",
                "root.querySelector('h3.page-title')?.textContent === 'Our shop'",
            ),
            (
                "host.setAttribute('lang', 'de')",
                "root.querySelector('.search-box-input')?.getAttribute('aria-label') === 'Services filtern'",
            ),
            (
                "host.style.setProperty('--portico-accent', 'rgb(1, 2, 3)')",
                "getComputedStyle(root.querySelector('.button-primary')).backgroundColor === 'rgb(1, 2, 3)'",
            ),
        ] {
            page.js(change, json!([])).await?;
            page.until(change, &format!("return {shown}"), json!([])).await?;
        }
        // A change of other attributes does not override the reader's language, and neither does the next visit.
        page.open("/profile").await?;
        page.click(BUTTON, "Deutsch").await?;
        page.heading("Ihr Profil").await?;
        page.js("host.setAttribute('heading-level', '2')", json!([])).await?;
        let levelled = "return root.querySelector('h2.page-title')?.textContent === 'Ihr Profil'";
        page.until("a heading of another level", levelled, json!([])).await?;
        page.reload().await?;
        page.heading("Ihr Profil").await
    })
    .await
}

/// Adds an element with these attributes, and returns what it makes of them.
const ADD: &str = r#"
    window.__warned = [];
    console.warn = (text) => __warned.push(String(text));
    const guest = document.createElement("portico-portal");
    guest.id = "guest";
    guest.append(Object.assign(document.createElement("p"), { textContent: "Call the help desk on 4455." }));
    for (const [name, value] of Object.entries(args[0])) guest.setAttribute(name, value);
    document.querySelector('#guest')?.remove();
    document.body.append(guest);
"#;

#[tokio::test]
async fn what_an_attribute_may_say() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open("/").await?;
        let guest = page.within("#guest");
        for (attributes, heading, warning) in [
            (json!({ "lang": "de_DE", "theme": "dark" }), "Wie können wir helfen?", ""),
            (json!({ "lang": "DE-at" }), "Wie können wir helfen?", ""),
            (json!({ "view": "" }), "How can we help?", ""),
            (json!({ "view": "catalog" }), "How can we help?", r#"view="catalog" is none of portal,"#),
            (json!({ "theme": "sepia" }), "How can we help?", r#"theme="sepia" is none of auto,"#),
            (json!({ "routing": "history" }), "How can we help?", r#"routing="history" is none of memory,"#),
            (json!({ "lang": "tlh" }), "How can we help?", r#"no texts for lang="tlh""#),
        ] {
            page.js(ADD, json!([attributes])).await?;
            guest.heading(heading).await?;
            let warned = page.js("return __warned", json!([])).await?;
            let warned: Vec<&str> = warned.as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
            let fits = match (warning, &warned[..]) {
                ("", []) => true,
                (_, [said]) => !warning.is_empty() && said.contains(warning),
                _ => false,
            };
            same(&format!("{attributes}: {warned:?}"), true, fits)?;
        }
        // The page determines the scheme, and a bright accent gets dark text.
        page.js(ADD, json!([{ "view": "search" }])).await?;
        guest.heading("Search").await?;
        for (scheme, accent, surface, ink) in [
            ("light", "#ffdd00", "rgb(255, 255, 255)", "color(srgb-linear 0 0 0)"),
            ("dark", "#2457c5", "rgb(13, 15, 17)", "color(srgb-linear 1 1 1)"),
        ] {
            let set = "document.body.style.colorScheme = args[0]; host.style.setProperty('--portico-accent', args[1])";
            guest.js(set, json!([scheme, accent])).await?;
            let looks = "return ['.portal', '.button-primary'].map((one) => getComputedStyle(root.querySelector(one))).map((style, at) => at ? style.color : style.backgroundColor)";
            let looks = guest.js(looks, json!([])).await?;
            same(scheme, json!([surface, ink]), looks)?;
        }
        Ok(())
    })
    .await
}
