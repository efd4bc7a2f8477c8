//! Which links are kept. Everything that is not named here keeps its words only.

use crate::content::is_id;
use portico_contract::LinkTarget;

/// The longest address that is kept, in bytes.
const MAX_URL: usize = 2048;

/// Where a link's destination goes; `None` if it may not go there.
pub(crate) fn target(destination: &str) -> Option<LinkTarget> {
    if destination.len() > MAX_URL
        || destination
            .chars()
            .any(|c| c.is_control() || c.is_whitespace())
    {
        return None;
    }
    if let Some(id) = destination.strip_prefix('#') {
        return (!id.is_empty()).then(|| LinkTarget::Heading { id: id.to_owned() });
    }
    if let Some(id) = file(destination) {
        return Some(LinkTarget::File { id: id.into() });
    }
    let (scheme, rest) = destination.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "service" if is_id(rest) => Some(LinkTarget::Service { id: rest.into() }),
        "article" if is_id(rest) => Some(LinkTarget::Article { id: rest.into() }),
        "http" | "https" if has_host(rest) => Some(LinkTarget::Url {
            url: destination.to_owned(),
        }),
        "mailto" | "tel" if !rest.is_empty() => Some(LinkTarget::Url {
            url: destination.to_owned(),
        }),
        _ => None,
    }
}

/// The id of a file, from a destination such as `files/map.png`.
pub(crate) fn file(destination: &str) -> Option<&str> {
    let id = destination.strip_prefix("files/")?;
    let fine = |part: &str| !part.is_empty() && part != "." && part != "..";
    (id.split('/').all(fine) && !id.contains('\\')).then_some(id)
}

fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}
