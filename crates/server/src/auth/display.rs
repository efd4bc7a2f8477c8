//! Sanitised display names.

/// The maximum length of a display name, in characters.
const LONGEST: usize = 200;

/// A name without characters that could hide or reorder neighbouring text, shortened to the maximum
/// length; `None` if nothing is left.
pub(super) fn display_name(name: &str) -> Option<String> {
    let kept = name.chars().filter(|&c| !is_hidden(c)).take(LONGEST);
    let name: String = kept.collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Invisible characters: control characters, bidirectional controls, and zero-width characters,
/// except joiners, which are letters in some scripts.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
