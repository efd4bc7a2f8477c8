//! Labels of fields, including those generated from names.

use crate::Control;

/// The label of a field, or else its name.
pub(crate) fn label_of(control: &Control) -> &str {
    control.label.as_deref().unwrap_or(&control.name)
}

/// A label generated from a property name: `firstName` becomes `First Name`, as in JSON Forms.
pub(crate) fn from_name(name: &str) -> String {
    let mut label = String::new();
    let mut before = ' ';
    for (at, letter) in name.char_indices() {
        let next = name
            .get(at + letter.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let humps = letter.is_uppercase()
            && (before.is_lowercase() || next.is_some_and(char::is_lowercase));
        let digits = before.is_alphanumeric()
            && letter.is_alphanumeric()
            && before.is_numeric() != letter.is_numeric();
        if !letter.is_alphanumeric() {
            before = ' ';
            continue;
        }
        if before == ' ' || humps || digits {
            if !label.is_empty() {
                label.push(' ');
            }
            label.extend(letter.to_uppercase());
        } else {
            label.push(letter);
        }
        before = letter;
    }
    label
}
