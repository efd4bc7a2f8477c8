//! An outbox entry: something that has to reach the backend exactly once.

use super::{AttemptResult, Reason, Stage};
use crate::draft::Draft;
use crate::lease::Lease;
use crate::retry::Wait;
use crate::store::RecordValue;
use crate::upload::Upload;
use crate::{DAY, Millis, json};
use serde_json::Value;

/// How long a key can be reused without asking the user, counted from when it was last known to be unused. Backends
/// keep keys for 30 days; the margin is for inaccurate clocks.
pub const KEY_TRUSTED: Millis = 25 * DAY;

/// The minimum pause in milliseconds after a success that does not identify what was recorded. A server that responds
/// like that may do so every time.
const UNCLEAR: Millis = 30_000;

/// An entry of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The idempotency key, which also identifies the entry.
    pub key: String,
    /// The id of the user who sends it. The runner ensures that it is sent in no other user's name.
    pub user: String,
    /// The kind of entry.
    pub intent: Intent,
    /// The exact request body, the same for every attempt.
    pub body: String,
    /// When the entry was created.
    pub created_at: Millis,
    /// When the first attempt started.
    pub tried_at: Option<Millis>,
    /// The number of attempts since the last one that was blocked by an intermediary, see [`Reason::Blocked`].
    pub attempts: u32,
    /// The current stage.
    pub stage: Stage,
    /// Edits made after sending, one per tab, each with the entry's key: they are versions of the same request. If the
    /// entry was recorded, offer them as a comment.
    pub edits: Vec<Draft>,
    /// Whether the backend has different content under this key, so that the draft in `intent` was not recorded either.
    pub unlike: bool,
}

/// What an entry does, and where it is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Creates a request. The draft is kept for editing.
    Request(Box<Draft>),
    /// Adds a comment to a request.
    Comment {
        /// The id of the request in the API.
        request: String,
        /// The number of the request.
        number: String,
        /// The text of the comment.
        text: String,
    },
}

/// Whether a sender should process an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Now,
    At(Millis),
    No,
}

impl Entry {
    /// Whether the entry may be edited or cancelled: no byte of it was sent, the backend said that it did not record
    /// it, or all attempts were blocked by an intermediary. Since the latter proves nothing, see
    /// [`Entry::may_have_arrived`].
    #[must_use]
    pub fn is_free(&self) -> bool {
        match &self.stage {
            Stage::Queued(_) => true,
            Stage::NeedsYou(reason) => match reason {
                Reason::Refused { .. } | Reason::FormChanged | Reason::File { .. } => true,
                Reason::SignIn => self.tried_at.is_none(),
                Reason::Blocked { .. } => self.attempts == 0,
                Reason::KeyReused { .. } | Reason::Stale => false,
            },
            Stage::Sending(_) | Stage::Checking(_) | Stage::Acknowledged(_) => false,
        }
    }

    /// Whether an entry that may be edited could still have been received: an attempt was blocked, and only the
    /// intermediary said so. A network can deliver a second copy of a request that it refused once, and nothing can
    /// undo that, so the user has to be told before editing or cancelling. A draft made from the entry keeps the key,
    /// so that sending it again asks the backend.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        let is_unanswered = matches!(
            &self.stage,
            Stage::Queued(_) | Stage::NeedsYou(Reason::Blocked { .. } | Reason::File { .. })
        );
        is_unanswered && self.is_free() && self.tried_at.is_some()
    }

    /// Whether it waits for its author, who may change it, because the backend has not recorded it.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.stage, Stage::NeedsYou(_)) && self.is_free()
    }

    /// Edits that are not part of what the backend has recorded. Offer them as a comment.
    #[must_use]
    pub fn unrecorded_edits(&self) -> Vec<&Draft> {
        let own = match &self.intent {
            Intent::Request(draft) if self.unlike => Some(draft.as_ref()),
            _ => None,
        };
        own.into_iter().chain(&self.edits).collect()
    }

    /// The entry with an edit that was made after sending. It replaces an earlier edit of the same tab. `None` if the
    /// entry already contains the edit.
    pub(crate) fn with_edit(&self, draft: Draft) -> Option<Self> {
        let draft = Draft {
            key: self.key.clone(),
            ..draft
        };
        let says_it = match (
            &self.intent,
            self.edits.iter().rev().find(|own| own.tab == draft.tab),
        ) {
            (_, Some(own)) => own.says_the_same(&draft),
            (Intent::Request(sent), None) => sent.says_the_same(&draft),
            (Intent::Comment { .. }, None) => false,
        };
        if says_it {
            return None;
        }
        let mut entry = self.clone();
        entry.edits.retain(|own| own.tab != draft.tab);
        entry.edits.push(draft);
        Some(entry)
    }

    /// The entry with the leftover of a tab merged in. `None` if it already contains it.
    pub(crate) fn with_leftover(&self, left: &Draft) -> Option<Self> {
        let sent = match &self.intent {
            Intent::Request(sent) => Some(sent.as_ref()),
            Intent::Comment { .. } => None,
        };
        if self.edits.iter().chain(sent).any(|text| text.holds(left)) {
            return None;
        }
        self.with_edit(left.clone())
    }

    /// Whether the draft of this entry was last edited in this tab.
    pub(crate) fn is_of(&self, tab: &str) -> bool {
        matches!(&self.intent, Intent::Request(draft) if draft.tab == tab)
    }

    /// The files that the body refers to. A file that a rule removed from the answers is only in the draft.
    pub fn files(&self) -> impl Iterator<Item = &Upload> {
        let files = match &self.intent {
            Intent::Request(draft) => draft.files.as_slice(),
            Intent::Comment { .. } => &[],
        };
        let is_named = |file: &&Upload| {
            self.body
                .contains(&["\"", file.name_in_answers(), "\""].concat())
        };
        files.iter().filter(is_named)
    }

    /// Whether every file that the body refers to has arrived.
    #[must_use]
    pub fn has_its_files(&self) -> bool {
        self.files().all(Upload::is_settled)
    }

    /// The entry before its first attempt, or waiting for the user if one of its files will never arrive.
    pub(crate) fn or_without_file(self) -> Self {
        let lost = self.files().find(|file| file.is_lost());
        match lost.map(|file| file.name.clone()) {
            Some(name) => self.at(Stage::NeedsYou(Reason::File { name })),
            None => self,
        }
    }

    /// Whether to process this entry now. `alone`: no other tab can be sending. `nudged`: end the current pause.
    pub(crate) fn turn(&self, tab: &str, now: Millis, alone: bool, nudged: bool) -> Due {
        match &self.stage {
            _ if !self.has_its_files() => Due::No,
            Stage::Queued(wait) | Stage::Checking(wait) => {
                if nudged || wait.is_over(now) {
                    Due::Now
                } else {
                    Due::At(wait.until)
                }
            }
            // The caller is not sending this entry, so another tab is, or was when it crashed.
            Stage::Sending(_) if alone => Due::Now,
            Stage::Sending(lease) => match Lease::take(Some(lease), tab, now) {
                Ok(_) => Due::Now,
                Err(at) => Due::At(at),
            },
            Stage::NeedsYou(Reason::SignIn) if nudged => Due::Now,
            Stage::NeedsYou(_) | Stage::Acknowledged(_) => Due::No,
        }
    }

    /// The entry at the start of an attempt, or the stale entry if its key is too old for one.
    pub(crate) fn begun(&self, tab: &str, now: Millis) -> Self {
        let first = self.tried_at.unwrap_or(now);
        // Another device may have sent the same draft.
        let unused = match &self.intent {
            Intent::Request(draft) => draft.unused_at,
            Intent::Comment { .. } => first,
        };
        if now.saturating_sub(first.min(unused)) > KEY_TRUSTED {
            return self.at(Stage::NeedsYou(Reason::Stale));
        }
        let mut entry = self.at(Stage::Sending(Lease {
            owner: tab.to_owned(),
            until: now.saturating_add(crate::lease::LENGTH),
        }));
        entry.tried_at = Some(first);
        entry.attempts = self.attempts.saturating_add(1);
        entry
    }

    /// The remaining time of this attempt in milliseconds. The attempt has to end before another tab may consider this
    /// one crashed. If the clock was changed, the remaining time is unknown, and the attempt ends.
    #[must_use]
    pub fn time_left(&self, now: Millis) -> Millis {
        match &self.stage {
            Stage::Sending(lease) if !lease.is_over(now) => lease.until.saturating_sub(now),
            _ => 0,
        }
    }

    /// The entry after an attempt; `sent` is the entry as it was sent. `None` if the response changes nothing any more.
    ///
    /// That the bytes were recorded is true for every attempt. Any other response concerns only its own attempt: while
    /// another one is in flight, it proves nothing.
    pub(crate) fn attempted(
        &self,
        sent: &Self,
        result: &AttemptResult,
        now: Millis,
        random: u32,
    ) -> Option<Self> {
        // The key may have been used again with other bytes while a tab was suspended.
        if self.body != sent.body {
            return None;
        }
        let current = self.stage == sent.stage && self.attempts == sent.attempts;
        Some(match result {
            AttemptResult::Recorded(_) if matches!(self.stage, Stage::Acknowledged(_)) => {
                return None;
            }
            AttemptResult::Recorded(receipt) => self.at(Stage::Acknowledged(receipt.clone())),
            _ if !current => return None,
            AttemptResult::Unknown { asked } => self.at(Stage::Checking(Wait::after(
                self.attempts,
                *asked,
                now,
                random,
            ))),
            AttemptResult::Unclear { asked } => {
                let asked = Some(asked.unwrap_or_default().max(UNCLEAR));
                // The server did not ask for a delay, so coming online ends the pause.
                self.at(Stage::Checking(Wait {
                    asked: false,
                    ..Wait::after(self.attempts, asked, now, random)
                }))
            }
            AttemptResult::Stopped(reason @ Reason::Blocked { .. }) if self.attempts == 1 => Self {
                // It almost certainly did not arrive. If an earlier attempt got no response, nothing would be known.
                attempts: 0,
                ..self.at(Stage::NeedsYou(reason.clone()))
            },
            AttemptResult::Stopped(reason) => self.at(Stage::NeedsYou(reason.clone())),
        })
    }

    /// The same entry at another stage.
    pub(crate) fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            ..self.clone()
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        json::record(vec![
            ("key", Value::from(self.key.as_str())),
            ("user", Value::from(self.user.as_str())),
            ("intent", self.intent.to_json()),
            ("body", Value::from(self.body.as_str())),
            ("createdAt", Value::from(self.created_at)),
            ("triedAt", self.tried_at.map_or(Value::Null, Value::from)),
            ("attempts", Value::from(self.attempts)),
            ("stage", self.stage.to_json()),
            ("edits", json::array(&self.edits, Draft::to_json)),
            ("unlike", Value::from(self.unlike)),
        ])
    }
}

impl RecordValue for Entry {
    fn from_json(value: &Value) -> Option<Self> {
        if !json::is_known(value) {
            return None;
        }
        let key = json::text(value, "key")?;
        Some(Self {
            edits: edits(value, &key)?,
            key,
            user: json::text(value, "user")?,
            intent: Intent::from_json(value.get("intent")?)?,
            body: json::text(value, "body")?,
            created_at: json::number(value, "createdAt")?,
            tried_at: json::optional(value, "triedAt", Value::as_u64)?,
            attempts: json::small(value, "attempts")?,
            stage: Stage::from_json(value.get("stage")?)?,
            unlike: json::flag(value, "unlike"),
        })
    }
}

impl Intent {
    fn to_json(&self) -> Value {
        json::object(match self {
            Self::Request(draft) => vec![("draft", draft.to_json())],
            Self::Comment {
                request,
                number,
                text,
            } => vec![
                ("request", Value::from(request.as_str())),
                ("number", Value::from(number.as_str())),
                ("text", Value::from(text.as_str())),
            ],
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        if let Some(draft) = value.get("draft") {
            return Draft::from_json(draft).map(Box::new).map(Self::Request);
        }
        Some(Self::Comment {
            request: json::text(value, "request")?,
            number: json::text(value, "number")?,
            text: json::text(value, "text")?,
        })
    }
}

/// The edits made after the entry with this key was sent. Earlier versions stored only one, as `edit`, and left edits
/// with an older key in an entry that was sent again as a new one.
fn edits(value: &Value, key: &str) -> Option<Vec<Draft>> {
    let mut edits = match value.get("edits") {
        Some(_) => json::list(value, "edits", Draft::from_json)?,
        None => {
            let only = json::optional(value, "edit", Draft::from_json)?;
            only.into_iter().collect()
        }
    };
    for edit in &mut edits {
        key.clone_into(&mut edit.key);
    }
    Some(edits)
}
