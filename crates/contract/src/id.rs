//! Opaque ids, one type for each kind of thing, so that a request's id is never taken for a service's.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in a path and in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// Names a service of the catalogue; stable for ever.
    ServiceId
    /// Names a category of the catalogue.
    CategoryId
    /// Names a knowledge article; stable for ever.
    ArticleId
    /// Names a recorded request.
    RequestId
    /// Names an event of a request's timeline.
    EventId
    /// Names a person.
    PersonId
    /// Names a picture or download that content refers to; may hold `/`.
    FileId
    /// Names a file that somebody uploaded.
    UploadId
}
