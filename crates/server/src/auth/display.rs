//! Names as others give them, fit to be shown.

/// The longest name that is shown, in characters.
const LONGEST: usize = 200;

/// A name without what could hide or turn around the words beside it, and no longer than anybody's; none where nothing is
/// left of it.
pub(super) fn display_name(name: &str) -> Option<String> {
    let kept = name.chars().filter(|&c| !is_hidden(c)).take(LONGEST);
    let name: String = kept.collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Characters that are not seen themselves: controls, marks of direction, and widths of nothing. Joiners are letters of
/// some scripts.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
