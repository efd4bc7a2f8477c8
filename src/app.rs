//! The parts of one portal, created once and connected.

use crate::announcer::Announcer;
use crate::api::Client;
use crate::chunks;
use crate::comments::Comments;
use crate::config::Config;
use crate::delivery::{self, Delivery};
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::I18n;
use crate::language_setting::LanguageSetting;
use crate::page_context::PageContext;
use crate::preferences::Preferences;
use crate::pressed::Pressed;
use crate::screen::Screen;
use crate::search::{self, Search};
use crate::session::Session;

/// All parts. Only the code that mounts a portal and its shell receive this; the shell passes each page the parts it
/// uses.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub context: PageContext,
    /// The button that was clicked before the user was asked to sign in.
    pub pressed: Pressed,
    /// The user's settings in this browser.
    pub preferences: Preferences,
    pub language: LanguageSetting,
    /// The unsent comments.
    pub comments: Comments,
    pub delivery: Delivery,
    pub search: Search,
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
        let handles = delivery::Handles {
            host,
            client,
            session,
            i18n,
            nav,
            announcer,
        };
        let delivery = Delivery::new(chunks::start_delivery, chunks::load_records, handles);
        let handles = search::Handles {
            i18n,
            nav,
            host,
            client,
            session,
        };
        Self {
            context: PageContext {
                i18n,
                nav,
                host,
                client,
                session,
                announcer,
                screen: Screen::new(nav, host, session, pressed),
            },
            pressed,
            preferences: Preferences::read(),
            language,
            comments,
            delivery,
            search: Search::new(delivery, chunks::search_chunk, handles),
        }
    }
}
