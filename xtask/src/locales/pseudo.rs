//! The test languages: English with accents, and about a third longer. A plain text on the screen
//! did not come from `locales/`, and a truncated text would also be truncated in German.

use serde_json::{Map, Value};

/// The same messages with every literal text changed.
pub(super) fn messages(original: &Map<String, Value>) -> Map<String, Value> {
    original
        .iter()
        .map(|(key, value)| (key.clone(), pattern(value)))
        .collect()
}

fn pattern(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(longer(text)),
        Value::Array(parts) => Value::Array(parts.iter().map(pattern).collect()),
        Value::Object(part) => {
            let changed = part
                .iter()
                .map(|(name, member)| match (name.as_str(), member) {
                    ("cases", Value::Object(cases)) => {
                        (name.clone(), Value::Object(messages(cases)))
                    }
                    _ => (name.clone(), member.clone()),
                });
            Value::Object(changed.collect())
        }
        other => other.clone(),
    }
}

/// Adds accents to letters, and doubles each third letter.
fn longer(text: &str) -> String {
    let mut letters = 0_u32;
    let mut result = String::new();
    for letter in text.chars() {
        let changed = accented(letter);
        result.push(changed);
        if letter.is_alphabetic() {
            letters += 1;
            if letters.is_multiple_of(3) {
                result.push(changed);
            }
        }
    }
    result
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ";
    const ACCENTED: &str = "áçďéĝĥíĵķļñóŕšťúŵýžÁÇĎÉĜĤÍĴĶĻÑÓŔŠŤÚŴÝŽ";
    let found = PLAIN.chars().position(|plain| plain == letter);
    found
        .and_then(|index| ACCENTED.chars().nth(index))
        .unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::pattern;
    use serde_json::{Value, json};

    #[test]
    fn literals_change_and_structure_stays() {
        let check = |original: Value, expected: Value| assert_eq!(pattern(&original), expected);
        check(json!("Save it"), json!("Šávvé íťť"));
        check(
            json!(["Hi ", { "var": "name" }]),
            json!(["Ĥí ", { "var": "name" }]),
        );
        check(
            json!([{ "select": "n", "cases": { "one": "day" }, "default": "one" }]),
            json!([{ "select": "n", "cases": { "one": "ďáýý" }, "default": "one" }]),
        );
    }
}
