//! List rows for objects to open or select.

use super::{Icon, icon, link};
use crate::history::Navigator;
use crate::route::Route;
use crate::view::{IntoView, View, view};

/// The content of a row.
#[derive(Default)]
pub(crate) struct Row {
    pub icon: Option<View>,
    /// Whether the icon only distinguishes kinds of objects, and is less prominent.
    pub is_plain: bool,
    pub title: Option<View>,
    /// The language of the title, if it differs from the portal's.
    pub language: Option<String>,
    /// The content below the title: a summary, facts.
    pub below: Option<View>,
    /// The content at the end of the row.
    pub end: Option<View>,
}

impl Row {
    /// The row's content, for any container.
    pub(crate) fn content(self) -> View {
        let is_plain = self.is_plain;
        let icon = self.icon.map(
            |icon| view! { <span class="row-icon" class:row-icon-plain=is_plain>{icon}</span> },
        );
        view! {
            {icon}
            <span class="row-text"><span class="row-title" lang=self.language>{self.title}</span>{self.below}</span>
            {self.end}
        }
    }

    /// The same with an arrow that marks a link.
    pub(crate) fn leading(self) -> View {
        view! { {self.content()}<span class="row-go">{icon(Icon::ChevronRight)}</span> }
    }
}

/// A row that links to a place in the portal.
pub(crate) fn row(nav: Navigator, to: Route, row: Row) -> View {
    view! { <li class="row">{link(nav, to, "row-link", row.leading())}</li> }
}

/// A line below a title.
pub(crate) fn row_summary(text: impl IntoView + 'static, language: Option<String>) -> View {
    view! { <span class="row-summary" lang=language>{text.into_view()}</span> }
}
