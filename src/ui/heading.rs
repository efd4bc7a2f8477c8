//! Headings, whose level depends on the host page, and the focus that moves to them.

use super::section::show_section;
use crate::history::Navigator;
use crate::host::Host;
use crate::page_context::PageContext;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;

/// A heading: level 1 is the screen's own, which is shifted to the level that the host page needs.
pub(crate) fn heading(
    host: Host,
    level: u8,
    class: &'static str,
    content: impl IntoView + 'static,
) -> View {
    element(host, level, class, None, content.into_view())
}

/// A heading with an ID for links of the same screen.
pub(crate) fn anchored(
    host: Host,
    level: u8,
    class: &'static str,
    id: String,
    content: View,
) -> View {
    element(host, level, class, Some(id), content)
}

fn element(host: Host, level: u8, class: &'static str, id: Option<String>, content: View) -> View {
    let first = host.config(|config| config.heading_level);
    let focusable = (level == 1 || id.is_some()).then_some("-1");
    match first.saturating_add(level).saturating_sub(1) {
        0 | 1 => view! { <h1 class=class id=id tabindex=focusable>{content}</h1> },
        2 => view! { <h2 class=class id=id tabindex=focusable>{content}</h2> },
        3 => view! { <h3 class=class id=id tabindex=focusable>{content}</h3> },
        4 => view! { <h4 class=class id=id tabindex=focusable>{content}</h4> },
        5 => view! { <h5 class=class id=id tabindex=focusable>{content}</h5> },
        _ => view! { <h6 class=class id=id tabindex=focusable>{content}</h6> },
    }
}

/// The screen's main heading. Sets the page's title and, after a navigation, receives the focus, so that it is
/// announced.
pub(crate) fn page_heading(context: PageContext, text: String) -> View {
    page_heading_in(context, text, "")
}

/// The same, if the heading does not identify the screen: `detail` precedes it in the title.
pub(crate) fn page_heading_in(context: PageContext, text: String, detail: &str) -> View {
    title(context, &text, detail);
    heading(context.host, 1, "page-title", text)
}

/// Names the screen once it is complete: title, focus and scrolling.
pub(crate) fn title(context: PageContext, text: &str, detail: &str) {
    let (text, detail) = (text.to_owned(), detail.to_owned());
    // After this screen's elements are in the document.
    request_animation_frame(move || {
        if context.host.is_gone() {
            return;
        }
        context.screen.set_title(&text, &detail);
        let is_due = context.nav.take_focus();
        if !context.screen.come_back() && is_due {
            take_focus(context.nav, context.host);
        }
        context.nav.settle();
        // After the scrolling of the whole screen.
        request_animation_frame(move || show_section(context.nav, context.host));
    });
}

/// After going back, the link by which the user left receives the focus; otherwise the heading does. The navigator
/// determines the scroll position.
fn take_focus(nav: Navigator, host: Host) {
    let left = nav.take_left_for();
    let link = left.and_then(|route| host.find(&format!(".main a[data-route=\"{route}\"]")));
    if let Some(element) = link.or_else(|| host.find(".page-title")) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // Two screens may share the heading's element, and one that has the focus already would not be announced again.
        let _ = element.blur();
        let _ = element.focus_with_options(&options);
    }
}
