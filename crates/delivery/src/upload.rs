//! The upload of one file, starting from its selection.
//!
//! The state is stored in the draft, and then in the entry made from it. The runner stores the bytes beside it until
//! the request is acknowledged, so that an upload can start over.

mod state_machine;

pub use state_machine::{Command, Event, MAX_RESTARTS, PART};

use crate::json;
use crate::retry::Wait;
use serde_json::Value;

/// A file to upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Identifies the file in this browser. It consists of letters, digits and hyphens, and is never reused.
    pub id: String,
    /// The original file name.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
    /// The media type according to the browser.
    pub media_type: String,
    /// The SHA-256 of the bytes in hexadecimal, if the browser could compute it.
    pub sha256: Option<String>,
    /// The current stage.
    pub stage: Stage,
    /// How often the upload started over because data was lost or damaged.
    pub restarts: u32,
    /// The number of attempts without progress, which determines the length of pauses.
    pub attempts: u32,
}

/// The stage of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has been sent yet.
    Chosen(Wait),
    /// The upload is being created, or the whole file is being sent if the backend does not support resumable uploads.
    Creating,
    /// A part is being sent.
    Sending {
        /// The URL of the upload.
        address: String,
        /// The number of bytes that have arrived.
        offset: u64,
    },
    /// The connection was lost, so the offset has to be requested.
    Paused {
        /// The URL of the upload.
        address: String,
        /// The number of bytes that had arrived.
        offset: u64,
        /// When to request the offset.
        wait: Wait,
    },
    /// The offset is being requested.
    Asking {
        /// The URL of the upload.
        address: String,
    },
    /// All bytes have arrived, and the upload is being verified.
    Finishing {
        /// The URL of the upload.
        address: String,
    },
    /// The file has arrived intact.
    Done {
        /// The id of the upload, which the answers refer to.
        id: String,
    },
    /// It cannot proceed without the user.
    Failed {
        /// The reason.
        why: UploadError,
        /// Whether retrying with the same file may help.
        retry: bool,
    },
    /// The user removed the file.
    Cancelled,
}

/// Why an upload failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadError {
    /// The user has to sign in; then the upload proceeds.
    SignIn,
    /// The file exceeds the size limit of the backend.
    TooLarge,
    /// The backend does not accept this type of file.
    WrongType,
    /// The backend refused it for another reason.
    Refused,
    /// Data was repeatedly lost or damaged.
    Damaged,
    /// The bytes are no longer available: the file has to be selected again.
    BytesGone,
}

impl UploadError {
    /// A stable identifier for messages and logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "signIn",
            Self::TooLarge => "tooLarge",
            Self::WrongType => "wrongType",
            Self::Refused => "refused",
            Self::Damaged => "damaged",
            Self::BytesGone => "bytesGone",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "signIn" => Self::SignIn,
            "tooLarge" => Self::TooLarge,
            "wrongType" => Self::WrongType,
            "refused" => Self::Refused,
            "damaged" => Self::Damaged,
            "bytesGone" => Self::BytesGone,
            _ => return None,
        })
    }
}

impl Upload {
    /// Creates the upload of a newly selected file.
    #[must_use]
    pub fn new(id: String, name: String, size: u64, media_type: String) -> Self {
        Self {
            id,
            name,
            size,
            media_type,
            sha256: None,
            stage: Stage::Chosen(Wait::default()),
            restarts: 0,
            attempts: 0,
        }
    }

    /// The reference to the file in the answers: the upload id once it has arrived, its own id before.
    #[must_use]
    pub fn name_in_answers(&self) -> &str {
        match &self.stage {
            Stage::Done { id } => id,
            _ => &self.id,
        }
    }

    /// Whether a request need not wait for it: it has arrived or was removed.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.stage, Stage::Done { .. } | Stage::Cancelled)
    }

    /// Whether it can never arrive: it was refused, or its bytes are gone.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.stage, Stage::Failed { retry: false, .. })
    }

    /// The number of bytes that have arrived, for a progress bar.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        match &self.stage {
            Stage::Sending { offset, .. } | Stage::Paused { offset, .. } => *offset,
            Stage::Finishing { .. } | Stage::Done { .. } => self.size,
            _ => 0,
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        json::object(vec![
            ("id", Value::from(self.id.as_str())),
            ("name", Value::from(self.name.as_str())),
            ("size", Value::from(self.size)),
            ("type", Value::from(self.media_type.as_str())),
            (
                "sha256",
                self.sha256.as_deref().map_or(Value::Null, Value::from),
            ),
            ("stage", self.stage.to_json()),
            ("restarts", Value::from(self.restarts)),
            ("attempts", Value::from(self.attempts)),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: json::text(value, "id")?,
            name: json::text(value, "name")?,
            size: json::number(value, "size")?,
            media_type: json::text(value, "type")?,
            sha256: json::text(value, "sha256"),
            stage: Stage::from_json(value.get("stage")?)?,
            restarts: json::small(value, "restarts")?,
            attempts: json::small(value, "attempts")?,
        })
    }
}

impl Stage {
    /// A stable identifier for messages and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Chosen(_) => "chosen",
            Self::Creating => "creating",
            Self::Sending { .. } => "sending",
            Self::Paused { .. } => "paused",
            Self::Asking { .. } => "asking",
            Self::Finishing { .. } => "finishing",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn to_json(&self) -> Value {
        let mut members = vec![("at", Value::from(self.code()))];
        match self {
            Self::Chosen(wait) => members.push(("wait", wait.to_json())),
            Self::Creating | Self::Cancelled => {}
            Self::Sending { address, offset } => {
                members.push(("address", Value::from(address.as_str())));
                members.push(("offset", Value::from(*offset)));
            }
            Self::Paused {
                address,
                offset,
                wait,
            } => {
                members.push(("address", Value::from(address.as_str())));
                members.push(("offset", Value::from(*offset)));
                members.push(("wait", wait.to_json()));
            }
            Self::Asking { address } | Self::Finishing { address } => {
                members.push(("address", Value::from(address.as_str())));
            }
            Self::Done { id } => members.push(("id", Value::from(id.as_str()))),
            Self::Failed { why, retry } => {
                members.push(("why", Value::from(why.code())));
                members.push(("retry", Value::from(*retry)));
            }
        }
        json::object(members)
    }

    fn from_json(value: &Value) -> Option<Self> {
        let address = || json::text(value, "address");
        let offset = || json::number(value, "offset");
        let wait = || Wait::from_json(value.get("wait")?);
        Some(match value.get("at")?.as_str()? {
            "chosen" => Self::Chosen(wait()?),
            "creating" => Self::Creating,
            "sending" => Self::Sending {
                address: address()?,
                offset: offset()?,
            },
            "paused" => Self::Paused {
                address: address()?,
                offset: offset()?,
                wait: wait()?,
            },
            "asking" => Self::Asking {
                address: address()?,
            },
            "finishing" => Self::Finishing {
                address: address()?,
            },
            "done" => Self::Done {
                id: json::text(value, "id")?,
            },
            "failed" => Self::Failed {
                why: UploadError::of_code(value.get("why")?.as_str()?)?,
                retry: json::flag(value, "retry"),
            },
            "cancelled" => Self::Cancelled,
            _ => return None,
        })
    }
}

/// Replaces references to a file in answers.
pub fn rename(answers: &mut Value, before: &str, after: &str) {
    match answers {
        Value::String(text) if text == before => after.clone_into(text),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| rename(item, before, after)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| rename(member, before, after));
        }
        _ => {}
    }
}
