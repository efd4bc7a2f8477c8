//! What all screens of one portal share, put together.

use crate::announcer::Announcer;
use crate::api::Client;
use crate::comments::Comments;
use crate::config::Config;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::language_setting::LanguageSetting;
use crate::page_context::PageContext;
use crate::preferences::Preferences;
use crate::pressed::Pressed;
use crate::screen::Screen;
use crate::session::Session;

/// What every screen may use. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub i18n: I18n,
    pub nav: Navigator,
    pub host: Host,
    pub client: Client,
    pub session: Session,
    pub announcer: Announcer,
    pub screen: Screen,
    /// What was pressed before somebody was asked to sign in.
    pub pressed: Pressed,
    /// What this reader has chosen for this browser.
    pub preferences: Preferences,
    /// What is being written to requests.
    pub comments: Comments,
    pub language: LanguageSetting,
}

impl App {
    /// Called under the reactive owner that will dispose of it.
    pub(crate) fn new(root: web_sys::HtmlElement, config: Config) -> Self {
        let client = Client::new(&config);
        let nav = Navigator::new(&config);
        let host = Host::new(root, config);
        let i18n = I18n::new();
        let comments = Comments::new();
        let session = Session::new(client, comments);
        let language = LanguageSetting::new(host, i18n, client, session);
        let announcer = Announcer::new();
        let pressed = Pressed::new(i18n, nav, host, session, announcer);
        Self {
            i18n,
            nav,
            host,
            client,
            session,
            announcer,
            screen: Screen::new(nav, host, session, pressed),
            pressed,
            preferences: Preferences::read(),
            comments,
            language,
        }
    }

    pub(crate) fn context(self) -> PageContext {
        PageContext {
            i18n: self.i18n,
            nav: self.nav,
            host: self.host,
            client: self.client,
            session: self.session,
            announcer: self.announcer,
            screen: self.screen,
        }
    }
}
