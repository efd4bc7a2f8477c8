//! What every page is drawn with.

use crate::announcer::Announcer;
use crate::api::Client;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::screen::Screen;
use crate::session::Session;

/// For whoever draws a whole page, or one of the states of what a page loads. A part of a page takes those of these
/// handles that it uses, and what only some pages use is handed to those besides.
#[derive(Clone, Copy)]
pub(crate) struct PageContext {
    pub i18n: I18n,
    pub nav: Navigator,
    pub host: Host,
    pub client: Client,
    pub session: Session,
    pub announcer: Announcer,
    pub screen: Screen,
}
