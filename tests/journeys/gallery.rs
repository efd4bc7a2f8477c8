//! The gallery: all examples are accessible, typing re-renders only what changes, and errors appear in time.

use super::accessibility::{passes, start_axe};
use super::support::page::BUTTON;
use super::support::{CONTENT, Engine, Page, Result, browse_demo, same, setting};
use serde_json::json;

#[tokio::test]
async fn the_first_half_is_accessible() -> Result {
    are_accessible(0).await
}

#[tokio::test]
async fn the_other_half_is_accessible() -> Result {
    are_accessible(1).await
}

/// Every other example, light on a desktop and dark on a phone. Nothing may overflow the screen.
async fn are_accessible(from: usize) -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        let mut findings = Vec::new();
        for id in examples()?.iter().skip(from).step_by(2) {
            page.gallery(id).await?;
            start_axe(page).await?;
            for (width, height, scheme) in [(1280, 900, "light"), (360, 700, "dark")] {
                page.resize(width, height).await?;
                page.prefer(scheme).await?;
                let found = passes(page, &format!("{id} at {width} px in {scheme}")).await;
                findings.extend(found.err().map(|error| error.to_string()));
            }
        }
        same("findings", Vec::new(), findings)
    })
    .await
}

/// The ids of all examples.
fn examples() -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(setting(CONTENT)?.join("gallery"))? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        ids.push(stem.into_owned());
    }
    ids.sort();
    anyhow::ensure!(ids.len() > 25, "the gallery has only {ids:?}");
    Ok(ids)
}

#[tokio::test]
async fn typing_draws_nothing_else_again() -> Result {
    // Records what changes on the screen during typing: elements that are added, removed or changed, each by its
    // nearest id.
    const WATCH: &str = r#"
        window.__changed = [];
        const note = (records) => {
          for (const { target } of records) {
            const element = target.nodeType === 1 ? target : target.parentElement;
            if (!element?.closest(".gallery-sent, .live")) __changed.push(element?.closest("[id]")?.id || element?.className || "?");
          }
        };
        window.__observer = new MutationObserver(note);
        __observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    "#;
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("two-hundred-fields").await?;
        let fields = page
            .js("return visible('.gallery-form .field').length", json!([]))
            .await?;
        anyhow::ensure!(
            fields.as_u64() > Some(150),
            "there are only {fields} fields"
        );
        let first =
            "return visible('.gallery-form input.input').find((one) => one.type === 'text').id";
        let first = page.js(first, json!([])).await?;
        let id = first.as_str().unwrap_or_default().to_owned();
        page.js("near(root.getElementById(args[0])).focus()", json!([id]))
            .await?;
        page.press("a").await?;
        // The search loads after the first screen. On a slow machine it would load during typing.
        let arrived = "return root.querySelectorAll('.search-list').length > 0";
        page.until("the search", arrived, json!([])).await?;
        page.next_frame().await?;
        page.js(WATCH, json!([])).await?;
        page.press("bcdefgh").await?;
        page.until(
            "what was typed",
            "return root.getElementById(args[0]).value === 'abcdefgh'",
            json!([id]),
        )
        .await?;
        page.next_frame().await?;
        let changed = page
            .js("__observer.disconnect(); return __changed", json!([]))
            .await?;
        same("what typing has drawn again", json!([]), changed)
    })
    .await
}

#[tokio::test]
async fn errors_come_on_leaving_and_on_sending() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("text").await?;
        // While a field is first filled in, it shows no error, and neither do untouched fields.
        page.type_at("/tag", "BW").await?;
        page.type_at("/email", "anna").await?;
        wrong(page, &["/tag"]).await?;
        page.type_at("/website", "www").await?;
        wrong(page, &["/tag", "/email"]).await?;
        page.focus_on("/name").await?;
        wrong(page, &["/tag", "/email", "/website"]).await?;
        // A corrected field is valid at once, without leaving it.
        page.type_at("/email", "anna@brightwater.example").await?;
        wrong(page, &["/tag", "/website"]).await?;
        page.click(BUTTON, "Check the answers").await?;
        page.has_focus("error-summary").await?;
        page.sees("There are problems with 4 answers").await?;
        wrong(page, &["/name", "/tag", "/message", "/website"]).await?;
        for pointer in ["/website", "/name"] {
            let id = format!("field-{}", pointer.trim_start_matches('/'));
            page.click_on(&format!("#error-summary a[href='#{id}']"))
                .await?;
            page.focus_in(pointer).await?;
        }
        page.type_at("/website", "https://www.example.com").await?;
        page.sees("There are problems with 3 answers").await?;
        let count = page
            .js("return all('#error-summary')[0]?.dataset.errors", json!([]))
            .await?;
        same("the count of the summary", json!("3"), count)
    })
    .await
}

/// Asserts that exactly these fields are marked as invalid and have an error message.
async fn wrong(page: &Page, pointers: &[&str]) -> Result {
    const WRONG: &str = r#"
        const marked = visible("[aria-invalid=true]");
        const right = args[0].map(control);
        return marked.length === right.length && right.every((one) => marked.includes(one))
          && visible(".field-error").length === right.length;
    "#;
    page.until(&format!("errors at {pointers:?}"), WRONG, json!([pointers]))
        .await
}

#[tokio::test]
async fn a_broken_document_names_its_fault() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("yes-or-no").await?;
        for (replaced, by, pointer) in [
            ("\"#/properties/switch\"", "\"#/properties/no\"", "/uischema/elements/1/scope"),
            ("\"#/properties/no\"", "\"#/properties/switch\"", ""),
            ("\"boolean\"", "\"truth\"", "/schema/properties/box/type"),
        ] {
            // Edit one word of the document, as a user would.
            let edit = r#"
                const source = root.getElementById("gallery-text");
                source.value = source.value.replace(args[0], args[1]);
                source.dispatchEvent(new InputEvent("input", { bubbles: true }));
            "#;
            page.js(edit, json!([replaced, by])).await?;
            let shown = "return clean(visible('.gallery-form .summary code')[0]?.textContent) === args[0] && (args[0] !== '' || visible('.gallery-form form').length > 0)";
            page.until(&format!("the fault at {pointer:?}"), shown, json!([pointer])).await?;
        }
        Ok(())
    })
    .await
}
