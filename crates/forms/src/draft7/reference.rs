//! Rewrites references.

use super::keyword::{KeywordShape, keyword_shape};

/// A `$ref` whose JSON Pointer, if it has one, refers to the same schema after the conversion.
///
/// The pointer is followed by keywords alone, so that references into other schemas of the document are rewritten as
/// well. After a keyword without schemas, nothing is converted.
pub(super) fn rewritten(text: &str) -> Result<String, &'static str> {
    let Some((address, fragment)) = text.split_once('#') else {
        return Ok(text.to_owned());
    };
    let Some(pointer) = fragment.strip_prefix('/') else {
        return Ok(text.to_owned());
    };
    let mut made = format!("{address}#");
    let mut push = |token: &str| {
        made.push('/');
        made.push_str(token);
    };
    let mut tokens = pointer.split('/').peekable();
    while let Some(token) = tokens.next() {
        let is_index = |token: &&str| token.bytes().all(|b| b.is_ascii_digit());
        let keyword_shape = keyword_shape(token);
        let listed =
            keyword_shape == Some(KeywordShape::Items) && tokens.peek().is_some_and(is_index);
        match token {
            "additionalItems" => {
                return Err("a reference into \"additionalItems\" is not converted");
            }
            "definitions" => push("$defs"),
            "dependencies" => push("dependentSchemas"),
            "items" if listed => push("prefixItems"),
            _ => push(token),
        }
        match keyword_shape {
            Some(KeywordShape::Schema) => {}
            Some(KeywordShape::Items) if !listed => {}
            // A name or an index, followed by a schema.
            Some(_) => tokens.next().into_iter().for_each(&mut push),
            None => {
                tokens.by_ref().for_each(&mut push);
            }
        }
    }
    Ok(made)
}
