//! Text files as saved by editors: with or without a byte order mark, and with any line endings.

use std::path::Path;

/// Reads a file and normalises its line endings to `\n`.
///
/// # Errors
/// The reason why the file cannot be read.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("the file cannot be read: {error}"))?;
    let text = text(&bytes)?;
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    })
}

/// The text of a file, without its byte order mark.
///
/// # Errors
/// The probable encoding, if it is not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("the file is UTF-16; save it as UTF-8".to_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => Err("the file is not UTF-8".to_owned()),
    }
}
