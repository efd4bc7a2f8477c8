//! All visible texts: compiled Fluent tables, resolved in the language of the screen.
//!
//! A table is loaded when its language is first shown; plurals and numbers come from the browser's `Intl`.

pub(crate) mod format;

use crate::i18n::format::Format;
use crate::reactive::StoredValue;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The texts of the current language, and its formats. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct I18n {
    inner: StoredValue<Inner>,
}

struct Inner {
    table: Option<Table>,
    format: Format,
    language: RwSignal<String>,
}

struct Table {
    messages: JsValue,
    overrides: Option<Object>,
}

/// A value for a message's variable.
#[derive(Clone)]
pub(crate) enum Arg<'a> {
    Text(&'a str),
    Number(f64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Arg<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl I18n {
    /// Called under the reactive owner of the portal.
    pub(crate) fn new() -> Self {
        Self {
            inner: StoredValue::new(Inner {
                table: None,
                format: Format::new(),
                language: RwSignal::new(String::new()),
            }),
        }
    }

    /// Sets the compiled table of a language, `{lang, dir, messages}`, and its formats. Those who follow
    /// [`language`](Self::language) are not notified yet.
    pub(crate) fn load(self, tag: &str, table: &JsValue, overrides: Option<Object>) {
        let messages = Reflect::get(table, &"messages".into()).unwrap_or(JsValue::UNDEFINED);
        let table = Table {
            messages,
            overrides,
        };
        self.inner.update_value(|inner| inner.table = Some(table));
        self.format().set_language(tag);
    }

    /// The language of the texts on the screen, as a BCP 47 tag; empty until they are loaded.
    pub(crate) fn language(self) -> RwSignal<String> {
        self.inner.with_value(|inner| inner.language)
    }

    /// Dates, numbers and money in this language.
    pub(crate) fn format(self) -> Format {
        self.inner.with_value(|inner| inner.format)
    }

    /// The text of a message; its key if a table lacks it, so that nothing on the screen is empty.
    pub(crate) fn get(self, key: &str, args: &[(&str, Arg)]) -> String {
        let pattern = self.inner.with_value(|inner| {
            let table = inner.table.as_ref()?;
            let in_table = |table: &JsValue| {
                Reflect::get(table, &key.into())
                    .ok()
                    .filter(|p| !p.is_undefined())
            };
            table
                .overrides
                .as_ref()
                .and_then(|o| in_table(o))
                .or_else(|| in_table(&table.messages))
        });
        pattern.map_or_else(|| key.to_owned(), |pattern| self.resolve(&pattern, args))
    }

    fn resolve(self, pattern: &JsValue, args: &[(&str, Arg)]) -> String {
        if let Some(text) = pattern.as_string() {
            return text;
        }
        if let Some(parts) = pattern.dyn_ref::<Array>() {
            return parts.iter().map(|part| self.resolve(&part, args)).collect();
        }
        let member = |key: &str| {
            Reflect::get(pattern, &key.into())
                .ok()
                .filter(|v| !v.is_undefined())
        };
        let named = |name: &JsValue| {
            let name = name.as_string()?;
            args.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, arg)| arg.clone())
        };
        if let Some(name) = member("var").or_else(|| member("num")) {
            return match named(&name) {
                Some(Arg::Text(text)) => text.to_owned(),
                Some(Arg::Number(number)) => self.format().number(number),
                None => String::new(),
            };
        }
        let Some(name) = member("select") else {
            return String::new();
        };
        let case = match named(&name) {
            Some(Arg::Text(text)) => text.to_owned(),
            Some(Arg::Number(number)) => {
                let cases = member("cases").unwrap_or(JsValue::UNDEFINED);
                let exact = Reflect::get(&cases, &number.into())
                    .ok()
                    .filter(|p| !p.is_undefined());
                if let Some(pattern) = exact {
                    return self.resolve(&pattern, args);
                }
                self.format().plural(number)
            }
            None => String::new(),
        };
        let cases = member("cases").unwrap_or(JsValue::UNDEFINED);
        let chosen = Reflect::get(&cases, &case.into())
            .ok()
            .filter(|p| !p.is_undefined());
        let default =
            || Reflect::get(&cases, &member("default").unwrap_or(JsValue::UNDEFINED)).ok();
        chosen
            .or_else(default)
            .map_or_else(String::new, |pattern| self.resolve(&pattern, args))
    }
}

/// The text of a message: `t!(i18n, "requests-count", count = 3.0)`.
macro_rules! t {
    ($i18n:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.get($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),*])
    };
}
pub(crate) use t;
