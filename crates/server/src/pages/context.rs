//! What every part of a page needs.

use super::format::Format;
use super::texts::{Arg, Texts};
use maud::{Markup, html};
use portico_contract::Portal;
use portico_routes::route::Route;

/// The language and the icons of the page that is rendered.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) texts: &'a Texts,
    pub(super) format: Format,
    /// The address of the sprite.
    pub(super) icons: &'a str,
}

/// The page that is rendered, with what the backend says of itself.
#[derive(Clone, Copy)]
pub(super) struct PageContext<'a> {
    pub(super) context: Context<'a>,
    /// The answer of discovery.
    pub(super) portal: &'a Portal,
    pub(super) route: &'a Route,
}

impl Context<'_> {
    /// A text without variables.
    pub(super) fn say(&self, key: &str) -> String {
        self.texts.say(key, &[], self.format)
    }

    /// A text with a variable.
    pub(super) fn say_with(&self, key: &str, name: &str, value: Arg<'_>) -> String {
        self.texts.say(key, &[(name, value)], self.format)
    }

    /// A text with the variable `count`.
    pub(super) fn count(&self, key: &str, count: u64) -> String {
        self.say_with(key, "count", Arg::Number(count))
    }

    /// An icon of the sprite.
    pub(super) fn icon(&self, name: &str) -> Markup {
        html! {
            svg.icon aria-hidden="true" focusable="false" { use href={ (self.icons) "#i-" (name) } {} }
        }
    }

    /// An icon that the backend names; another one if it names none.
    pub(super) fn named_icon(&self, name: Option<&str>, other: &str) -> Markup {
        self.icon(name.unwrap_or(other))
    }

    /// Names the language of content that is not in the language of the page.
    pub(super) fn other_language(&self, tag: Option<&str>) -> Markup {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let other = tag.map(primary).filter(|tag| *tag != self.texts.language);
        html! {
            @if let Some(tag) = other {
                span.tag {
                    @match self.format.language(&tag) {
                        Some(name) => (self.say_with("language-other", "language", Arg::Text(name))),
                        None => (self.say("language-unknown")),
                    }
                }
            }
        }
    }
}
