//! What an attempt to send came to.

use super::{Reason, Receipt};
use crate::{Millis, json};
use serde_json::Value;

/// What an attempt came to. Only the first and the last say anything about what the backend has.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The backend has it.
    Recorded(Receipt),
    /// Nobody knows: no answer, or one that says "later".
    Unknown {
        /// What `Retry-After` asked for, as a length of time.
        asked: Option<Millis>,
    },
    /// Nobody knows: a success that does not name what was recorded, such as 202 or a page that a network shows.
    Unclear {
        /// What `Retry-After` asked for, as a length of time.
        asked: Option<Millis>,
    },
    /// The backend will not go on without a person.
    Stopped(Reason),
}

impl Answer {
    /// No network, no answer in time, or an answer that broke off.
    pub const LOST: Self = Self::Unknown { asked: None };

    /// Reads an answer.
    ///
    /// `body` is the answer's content if it was JSON by its `Content-Type` and by its text: a page that a proxy shows
    /// with status 200 is no receipt. `asked` is `Retry-After` as a length of time. `replayed` says whether the answer
    /// came with `Idempotent-Replayed: true`.
    #[must_use]
    pub fn read(status: u16, body: Option<&Value>, asked: Option<Millis>, replayed: bool) -> Self {
        let unknown = Self::Unknown { asked };
        let problem = body.and_then(problem_type);
        match (status, problem, body) {
            // Whoever answers like this every time is not asked every second.
            (200..400, ..) => body
                .and_then(|body| receipt(body, replayed))
                .map_or(Self::Unclear { asked }, Self::Recorded),
            // That somebody has to sign in may well be said by a gateway.
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
            // Something in between refused it, such as a firewall: a backend would have said why.
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

/// The last word of a problem's type; nothing where the body is no problem document. `about:blank` has `blank`.
fn problem_type(body: &Value) -> Option<&str> {
    let kind = body.get("type").and_then(Value::as_str);
    let kind = kind.or_else(|| body.get("title").map(|_| "about:blank"))?;
    kind.rsplit(':').next()
}

/// The request that a problem is about, where it holds one: comments have no number.
fn request_of(problem: &Value) -> Option<String> {
    let current = problem.get("current")?;
    json::text(current, "number")?;
    json::text(current, "id").filter(|id| !id.is_empty())
}
