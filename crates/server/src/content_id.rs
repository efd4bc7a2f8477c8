//! IDs of services, articles and other content objects.

/// Whether the text is an ID: lower-case letters, digits and hyphens, 2 to 64 characters.
pub(crate) fn is_id(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
