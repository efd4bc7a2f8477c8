//! A searchable box over the control's own choices.

use super::super::{Spot, choice, text};
use super::{Found, Offer, Source, view};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// At most so many options stand in the list; typing narrows them.
const MOST: usize = 50;

/// One or several of the control's own choices.
pub(in crate::form::field) fn of_choices(spot: &Spot, many: bool) -> AnyView {
    let found = RwSignal::new(Found::Options(Vec::new()));
    let search = {
        let spot = spot.clone();
        Arc::new(move |typed: &str| {
            let typed = folded(typed);
            let fits = |label: &str| typed.split(' ').all(|word| folded(label).contains(word));
            let all = choice::choices(&spot).into_iter();
            let options = all.filter(|(_, choice)| fits(&choice.label)).take(MOST);
            let options = options.map(|(_, choice)| Offer {
                label: choice::words(&spot, &choice),
                value: choice.value,
                detail: choice.help,
            });
            found.set(Found::Options(options.collect()));
        })
    };
    let label = {
        let spot = spot.clone();
        Arc::new(move |value: &Value| {
            let all = choice::choices(&spot);
            let own = all.into_iter().find(|(_, choice)| choice.value == *value);
            own.map_or_else(|| text::text_of(value), |(_, choice)| choice.label)
        })
    };
    view(
        spot,
        many,
        Source {
            found,
            search,
            label,
        },
    )
}

/// As people compare words: without case, accents and doubled spaces.
pub(super) fn folded(text: &str) -> String {
    let plain: String = js_sys::JsString::from(text).normalize("NFD").into();
    let plain = plain.to_lowercase();
    let letters = plain
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    let letters: String = letters.collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
