//! Changing views and handlers, behind one type each.
//!
//! Leptos compiles its machinery again for every closure's own type. Boxed, all closures share one copy, which saves a
//! third of the module's size.

use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// A view that is rendered again whenever a signal that it reads changes.
pub(crate) fn live<V: IntoAny + 'static>(view: impl Fn() -> V + Send + Sync + 'static) -> AnyView {
    erased(Arc::new(move || view().into_any()))
}

fn erased(view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}

/// An event handler.
pub(crate) fn on<E: 'static>(handle: impl Fn(E) + 'static) -> impl Fn(E) + Clone + 'static {
    shared(Rc::new(handle))
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

fn shared<E: 'static>(handle: Rc<dyn Fn(E)>) -> impl Fn(E) + Clone + 'static {
    move |event| handle(event)
}
