//! An overloaded backend says when to retry. The portal tells the user, and retries automatically.

use super::outbox::{WAITING, is_in_outbox};
use super::path::{find_and_fill, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, Fault, Result, browse_with_faults};
use serde_json::json;

const BUSY: &str = "The service is busy";

/// The statuses of an overloaded backend: rate limit, maintenance, and no space left.
const STATUSES: [u16; 3] = [429, 503, 507];

#[tokio::test]
async fn a_screen_is_read_again_by_itself() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        for status in STATUSES {
            page.open("/services").await?;
            proxy.fail(Fault::Later(status));
            page.click(LINK, "Help articles").await?;
            page.sees(BUSY).await?;
            page.sees("Nothing you typed is lost. We\u{2019}ll try again in")
                .await?;
            let way_on = "return Boolean(named('button', 'Try again'))";
            page.until("a way on", way_on, json!([])).await?;
            // Nobody clicks anything.
            proxy.fail(Fault::None);
            page.heading("Help articles").await?;
        }
        // Users who do not want to wait can retry at once.
        page.open("/services").await?;
        proxy.fail(Fault::Later(503));
        page.click(LINK, "Help articles").await?;
        page.sees(BUSY).await?;
        proxy.fail(Fault::None);
        page.click_until(
            "Try again",
            "return heading() === 'Help articles' && isSettled()",
            json!([]),
        )
        .await
    })
    .await
}

#[tokio::test]
async fn what_is_sent_waits_and_is_recorded_once() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        for (before, status) in STATUSES.into_iter().enumerate() {
            find_and_fill(page).await?;
            proxy.fail(Fault::LaterWrites(status));
            send(page, WAITING).await?;
            is_in_outbox(page, "checking").await?;
            page.sees("Not received yet: the service is busy.").await?;
            page.has_requests(before).await?;
            // Nobody clicks anything.
            proxy.fail(Fault::None);
            is_in_outbox(page, "acknowledged").await?;
            page.has_requests(before + 1).await?;
            page.click(BUTTON, "Done").await?;
            page.until(
                "an empty outbox",
                "return isSettled() && visible('li.row-actions').length === 0",
                json!([]),
            )
            .await?;
            page.open("/").await?;
        }
        Ok(())
    })
    .await
}
