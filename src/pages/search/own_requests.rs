//! The user's own requests on the page of results.

use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::pages::requests;
use crate::view::{View, view};
use portico_contract::RequestSummary;

/// The first requests, as list rows.
pub(super) fn request_rows(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    requests: &[RequestSummary],
    most: usize,
) -> View {
    let rows = requests.iter().take(most);
    let rows = rows.map(|one| requests::row(i18n, nav, host, one));
    view! { <ul class="rows">{rows.collect::<View>()}</ul> }
}
