//! The stages of an entry.

use crate::json;
use crate::lease::Lease;
use crate::retry::Wait;
use serde_json::Value;

/// The stage of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It waits for its first attempt, or for another one after all earlier ones were blocked by an intermediary. It
    /// may still be edited and cancelled.
    Queued(Wait),
    /// A tab is sending it, or was when it crashed.
    Sending(Lease),
    /// It was sent, and it is unknown whether it arrived. It is sent again, byte for byte, until there is a response.
    Checking(Wait),
    /// The backend has recorded it.
    Acknowledged(Receipt),
    /// It cannot proceed without the user.
    NeedsYou(Reason),
}

/// What the backend created for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The id of what was created in the API: a request, or the event of a comment.
    pub id: String,
    /// The human-readable number of the request; empty if the backend did not provide it.
    pub number: String,
    /// Whether an earlier attempt had already been recorded. Say "already received as ...".
    pub replayed: bool,
}

/// Why an entry needs the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The user is not signed in. The entry proceeds after [`super::Event::SignedIn`].
    SignIn,
    /// The backend refused it and did not record it, so it may be edited.
    Refused {
        /// The status of the response.
        status: u16,
        /// The problem document (RFC 9457), which is displayed.
        problem: Value,
    },
    /// An intermediary such as a firewall refused it, so the backend almost certainly did not receive this attempt. The
    /// intermediary speaks only for itself, see [`super::Entry::may_have_arrived`].
    Blocked {
        /// The status of the response.
        status: u16,
    },
    /// The form has changed, so the request was not recorded. Open the draft with the new form.
    FormChanged,
    /// The backend has different content under this key: the same draft was sent from elsewhere. Ask the user whether
    /// the request was sent.
    KeyReused {
        /// The request with this key, if the backend named it.
        request: Option<String>,
    },
    /// The first attempt was so long ago that the backend may have forgotten the key. Ask the user whether the request
    /// was sent.
    Stale,
    /// A file was refused. The entry may be edited.
    File {
        /// The name of the file.
        name: String,
    },
}

impl Reason {
    /// A stable identifier for messages and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignIn => "signIn",
            Self::Refused { .. } => "refused",
            Self::Blocked { .. } => "blocked",
            Self::FormChanged => "formChanged",
            Self::KeyReused { .. } => "keyReused",
            Self::Stale => "stale",
            Self::File { .. } => "file",
        }
    }

    fn to_json(&self) -> Value {
        let code = ("reason", Value::from(self.code()));
        json::object(match self {
            Self::SignIn | Self::FormChanged | Self::Stale => vec![code],
            Self::Refused { status, problem } => vec![
                code,
                ("status", Value::from(*status)),
                ("problem", problem.clone()),
            ],
            Self::Blocked { status } => vec![code, ("status", Value::from(*status))],
            Self::KeyReused { request } => {
                let request = request.as_deref().map_or(Value::Null, Value::from);
                vec![code, ("request", request)]
            }
            Self::File { name } => vec![code, ("name", Value::from(name.as_str()))],
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        Some(match value.get("reason")?.as_str()? {
            "signIn" => Self::SignIn,
            "formChanged" => Self::FormChanged,
            "stale" => Self::Stale,
            "refused" => Self::Refused {
                status: json::number(value, "status")?.try_into().ok()?,
                problem: value.get("problem").cloned().unwrap_or_default(),
            },
            "blocked" => Self::Blocked {
                status: json::number(value, "status")?.try_into().ok()?,
            },
            "keyReused" => Self::KeyReused {
                request: json::text(value, "request"),
            },
            "file" => Self::File {
                name: json::text(value, "name")?,
            },
            _ => return None,
        })
    }
}

impl Stage {
    /// A stable identifier for messages and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Queued(_) => "queued",
            Self::Sending(_) => "sending",
            Self::Checking(_) => "checking",
            Self::Acknowledged(_) => "acknowledged",
            Self::NeedsYou(_) => "needsYou",
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut value = match self {
            Self::Queued(wait) | Self::Checking(wait) => wait.to_json(),
            Self::Sending(lease) => lease.to_json(),
            Self::Acknowledged(receipt) => receipt.to_json(),
            Self::NeedsYou(reason) => reason.to_json(),
        };
        if let Value::Object(members) = &mut value {
            members.insert("stage".to_owned(), Value::from(self.code()));
        }
        value
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(match value.get("stage")?.as_str()? {
            "queued" => Self::Queued(Wait::from_json(value)?),
            "sending" => Self::Sending(Lease::from_json(value)?),
            "checking" => Self::Checking(Wait::from_json(value)?),
            "acknowledged" => Self::Acknowledged(Receipt::from_json(value)?),
            "needsYou" => Self::NeedsYou(Reason::from_json(value)?),
            _ => return None,
        })
    }
}

impl Receipt {
    fn to_json(&self) -> Value {
        json::object(vec![
            ("id", Value::from(self.id.as_str())),
            ("number", Value::from(self.number.as_str())),
            ("replayed", Value::from(self.replayed)),
        ])
    }

    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: json::text(value, "id")?,
            number: json::text(value, "number")?,
            replayed: json::flag(value, "replayed"),
        })
    }
}
