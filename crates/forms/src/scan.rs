//! A look over a document's text before any parser: a hostile one is refused by its size or nesting at once, with the place of the fault.

use crate::FormError;
use crate::pointer;

/// The largest form document, in bytes of UTF-8.
pub const MAX_BYTES: usize = 512 * 1024;

/// The deepest nesting of JSON: the deepest that `serde_json` reads by itself.
pub const MAX_JSON_DEPTH: usize = 127;

/// Looks over a text once, without recursion.
///
/// What is no JSON at all passes, since a parser refuses it better.
///
/// # Errors
/// The text is larger than [`MAX_BYTES`] (the pointer is that of the whole document) or nested deeper than [`MAX_JSON_DEPTH`]
/// (the pointer is that of the value that is too deep).
pub fn scan(text: &str) -> Result<(), FormError> {
    if text.len() > MAX_BYTES {
        return Err(FormError::new(
            "",
            format!("the document is larger than {MAX_BYTES} bytes"),
        ));
    }
    let mut open: Vec<Open> = Vec::new();
    // Where the string that was read last has its first byte, and the byte after its last.
    let mut string = (0, 0);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut end = at + 1;
                while let Some((at, byte)) = bytes.next() {
                    end = at;
                    match byte {
                        b'"' => break,
                        // Whatever is escaped, a quotation mark among them, ends nothing.
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
                string = (at + 1, end);
            }
            b'{' | b'[' if open.len() == MAX_JSON_DEPTH => {
                return Err(FormError::new(
                    place(text, &open),
                    format!("JSON is nested deeper than {MAX_JSON_DEPTH}"),
                ));
            }
            b'{' => open.push(Open::Object(None)),
            b'[' => open.push(Open::Array(0)),
            b'}' | b']' => _ = open.pop(),
            b':' => {
                if let Some(Open::Object(name)) = open.last_mut() {
                    *name = Some(string);
                }
            }
            b',' => {
                if let Some(Open::Array(at)) = open.last_mut() {
                    *at += 1;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// An object or array that has not ended.
enum Open {
    /// Where the name of the member is that was met last.
    Object(Option<(usize, usize)>),
    /// Which item it is at.
    Array(usize),
}

fn place(text: &str, open: &[Open]) -> String {
    let mut at = String::new();
    for open in open {
        at = match open {
            Open::Array(index) => pointer::child(&at, &index.to_string()),
            Open::Object(Some((start, end))) => {
                let name = text.get(*start..*end).unwrap_or_default();
                pointer::child(&at, &unescaped(name))
            }
            // No JSON.
            Open::Object(None) => break,
        };
    }
    at
}

/// The text of a JSON string. Escapes that JSON does not have stay as they are.
fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{C}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => text.push(code_point(&mut rest)),
            other => text.extend(other),
        }
    }
    text
}

/// Behind `\u`: a character, or a pair of surrogates that make one.
fn code_point(rest: &mut std::str::Chars) -> char {
    let unit = |rest: &mut std::str::Chars| {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + rest.next().and_then(|c| c.to_digit(16)).unwrap_or(0);
        }
        code
    };
    let mut code = unit(rest);
    if let Some(second) = rest.as_str().strip_prefix("\\u")
        && (0xD800..0xDC00).contains(&code)
    {
        let mut after = second.chars();
        let low = unit(&mut after);
        if (0xDC00..0xE000).contains(&low) {
            *rest = after;
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}
