//! Where an entry stands.

use crate::json;
use crate::lease::Lease;
use crate::retry::Wait;
use serde_json::Value;

/// Where an entry stands on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// No byte of it has left. It may still be edited and cancelled.
    Queued(Wait),
    /// A tab is sending it, or was when it died.
    Sending(Lease),
    /// It was sent, and nobody knows whether it arrived. It is sent again, byte for byte, until there is an answer.
    Checking(Wait),
    /// The backend has it.
    Acknowledged(Receipt),
    /// It does not go on by itself.
    NeedsYou(Reason),
}

/// What the backend made of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Names what was created in the API: a request, or a comment's event.
    pub id: String,
    /// The request's number, as people say it; empty where the backend did not tell.
    pub number: String,
    /// It had been received before: say "already received as ...".
    pub replayed: bool,
}

/// Why an entry needs a person.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nobody is signed in. It goes on by itself after [`super::Event::SignedIn`].
    SignIn,
    /// The backend said no, and so has not recorded it: it may be edited.
    Refused {
        /// The status of the answer.
        status: u16,
        /// The problem document (RFC 9457), to be shown.
        problem: Value,
    },
    /// Something in between refused it, such as a firewall, so that the backend almost certainly did not receive this attempt. What is
    /// in between speaks for itself alone, see [`super::Entry::may_have_arrived`].
    Blocked {
        /// The status of the answer.
        status: u16,
    },
    /// The form is another one now, and so it was not recorded: open the draft with the new form.
    FormChanged,
    /// The backend has something else under this key: the same draft was sent from elsewhere. Was it sent?
    KeyReused {
        /// The request that it has, where it told.
        request: Option<String>,
    },
    /// So much time has gone since the first attempt that the backend may have forgotten the key. Was it sent?
    Stale,
    /// A file was refused, and no byte of the entry has left: it may be edited.
    File {
        /// The file's name.
        name: String,
    },
}

impl Reason {
    /// A stable word for it, for messages and logs.
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
    /// A stable word for it, for messages and logs.
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
