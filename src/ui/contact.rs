//! The way to a person, where there is one.

use super::link;
use crate::app::App;
use crate::route::Route;
use leptos::prelude::*;

/// A link to the page that says how to reach somebody; nothing where the backend names nobody.
pub(crate) fn contact(app: App, class: &'static str, words: String) -> Option<AnyView> {
    let is_known = app.discovered(|portal| portal.contact.is_some());
    (is_known == Some(true)).then(|| link(app, Route::Contact, class, words))
}
