//! JSON Pointers (RFC 6901), which identify locations in the answers.

use serde_json::{Map, Value};
use std::borrow::Cow;

/// Stands for every item of a list in a pattern. No pointer can contain it, because in pointers `~` is always followed
/// by 0 or 1.
pub(crate) const EACH: &str = "~*";

/// The same, as a suffix of the pointer of the list.
pub(crate) const EACH_ITEM: &str = "/~*";

/// The pointer of a member.
pub(crate) fn child(base: &str, name: &str) -> String {
    format!("{base}/{}", encode(name))
}

/// Escapes a name for a pointer.
pub(crate) fn encode(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// Unescapes a segment of a pointer.
pub(crate) fn decode(segment: &str) -> Cow<'_, str> {
    let Some((plain, escaped)) = segment.split_once('~') else {
        return Cow::Borrowed(segment);
    };
    // Split by character: the library's search for longer strings would add more to the module than this.
    let mut name = plain.to_owned();
    for part in escaped.split('~') {
        match part.strip_prefix('1') {
            Some(rest) => {
                name.push('/');
                name.push_str(rest);
            }
            None => {
                name.push('~');
                name.push_str(part.strip_prefix('0').unwrap_or(part));
            }
        }
    }
    Cow::Owned(name)
}

/// The escaped segments of a pointer.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

/// Whether `pointer` is `of` or inside it.
pub(crate) fn within(pointer: &str, of: &str) -> bool {
    pointer
        .strip_prefix(of)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether one of two pointers or patterns contains the other.
pub(crate) fn overlap(a: &str, b: &str) -> bool {
    segments(a)
        .zip(segments(b))
        .all(|(a, b)| a == b || a == EACH || b == EACH)
}

/// Whether a pointer matches a pattern.
pub(crate) fn fits(pointer: &str, pattern: &str) -> bool {
    segments(pointer).count() == segments(pattern).count()
        && segments(pointer)
            .zip(segments(pattern))
            .all(|(own, wanted)| own == wanted || wanted == EACH)
}

/// The first `count` segments of a pointer.
pub(crate) fn prefix(pointer: &str, count: usize) -> &str {
    let end = pointer
        .match_indices('/')
        .nth(count)
        .map_or(pointer.len(), |(at, _)| at);
    pointer.get(..end).unwrap_or_default()
}

/// Sets the value at a pointer, creating the objects on the path, or removes it. An object that becomes empty by
/// removal is removed as well, so that an optional object leaves nothing behind; list items are kept.
pub(crate) fn put(root: &mut Value, pointer: &str, new: Option<Value>) {
    let segments: Vec<&str> = segments(pointer).collect();
    place(root, &segments, new);
}

/// Sets or removes a value. Returns whether an object became empty.
fn place(at: &mut Value, segments: &[&str], new: Option<Value>) -> bool {
    let Some((first, rest)) = segments.split_first() else {
        *at = new.unwrap_or_default();
        return false;
    };
    match at {
        Value::Array(items) => {
            let index: Option<usize> = first.parse().ok();
            if new.is_some() && index == Some(items.len()) {
                items.push(Value::Null);
            }
            if let Some(item) = index.and_then(|index| items.get_mut(index)) {
                place(item, rest, new);
            }
            false
        }
        Value::Object(members) => {
            let name = decode(first);
            let taken = match (rest.is_empty(), new) {
                (true, None) => members.shift_remove(&*name).is_some(),
                (true, Some(value)) => {
                    members.insert(name.into_owned(), value);
                    false
                }
                (false, None) => {
                    let emptied = members
                        .get_mut(&*name)
                        .is_some_and(|member| place(member, rest, None));
                    emptied && members.shift_remove(&*name).is_some()
                }
                (false, new) => {
                    let member = members
                        .entry(name.into_owned())
                        .or_insert_with(|| Value::Object(Map::new()));
                    place(member, rest, new)
                }
            };
            taken && members.is_empty()
        }
        _ if new.is_some() => {
            *at = Value::Object(Map::new());
            place(at, segments, new)
        }
        _ => false,
    }
}
