//! The link to the contact details.

use super::link;
use crate::history::Navigator;
use crate::route::Route;
use crate::session::Session;
use crate::view::View;

/// A link to the contact details; `None` if the backend has none.
pub(crate) fn contact(
    nav: Navigator,
    session: Session,
    class: &'static str,
    words: String,
) -> Option<View> {
    let is_known = session.discovered(|portal| portal.contact.is_some());
    (is_known == Some(true)).then(|| link(nav, Route::Contact, class, words))
}
