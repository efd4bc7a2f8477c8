//! What a history entry keeps for the portal, beside what the page around it keeps there.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// A word of the entry that is shown.
pub(super) fn read(name: &str) -> Option<String> {
    let state = window().history().ok()?.state().ok()?;
    js_sys::Reflect::get(&state, &name.into()).ok()?.as_string()
}

/// Notes a word in the entry that is shown, or takes it out; the words of others stay. A state of another kind, such as
/// a text or a list of the page around the portal, is left as it is.
pub(super) fn write(name: &str, word: Option<&str>) {
    let Ok(history) = window().history() else {
        return;
    };
    let before = history.state().unwrap_or(JsValue::NULL);
    let state = js_sys::Object::new();
    let kind = |one: &JsValue| js_sys::Object::get_prototype_of(one);
    let is_plain = || before.is_object() && js_sys::Object::is(&kind(&before), &kind(&state));
    if !before.is_null() && !is_plain() {
        return;
    }
    js_sys::Object::assign(&state, before.unchecked_ref());
    let word = word.map_or(JsValue::UNDEFINED, JsValue::from_str);
    let _ = js_sys::Reflect::set(&state, &name.into(), &word);
    let _ = history.replace_state_with_url(&state, "", None);
}
