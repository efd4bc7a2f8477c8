//! YAML as plain values. Every scalar is a text, because search records have no numbers.

use anyhow::{Result, bail};
use saphyr_parser::{Event, Parser, StrInput};
use serde_json::{Map, Value};

/// Parses the only document of a text.
pub(super) fn parse(text: &str) -> Result<Value> {
    let mut events = Parser::new_from_str(text);
    loop {
        match next(&mut events)? {
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
            event => return value(event, &mut events),
        }
    }
}

fn value<'a>(event: Event<'_>, events: &mut Parser<'a, StrInput<'a>>) -> Result<Value> {
    match event {
        Event::Scalar(text, ..) => Ok(Value::String(text.into_owned())),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                match next(events)? {
                    Event::SequenceEnd => return Ok(Value::Array(items)),
                    item => items.push(value(item, events)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut entries = Map::new();
            loop {
                match next(events)? {
                    Event::MappingEnd => return Ok(Value::Object(entries)),
                    Event::Scalar(key, ..) => {
                        let event = next(events)?;
                        entries.insert(key.into_owned(), value(event, events)?);
                    }
                    _ => bail!("a key is not a string"),
                }
            }
        }
        _ => bail!("only plain data is supported"),
    }
}

fn next<'a>(events: &mut Parser<'a, StrInput<'a>>) -> Result<Event<'a>> {
    match events.next() {
        Some(event) => Ok(event?.0),
        None => bail!("the document ends too early"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use serde_json::json;

    #[test]
    fn values() {
        let check = |text: &str, expected| assert_eq!(parse(text).unwrap(), expected, "{text}");
        check(
            "a: { en: Mouse, de: Maus }",
            json!({ "a": { "en": "Mouse", "de": "Maus" } }),
        );
        check(
            "a:\n  - 1\n  - [b, 'c d']\n",
            json!({ "a": ["1", ["b", "c d"]] }),
        );
        check("a: |\n  one\n  two\n", json!({ "a": "one\ntwo\n" }));
        assert!(parse("a: [b").is_err());
        assert!(parse("").is_err());
    }
}
