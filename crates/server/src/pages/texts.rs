//! The portal's texts on the server: the same Fluent files, resolved by the field's library.

use super::format::Format;
use crate::localized_content::preferred;
use axum::http::HeaderMap;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// The languages of the portal, the default first, each with its files.
const FILES: [(&str, [&str; 2]); 2] = [
    (
        "en",
        [
            include_str!("../../../../locales/en/portal.ftl"),
            include_str!("../../../../locales/en/page.ftl"),
        ],
    ),
    (
        "de",
        [
            include_str!("../../../../locales/de/portal.ftl"),
            include_str!("../../../../locales/de/page.ftl"),
        ],
    ),
];

static ALL: LazyLock<Vec<Texts>> = LazyLock::new(|| {
    let texts = FILES.iter();
    texts
        .filter_map(|(tag, files)| Texts::new(tag, files))
        .collect()
});

/// The texts of one language.
pub(super) struct Texts {
    pub(super) language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// The value of a variable.
#[derive(Clone, Copy)]
pub(super) enum Arg<'a> {
    Text(&'a str),
    Number(u64),
}

impl Texts {
    /// The texts in the best language for a request, by the same rule as the content.
    pub(super) fn of(headers: &HeaderMap) -> Option<&'static Self> {
        let best = preferred(headers, |tag| ALL.iter().find(|texts| texts.speaks(tag)));
        best.or_else(|| ALL.first())
    }

    fn new(language: &'static str, files: &[&str]) -> Option<Self> {
        let mut bundle = FluentBundle::new_concurrent(vec![language.parse().ok()?]);
        // The portal resolves texts without isolating marks around variables, too.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).ok()?;
            bundle.add_resource(resource).ok()?;
        }
        Some(Self { language, bundle })
    }

    /// Whether a tag names this language, with or without a region.
    fn speaks(&self, tag: &str) -> bool {
        let primary = tag.split('-').next().unwrap_or_default();
        primary.eq_ignore_ascii_case(self.language)
    }

    /// The text of a key; the key itself if there is none, so that nothing on the page is empty.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg<'_>)], format: Format) -> String {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut given = FluentArgs::new();
        for (name, value) in args {
            let value = match value {
                Arg::Text(text) => FluentValue::from(*text),
                // Plurals depend on the number; larger ones are all "other" in these languages.
                Arg::Number(number) if *number < 1000 => FluentValue::from(*number),
                Arg::Number(number) => FluentValue::from(format.number(*number)),
            };
            given.set((*name).to_owned(), value);
        }
        let text = self
            .bundle
            .format_pattern(pattern, Some(&given), &mut Vec::new());
        text.into_owned()
    }
}
