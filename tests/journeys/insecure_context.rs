//! An intranet without HTTPS is not a secure context: there is no WebCrypto and no `randomUUID`, but the portal works.

use super::path::{find_and_fill, follow};
use super::support::page::BUTTON;
use super::support::{Engine, FaultProxy, Result, Server, Visit, same};
use serde_json::json;

#[tokio::test]
async fn the_whole_path_over_plain_http() -> Result {
    // A company's single sign-on runs in front of the portal and sends the user's name in a header.
    let server = Server::on(
        0,
        false,
        &[
            "--auth-header",
            "X-Forwarded-User",
            "--trusted-proxy",
            "127.0.0.1/32",
            "--host",
            "portal.test",
        ],
    )?;
    let sign_on =
        FaultProxy::with_headers(&server.url(), &[("x-forwarded-user", "p-mara-voss")]).await?;
    let address = format!("http://portal.test:{}", sign_on.port());
    let visit = Visit::new(Engine::Chromium, &address);
    let visit = visit.argument("--host-resolver-rules=MAP portal.test 127.0.0.1");
    visit
        .walk(async |page| {
            page.open("/").await?;
            let secure = page
                .js(
                    "return [isSecureContext, 'randomUUID' in crypto]",
                    json!([]),
                )
                .await?;
            same("a secure context", json!([false, false]), secure)?;
            page.heading("Hello Mara, how can we help?").await?;
            find_and_fill(page).await?;
            page.click(BUTTON, "Send request").await?;
            follow(page).await?;
            page.has_requests(1).await
        })
        .await
}
