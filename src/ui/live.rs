//! Views that change, and events of input methods.

use crate::view::{IntoView, View};

/// A view that is rendered again whenever a signal that it reads changes.
pub(crate) fn live<V: IntoView>(view: impl Fn() -> V + 'static) -> View {
    view.into_view()
}

/// Whether a key belongs to an input method that is composing a word: Enter accepts a candidate, arrows select one.
/// Safari ends the composition before it reports the key that did, which has a special code.
pub(crate) fn is_composing(event: &web_sys::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether the input is part of a word that an input method is still composing.
pub(crate) fn is_composing_input(event: &web_sys::Event) -> bool {
    let composing = js_sys::Reflect::get(event, &"isComposing".into());
    composing.is_ok_and(|composing| composing.is_truthy())
}
