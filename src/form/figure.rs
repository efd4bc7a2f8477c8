//! The numbers of a form in the user's language: as displayed, and as an example for input.

use crate::i18n::I18n;
use portico_forms::{Control, FieldKind};
use serde_json::{Number, Value};

/// The number of a field with all decimals; with grouped digits if it is an amount or a quantity.
pub(super) fn words(i18n: I18n, control: Option<&Control>, number: f64) -> String {
    let measured = control.and_then(Control::measure).is_some();
    i18n.format().figure(number, measured)
}

/// The number in a field's input: digits as the user types them, without groups.
pub(super) fn typed(i18n: I18n, number: &Number) -> String {
    let float = number.as_f64();
    float.map_or_else(
        || number.to_string(),
        |number| i18n.format().figure(number, false),
    )
}

/// A number that the field accepts, as an example of the notation.
pub(super) fn example(i18n: I18n, control: &Control) -> String {
    let (is_whole, most) = match control.kind {
        FieldKind::Number {
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

/// The form's own example of an answer, with the user's separators if it is a number.
pub(super) fn own_example(i18n: I18n, control: &Control) -> Option<String> {
    let example = control.example.as_ref()?;
    let number = match control.kind {
        FieldKind::Number { .. } => portico_forms::numeral::plain(example),
        // Dates as people write them: a picker displays another value than it sends.
        FieldKind::Date | FieldKind::DateTime => return Some(i18n.format().time_or_text(example)),
        _ => None,
    };
    Some(number.map_or_else(|| example.clone(), |number| typed(i18n, &number)))
}

/// The typed number. Any other text stays text, and is an error.
pub(super) fn read(i18n: I18n, text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        return Value::Null;
    }
    let number = portico_forms::numeral::read(text, &i18n.format().separators());
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}
