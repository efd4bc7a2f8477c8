//! Parts of the page of results.

use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::pages::requests;
use crate::ui;
use leptos::prelude::*;
use portico_contract::RequestSummary;

/// The first requests, as list rows.
pub(super) fn request_rows(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    requests: &[RequestSummary],
    most: usize,
) -> AnyView {
    let rows = requests.iter().take(most);
    let rows = rows.map(|one| requests::row(i18n, nav, host, one));
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

/// A part with its heading, and optionally a link beside it.
pub(super) fn section(host: Host, title: String, more: Option<AnyView>, rows: AnyView) -> AnyView {
    view! {
        <section class="section">
            <div class="section-head">{ui::heading(host, 2, "section-title", title)}{more}</div>
            {rows}
        </section>
    }
    .into_any()
}
