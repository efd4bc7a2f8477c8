//! The portal's data in a history entry, beside that of the host page.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// A value in the current entry.
pub(super) fn read(name: &str) -> Option<String> {
    let state = window().history().ok()?.state().ok()?;
    js_sys::Reflect::get(&state, &name.into()).ok()?.as_string()
}

/// Sets or removes a value in the current entry; other values stay. A state of another kind, such as a string or a list
/// of the host page, is left unchanged.
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
