//! The main path: find a service, fill in its form, send it, and follow the request.

use super::support::page::BUTTON;
use super::support::{Engine, Page, Result, browse_demo, in_every_engine, same};
use serde_json::json;

in_every_engine!(find_fill_send_follow);

async fn find_fill_send_follow(engine: Engine) -> Result {
    browse_demo(engine, async |page| walk(page).await).await
}

/// The whole path in a browser without stored data.
pub(super) async fn walk(page: &Page) -> Result {
    page.open("/").await?;
    page.heading("How can we help?").await?;
    find_and_fill(page).await?;
    send(page, "Sign in").await?;
    sign_in(page, "Request: Headset").await?;
    is_back_at(page, "Send request").await?;
    answers_are_kept(page).await?;
    page.click(BUTTON, "Send request").await?;
    follow(page).await?;
    page.has_requests(1).await
}

/// After signing in, the focus is on the button that the user had pressed.
pub(super) async fn is_back_at(page: &Page, button: &str) -> Result {
    let script = "return focused() !== document.activeElement && nameOf(focused()) === args[0]";
    page.until(&format!("the focus on {button:?}"), script, json!([button]))
        .await?;
    page.sees(&format!(
        "You\u{2019}re signed in. Select \u{201c}{button}\u{201d} to continue."
    ))
    .await
}

/// From the home page to a filled form.
pub(super) async fn find_and_fill(page: &Page) -> Result {
    page.search("headset").await?;
    page.heading("Search").await?;
    page.follow("Headset", "Headset").await?;
    page.sees("€95.00").await?;
    page.follow("Request this", "Request: Headset").await?;
    page.choose("Wireless").await?;
    page.choose("It replaces a broken headset").await?;
    page.select("Where do you want to pick it up?", "Leeds, reception")
        .await
}

/// The heading after a request was sent.
pub(super) const SENT: &str = "Request sent";

/// Signs in, and goes from the home page to a filled form.
pub(super) async fn fill_as_mara(page: &Page) -> Result {
    page.sign_in_as("p-mara-voss").await?;
    find_and_fill(page).await
}

/// Sends the form, and waits for the screen with this heading.
pub(super) async fn send(page: &Page, heading: &str) -> Result {
    page.click(BUTTON, "Send request").await?;
    page.heading(heading).await
}

/// Signs in as the demo's user, and waits for the screen to which this leads back.
pub(super) async fn sign_in(page: &Page, heading: &str) -> Result {
    page.click(BUTTON, "Mara Voss").await?;
    page.heading(heading).await
}

/// Waits until the form contains what [`find_and_fill`] entered, and the form's own defaults.
pub(super) async fn answers_are_kept(page: &Page) -> Result {
    for (label, value) in [
        ("Wireless", json!(true)),
        ("Wired", json!(false)),
        ("Both ears", json!(true)),
        ("It replaces a broken headset", json!(true)),
        (
            "Where do you want to pick it up?",
            json!("Leeds, reception"),
        ),
    ] {
        page.within_time(&format!("the answer to {label:?}"), async || {
            same(label, value.clone(), page.value(label).await?)
        })
        .await?;
    }
    Ok(())
}

/// From the receipt to the request, a comment on it, and the list that contains it.
pub(super) async fn follow(page: &Page) -> Result {
    page.heading("Request sent").await?;
    let number = "return visible('[data-number]')[0]?.dataset.number";
    let number = page
        .until_value("the request's number", number, json!([]))
        .await?;
    let number = number.as_str().unwrap_or_default();
    page.follow("Track this request", "Headset").await?;
    page.sees(number).await?;
    page.sees("Wireless").await?;
    page.fill("Add a comment", "Please ring before you come.")
        .await?;
    page.click(BUTTON, "Send comment").await?;
    let comment = "return clean(visible('.timeline')[0]?.innerText).includes(args[0])";
    page.until(
        "the comment in the timeline",
        comment,
        json!(["Please ring before you come."]),
    )
    .await?;
    page.until(
        "an empty comment field",
        "return field('Add a comment')?.value === ''",
        json!([]),
    )
    .await?;
    page.follow("My requests", "My requests").await?;
    page.sees(number).await?;
    page.follow("Headset", "Headset").await?;
    page.sees("Please ring before you come.").await
}
