//! Data of browser events and elements.

use wasm_bindgen::JsCast;

/// The closest matching element around the target of a click.
pub(crate) fn clicked(event: &web_sys::MouseEvent, selector: &str) -> Option<web_sys::Element> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest(selector).ok().flatten()
}
