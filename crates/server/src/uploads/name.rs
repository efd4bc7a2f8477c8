//! Names of files, made safe to show and to save under. What is kept never names anything on this machine.

/// The longest name, in bytes.
const LONGEST: usize = 255;
/// An ending longer than this is none.
const LONGEST_ENDING: usize = 16;

/// A name without what could mislead a reader or a file system. Characters that are taken out leave a `_`, so that one
/// sees that there was something.
pub(super) fn clean(name: &str) -> String {
    // Some browsers send the path; only what is after it names the file.
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe = |c: char| if misleads(c) { '_' } else { c };
    let name: String = last.chars().map(safe).collect();
    // Dots in front hide a file, and Windows drops dots and spaces at the end.
    let name = name.trim_start_matches(['.', ' ']);
    let name = name.trim_end_matches(['.', ' ']);
    if is_reserved(name) {
        return shorten(&format!("_{name}"));
    }
    shorten(name)
}

/// Characters that are not shown, change the order of others, or mean something to a file system or a shell.
fn misleads(c: char) -> bool {
    let invisible = matches!(
        c,
        // Marks, embeddings, overrides and isolates that change the direction of text.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            // White space and joiners without width, ends of lines, tags, and characters that are none.
            | '\u{00AD}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}'
    );
    invisible || c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// Names that Windows takes for devices, whatever their ending.
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

/// Cuts a name that is too long before its ending.
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
