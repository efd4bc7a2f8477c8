//! What the browser's own events and elements say.

use wasm_bindgen::JsCast;

/// The element that a click was on, or the next one around it, that matches.
pub(crate) fn clicked(event: &web_sys::MouseEvent, selector: &str) -> Option<web_sys::Element> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest(selector).ok().flatten()
}
