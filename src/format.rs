//! Dates, numbers and money through the browser's `Intl`, in the language of the screen.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use portico_contract::Price;
use wasm_bindgen::{JsCast, JsValue};

/// Formats values for the language in use.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    language: StoredValue<String>,
}

impl Format {
    pub(crate) fn new() -> Self {
        Self { language: StoredValue::new("en".to_owned()) }
    }

    pub(crate) fn set_language(self, tag: &str) {
        self.language.set_value(tag.to_owned());
    }

    pub(crate) fn language(self) -> String {
        self.language.get_value()
    }

    fn locales(self) -> Array {
        // The pseudo-languages of the tests are no locales; they count and date like English.
        let tag = self.language.get_value();
        Array::of1(&if tag.starts_with("qp") { "en".into() } else { JsValue::from_str(&tag) })
    }

    pub(crate) fn number(self, number: f64) -> String {
        call(&Intl::NumberFormat::new(&self.locales(), &Object::new()).format(), &number.into())
    }

    /// The plural category of a number: `one`, `few`, `other` ...
    pub(crate) fn plural(self, number: f64) -> String {
        Intl::PluralRules::new(&self.locales(), &Object::new()).select(number).into()
    }

    /// An amount of money; the plain figures where the currency is none that `Intl` knows.
    pub(crate) fn money(self, price: &Price) -> String {
        let plain = || format!("{} {}", price.amount, price.currency);
        let Ok(amount) = price.amount.parse::<f64>() else { return plain() };
        if price.currency.len() != 3 || !price.currency.bytes().all(|b| b.is_ascii_alphabetic()) {
            return plain();
        }
        let options = options(&[("style", "currency"), ("currency", &price.currency)]);
        call(&Intl::NumberFormat::new(&self.locales(), &options).format(), &amount.into())
    }

    /// A calendar date such as `2026-10-02`, which has no time zone.
    pub(crate) fn day(self, date: &str) -> String {
        self.date(date, &[("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")])
    }

    /// A moment, to the minute, in the reader's time zone.
    pub(crate) fn moment(self, time: &str) -> String {
        let parts = [("day", "numeric"), ("month", "short"), ("year", "numeric"), ("hour", "2-digit"), ("minute", "2-digit")];
        self.date(time, &parts)
    }

    /// A moment still to come, with its weekday.
    pub(crate) fn due(self, time: &str) -> String {
        self.date(time, &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("hour", "2-digit"), ("minute", "2-digit")])
    }

    fn date(self, text: &str, parts: &[(&str, &str)]) -> String {
        let date = Date::new(&text.into());
        if date.get_time().is_nan() {
            return text.to_owned();
        }
        call(&Intl::DateTimeFormat::new(&self.locales(), &options(parts)).format(), &date)
    }
}

fn options(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object
}

fn call(function: &Function, value: &JsValue) -> String {
    let text = function.call1(&JsValue::NULL, value).unwrap_or_else(|_| value.clone());
    text.as_string().unwrap_or_else(|| text.unchecked_into::<js_sys::JsString>().into())
}
