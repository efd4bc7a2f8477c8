//! The location of a value: a linked list on the stack, which is only converted to a JSON Pointer (RFC 6901) for a
//! report.

use crate::pointer;

/// The path from the root to a value.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Member(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    pub(super) fn pointer(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Root => {}
            Self::Member(up, name) => {
                up.write(text);
                push_member(text, name);
            }
            Self::Item(up, at) => {
                up.write(text);
                push_item(text, *at);
            }
        }
    }
}

/// Appends `/` and the escaped name.
pub(super) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&pointer::encode(name));
}

/// Appends `/` and the index.
pub(super) fn push_item(pointer: &mut String, at: usize) {
    pointer.push('/');
    pointer.push_str(&at.to_string());
}

/// The unescaped segments of a pointer.
pub(super) fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer::segments(pointer).map(|token| pointer::decode(token).into_owned())
}

/// Parses an index as RFC 6901 writes it, without leading zeros.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| plain)
}
