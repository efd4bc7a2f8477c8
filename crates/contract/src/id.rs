//! Opaque ids. Each kind of object has its own type, so that ids of different kinds cannot be mixed up.

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
            /// The id as it appears in paths and in JSON.
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
    /// The id of a service of the catalogue. It is permanent.
    ServiceId
    /// The id of a category of the catalogue.
    CategoryId
    /// The id of a knowledge article. It is permanent.
    ArticleId
    /// The id of a request.
    RequestId
    /// The id of an event of a request.
    EventId
    /// The id of a person.
    PersonId
    /// The id of an image or a download in the content. It may contain `/`.
    FileId
    /// The id of an uploaded file.
    UploadId
}
