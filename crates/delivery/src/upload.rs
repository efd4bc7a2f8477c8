//! One file on its way, from the moment it was chosen.
//!
//! The state is kept in the draft, and in the entry made of it; the bytes are kept beside it by the runner until the
//! request is acknowledged, so that an upload can begin again.

mod machine;

pub use machine::{Command, Event, MOST_RESTARTS, PART};

use crate::json;
use crate::retry::Wait;
use serde_json::Value;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Names the file in this browser. Made of letters, digits and hyphens, and never used twice.
    pub id: String,
    /// The file's name as it was chosen.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// The media type that the browser gave it.
    pub media_type: String,
    /// SHA-256 of the bytes in hexadecimal, where the browser could compute it.
    pub sha256: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// How often it began again because what arrived was lost or damaged.
    pub restarts: u32,
    /// Attempts without progress, for the length of pauses.
    pub attempts: u32,
}

/// Where a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing of it has arrived.
    Chosen(Wait),
    /// The upload is being made, or the whole file is being sent where the backend takes it in one piece only.
    Creating,
    /// A part is being sent.
    Sending {
        /// Where to.
        address: String,
        /// How many bytes have arrived.
        offset: u64,
    },
    /// The connection was lost: how much arrived has to be asked.
    Paused {
        /// Where it goes.
        address: String,
        /// How many bytes had arrived.
        offset: u64,
        /// When to ask.
        wait: Wait,
    },
    /// Being asked how much arrived.
    Asking {
        /// Where it goes.
        address: String,
    },
    /// All bytes have arrived; what the backend made of them is being asked.
    Finishing {
        /// Where it is.
        address: String,
    },
    /// It is there, unharmed.
    Done {
        /// The upload's id, which the answers name.
        id: String,
    },
    /// It does not go on by itself.
    Failed {
        /// Why.
        why: Trouble,
        /// Whether trying the same file again may help.
        retry: bool,
    },
    /// Its author took it back.
    Cancelled,
}

/// Why an upload failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Sign in, and it goes on.
    SignIn,
    /// Larger than the backend takes.
    TooLarge,
    /// Of a type that the backend does not take.
    WrongType,
    /// Refused for another reason.
    Refused,
    /// What arrives is damaged or lost again and again.
    Damaged,
    /// The bytes are not there any more: the file has to be chosen again.
    BytesGone,
}

impl Trouble {
    /// A stable word for it, for messages and logs.
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
    /// A file that was just chosen.
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

    /// What stands for the file in the answers: the upload's id once it has arrived, its own before.
    #[must_use]
    pub fn name_in_answers(&self) -> &str {
        match &self.stage {
            Stage::Done { id } => id,
            _ => &self.id,
        }
    }

    /// Whether a request need not wait for it: it has arrived, or was taken back.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.stage, Stage::Done { .. } | Stage::Cancelled)
    }

    /// Whether it will never arrive as it is: refused, or its bytes are gone.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.stage, Stage::Failed { retry: false, .. })
    }

    /// How many bytes have arrived, for a progress bar.
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
    /// A stable word for it, for messages and logs.
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
                why: Trouble::of_code(value.get("why")?.as_str()?)?,
                retry: json::flag(value, "retry"),
            },
            "cancelled" => Self::Cancelled,
            _ => return None,
        })
    }
}

/// Puts another name of a file into answers, wherever the first one stands.
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
