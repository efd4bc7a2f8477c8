//! The server's copy of a draft, which other devices continue. It exists only if the backend stores drafts.

use super::{Draft, DraftVersions};
use crate::json;
use serde_json::Value;

/// What is known of the server's copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The entity tag of the copy.
    pub etag: String,
    /// The revision of the main version that the copy contains.
    pub revision: u64,
}

/// The state of the server's copy, from a `GET` or from the 412 response to a `PUT`.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerCopy {
    /// There is no copy: it was sent or discarded elsewhere, or never stored.
    Absent,
    /// There is a copy. `draft.tab` is the device that stored it.
    There {
        /// The contents of the copy.
        draft: Box<Draft>,
        /// The entity tag of the copy.
        etag: String,
    },
}

/// A draft to store on the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    /// The version to store.
    pub draft: Draft,
    /// The value of `If-Match`; `None` means `If-None-Match: *`.
    pub etag: Option<String>,
}

/// The relation between the server's copy and the local draft.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meeting {
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
pub(crate) fn meet(versions: &DraftVersions, copy: &ServerCopy, unsaved: bool) -> Meeting {
    let main = &versions.main;
    match (copy, &versions.remote) {
        (ServerCopy::Absent, None) => Meeting::Nothing,
        (ServerCopy::Absent, Some(_)) => Meeting::Gone,
        (ServerCopy::There { etag, .. }, Some(known)) if known.etag == *etag => Meeting::Known,
        (ServerCopy::There { draft, etag }, _) if draft.says_the_same(main) => {
            Meeting::Same(Remote {
                etag: etag.clone(),
                revision: main.revision,
            })
        }
        (ServerCopy::There { draft, etag }, Some(known))
            if !unsaved && known.revision == main.revision && versions.others.is_empty() =>
        {
            Meeting::Forward(Draft::clone(draft), etag.clone())
        }
        (ServerCopy::There { draft, etag }, _) => Meeting::Apart(Draft::clone(draft), etag.clone()),
    }
}

impl Remote {
    pub(crate) fn to_json(&self) -> Value {
        json::object(vec![
            ("etag", Value::from(self.etag.as_str())),
            ("revision", Value::from(self.revision)),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            etag: json::text(value, "etag")?,
            revision: json::number(value, "revision")?,
        })
    }
}
