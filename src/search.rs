//! Search: the search box on all screens, the results below it, and the index.
//!
//! This module, [`input`] and [`dialog`] are part of every portal. Everything else is in the search chunk, which is
//! loaded when the first screen is complete, and used only through [`crate::chunks`].

mod dialog;
mod engine;
mod history;
mod index_builder;
mod index_sync;
mod input;
mod list;
mod result;
mod results;
mod search_history;
mod zero_results;

pub(crate) use dialog::{dialog, opener};
pub(crate) use history::{noted, recent, searched};
pub(crate) use index_sync::supply;
pub(crate) use input::{SearchInput, field};
pub(crate) use list::list;
pub(crate) use result::{Hit, row};
pub(crate) use results::{Progress, ResultLimits, SearchResults, count};
pub(crate) use zero_results::{closest, report};

use crate::api::Client;
use crate::delivery::Delivery;
use crate::history::{Listener, Navigator};
use crate::host::Host;
use crate::i18n::I18n;
use crate::reactive::{StoredValue, effect, spawn_local};
use crate::session::Session;
use crate::view::View;
use leptos::prelude::*;
use std::any::Any;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::KeyboardEvent;

/// The user and the language that an index is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Audience {
    pub language: String,
    /// The signed-in user.
    pub person: Option<String>,
    /// Whether this browser's records of the user can be read.
    pub kept: bool,
    /// Whether the backend provides an index.
    pub index: bool,
    /// Whether there are articles.
    pub articles: bool,
}

/// The functions of the search chunk for the search box.
#[derive(Clone, Copy)]
pub(crate) struct SearchChunk {
    /// Renders the list below a search box.
    pub(crate) list: fn(Search, SearchInput) -> View,
    /// Builds or updates the index of everything that the user may see.
    pub(crate) supply: fn(Search, Audience),
}

/// Loads the search chunk; `None` if that fails now.
pub(crate) type LoadChunk = fn() -> Pin<Box<dyn Future<Output = Option<SearchChunk>>>>;

/// The state shared by all search boxes of one portal. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    handles: StoredValue<Handles>,
    /// The storage of the search history.
    delivery: Delivery,
    load_chunk: LoadChunk,
    chunk: RwSignal<Option<SearchChunk>>,
    /// Incremented when the searchable content changes.
    version: RwSignal<u32>,
    /// Incremented when the search history changes.
    history_version: RwSignal<u32>,
    /// Whether the search dialog is open.
    open: RwSignal<bool>,
    /// The state of the search chunk, whose type only the chunk knows.
    work: StoredValue<Option<Rc<dyn Any>>>,
    held: StoredValue<Teardown>,
}

/// The parts of the portal that searching needs.
#[derive(Clone, Copy)]
pub(crate) struct Handles {
    pub i18n: I18n,
    pub nav: Navigator,
    pub host: Host,
    pub client: Client,
    pub session: Session,
}

/// Dropped together with the portal.
#[derive(Default)]
struct Teardown {
    _keys: Option<SearchShortcuts>,
    _online: Option<Listener>,
}

impl Search {
    pub(crate) fn new(delivery: Delivery, load_chunk: LoadChunk, handles: Handles) -> Self {
        Self {
            handles: StoredValue::new(handles),
            delivery,
            load_chunk,
            chunk: RwSignal::new(None),
            version: RwSignal::new(0),
            history_version: RwSignal::new(0),
            open: RwSignal::new(false),
            work: StoredValue::new(None),
            held: StoredValue::new(Teardown::default()),
        }
    }

    /// Starts to follow the current user, and to listen for the keyboard shortcuts.
    pub(crate) fn start(self) {
        let Handles { i18n, session, .. } = self.handles();
        let audience = Memo::new(move |before: Option<&Option<Audience>>| {
            let now = audience(i18n, session, self.delivery);
            // An unreachable backend takes nothing away from the current user.
            now.or_else(|| before.cloned().flatten())
        });
        effect(move || {
            if let (Some(chunk), Some(audience)) = (self.chunk.get(), audience.get()) {
                (chunk.supply)(self, audience);
            }
        });
        let again = move || {
            let chunk = self.chunk.try_get_untracked().flatten();
            if let (Some(chunk), Some(Some(audience))) = (chunk, audience.try_get_untracked()) {
                (chunk.supply)(self, audience);
            }
        };
        self.held.set_value(Teardown {
            _keys: SearchShortcuts::listen(self),
            _online: Listener::new("online", again),
        });
    }

    /// Whether the portal was removed while one of its tasks was waiting.
    fn is_gone(self) -> bool {
        self.handles.try_with_value(|_| ()).is_none()
    }

    /// `None` once the portal is removed.
    fn handles(self) -> Handles {
        self.handles.get_value()
    }

    /// `None` if the portal was removed.
    fn client(self) -> Option<Client> {
        self.handles.try_with_value(|handles| handles.client)
    }

    pub(crate) fn stop(self) {
        self.held.set_value(Teardown::default());
    }

    /// The functions of the search chunk, once it is loaded.
    pub(crate) fn chunk(self) -> Option<SearchChunk> {
        self.chunk.get()
    }

    /// Loads the search chunk, if it is not loaded yet.
    pub(crate) fn load(self) {
        if self.chunk.try_with_untracked(Option::is_none) == Some(true) {
            spawn_local(async move {
                if let Some(chunk) = (self.load_chunk)().await
                    && self.chunk.try_with_untracked(Option::is_none) == Some(true)
                {
                    self.chunk.set(Some(chunk));
                }
            });
        }
    }

    /// Moves the focus to the screen's own search box, or opens the dialog.
    pub(crate) fn open(self) {
        let host = self.handles().host;
        self.load();
        match host.find(".main [data-search]") {
            Some(input) => {
                let _ = input.focus();
                if let Ok(input) = input.dyn_into::<web_sys::HtmlInputElement>() {
                    input.select();
                }
            }
            None => self.open.set(true),
        }
    }
}

/// The current user, once the backend has reported it.
fn audience(i18n: I18n, session: Session, delivery: Delivery) -> Option<Audience> {
    let language = i18n.language().get();
    let kept = delivery.is_entered();
    session.discovered(|portal| Audience {
        language,
        person: portal.sign_in.user.as_ref().map(|me| me.id.0.clone()),
        kept,
        index: portal.capabilities.index.is_some(),
        articles: portal.capabilities.knowledge.is_some(),
    })
}

/// Listens for the keyboard shortcuts: on the whole page if the portal is the page, otherwise only within the portal,
/// because the shortcuts of a host page are its own.
struct SearchShortcuts {
    target: web_sys::EventTarget,
    callback: Closure<dyn FnMut(KeyboardEvent)>,
}

impl SearchShortcuts {
    fn listen(search: Search) -> Option<Self> {
        let host = search.handles().host;
        let target: web_sys::EventTarget = if host.is_page() {
            window().into()
        } else {
            host.root()?.into()
        };
        let callback = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            if !event.default_prevented()
                && !crate::ui::is_composing(&event)
                && opens(&event)
                && !search.is_gone()
                && !host.is_part()
            {
                event.prevent_default();
                search.open();
            }
        });
        target
            .add_event_listener_with_callback("keydown", callback.as_ref().unchecked_ref())
            .ok()?;
        Some(Self { target, callback })
    }
}

impl Drop for SearchShortcuts {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback("keydown", callback);
    }
}

/// `/` outside of inputs, and Ctrl or Cmd with K anywhere.
fn opens(event: &KeyboardEvent) -> bool {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "k" | "K" => command && !event.shift_key() && !event.alt_key(),
        "/" => !command && !event.alt_key() && !is_typing(event),
        _ => false,
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let path = event.composed_path();
    let target = path.get(0).dyn_into::<web_sys::HtmlElement>().ok();
    target.is_some_and(|element| {
        element.is_content_editable()
            || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
