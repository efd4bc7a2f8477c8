//! A searchable input for the control's own choices.

use super::super::{FieldContext, choice, text};
use super::{ComboboxOption, ListState, Source, view};
use crate::view::View;
use leptos::prelude::*;
use serde_json::Value;

/// The maximum number of options in the list; typing narrows them.
const MOST: usize = 50;

/// One or several of the control's own choices.
pub(in crate::form::field) fn of_choices(field: &FieldContext, many: bool) -> View {
    let (searched, named) = (field.clone(), field.clone());
    let search = move |typed: &str, found: RwSignal<ListState>| {
        let typed = folded(typed);
        let fits = |label: &str| typed.split(' ').all(|word| folded(label).contains(word));
        let all = choice::choices(&searched).into_iter();
        let options = all.filter(|(_, choice)| fits(&choice.label)).take(MOST);
        let options = options.map(|(_, choice)| ComboboxOption {
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
    view(field, many, Source::new(search, label))
}

/// Folds case, accents and repeated spaces, which people ignore when they compare words.
pub(super) fn folded(text: &str) -> String {
    let plain: String = js_sys::JsString::from(text).normalize("NFD").into();
    let plain = plain.to_lowercase();
    let letters = plain
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    let letters: String = letters.collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
