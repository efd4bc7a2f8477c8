//! Repeated answers: added, removed and reordered by keyboard and by mouse, with the focus where the user continues.

use super::accessibility::set_language;
use super::support::page::BUTTON;
use super::support::{Deed, Engine, Page, Result, browse_demo, same};
use serde_json::{Value, json};
use thirtyfour::Key;

#[tokio::test]
async fn add_order_and_remove_by_keys() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("lists").await?;
        for (at, name) in ["Anna", "Bela", "Cleo"].into_iter().enumerate() {
            add_by_keys(page, "/people").await?;
            // After adding an item, the focus is in its first field.
            page.focus_in(&format!("/people/{at}/name")).await?;
            page.press(name).await?;
        }
        names(page, &["Anna", "Bela", "Cleo"]).await?;
        titles(page, &["Anna", "Bela", "Cleo"]).await?;
        press_on(page, 2, "up").await?;
        names(page, &["Anna", "Cleo", "Bela"]).await?;
        focus_on_button(page, 1, "up").await?;
        // The button moves along with the item, so that pressing the key again moves it further.
        page.press(Key::Enter).await?;
        names(page, &["Cleo", "Anna", "Bela"]).await?;
        focus_on_button(page, 0, "up").await?;
        page.press(Key::Enter).await?;
        names(page, &["Cleo", "Anna", "Bela"]).await?;
        press_on(page, 0, "down").await?;
        names(page, &["Anna", "Cleo", "Bela"]).await?;
        focus_on_button(page, 1, "down").await?;
        press_on(page, 1, "remove").await?;
        names(page, &["Anna", "Bela"]).await?;
        focus_on_button(page, 1, "remove").await?;
        page.press(Key::Enter).await?;
        names(page, &["Anna"]).await?;
        focus_on_button(page, 0, "remove").await?;
        // The form requires at least one.
        page.press(Key::Enter).await?;
        names(page, &["Anna"]).await?;
        page.click(BUTTON, "Check the answers").await?;
        page.errors(0).await
    })
    .await
}

#[tokio::test]
async fn order_by_pointer() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("lists").await?;
        for (at, name) in ["Anna", "Bela", "Cleo"].into_iter().enumerate() {
            page.list_button("/people", None, "add").await?;
            page.type_at(&format!("/people/{at}/name"), name).await?;
        }
        drag(page, "/people", 2, 0).await?;
        names(page, &["Cleo", "Anna", "Bela"]).await?;
        drag(page, "/people", 0, 1).await?;
        names(page, &["Anna", "Cleo", "Bela"]).await?;
        page.list_button("/people", Some(0), "remove").await?;
        names(page, &["Cleo", "Bela"]).await?;
        // At most five.
        for _ in 0..3 {
            page.list_button("/people", None, "add").await?;
        }
        page.sees("You can\u{2019}t add any more.").await
    })
    .await
}

#[tokio::test]
async fn rules_and_errors_inside_items() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("rules-in-items").await?;
        page.list_button("/accesses", None, "add").await?;
        page.list_button("/accesses", None, "add").await?;
        page.does("/accesses/0/kind", &Deed::Click("A program")).await?;
        page.does("/accesses/1/kind", &Deed::Click("A mailbox")).await?;
        // Rules apply to each item separately.
        let shown = "return ['program', 'mailbox'].map((name) => [0, 1].map((at) => Boolean(control(`/accesses/${at}/${name}`))))";
        page.check("fields", json!([[true, false], [false, true]]), shown, json!([])).await?;
        page.type_at("/accesses/0/program", "Ledger").await?;
        page.type_at("/accesses/1/mailbox", "team").await?;
        page.click(BUTTON, "Check the answers").await?;
        page.sees("There is a problem with one answer").await?;
        page.click_on("#error-summary a").await?;
        page.focus_in("/accesses/1/mailbox").await?;
        page.type_at("/accesses/1/mailbox", "team@brightwater.example").await?;
        page.errors(0).await?;
        // What an item hides is not sent, and removing an item removes its answers.
        page.does("/accesses/1/kind", &Deed::Click("A folder")).await?;
        page.would_send("/accesses/1/mailbox", Value::Null).await?;
        page.list_button("/accesses", Some(0), "remove").await?;
        page.does("/accesses/0/kind", &Deed::Click("A mailbox")).await?;
        page.would_send("/accesses/0", json!({ "kind": "mailbox", "mailbox": "team@brightwater.example", "limited": false }))
            .await
    })
    .await
}

#[tokio::test]
async fn from_right_to_left() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery("right-to-left").await?;
        set_language(page, "qpr", "rtl").await?;
        page.resize(360, 700).await?;
        page.type_at("/name", "سارة").await?;
        page.type_at("/email", "sara@brightwater.example").await?;
        page.list_button("/guests", None, "add").await?;
        page.list_button("/guests", None, "add").await?;
        page.type_at("/guests/0/name", "ليلى").await?;
        page.type_at("/guests/1/name", "عمر").await?;
        page.list_button("/guests", Some(1), "up").await?;
        page.would_send("/guests/0/name", json!("عمر")).await?;
        // From right to left, a slider grows to the left, and so do the keys.
        page.focus_on("/size").await?;
        page.press(Key::Left).await?;
        page.would_send("/size", json!(9)).await?;
        const LAID_OUT: &str = r#"
            const right = (one) => one.getBoundingClientRect().right;
            const [label, help] = [".field-label", ".field-help"].map((selector) => control("/name").closest(".field").querySelector(selector));
            return {
              aligned: Math.abs(right(label) - right(control("/name"))) < 2 && Math.abs(right(help) - right(label)) < 2,
              wide: document.scrollingElement.scrollWidth > innerWidth,
              address: getComputedStyle(control("/email")).direction,
            };
        "#;
        let found = page.js(LAID_OUT, json!([])).await?;
        same("the layout", json!({ "aligned": true, "wide": false, "address": "ltr" }), found)
    })
    .await
}

async fn add_by_keys(page: &Page, list: &str) -> Result {
    let script = "const add = control(args[0])?.querySelector('[data-act=add]'); near(add)?.focus(); return Boolean(add) && focused() === add";
    page.until("the focus on the way to add", script, json!([list]))
        .await?;
    page.press(Key::Enter).await
}

async fn press_on(page: &Page, item: usize, act: &str) -> Result {
    let script = "const one = control('/people').querySelector(`[data-item='${args[0]}'] [data-act=${args[1]}]`); near(one).focus(); return focused() === one";
    page.until("the focus on a button", script, json!([item, act]))
        .await?;
    page.press(Key::Enter).await
}

async fn focus_on_button(page: &Page, item: usize, act: &str) -> Result {
    let script = "return focused() === control('/people').querySelector(`[data-item='${args[0]}'] [data-act=${args[1]}]`)";
    page.until(
        &format!("the focus on {act} of item {item}"),
        script,
        json!([item, act]),
    )
    .await
}

/// Waits until the list of people has these names, on the screen and in the answers.
async fn names(page: &Page, names: &[&str]) -> Result {
    let shown = "return [0, 1, 2, 3, 4].map((at) => control(`/people/${at}/name`)?.value).filter((name) => name !== undefined).join() === args[0]";
    page.until(
        &format!("{names:?} in the fields"),
        shown,
        json!([names.join(",")]),
    )
    .await?;
    for (at, name) in names.iter().enumerate() {
        page.would_send(&format!("/people/{at}/name"), json!(name))
            .await?;
    }
    page.would_send(&format!("/people/{}", names.len()), Value::Null)
        .await
}

/// Asserts that each item is titled with its contents.
async fn titles(page: &Page, names: &[&str]) -> Result {
    let shown = "return [...control('/people').querySelectorAll('.form-item-name')].map((one) => clean(one.textContent)).join() === args[0]";
    page.until(
        &format!("items named {names:?}"),
        shown,
        json!([names.join(",")]),
    )
    .await
}

/// Drags an item by its handle and drops it on another one.
async fn drag(page: &Page, list: &str, from: usize, to: usize) -> Result {
    page.drag(
        "return near(control(args[0]).querySelector(`[data-item='${args[1]}'] .form-item-grip`))",
        json!([list, from]),
        "return control(args[0]).querySelector(`[data-item='${args[1]}'] .form-item-head`)",
        json!([list, to]),
    )
    .await
}
