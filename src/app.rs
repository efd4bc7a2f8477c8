//! What all screens of one portal share, whatever they show: its texts, its backend, its place in the page.
//!
//! It knows no feature: drafts, search and pages stand above it and are handed to whoever needs them.

mod choice;
mod comments;
mod person;
mod pressed;
mod screen;

use crate::address::SignOn;
use crate::api::{Client, Failure, Load, Resource, endpoints};
use crate::config::{Config, Routing, View};
use crate::history::Navigator;
use crate::i18n::format::Format;
use crate::i18n::{Translations, t};
use crate::preferences::Preferences;
use crate::route::Route;
use comments::Comments;
pub(crate) use comments::StoredComment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_contract::{PersonId, Portal, Problem, SignInMethod};
use pressed::Pressed;
use screen::Screen;
use wasm_bindgen::JsValue;

/// What every screen may use. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub client: Client,
    pub nav: Navigator,
    pub words: Translations,
    pub format: Format,
    /// Discovery.
    pub portal: Resource<Portal>,
    /// What this reader has chosen for this browser.
    pub preferences: Preferences,
    /// What was pressed before somebody was asked to sign in.
    pub pressed: Pressed,
    /// What is being written to requests.
    pub comments: Comments,
    /// What is told over whatever screen is shown.
    pub toast: RwSignal<Option<Toast>>,
    /// Who was here when discovery said so last; nothing where somebody else is expected.
    person: StoredValue<Option<Option<PersonId>>>,
    /// Who was signed in last, and may have left what they saw on the screen when their sign-in expired.
    signed_in: StoredValue<Option<PersonId>>,
    /// What a screen reader is told; set by [`App::announce`].
    pub announcement: RwSignal<String>,
    /// The language of the texts on the screen; empty until they are there.
    pub language: RwSignal<String>,
    /// The screen that is shown.
    screen: RwSignal<Screen>,
    /// The language whose texts are shown, or will be.
    wanted: StoredValue<String>,
    config: StoredValue<Config, LocalStorage>,
    root: StoredValue<web_sys::HtmlElement, LocalStorage>,
}

/// A word about something that happened elsewhere, over whatever screen is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub text: String,
    /// Where it leads, and what the link there says.
    pub way: Option<(Route, String)>,
}

impl App {
    /// Called under the reactive owner that will dispose of it.
    pub(crate) fn new(root: web_sys::HtmlElement, config: Config) -> Self {
        let client = Client::new(&config);
        let format = Format::new();
        let lang = choice::recall(&config).unwrap_or_else(|| config.lang.clone());
        client.set_language(&lang);
        Self {
            client,
            nav: Navigator::new(&config),
            words: Translations::new(format),
            format,
            portal: Resource::discovery(client, endpoints::portal),
            person: StoredValue::new(None),
            signed_in: StoredValue::new(None),
            preferences: Preferences::read(),
            pressed: Pressed::new(),
            comments: Comments::new(),
            toast: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            language: RwSignal::new(String::new()),
            screen: RwSignal::default(),
            wanted: StoredValue::new(lang),
            config: StoredValue::new_local(config),
            root: StoredValue::new_local(root),
        }
    }

    /// Fetches the texts of the language that the reader has chosen here, or else of the element's own.
    pub(crate) fn start(self) {
        self.show_language(self.wanted.get_value());
    }

    /// Takes over what may change while the portal runs; what it was before.
    pub(crate) fn update(self, config: &Config) -> Config {
        let before = self.config.get_value();
        self.config.update_value(|now| {
            now.heading_level = config.heading_level;
            now.messages.clone_from(&config.messages);
            now.tokens.clone_from(&config.tokens);
            now.lang.clone_from(&config.lang);
        });
        before
    }

    /// Shows everything anew where its texts or headings are to be other ones.
    pub(crate) fn redraw(self, before: &Config, config: &Config) {
        // The host's language counts when the host changes it; until then the reader's own choice stands.
        if before.lang != config.lang {
            self.show_language(config.lang.clone());
        } else if before.heading_level != config.heading_level || before.messages != config.messages
        {
            self.show_language(self.wanted.get_value());
        }
    }

    /// Fetches a language's texts, then shows everything in them.
    pub(crate) fn show_language(self, tag: String) {
        let config = self.config.get_value();
        self.wanted.set_value(tag.clone());
        spawn_local(async move {
            let loaded = config.load_texts(&tag).await;
            // Of two languages that were wanted the last one counts, whichever comes first.
            if self.is_gone() || self.wanted.get_value() != tag {
                return;
            }
            let had_words = !self.language.get_untracked().is_empty();
            let Ok(table) = loaded else {
                config.emit.send(
                    "portico-error",
                    &[("kind", "texts"), ("message", "The texts did not load.")],
                );
                if had_words {
                    self.wanted.set_value(self.language.get_untracked());
                } else if tag != config.lang {
                    self.show_language(config.lang.clone());
                }
                return;
            };
            let messages = self.config(|config| config.messages.clone());
            self.words.set(&table, messages);
            self.format.set_language(&tag);
            let is_other = self.language.with_untracked(|now| *now != tag);
            if is_other {
                self.client.set_language(&tag);
            }
            self.set_direction(&tag, &table);
            self.language.set(tag);
            if had_words && is_other {
                self.portal.retry();
            }
        });
    }

    /// The reader has chosen a language: it stays, here and at later visits, until the host page names another.
    pub(crate) fn choose_language(self, tag: String) {
        self.config(|config| choice::remember(config, &tag));
        self.show_language(tag);
    }

    fn set_direction(self, tag: &str, table: &JsValue) {
        let direction = js_sys::Reflect::get(table, &"dir".into())
            .ok()
            .and_then(|dir| dir.as_string());
        self.root.with_value(|root| {
            let _ = root.set_attribute("lang", if tag.starts_with("qp") { "en" } else { tag });
            let _ = root.set_attribute("dir", direction.as_deref().unwrap_or("ltr"));
        });
    }

    /// Whether the portal was removed while a task of it was waiting.
    pub(crate) fn is_gone(self) -> bool {
        self.config.try_with_value(|_| ()).is_none()
    }

    pub(crate) fn config<T>(self, read: impl FnOnce(&Config) -> T) -> T {
        self.config.with_value(read)
    }

    /// Whether this portal is the whole page.
    pub(crate) fn is_page(self) -> bool {
        self.config(|config| config.page)
    }

    /// Whether only one screen was asked for, without the navigation around it.
    pub(crate) fn is_part(self) -> bool {
        self.config(|config| config.view != View::Portal)
    }

    /// Whether the browser's own back button leads through this portal.
    pub(crate) fn has_history(self) -> bool {
        self.config(|config| config.routing != Routing::Memory)
    }

    /// The element around everything.
    pub(crate) fn root(self) -> Option<web_sys::HtmlElement> {
        self.root.try_get_value()
    }

    /// The first element of this portal that matches.
    pub(crate) fn find(self, selector: &str) -> Option<web_sys::HtmlElement> {
        use wasm_bindgen::JsCast;
        let root = self.root()?;
        root.query_selector(selector)
            .ok()
            .flatten()?
            .dyn_into()
            .ok()
    }

    /// Discovery's answer, once it is there.
    pub(crate) fn discovered<T>(self, read: impl FnOnce(&Portal) -> T) -> Option<T> {
        match self.portal.state() {
            Load::Ready(portal) => Some(read(&portal)),
            _ => None,
        }
    }

    /// Asks who this backend is once more, if it could not say: the rest of the screen depends on it.
    pub(crate) fn rediscover(self) {
        if matches!(self.portal.state_untracked(), Load::Failed(_)) {
            self.portal.retry();
        }
    }

    /// Whether there is a way for this reader to sign in.
    pub(crate) fn can_sign_in(self) -> bool {
        let is_way = |method: &SignInMethod| match method {
            SignInMethod::Persona { personas } => !personas.is_empty(),
            SignInMethod::Redirect { url, .. } => {
                SignOn::parse(url, &self.client.origin()).is_some()
            }
            SignInMethod::Bearer => self.client.has_token_source(),
            SignInMethod::Proxy => true,
            SignInMethod::Unknown => false,
        };
        self.discovered(|portal| portal.sign_in.methods.iter().any(is_way))
            .unwrap_or_default()
    }

    pub(crate) fn is_signed_in(self) -> bool {
        self.discovered(|portal| portal.sign_in.user.is_some())
            .unwrap_or_default()
    }

    /// Says something to screen readers.
    pub(crate) fn announce(self, text: String) {
        // The same words twice in a row would not be spoken again.
        let again = self.announcement.with_untracked(|now| *now == text);
        self.announcement
            .set(if again { format!("{text}\u{a0}") } else { text });
    }

    /// Tells the host page.
    pub(crate) fn emit(self, name: &str, detail: &[(&str, &str)]) {
        if let Some(emit) = self.config.try_with_value(|config| config.emit.clone()) {
            emit.send(name, detail);
        }
    }

    /// Tells the host page that something did not work.
    pub(crate) fn report(self, failure: &Failure) {
        if *failure == Failure::SignIn {
            // Whoever was signed in is not any more; discovery tells how to sign in again.
            self.portal.retry();
        }
        let words = self.failure_title(failure);
        self.emit(
            "portico-error",
            &[("kind", failure.kind()), ("message", &words)],
        );
    }

    /// What happened, in one line.
    pub(crate) fn failure_title(self, failure: &Failure) -> String {
        match failure {
            Failure::Unreachable => t!(self, "failed-unreachable"),
            Failure::TimedOut => t!(self, "failed-timed-out"),
            Failure::Busy { .. } => t!(self, "failed-busy"),
            Failure::SignIn => t!(self, "failed-sign-in"),
            Failure::NotFound => t!(self, "failed-not-found"),
            Failure::Refused(problem) => self.refusal(problem),
            Failure::Blocked(status) => {
                t!(self, "failed-blocked", status = &status.to_string())
            }
            Failure::Broken => t!(self, "failed-broken"),
        }
    }

    /// Why the backend refused something, in its own words if they are meant for people.
    pub(crate) fn refusal(self, problem: &Problem) -> String {
        Failure::reason(problem).unwrap_or_else(|| t!(self, "failed-broken"))
    }
}
