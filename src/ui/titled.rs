//! Sections of a page with their headings.

use super::heading;
use crate::host::Host;
use crate::view::{IntoView, View, view};

/// A section of a page, with its heading.
pub(crate) fn section(host: Host, title: String, content: impl IntoView + 'static) -> View {
    titled(
        host,
        ["section", "section-title"],
        title,
        content.into_view(),
    )
}

/// A section of a page, with its heading, and optionally a link beside it.
pub(crate) fn linked_section(
    host: Host,
    title: String,
    more: Option<View>,
    content: impl IntoView + 'static,
) -> View {
    let content = content.into_view();
    view! {
        <section class="section">
            <div class="section-head">{heading(host, 2, "section-title", title)}{more}</div>
            {content}
        </section>
    }
}

/// A section in a frame, with its heading.
pub(crate) fn panel(host: Host, title: String, content: impl IntoView + 'static) -> View {
    titled(host, ["panel", "panel-title"], title, content.into_view())
}

/// A section beside the main content, with its heading.
pub(crate) fn side_section(host: Host, title: String, content: impl IntoView + 'static) -> View {
    let classes = ["side-section", "side-title"];
    titled(host, classes, title, content.into_view())
}

fn titled(host: Host, classes: [&'static str; 2], title: String, content: View) -> View {
    let [class, title_class] = classes;
    view! { <section class=class>{heading(host, 2, title_class, title)}{content}</section> }
}
