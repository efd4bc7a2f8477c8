//! The portal as built by trunk, which contributors use: it is a single module and behaves the same.

use super::path;
use super::support::{Engine, Result, Server, TRUNK_DIST, browse, setting};

#[tokio::test]
async fn the_first_journey_through_what_trunk_has_built() -> Result {
    let server = Server::with_portal(setting(TRUNK_DIST)?)?;
    browse(Engine::Chromium, &server.url(), async |page| {
        path::walk(page).await
    })
    .await
}
