//! A portal that fails to start says so, shows a plain link, and offers to retry.

use super::support::page::BUTTON;
use super::support::{Engine, Fault, Result, browse_with_faults, same};
use serde_json::json;

pub(super) const FAILED: &str =
    "return clean(visible('.fallback')[0]?.innerText).includes('couldn’t start here')";

#[tokio::test]
async fn a_page_without_its_module_can_be_tried_again() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasm);
        page.load("/services/headset").await?;
        page.until("the words instead of the portal", FAILED, json!([]))
            .await?;
        proxy.fail(Fault::None);
        page.click(BUTTON, "Try again").await?;
        page.heading("Headset").await
    })
    .await
}

#[tokio::test]
async fn an_element_without_its_module_shows_a_plain_link() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        proxy.fail(Fault::WithoutWasm);
        page.load("/").await?;
        let guest = page.within("#guest");
        let add = r#"
            const guest = document.createElement("portico-portal");
            guest.id = "guest";
            if (args[0]) guest.append(Object.assign(document.createElement("a"), { href: args[0], textContent: "Call us" }));
            document.body.append(guest);
        "#;
        page.js(add, json!([""])).await?;
        guest
            .until("the words instead of the portal", FAILED, json!([]))
            .await?;
        let link = "return named('a', 'Open the help portal')?.href";
        let link = guest.until_value("a plain link", link, json!([])).await?;
        same(
            "where the link leads",
            json!(format!("{}/", proxy.url())),
            link,
        )?;
        // The fallback content between the tags is shown instead, and disappears once the portal runs.
        page.js("document.querySelector('#guest').remove()", json!([]))
            .await?;
        page.js(add, json!(["tel:+495550100"])).await?;
        const SHOWN: &str = "return host.firstElementChild.checkVisibility()";
        guest.until("the host's words", SHOWN, json!([])).await?;
        let others = guest.js(
            "return visible('.fallback p, .fallback a').length",
            json!([]),
        );
        same("other words", json!(0), others.await?)?;
        proxy.fail(Fault::None);
        guest.click(BUTTON, "Try again").await?;
        guest.heading("How can we help?").await?;
        guest
            .check("the host's words", json!(false), SHOWN, json!([]))
            .await
    })
    .await
}
