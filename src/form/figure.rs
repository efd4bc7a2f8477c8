//! The numbers of a form in the reader's language: as they are shown, and as an example of how to type one.

use crate::i18n::I18n;
use portico_forms::{Control, Kind};
use serde_json::{Number, Value};

/// A number that a field asks for, to its last decimal; in groups of digits where the form says that it is an amount or a quantity.
pub(super) fn words(i18n: I18n, control: Option<&Control>, number: f64) -> String {
    let measured = control.and_then(Control::measure).is_some();
    i18n.format().figure(number, measured)
}

/// What the field for a number shows: digits as the reader types them, in no groups.
pub(super) fn typed(i18n: I18n, number: &Number) -> String {
    let float = number.as_f64();
    float.map_or_else(
        || number.to_string(),
        |number| i18n.format().figure(number, false),
    )
}

/// A number that the field takes, to show how one is written.
pub(super) fn example(i18n: I18n, control: &Control) -> String {
    let (is_whole, most) = match control.kind {
        Kind::Number {
            integer, maximum, ..
        } => (integer, maximum),
        _ => (false, None),
    };
    let is_small = most.is_some_and(|most| most < 1500.5);
    let number = match (is_whole, is_small) {
        (true, true) => 3.0,
        (true, false) => 1500.0,
        (false, true) => 2.5,
        (false, false) => 1500.5,
    };
    words(i18n, Some(control), number)
}

/// The form's own example of an answer, with the reader's marks if it is a number.
pub(super) fn own_example(i18n: I18n, control: &Control) -> Option<String> {
    let example = control.example.as_ref()?;
    let number = match control.kind {
        Kind::Number { .. } => portico_forms::numeral::plain(example),
        // Days as people write them: what a picker sends is not what it shows.
        Kind::Date | Kind::DateTime => return Some(i18n.format().time_or_text(example)),
        _ => None,
    };
    Some(number.map_or_else(|| example.clone(), |number| typed(i18n, &number)))
}

/// The number that somebody typed. What is none stays text, and is wrong.
pub(super) fn read(i18n: I18n, text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        return Value::Null;
    }
    let number = portico_forms::numeral::read(text, &i18n.format().marks());
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}
