//! The portal's own table of screens, with a request of the signed-in user.

use super::{Page, Result};
use portico::screens::SAMPLES;

/// A screen to open, and what it should show.
pub(crate) struct Screen {
    pub(crate) path: String,
    pub(crate) heading: String,
    pub(crate) title: String,
    /// Whether the address refers to something that does not exist.
    pub(crate) is_missing: bool,
}

/// Signs in, creates a request, and returns every screen of the table.
pub(crate) async fn all_screens(page: &Page) -> Result<Vec<Screen>> {
    page.sign_in_as("p-mara-voss").await?;
    let request = page.order_headset().await?;
    let fill = |text: &str| {
        let text = text.replace("{request}", &request.id);
        text.replace("{number}", &request.number)
    };
    let samples = SAMPLES.iter().copied().flatten();
    let screens = samples.map(|sample| Screen {
        path: fill(sample.path),
        heading: fill(sample.heading),
        title: fill(sample.title),
        is_missing: sample.is_missing,
    });
    Ok(screens.collect())
}
