//! Search: one box everywhere, what stands under it while somebody types, and the index that answers.
//!
//! This module, [`field`] and [`dialog`] are part of every portal. Everything else lies in the file of search, which is
//! fetched when the first screen is complete, and reached through [`crate::chunks`] alone.

mod dialog;
mod engine;
mod history;
mod index_builder;
mod index_sync;
mod input;
mod list;
mod memory;
mod result;
mod results;
mod zero_results;

pub(crate) use dialog::{dialog, opener};
pub(crate) use history::{noted, recent, searched};
pub(crate) use index_sync::supply;
pub(crate) use input::{Typing, field};
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
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::any::Any;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::KeyboardEvent;

/// How long after the first screen the file of search is fetched, in milliseconds: what people look at comes first.
const LATER: u32 = 800;

/// For whom an index is made, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Audience {
    pub language: String,
    /// Whoever is signed in.
    pub person: Option<String>,
    /// Whether what this browser keeps for them can be read.
    pub kept: bool,
    /// Whether the backend hands out an index.
    pub index: bool,
    /// Whether there are articles.
    pub articles: bool,
}

/// What the box may call in the file of search.
#[derive(Clone, Copy)]
pub(crate) struct SearchChunk {
    /// What stands under a box in which somebody types.
    pub(crate) list: fn(Search, Typing) -> AnyView,
    /// Sees to it that everything can be searched that somebody may see.
    pub(crate) supply: fn(Search, Audience),
}

/// Fetches the file of search; nothing where that fails now.
pub(crate) type LoadChunk = fn() -> Pin<Box<dyn Future<Output = Option<SearchChunk>>>>;

/// What all boxes of one portal share. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    handles: StoredValue<Handles>,
    /// Where what somebody has searched is kept.
    delivery: Delivery,
    load_chunk: LoadChunk,
    chunk: RwSignal<Option<SearchChunk>>,
    /// Counts up when other things can be found.
    version: RwSignal<u32>,
    /// Counts up when something was searched or opened.
    memory: RwSignal<u32>,
    /// Whether the box that opens over any screen is open.
    open: RwSignal<bool>,
    /// What the file of search keeps; only it knows the type.
    work: StoredValue<Option<Rc<dyn Any>>>,
    held: StoredValue<Held>,
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

/// What goes when the portal goes.
#[derive(Default)]
struct Held {
    _keys: Option<Keys>,
    _later: Option<Timeout>,
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
            memory: RwSignal::new(0),
            open: RwSignal::new(false),
            work: StoredValue::new(None),
            held: StoredValue::new(Held::default()),
        }
    }

    /// Begins to follow who is here, and to listen for the keys that open the box.
    pub(crate) fn start(self) {
        let Handles { i18n, session, .. } = self.handles();
        let audience = Memo::new(move |before: Option<&Option<Audience>>| {
            let now = audience(i18n, session, self.delivery);
            // A backend that cannot be reached now takes nothing away from whoever is here.
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
        let later = Timeout::new(LATER, move || self.load());
        self.held.set_value(Held {
            _keys: Keys::listen(self),
            _later: Some(later),
            _online: Listener::new("online", again),
        });
    }

    /// Whether the portal was removed while a task of it was waiting.
    fn is_gone(self) -> bool {
        self.handles.try_with_value(|_| ()).is_none()
    }

    /// Only as long as the portal is there.
    fn handles(self) -> Handles {
        self.handles.get_value()
    }

    /// `None` if the portal was removed.
    fn client(self) -> Option<Client> {
        self.handles.try_with_value(|handles| handles.client)
    }

    pub(crate) fn stop(self) {
        self.held.set_value(Held::default());
    }

    /// What the file of search can do, once it is there.
    pub(crate) fn chunk(self) -> Option<SearchChunk> {
        self.chunk.get()
    }

    /// Fetches the file of search, if it is not there yet.
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

    /// Puts the focus into the screen's own search box, or opens one over the screen.
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

/// Who is here, once the backend has said so.
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

/// Listens for the keys that open the search: on the whole page if the portal is the page, otherwise within the portal
/// alone, since the keys of a host page are its own.
struct Keys {
    target: web_sys::EventTarget,
    callback: Closure<dyn FnMut(KeyboardEvent)>,
}

impl Keys {
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

impl Drop for Keys {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback("keydown", callback);
    }
}

/// `/` where nobody is typing, and Ctrl or Cmd with K anywhere.
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
