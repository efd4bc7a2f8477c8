//! Media types by file name extension. The portal and the backend share one table, because browsers report different
//! types for the same file, depending on what software is installed.

/// The known media types, each with its file name extensions in lower case.
pub const MEDIA_TYPES: [(&str, &[&str]); 23] = [
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg", "jfif"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("image/heic", &["heic", "heif"]),
    ("application/pdf", &["pdf"]),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("application/zip", &["zip"]),
    ("application/msword", &["doc"]),
    ("application/vnd.ms-excel", &["xls"]),
    ("application/vnd.ms-powerpoint", &["ppt"]),
    ("application/vnd.ms-outlook", &["msg"]),
    ("message/rfc822", &["eml"]),
    ("text/plain", &["txt", "log"]),
    ("text/csv", &["csv"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/quicktime", &["mov"]),
    ("video/webm", &["webm"]),
];

/// The media type of a file by its extension; `None` if the extension is unknown or absent.
#[must_use]
pub fn media_type_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let mut known = MEDIA_TYPES.iter();
    known
        .find(|(_, endings)| endings.contains(&ending.as_str()))
        .map(|(media_type, _)| *media_type)
}

/// Whether a list of accepted types includes this one: exactly, by a wildcard such as `image/*`, or because the list is
/// empty.
#[must_use]
pub fn takes(types: &[String], media_type: &str) -> bool {
    let takes = |wanted: &String| match wanted.strip_suffix('*') {
        Some("*/") => true,
        Some(group) => group.ends_with('/') && media_type.starts_with(group),
        None => wanted == media_type,
    };
    types.is_empty() || types.iter().any(takes)
}
