//! The configuration from the element: its attributes, and the few functions that the portal may call.

use crate::address::{OutsideLink, own_path};
use crate::route::Route;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An element's settings.
#[derive(Clone)]
pub(crate) struct Config {
    /// The absolute URL of the API, without a trailing slash.
    pub api: String,
    pub routing: Routing,
    /// The base path of the routes, such as `/help`; empty at the root.
    pub base: String,
    /// The first route in memory routing.
    pub start: String,
    pub view: View,
    pub lang: String,
    /// The level of a page's main heading: 1 on the full page.
    pub heading_level: u8,
    /// Whether this portal is the whole page.
    pub page: bool,
    /// The absolute URL of the full page, for links that are opened in a new tab.
    pub full_page: String,
    /// The languages with texts.
    pub languages: Vec<String>,
    /// `(lang) => Promise<table>`
    load_texts: Option<Function>,
    /// `() => Promise<module>`
    load_store: Option<Function>,
    /// `() => Promise<string>`
    pub get_token: Option<Function>,
    /// `(path, lang) => body`: answers of the API that came with the full page.
    pub first_answer: Option<Function>,
    /// How often the host page has set that function.
    pub tokens: String,
    pub emit: Emit,
    /// The host's own texts for messages.
    pub messages: Option<Object>,
}

/// Where routes are stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Routing {
    Path,
    Hash,
    Memory,
}

/// How much of the portal is shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum View {
    Portal,
    /// A single part of the portal that starts at this route.
    Part(Route),
}

/// Sends events to the host page.
#[derive(Clone)]
pub(crate) struct Emit(Option<Function>);

impl Emit {
    /// Dispatches `name` with a detail of strings.
    pub(crate) fn send(&self, name: &str, detail: &[(&str, &str)]) {
        let object = Object::new();
        for (key, value) in detail {
            let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
        }
        if let Some(emit) = &self.0 {
            let _ = emit.call2(&JsValue::NULL, &name.into(), &object);
        }
    }

    pub(crate) fn panic(&self) {
        self.send(
            "portico-error",
            &[
                ("kind", "panic"),
                ("message", "The portal stopped unexpectedly."),
            ],
        );
    }
}

impl Config {
    pub(crate) fn read(value: &JsValue) -> Self {
        let get = |key: &str| Reflect::get(value, &key.into()).unwrap_or(JsValue::UNDEFINED);
        let text = |key: &str| get(key).as_string().unwrap_or_default();
        let function = |key: &str| get(key).dyn_into::<Function>().ok();
        let target = text("target");
        let level = get("headingLevel").as_f64().unwrap_or(2.0);
        Self {
            api: text("api").trim_end_matches('/').to_owned(),
            routing: match text("routing").as_str() {
                "path" => Routing::Path,
                "hash" => Routing::Hash,
                _ => Routing::Memory,
            },
            // Anything but a path of this page's origin would create links to other sites.
            base: own_path(text("base").trim_end_matches('/')).unwrap_or_default(),
            start: text("start"),
            view: match text("view").as_str() {
                "search" => View::Part(Route::search("")),
                "service" => View::Part(Route::form(target.into())),
                "requests" => View::Part(Route::Requests { closed: false }),
                "article" => View::Part(Route::Article(target.into())),
                _ => View::Portal,
            },
            lang: text("lang"),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to 1..=5"
            )]
            heading_level: level.clamp(1.0, 5.0) as u8,
            page: get("page").is_truthy(),
            full_page: OutsideLink::parse(text("fullPage").trim_end_matches('/'))
                .filter(OutsideLink::is_web)
                .map(|page| page.as_str().to_owned())
                .unwrap_or_default(),
            languages: Array::from(&get("languages"))
                .iter()
                .filter_map(|tag| tag.as_string())
                .collect(),
            load_texts: function("loadTexts"),
            load_store: function("loadStore"),
            get_token: function("getToken"),
            first_answer: function("firstAnswer"),
            tokens: text("tokens"),
            emit: Emit(function("emit")),
            messages: get("messages").dyn_into::<Object>().ok(),
        }
    }

    /// The table of texts of a language.
    pub(crate) async fn load_texts(&self, lang: &str) -> Result<JsValue, JsValue> {
        let load = self.load_texts.as_ref().ok_or(JsValue::UNDEFINED)?;
        let promise = Promise::resolve(&load.call1(&JsValue::NULL, &lang.into())?);
        wasm_bindgen_futures::JsFuture::from(promise).await
    }

    /// The module that keeps records in this browser, `element/store.js`.
    pub(crate) fn load_store(&self) -> Result<Promise, JsValue> {
        let load = self.load_store.as_ref().ok_or(JsValue::UNDEFINED)?;
        Ok(Promise::resolve(&load.call0(&JsValue::NULL)?))
    }
}
