//! Before any input: recent searches, and a link to all services.

use super::words_link;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::search::{Search, recent};
use crate::ui::{self, Icon};
use crate::view::{View, view};

pub(super) fn view(i18n: I18n, nav: Navigator, host: Host, search: Search) -> View {
    let all = ui::link(
        nav,
        Route::services(None),
        "button",
        t!(i18n, "home-all-services"),
    );
    let last = move || {
        let last = recent(search).into_iter();
        let links: Vec<_> = last.map(|words| words_link(nav, &words)).collect();
        (!links.is_empty()).then(|| {
            let title = t!(i18n, "search-recent");
            ui::section(host, title, view! { <ul class="chips">{links}</ul> })
        })
    };
    view! {
        {ui::live(last)}
        {ui::empty(host, Icon::Search, t!(i18n, "search-start-title"), t!(i18n, "search-start-text"), Some(all))}
    }
}
