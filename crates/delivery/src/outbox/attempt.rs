//! The result of an attempt to send an entry.

use super::{Reason, Receipt};
use crate::{Millis, json};
use serde_json::Value;

/// The result of an attempt. Only `Recorded` and `Stopped` say anything about what the backend has.
#[derive(Clone, Debug, PartialEq)]
pub enum AttemptResult {
    /// The backend has recorded the entry.
    Recorded(Receipt),
    /// The result is unknown: there was no response, or one that asks to try again later.
    Unknown {
        /// The delay from `Retry-After`.
        asked: Option<Millis>,
    },
    /// The result is unknown: a successful response does not identify what was recorded, such as a 202 or the page of a
    /// captive portal.
    Unclear {
        /// The delay from `Retry-After`.
        asked: Option<Millis>,
    },
    /// The entry cannot proceed without the user.
    Stopped(Reason),
}

impl AttemptResult {
    /// No network, a timeout, or a truncated response.
    pub const LOST: Self = Self::Unknown { asked: None };

    /// Interprets a response.
    ///
    /// `body` is the content of the response if both its `Content-Type` and its text are JSON: a page that a proxy
    /// returns with status 200 is not a receipt. `asked` is the delay from `Retry-After`. `replayed` says whether the
    /// response had the header `Idempotent-Replayed: true`.
    #[must_use]
    pub fn read(status: u16, body: Option<&Value>, asked: Option<Millis>, replayed: bool) -> Self {
        let unknown = Self::Unknown { asked };
        let problem = body.and_then(problem_type);
        match (status, problem, body) {
            // A server that responds like this may do so every time, so it is not asked every second.
            (200..400, ..) => body
                .and_then(|body| receipt(body, replayed))
                .map_or(Self::Unclear { asked }, Self::Recorded),
            // A gateway may demand to sign in as well.
            (401, ..) => Self::Stopped(Reason::SignIn),
            (408 | 425 | 429, ..) | (400..500, Some("key-in-flight"), _) => unknown,
            (400..500, Some("key-reused"), Some(body)) => Self::Stopped(Reason::KeyReused {
                request: request_of(body),
            }),
            (400..500, Some("form-changed"), _) => Self::Stopped(Reason::FormChanged),
            (400..500, Some("sign-in"), _) => Self::Stopped(Reason::SignIn),
            (400..500, Some(_), Some(body)) => Self::Stopped(Reason::Refused {
                status,
                problem: body.clone(),
            }),
            // An intermediary such as a firewall refused it: a backend would have given a reason.
            (400..500, ..) => Self::Stopped(Reason::Blocked { status }),
            _ => unknown,
        }
    }
}

fn receipt(body: &Value, replayed: bool) -> Option<Receipt> {
    Some(Receipt {
        id: json::text(body, "id").filter(|id| !id.is_empty())?,
        number: json::text(body, "number").unwrap_or_default(),
        replayed,
    })
}

/// The last segment of a problem's type, or `None` if the body is not a problem document. For `about:blank` it is
/// `blank`.
fn problem_type(body: &Value) -> Option<&str> {
    let kind = body.get("type").and_then(Value::as_str);
    let kind = kind.or_else(|| body.get("title").map(|_| "about:blank"))?;
    kind.rsplit(':').next()
}

/// The request that a problem refers to, if any. Comments have no number.
fn request_of(problem: &Value) -> Option<String> {
    let current = problem.get("current")?;
    json::text(current, "number")?;
    json::text(current, "id").filter(|id| !id.is_empty())
}
