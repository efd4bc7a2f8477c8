//! The number of waiting requests, in the header.

use crate::delivery::Delivery;
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};

/// A link to the outbox; `None` if it is empty.
pub(super) fn outbox_badge(i18n: I18n, nav: Navigator, delivery: Delivery) -> View {
    ui::live(move || {
        let waiting = delivery.waiting();
        if waiting == 0 {
            return ().into_view();
        }
        #[expect(clippy::cast_precision_loss, reason = "a person has few of them")]
        let count = waiting as f64;
        let words = t!(i18n, "outbox-badge", count = count);
        let content = view! {
            {ui::icon(Icon::Hourglass)}
            <span class="outbox-number" aria-hidden="true">{i18n.format().number(count)}</span>
            <span class="outbox-words" aria-hidden="true">{words.clone()}</span>
        };
        let href = nav.href(&Route::Drafts);
        view! {
            <a class="icon-link outbox-badge" href=href data-route="/drafts" aria-label=words.clone() title=words>{content}</a>
        }
    })
}
