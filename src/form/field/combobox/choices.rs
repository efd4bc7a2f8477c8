//! A searchable box over the control's own choices.

use super::super::{FieldContext, choice, text};
use super::{ListState, Offer, Source, view};
use leptos::prelude::*;
use serde_json::Value;

/// At most so many options stand in the list; typing narrows them.
const MOST: usize = 50;

/// One or several of the control's own choices.
pub(in crate::form::field) fn of_choices(spot: &FieldContext, many: bool) -> AnyView {
    let (searched, named) = (spot.clone(), spot.clone());
    let search = move |typed: &str, found: RwSignal<ListState>| {
        let typed = folded(typed);
        let fits = |label: &str| typed.split(' ').all(|word| folded(label).contains(word));
        let all = choice::choices(&searched).into_iter();
        let options = all.filter(|(_, choice)| fits(&choice.label)).take(MOST);
        let options = options.map(|(_, choice)| Offer {
            label: choice::words(&searched, &choice),
            value: choice.value,
            detail: choice.help,
        });
        found.set(ListState::Options(options.collect()));
    };
    let label = move |value: &Value| {
        let words = named.control.words(value);
        words.unwrap_or_else(|| text::text_of(value))
    };
    view(spot, many, Source::new(search, label))
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
