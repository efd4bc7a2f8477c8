//! Compares the server's copy of a draft with the local one.

use super::{Draft, DraftVersions, Remote, ServerCopy};

/// The relation between the server's copy and the local draft.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Comparison {
    /// The server has no copy and had none before.
    Nothing,
    /// The copy is unchanged.
    Known,
    /// The copy was sent or discarded elsewhere.
    Gone,
    /// The copy has the same contents as the local main version.
    Same(Remote),
    /// Another device continued exactly the local version, so adopting the copy loses nothing.
    Forward(Draft, String),
    /// Both continued from an older version, so the user has to choose.
    Apart(Draft, String),
}

/// Compares both. `unsaved` says that there are local changes that `versions` does not contain.
pub(crate) fn compare(versions: &DraftVersions, copy: &ServerCopy, unsaved: bool) -> Comparison {
    let main = &versions.main;
    match (copy, &versions.remote) {
        (ServerCopy::Absent, None) => Comparison::Nothing,
        (ServerCopy::Absent, Some(_)) => Comparison::Gone,
        (ServerCopy::Present { etag, .. }, Some(known)) if known.etag == *etag => Comparison::Known,
        (ServerCopy::Present { draft, etag }, _) if draft.says_the_same(main) => {
            Comparison::Same(Remote {
                etag: etag.clone(),
                revision: main.revision,
            })
        }
        (ServerCopy::Present { draft, etag }, Some(known))
            if !unsaved && known.revision == main.revision && versions.others.is_empty() =>
        {
            Comparison::Forward(Draft::clone(draft), etag.clone())
        }
        (ServerCopy::Present { draft, etag }, _) => {
            Comparison::Apart(Draft::clone(draft), etag.clone())
        }
    }
}
