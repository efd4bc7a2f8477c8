//! The language of the portal: the element's own, or the user's choice.

mod choice;

use crate::api::Client;
use crate::config::Config;
use crate::host::Host;
use crate::i18n::I18n;
use crate::reactive::{StoredValue, spawn_local};
use crate::session::Session;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct LanguageSetting {
    host: Host,
    i18n: I18n,
    client: Client,
    session: Session,
    /// The language whose texts are displayed, or will be.
    wanted: StoredValue<String>,
}

impl LanguageSetting {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new(host: Host, i18n: I18n, client: Client, session: Session) -> Self {
        let tag =
            host.config(|config| choice::recall(config).unwrap_or_else(|| config.lang.clone()));
        client.set_language(&tag);
        Self {
            host,
            i18n,
            client,
            session,
            wanted: StoredValue::new(tag),
        }
    }

    /// Loads the texts of the user's chosen language, or of the element's own.
    pub(crate) fn start(self) {
        self.show(self.wanted.get_value());
    }

    /// Renders everything again after the host page has set other texts or headings.
    pub(crate) fn update(self, before: &Config, config: &Config) {
        // The host's language applies when the host changes it; until then the user's choice applies.
        if before.lang != config.lang {
            self.show(config.lang.clone());
        } else if before.heading_level != config.heading_level || before.messages != config.messages
        {
            self.show(self.wanted.get_value());
        }
    }

    /// The user has chosen a language: it stays, now and at later visits, until the host page sets another.
    pub(crate) fn choose(self, tag: String) {
        self.host.config(|config| choice::remember(config, &tag));
        self.show(tag);
    }

    /// Loads a language's texts, and then displays everything in them.
    fn show(self, tag: String) {
        let config = self.host.config(Clone::clone);
        self.wanted.set_value(tag.clone());
        spawn_local(async move {
            let loaded = config.load_texts(&tag).await;
            // Of two requested languages, the later one counts, whichever is loaded first.
            if self.host.is_gone() || self.wanted.get_value() != tag {
                return;
            }
            let language = self.i18n.language();
            let had_words = !language.get_untracked().is_empty();
            let Ok(table) = loaded else {
                config.emit.send(
                    "portico-error",
                    &[("kind", "texts"), ("message", "The texts did not load.")],
                );
                if had_words {
                    self.wanted.set_value(language.get_untracked());
                } else if tag != config.lang {
                    self.show(config.lang.clone());
                }
                return;
            };
            let messages = self.host.config(|config| config.messages.clone());
            self.i18n.load(&tag, &table, messages);
            let is_other = language.with_untracked(|now| *now != tag);
            if is_other {
                self.client.set_language(&tag);
            }
            self.mark_root(&tag, &table);
            language.set(tag);
            if had_words && is_other {
                self.session.refresh();
            }
        });
    }

    /// Sets the language and its direction on the element around everything.
    fn mark_root(self, tag: &str, table: &JsValue) {
        let direction = js_sys::Reflect::get(table, &"dir".into())
            .ok()
            .and_then(|dir| dir.as_string());
        if let Some(root) = self.host.root() {
            let _ = root.set_attribute("lang", if tag.starts_with("qp") { "en" } else { tag });
            let _ = root.set_attribute("dir", direction.as_deref().unwrap_or("ltr"));
        }
    }
}
