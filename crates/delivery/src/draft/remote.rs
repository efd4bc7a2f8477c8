//! The copy of a draft on the server, where the backend keeps drafts: what another device continues.

use super::{Draft, DraftVersions};
use crate::json;
use serde_json::Value;

/// What is known of the server's copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Its entity tag.
    pub etag: String,
    /// The revision of the main version that it holds.
    pub revision: u64,
}

/// What a look at the server's copy showed: a `GET`, or the 412 of a `PUT`.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerCopy {
    /// There is none: it was sent or discarded elsewhere, or never stored.
    Absent,
    /// There is one. `draft.tab` names the device that stored it.
    There {
        /// Its content.
        draft: Box<Draft>,
        /// Its entity tag.
        etag: String,
    },
}

/// What to store on the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    /// The version to store.
    pub draft: Draft,
    /// For `If-Match`; nothing for `If-None-Match: *`.
    pub etag: Option<String>,
}

/// What the server's copy means for the draft here.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meeting {
    /// The server has nothing.
    Nothing,
    /// The server has what it had.
    Known,
    /// It was sent or discarded elsewhere.
    Gone,
    /// It says the same as the main version here.
    Same(Remote),
    /// Another device continued exactly what is here: nothing is lost by taking it.
    Forward(Draft, String),
    /// Both went on from something older: somebody has to choose.
    Apart(Draft, String),
}

/// Compares. `unsaved`: more was typed than `versions` holds.
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
