//! The life of a request, with the people in it in browsers of their own: approve, ask, answer, fulfil, rate.

use super::support::page::BUTTON;
use super::support::{Engine, Page, Result, Server, browse, browse_beside};
use serde_json::json;

const MONITOR: &str = "Second monitor";
const REASON: &str = "return field(args[0])?.getAttribute('aria-invalid') === 'true'";

/// Sends a request for a monitor, which Mara's manager approves and the hardware team fulfils; its path.
async fn order(mara: &Page) -> Result<String> {
    mara.sign_in_as("p-mara-voss").await?;
    let answers = json!({
        "size": "27", "where": "desk", "quantity": 1, "site": "hamburg", "desk": "B 2.14", "arm": false,
    });
    let form = mara
        .fetch("GET", "/services/second-monitor/form", json!(null))
        .await?;
    let body =
        json!({ "service": "second-monitor", "formVersion": form["version"], "answers": answers });
    let sent = mara.fetch("POST", "/requests", body).await?;
    Ok(format!(
        "/requests/{}",
        sent["id"].as_str().unwrap_or_default()
    ))
}

/// Waits for the number beside a link of the header.
async fn waiting(page: &Page, link: &str, count: &str) -> Result {
    let shown = "const link = visible('.nav-link').find((one) => nameOf(one).startsWith(args[0]));
        return clean(link?.querySelector('.nav-count')?.textContent ?? '') === args[1]";
    page.until(
        &format!("{count:?} beside {link:?}"),
        shown,
        json!([link, count]),
    )
    .await
}

/// Waits for the status of the request on the screen.
async fn is(page: &Page, status: &str) -> Result {
    let shown = "return clean(visible('.request-line .status')[0]?.innerText) === args[0]";
    page.until(&format!("the status {status:?}"), shown, json!([status]))
        .await
}

#[tokio::test]
async fn from_sending_to_rating() -> Result {
    let server = Server::start()?;
    let url = server.url();
    browse(Engine::Chromium, &url, async |mara| {
        let path = order(mara).await?;
        browse_beside(Engine::Chromium, &url, async |jonas| {
            jonas.sign_in_as("p-jonas-adeyemi").await?;
            waiting(jonas, "Approvals", "1").await?;
            jonas.click_on("a[data-route='/approvals']").await?;
            jonas.heading("Approvals").await?;
            jonas.sees("From Mara Voss").await?;
            jonas.follow(MONITOR, MONITOR).await?;
            jonas.sees("B 2.14").await?;
            // A second thought costs nothing.
            jonas.click(BUTTON, "Decline").await?;
            jonas.click(BUTTON, "Decline").await?;
            jonas
                .until("an error", REASON, json!(["Why do you decline it?"]))
                .await?;
            jonas.click(BUTTON, "Not now").await?;
            jonas.click(BUTTON, "Approve").await?;
            jonas
                .fill("Note (optional)", "Good for the reports.")
                .await?;
            jonas.click(BUTTON, "Approve").await?;
            jonas.sees("approved this").await?;
            is(jonas, "Sent").await?;
            waiting(jonas, "Approvals", "").await?;
            jonas.open("/approvals?view=decided").await?;
            jonas.follow(MONITOR, MONITOR).await?;
            jonas.sees("Good for the reports.").await
        })
        .await?;
        browse_beside(Engine::Chromium, &url, async |felix| {
            felix.sign_in_as("p-felix-brandt").await?;
            waiting(felix, "Work", "1").await?;
            felix.click_on("a[data-route='/work']").await?;
            felix.heading("Work").await?;
            felix.follow(MONITOR, MONITOR).await?;
            felix.click(BUTTON, "Take").await?;
            felix.sees("took this on").await?;
            waiting(felix, "Work", "").await?;
            felix.click(BUTTON, "Start work").await?;
            is(felix, "In progress").await?;
            felix.click(BUTTON, "Ask a question").await?;
            felix
                .fill("Your question", "Is there a free socket?")
                .await?;
            felix.click(BUTTON, "Ask a question").await?;
            felix.sees("asked a question").await?;
            is(felix, "Waiting for you").await?;

            mara.open(&path).await?;
            mara.sees("Is there a free socket?").await?;
            mara.click(BUTTON, "Answer").await?;
            mara.fill("Your answer", "Yes, two of them.").await?;
            mara.click(BUTTON, "Answer").await?;
            mara.sees("answered the question").await?;
            is(mara, "In progress").await?;

            felix.reload().await?;
            felix.sees("Yes, two of them.").await?;
            felix.click(BUTTON, "Mark as done").await?;
            felix
                .fill("What was done?", "It stands on your desk.")
                .await?;
            felix.click(BUTTON, "Mark as done").await?;
            is(felix, "Done").await?;
            felix.open("/work?view=finished").await?;
            felix.sees("Assigned to Felix Brandt").await
        })
        .await?;
        mara.reload().await?;
        is(mara, "Done").await?;
        mara.sees("It stands on your desk.").await?;
        mara.click(BUTTON, "Rate").await?;
        mara.click(BUTTON, "Rate").await?;
        mara.sees("Choose a rating").await?;
        mara.choose("5 – Very well").await?;
        mara.click(BUTTON, "Rate").await?;
        mara.sees("rated this 5 out of 5").await?;
        mara.click(BUTTON, "Close the request").await?;
        is(mara, "Closed").await
    })
    .await
}

#[tokio::test]
async fn of_two_who_act_at_once_the_second_is_told() -> Result {
    let server = Server::start()?;
    let url = server.url();
    browse(Engine::Chromium, &url, async |mara| {
        let path = order(mara).await?;
        browse_beside(Engine::Chromium, &url, async |jonas| {
            jonas.sign_in_as("p-jonas-adeyemi").await?;
            jonas.open(&path).await?;
            jonas.click(BUTTON, "Approve").await?;
            mara.open(&path).await?;
            mara.click(BUTTON, "Cancel the request").await?;
            mara.fill("Why do you cancel it?", "I have found one.")
                .await?;
            mara.click(BUTTON, "Cancel the request").await?;
            is(mara, "Cancelled").await?;
            jonas.click(BUTTON, "Approve").await?;
            jonas.sees("This isn\u{2019}t possible any more").await?;
            is(jonas, "Cancelled").await?;
            jonas.sees("I have found one.").await
        })
        .await
    })
    .await
}
