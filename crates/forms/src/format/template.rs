//! URI templates: the grammar of RFC 6570, section 2, with its erratum 6937 (an apostrophe is a literal).

use super::uri::{is_foreign, is_made_of};

pub(super) fn is_template(text: &str) -> bool {
    let mut parts = text.split('{');
    parts.next().is_none_or(is_literal)
        && parts.all(|part| {
            part.split_once('}').is_some_and(|(expression, literal)| {
                is_expression(expression) && is_literal(literal)
            })
        })
}

fn is_literal(text: &str) -> bool {
    is_made_of(text, &|c| match c {
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
        '!'..='~' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{F_0000}'..='\u{F_FFFD}' | '\u{10_0000}'..='\u{10_FFFD}' => {
            true
        }
        c => is_foreign(c),
    })
}

/// The contents of braces: an optional operator, which may be a reserved one, and variables.
fn is_expression(text: &str) -> bool {
    let operators = ['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|'];
    let variables = text.strip_prefix(operators).unwrap_or(text);
    variables.split(',').all(is_variable)
}

fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        None => text.strip_suffix('*').unwrap_or(text),
        Some((name, most)) => {
            let right = (1..=4).contains(&most.len())
                && !most.starts_with('0')
                && most.bytes().all(|b| b.is_ascii_digit());
            if !right {
                return false;
            }
            name
        }
    };
    name.split('.').all(|part| {
        !part.is_empty() && is_made_of(part, &|c| c.is_ascii_alphanumeric() || c == '_')
    })
}
