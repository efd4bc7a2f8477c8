//! No layout shifts: a screen keeps its layout while its content loads, however slowly.

use super::support::samples::{Screen, all_screens};
use super::support::{Engine, Fault, Result, browse_with_faults, same};

#[tokio::test]
async fn nothing_jumps_on_a_desk() -> Result {
    nothing_jumps(1280).await
}

#[tokio::test]
async fn nothing_jumps_on_a_phone() -> Result {
    nothing_jumps(360).await
}

async fn nothing_jumps(width: u32) -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.resize(width, 800).await?;
        let screens = all_screens(page).await?;
        proxy.fail(Fault::Slow);
        let mut jumps = Vec::new();
        for Screen { path, .. } in screens {
            page.open(&path).await?;
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
