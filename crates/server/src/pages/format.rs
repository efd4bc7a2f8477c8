//! Dates, numbers and money as the browser's `Intl` writes them, in the portal's languages.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use jiff::civil::Date;
use portico_contract::Price;

const MONTHS: [(&str, &str); 12] = [
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
];

const LANGUAGES: [(&str, &str, &str); 9] = [
    ("de", "German", "Deutsch"),
    ("en", "English", "Englisch"),
    ("es", "Spanish", "Spanisch"),
    ("fr", "French", "Französisch"),
    ("it", "Italian", "Italienisch"),
    ("nl", "Dutch", "Niederländisch"),
    ("pl", "Polish", "Polnisch"),
    ("pt", "Portuguese", "Portugiesisch"),
    ("tr", "Turkish", "Türkisch"),
];

/// The symbols of currencies; others are written as their codes.
const SYMBOLS: [(&str, &str); 4] = [("EUR", "€"), ("USD", "$"), ("GBP", "£"), ("JPY", "¥")];

/// A way to write values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// English with the month before the day, as in the United States.
    American,
    /// English with the day before the month.
    British,
    German,
}

impl Format {
    /// The format of a language; English follows the reader's region.
    pub(super) fn of(language: &str, headers: &HeaderMap) -> Self {
        if language == "de" {
            return Self::German;
        }
        let accept = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let ranges = accept.unwrap_or_default().split(',');
        let mut tags = ranges
            .filter_map(|range| range.split(';').next())
            .map(str::trim);
        let region = tags.find_map(|tag| tag.strip_prefix("en-"));
        match region {
            None | Some("US" | "CA" | "PH") => Self::American,
            Some(_) => Self::British,
        }
    }

    /// A calendar date such as `2026-10-02`; the text itself if it is not one.
    pub(super) fn day(self, text: &str) -> String {
        let Ok(date) = text.parse::<Date>() else {
            return text.to_owned();
        };
        let at = usize::try_from(date.month() - 1).unwrap_or_default();
        let (english, german) = MONTHS.get(at).copied().unwrap_or_default();
        let (day, year) = (date.day(), date.year());
        match self {
            Self::American => format!("{english} {day}, {year}"),
            Self::British => format!("{day} {english} {year}"),
            Self::German => format!("{day}. {german} {year}"),
        }
    }

    /// A whole number with its digits in groups.
    pub(super) fn number(self, number: u64) -> String {
        self.grouped(&number.to_string())
    }

    fn grouped(self, digits: &str) -> String {
        let mark = if self == Self::German { '.' } else { ',' };
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// An amount of money; the plain figures if they are not a decimal number and a currency.
    pub(super) fn money(self, price: &Price) -> String {
        let plain = || format!("{} {}", price.amount, price.currency);
        let (whole, part) = price.amount.split_once('.').unwrap_or((&price.amount, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_code =
            price.currency.len() == 3 && price.currency.bytes().all(|b| b.is_ascii_uppercase());
        if whole.is_empty() || !is_digits(whole) || !is_digits(part) || !is_code {
            return plain();
        }
        let whole = whole.trim_start_matches('0');
        let whole = self.grouped(if whole.is_empty() { "0" } else { whole });
        let part = part.trim_end_matches('0');
        let places = if price.currency == "JPY" { 0 } else { 2 };
        let mark = if self == Self::German { "," } else { "." };
        let amount = match format!("{part:0<places$}") {
            part if part.is_empty() => whole,
            part => [&whole, mark, &part].concat(),
        };
        let mut symbols = SYMBOLS.iter().filter(|(code, _)| *code == price.currency);
        let symbol = symbols.next().map(|(_, symbol)| *symbol);
        match (self, symbol) {
            (Self::German, _) => format!("{amount}\u{a0}{}", symbol.unwrap_or(&price.currency)),
            (Self::British, Some("$")) => format!("US${amount}"),
            (_, Some(symbol)) => format!("{symbol}{amount}"),
            (_, None) => format!("{}\u{a0}{amount}", price.currency),
        }
    }

    /// The name of a language by its primary tag; `None` if it is not known here.
    pub(super) fn language(self, tag: &str) -> Option<&'static str> {
        let (_, english, german) = LANGUAGES.iter().find(|(known, ..)| *known == tag)?;
        Some(if self == Self::German {
            german
        } else {
            english
        })
    }
}
