//! Rows: how lists show what can be opened or chosen.

use super::{Icon, icon, link};
use crate::history::Navigator;
use crate::route::Route;
use leptos::prelude::*;

/// What a row shows.
#[derive(Default)]
pub(crate) struct Row {
    pub icon: Option<AnyView>,
    /// The icon only tells kinds of things apart, so that it stands back.
    pub is_plain: bool,
    pub title: Option<AnyView>,
    /// The language of the title, where it is another one than the portal's.
    pub language: Option<String>,
    /// What stands under the title: a summary, facts.
    pub below: Option<AnyView>,
    /// What stands at the end of the row.
    pub end: Option<AnyView>,
}

impl Row {
    /// The row's content, for whatever is around it.
    pub(crate) fn content(self) -> AnyView {
        let is_plain = self.is_plain;
        let icon = self.icon.map(
            |icon| view! { <span class="row-icon" class:row-icon-plain=is_plain>{icon}</span> },
        );
        view! {
            {icon}
            <span class="row-text"><span class="row-title" lang=self.language>{self.title}</span>{self.below}</span>
            {self.end}
        }
        .into_any()
    }

    /// The same with the sign that it leads somewhere.
    pub(crate) fn leading(self) -> AnyView {
        view! { {self.content()}<span class="row-go">{icon(Icon::ChevronRight)}</span> }.into_any()
    }
}

/// A row of a list that leads to a place in the portal.
pub(crate) fn row(nav: Navigator, to: Route, row: Row) -> AnyView {
    view! { <li class="row">{link(nav, to, "row-link", row.leading())}</li> }.into_any()
}

/// A line under a title.
pub(crate) fn row_summary(text: impl IntoView + 'static, language: Option<String>) -> AnyView {
    view! { <span class="row-summary" lang=language>{text.into_any()}</span> }.into_any()
}
