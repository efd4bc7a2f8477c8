//! File names, sanitised for display and for saving. They never name a file on this machine.

/// The maximum length of a name, in bytes.
const LONGEST: usize = 255;
/// The maximum length of an extension, in bytes.
const LONGEST_ENDING: usize = 16;

/// A name without characters that could mislead a reader or a file system. Each removed character
/// leaves a `_` as a trace.
pub(super) fn clean(name: &str) -> String {
    // Some browsers send a path; only its last component is the file's name.
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe = |c: char| if misleads(c) { '_' } else { c };
    let name: String = last.chars().map(safe).collect();
    // Leading dots hide a file, and Windows drops trailing dots and spaces.
    let name = name.trim_start_matches(['.', ' ']);
    let name = name.trim_end_matches(['.', ' ']);
    if is_reserved(name) {
        return shorten(&format!("_{name}"));
    }
    shorten(name)
}

/// Whether a character is invisible, reorders text, or has a meaning for a file system or a shell.
fn misleads(c: char) -> bool {
    let invisible = matches!(
        c,
        // Bidirectional marks, embeddings, overrides and isolates.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            // Zero-width characters, line separators, tags, and noncharacters.
            | '\u{00AD}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}'
    );
    invisible || c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// Names that Windows reserves for devices, with any extension.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let number = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        let digit = matches!(digits.next(), Some('0'..='9' | '¹' | '²' | '³'));
        digit && digits.next().is_none()
    })
}

/// Shortens a long name before its extension.
fn shorten(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= LONGEST_ENDING => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let room = LONGEST.saturating_sub(ending.len());
    let stem = stem
        .get(..stem.floor_char_boundary(room))
        .unwrap_or_default();
    format!("{stem}{ending}")
}
