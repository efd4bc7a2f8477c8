//! Nothing jumps: a screen keeps its layout while its content arrives, however slowly.

use super::support::{Engine, Fault, FaultProxy, Result, Server, browse, same};

#[tokio::test]
async fn nothing_jumps_on_a_desk() -> Result {
    nothing_jumps(1280).await
}

#[tokio::test]
async fn nothing_jumps_on_a_phone() -> Result {
    nothing_jumps(360).await
}

async fn nothing_jumps(width: u32) -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.resize(width, 800).await?;
        page.sign_in_as("p-mara-voss").await?;
        let request = page.order_headset().await?;
        let request = format!("/requests/{}", request["id"].as_str().unwrap_or_default());
        proxy.fail(Fault::Slow);
        let mut jumps = Vec::new();
        let receipt = format!("{request}/sent");
        for path in [
            "/",
            "/search",
            "/search?q=vpn",
            "/search?q=zzzzqqqq",
            "/services",
            "/services?category=hardware",
            "/services?q=zzzzqqqq",
            "/services/headset",
            "/services/headset/request",
            "/services/privileged-account",
            "/services/privileged-account/request",
            "/services/no-such-thing",
            "/requests",
            "/requests?state=closed",
            &request,
            &receipt,
            "/drafts",
            "/drafts/no-such-thing",
            "/articles",
            "/articles?q=printer",
            "/articles/new-starter-first-day",
            "/contact",
            "/privacy",
            "/profile",
            "/sign-in",
            "/gallery",
            "/gallery/lists",
            "/no/such/page",
        ] {
            page.open(path).await?;
            jumps.extend(
                page.shifts()
                    .await?
                    .into_iter()
                    .map(|shift| format!("{path} {shift}")),
            );
        }
        same("jumps", Vec::new(), jumps)
    })
    .await
}
