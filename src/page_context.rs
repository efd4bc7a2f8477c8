//! The handles that every page needs.

use crate::announcer::Announcer;
use crate::api::Client;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::screen::Screen;
use crate::session::Session;

/// For functions that render a whole page, or a loading state. A part of a page takes those of these handles that it
/// uses, and dependencies of a few pages are separate arguments.
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
