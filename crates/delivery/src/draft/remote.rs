//! The server's copy of a draft, which other devices continue. It exists only if the backend stores drafts.

use super::Draft;
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
    Present {
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
