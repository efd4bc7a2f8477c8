//! Dates, numbers and money through the browser's `Intl`, in the language of the screen.

use crate::reactive::StoredValue;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use portico_contract::Price;
use portico_forms::numeral::Separators;
use wasm_bindgen::{JsCast, JsValue};

/// Creates a formatting function from locales and options. Different functions have different options.
type Make = fn(&Array, &Object) -> Function;

const NUMBER: Make = |locales, options| Intl::NumberFormat::new(locales, options).format();
const DATE: Make = |locales, options| Intl::DateTimeFormat::new(locales, options).format();

/// A whole number without thousands.
fn small(number: f64) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "compared below"
    )]
    let whole = number as u16;
    (whole < 1_000 && f64::from(whole) == number).then_some(whole)
}

/// Whether numbers have the digits 0 to 9 in a locale of these languages.
fn has_plain_digits(locale: &str) -> bool {
    let language = locale.split('-').next();
    matches!(language, Some("en" | "de")) && !locale.contains("-u-")
}

/// Formats values in the current language. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    inner: StoredValue<Inner>,
}

struct Inner {
    locale: String,
    /// The functions that were used, by their options, because creating one takes longer than rendering its output.
    made: Vec<(String, Function)>,
    separators: Option<Separators>,
}

impl Format {
    pub(super) fn new() -> Self {
        Self {
            inner: StoredValue::new(Inner {
                locale: "en".to_owned(),
                made: Vec::new(),
                separators: None,
            }),
        }
    }

    /// Sets the language, with the user's own region if the browser names one.
    pub(super) fn set_language(self, tag: &str) {
        let wanted = window().navigator().languages();
        let regional = wanted.iter().filter_map(|one| one.as_string()).find(|one| {
            one.strip_prefix(tag)
                .is_some_and(|region| region.starts_with('-'))
        });
        // The test languages are not locales; they count and date like English.
        let plain = if tag.starts_with("qp") { "en" } else { tag };
        self.inner.set_value(Inner {
            locale: regional.unwrap_or_else(|| plain.to_owned()),
            made: Vec::new(),
            separators: None,
        });
    }

    /// Formats a value with options of `Intl.NumberFormat` or `Intl.DateTimeFormat`.
    fn by(self, make: Make, entries: &[(&str, &str)], value: &JsValue) -> String {
        let name = entries.iter().fold(String::new(), |name, (key, value)| {
            [&name, " ", key, " ", value].concat()
        });
        let known = self.inner.with_value(|inner| {
            let mut known = inner.made.iter().filter(|(of, _)| *of == name);
            known.next().map(|(_, format)| format.clone())
        });
        let format = known.unwrap_or_else(|| {
            let format = make(&self.locales(), &options(entries));
            self.inner
                .update_value(|inner| inner.made.push((name, format.clone())));
            format
        });
        call(&format, value)
    }

    fn locales(self) -> Array {
        self.inner
            .with_value(|inner| Array::of1(&JsValue::from_str(&inner.locale)))
    }

    pub(crate) fn number(self, number: f64) -> String {
        // Creating the browser's first formatting function takes longer than the rest of a list's view.
        if let Some(small) = small(number)
            && self
                .inner
                .with_value(|inner| has_plain_digits(&inner.locale))
        {
            return small.to_string();
        }
        self.by(NUMBER, &[], &number.into())
    }

    /// A number with all of its decimals; its digits in groups or not.
    pub(crate) fn figure(self, number: f64, grouped: bool) -> String {
        let places = places(&self.plain_number(number)).to_string();
        let options = [
            ("maximumFractionDigits", places.as_str()),
            ("useGrouping", "false"),
        ];
        let options = options.get(..if grouped { 1 } else { 2 });
        self.by(NUMBER, options.unwrap_or_default(), &number.into())
    }

    /// The separators of numbers in the language.
    pub(crate) fn separators(self) -> Separators {
        let known = self.inner.with_value(|inner| inner.separators);
        known.unwrap_or_else(|| {
            let separators = separators(&self.locales());
            self.inner
                .update_value(|inner| inner.separators = Some(separators));
            separators
        })
    }

    /// A number as programs write it: plain digits, with a point before the decimals.
    pub(crate) fn plain_number(self, number: f64) -> String {
        js_sys::Number::from(number)
            .to_string_with_radix(10)
            .map(String::from)
            .unwrap_or_default()
    }

    /// A size in bytes, such as `2.4 MB`.
    pub(crate) fn bytes(self, bytes: u64) -> String {
        #[expect(
            clippy::cast_precision_loss,
            reason = "sizes of files stay far below 2^53"
        )]
        let (amount, unit) = match bytes {
            0..1_000 => (bytes as f64, "byte"),
            1_000..1_000_000 => (bytes as f64 / 1e3, "kilobyte"),
            _ => (bytes as f64 / 1e6, "megabyte"),
        };
        let options = [
            ("style", "unit"),
            ("unit", unit),
            ("unitDisplay", "short"),
            ("maximumFractionDigits", "1"),
        ];
        self.by(NUMBER, &options, &amount.into())
    }

    /// The name of a language in the language of the screen, by its BCP 47 tag; `None` if the browser does not know it.
    pub(crate) fn language(self, tag: &str) -> Option<String> {
        let options = options(&[("type", "language"), ("fallback", "none")]);
        let names = Intl::DisplayNames::new(&self.locales(), &options);
        let of = Reflect::get(&names, &"of".into()).ok()?;
        // An invalid tag throws an exception.
        let name = of.dyn_ref::<Function>()?.call1(&names, &tag.into()).ok()?;
        name.as_string()
    }

    /// The plural category of a number: `one`, `few`, `other` ...
    pub(crate) fn plural(self, number: f64) -> String {
        Intl::PluralRules::new(&self.locales(), &Object::new())
            .select(number)
            .into()
    }

    /// An amount of money; plain figures if `Intl` does not know the currency.
    pub(crate) fn money(self, price: &Price) -> String {
        let plain = || format!("{} {}", price.amount, price.currency);
        let Some(amount) = parse_number(&price.amount) else {
            return plain();
        };
        if price.currency.len() != 3 || !price.currency.bytes().all(|b| b.is_ascii_alphabetic()) {
            return plain();
        }
        // All decimals of the amount, even if the currency has fewer: no amount is rounded.
        let places = places(&self.plain_number(amount)).max(3).to_string();
        let options = [
            ("style", "currency"),
            ("currency", price.currency.as_str()),
            ("maximumFractionDigits", places.as_str()),
        ];
        let all = if amount.fract() == 0.0 { 2 } else { 3 };
        self.by(
            NUMBER,
            options.get(..all).unwrap_or_default(),
            &amount.into(),
        )
    }

    /// A calendar date such as `2026-10-02`, which has no time zone.
    pub(crate) fn day(self, date: &str) -> String {
        self.date(
            date,
            &[
                ("day", "numeric"),
                ("month", "long"),
                ("year", "numeric"),
                ("timeZone", "UTC"),
            ],
        )
    }

    /// A date or a time in words if the text is one; otherwise the text itself.
    pub(crate) fn time_or_text(self, text: &str) -> String {
        let digits: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        match digits.as_str() {
            "0000-00-00" => self.day(text),
            day if day.starts_with("0000-00-00T00:00:") => self.moment(text),
            _ => text.to_owned(),
        }
    }

    /// A date and time, to the minute, in the user's time zone.
    pub(crate) fn moment(self, time: &str) -> String {
        let parts = [
            ("day", "numeric"),
            ("month", "short"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ];
        self.date(time, &parts)
    }

    /// A future date and time, with its weekday.
    pub(crate) fn due(self, time: &str) -> String {
        self.date(
            time,
            &[
                ("weekday", "short"),
                ("day", "numeric"),
                ("month", "short"),
                ("hour", "2-digit"),
                ("minute", "2-digit"),
            ],
        )
    }

    /// A date and time for the browser's picker, in the user's time zone: `2026-10-02T14:30`.
    pub(crate) fn local(self, time: &str) -> String {
        let date = Date::new(&time.into());
        if date.get_time().is_nan() {
            return String::new();
        }
        let two = |number: u32| format!("{number:02}");
        format!(
            "{:04}-{}-{}T{}:{}",
            date.get_full_year(),
            two(date.get_month() + 1),
            two(date.get_date()),
            two(date.get_hours()),
            two(date.get_minutes())
        )
    }

    /// The offset of the user's clock from UTC now, in minutes.
    fn ahead(self) -> i32 {
        #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
        let behind = Date::new_0().get_timezone_offset() as i32;
        -behind
    }

    /// The same as an offset of RFC 3339: `+01:00`.
    pub(crate) fn offset(self) -> String {
        let ahead = self.ahead();
        let sign = if ahead < 0 { '-' } else { '+' };
        let (hours, minutes) = (ahead.abs() / 60, ahead.abs() % 60);
        format!("{sign}{hours:02}:{minutes:02}")
    }

    /// A time of day in the user's time zone: `14:30:00`. A time without an offset stays unchanged.
    pub(crate) fn clock(self, time: &str) -> String {
        let shown = portico_forms::format::on_clock(time, self.ahead());
        shown.unwrap_or_else(|| time.chars().take(8).collect())
    }

    /// The value of the browser's picker, as a time in UTC: RFC 3339.
    pub(crate) fn instant(self, local: &str) -> Option<String> {
        let date = Date::new(&local.into());
        (!date.get_time().is_nan()).then(|| date.to_iso_string().into())
    }

    fn date(self, text: &str, parts: &[(&str, &str)]) -> String {
        let date = Date::new(&text.into());
        if date.get_time().is_nan() {
            return text.to_owned();
        }
        self.by(DATE, parts, &date)
    }
}

/// A decimal number, parsed by the browser: Rust's own parser for floating-point numbers adds 10 kB.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let number = js_sys::Number::from(JsValue::from_str(text)).value_of();
    (number.is_finite() && !text.trim().is_empty()).then_some(number)
}

/// The number of decimals in JavaScript's notation: `0.25` or `1e-7`. `Intl` shows at most twenty.
fn places(text: &str) -> i32 {
    let (digits, power) = text.split_once('e').unwrap_or((text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let power: i32 = power.parse().unwrap_or_default();
    i32::try_from(decimals)
        .unwrap_or_default()
        .saturating_sub(power)
        .clamp(0, 20)
}

/// Reads the separators of a language from a number that it has formatted.
fn separators(locales: &Array) -> Separators {
    let mut separators = Separators {
        decimal: '.',
        group: ',',
        group_size: 3,
    };
    let mut digits = Vec::new();
    let format = Intl::NumberFormat::new(locales, &Object::new());
    for part in format.format_to_parts(12_345_678.5).iter() {
        let text = |key: &str| {
            let member = Reflect::get(&part, &key.into()).ok();
            member.and_then(|text| text.as_string()).unwrap_or_default()
        };
        let value = text("value");
        match (text("type").as_str(), value.chars().next()) {
            ("decimal", Some(mark)) => separators.decimal = mark,
            ("group", Some(mark)) => separators.group = mark,
            ("integer", _) => digits.push(value.chars().count()),
            _ => {}
        }
    }
    // The first group may be short, and the last one has three digits everywhere.
    if let [_, size, _, ..] = digits.as_slice() {
        separators.group_size = *size;
    }
    separators
}

fn options(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        let value = if *value == "false" {
            JsValue::FALSE
        } else {
            (*value).into()
        };
        let _ = Reflect::set(&object, &(*key).into(), &value);
    }
    object
}

fn call(function: &Function, value: &JsValue) -> String {
    let text = function
        .call1(&JsValue::NULL, value)
        .unwrap_or_else(|_| value.clone());
    text.as_string()
        .unwrap_or_else(|| text.unchecked_into::<js_sys::JsString>().into())
}
