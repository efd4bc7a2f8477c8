//! The permitted links. All other links become plain text.

use super::{FileIndex, is_picture};
use crate::content_id::is_id;
use portico_contract::{FileId, LinkTarget};

/// The maximum length of a URL, in bytes.
pub(super) const MAX_URL: usize = 2048;

/// The target of a link, or the reason why it is not permitted.
pub(super) fn target(destination: &str, files: &dyn FileIndex) -> Result<LinkTarget, String> {
    let wrong = || format!("a link can't lead to {destination:?}");
    if destination.len() > MAX_URL || destination.chars().any(char::is_control) {
        return Err(wrong());
    }
    match file(destination) {
        Some(name) => Ok(LinkTarget::File {
            id: named(name, files)?,
        }),
        None => place(destination).ok_or_else(wrong),
    }
}

/// The image at a destination, or the reason why it cannot be shown.
pub(super) fn picture(destination: &str, files: &dyn FileIndex) -> Result<FileId, String> {
    let name = file(destination)
        .ok_or_else(|| format!("a picture must come from files/, not from {destination:?}"))?;
    let id = named(name, files)?;
    if is_picture(id.as_str()) {
        Ok(id)
    } else {
        Err(format!("files/{id} is not a picture"))
    }
}

/// The target of a destination that is not a content file; `None` if the link is not permitted.
pub(super) fn place(destination: &str) -> Option<LinkTarget> {
    if destination.contains(char::is_whitespace) {
        return None;
    }
    if let Some(id) = destination.strip_prefix('#') {
        return (!id.is_empty()).then(|| LinkTarget::Heading { id: id.to_owned() });
    }
    let (scheme, rest) = destination.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "service" if is_id(rest) => Some(LinkTarget::Service { id: rest.into() }),
        "article" => article(rest),
        "http" | "https" if has_host(rest) => Some(LinkTarget::Url {
            url: destination.to_owned(),
        }),
        "mailto" | "tel" if !rest.is_empty() => Some(LinkTarget::Url {
            url: destination.to_owned(),
        }),
        _ => None,
    }
}

/// An article, optionally with the ID of one of its headings: `vpn-set-up#before-you-start`.
fn article(rest: &str) -> Option<LinkTarget> {
    let (id, section) = match rest.split_once('#') {
        Some((id, section)) => (id, Some(section.to_owned()).filter(|s| !s.is_empty())),
        None => (rest, None),
    };
    is_id(id).then(|| LinkTarget::Article {
        id: id.into(),
        section,
    })
}

/// The file name in a destination such as `files/map.png`.
fn file(destination: &str) -> Option<&str> {
    let name = destination.strip_prefix("files/")?;
    let fine = |part: &str| !part.is_empty() && part != "." && part != "..";
    (name.split('/').all(fine) && !name.contains('\\')).then_some(name)
}

fn named(name: &str, files: &dyn FileIndex) -> Result<FileId, String> {
    let id = files.find(name).map(FileId::from);
    id.ok_or_else(|| format!("there is no files/{name}"))
}

fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}
