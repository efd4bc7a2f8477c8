//! One thing that is to reach the backend once.

use super::{Answer, Reason, Stage};
use crate::draft::Draft;
use crate::lease::Lease;
use crate::retry::Wait;
use crate::upload::Upload;
use crate::{DAY, Millis, json};
use serde_json::Value;

/// How long after it was last known not to be used a key may be used again without asking. Backends keep keys for 30 days; the days
/// in between are for clocks that go wrong.
pub const KEY_TRUSTED: Millis = 25 * DAY;

/// How long to wait at least after a success that does not name what was recorded, in milliseconds: whoever answers so
/// may well do it every time.
const UNCLEAR: Millis = 30_000;

/// An entry of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The idempotency key; names the entry too.
    pub key: String,
    /// Who sends it. The runner makes sure that it goes out in nobody else's name.
    pub user: String,
    /// What it is.
    pub intent: Intent,
    /// The exact bytes to send, the same at every attempt.
    pub body: String,
    /// When it came into the outbox.
    pub created_at: Millis,
    /// When the first attempt began.
    pub tried_at: Option<Millis>,
    /// How many attempts there were since the last that was blocked on its way, see [`Reason::Blocked`].
    pub attempts: u32,
    /// Where it stands.
    pub stage: Stage,
    /// What was typed after it was sent, one text a tab, each with the entry's key: they are versions of one order. If
    /// the entry was recorded, offer them as a comment.
    pub edits: Vec<Draft>,
    /// The backend has something else under this key, so that the draft in `intent` was not recorded either.
    pub unlike: bool,
}

/// What an entry is to do, and where it is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// A new request, with the draft that it was made of: editing gives it back.
    Request(Box<Draft>),
    /// A comment on a request.
    Comment {
        /// Names the request in the API.
        request: String,
        /// The request's number.
        number: String,
        /// What is said.
        text: String,
    },
}

/// Whether a sender should take an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Now,
    At(Millis),
    No,
}

impl Entry {
    /// Whether it may be edited or cancelled: no byte of it has left, the backend said that it did not record it, or all
    /// its attempts were blocked on their way. Where that proves nothing, [`Entry::may_have_arrived`] says so.
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

    /// Whether a free entry may have been received all the same: an attempt was blocked on its way, and only what blocked
    /// it has said so. A network can deliver a second copy of what it has refused once, and nobody can call that back:
    /// whoever edits or cancels has to be told. A draft made of the entry keeps the key, so that sending it again asks
    /// the backend.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        let is_unanswered = matches!(
            &self.stage,
            Stage::Queued(_) | Stage::NeedsYou(Reason::Blocked { .. } | Reason::File { .. })
        );
        is_unanswered && self.is_free() && self.tried_at.is_some()
    }

    /// Whether it waits for its author, who may change it: the backend has not recorded it.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.stage, Stage::NeedsYou(_)) && self.is_free()
    }

    /// What was typed and is not in what the backend has recorded: offer it as a comment.
    #[must_use]
    pub fn left(&self) -> Vec<&Draft> {
        let own = match &self.intent {
            Intent::Request(draft) if self.unlike => Some(draft.as_ref()),
            _ => None,
        };
        own.into_iter().chain(&self.edits).collect()
    }

    /// The entry with a text beside it that was typed after it was sent. What the same tab had there before is part of
    /// it. Nothing where the entry says that already.
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

    /// The entry with what a tab has left beside it. Nothing where it holds that already.
    pub(crate) fn with_left(&self, left: &Draft) -> Option<Self> {
        let sent = match &self.intent {
            Intent::Request(sent) => Some(sent.as_ref()),
            Intent::Comment { .. } => None,
        };
        if self.edits.iter().chain(sent).any(|text| text.holds(left)) {
            return None;
        }
        self.with_edit(left.clone())
    }

    /// Whether the draft that it was made of was last typed in this tab.
    pub(crate) fn is_of(&self, tab: &str) -> bool {
        matches!(&self.intent, Intent::Request(draft) if draft.tab == tab)
    }

    /// The files that the body names. One that a rule took out of the answers is kept with the draft alone.
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

    /// Whether every file that the body names has arrived.
    #[must_use]
    pub fn has_its_files(&self) -> bool {
        self.files().all(Upload::is_settled)
    }

    /// The entry before its first attempt, or in its author's hands where a file of it will never arrive.
    pub(crate) fn or_without_file(self) -> Self {
        let lost = self.files().find(|file| file.is_lost());
        match lost.map(|file| file.name.clone()) {
            Some(name) => self.at(Stage::NeedsYou(Reason::File { name })),
            None => self,
        }
    }

    /// Whether it is the turn of this entry. `alone`: no other tab can be sending. `nudged`: do not wait any longer.
    pub(crate) fn turn(&self, tab: &str, now: Millis, alone: bool, nudged: bool) -> Turn {
        match &self.stage {
            _ if !self.has_its_files() => Turn::No,
            Stage::Queued(wait) | Stage::Checking(wait) => {
                if nudged || wait.is_over(now) {
                    Turn::Now
                } else {
                    Turn::At(wait.until)
                }
            }
            // Whoever asks is not sending it, so it is another tab's, or that of a tab that died.
            Stage::Sending(_) if alone => Turn::Now,
            Stage::Sending(lease) => match Lease::take(Some(lease), tab, now) {
                Ok(_) => Turn::Now,
                Err(at) => Turn::At(at),
            },
            Stage::NeedsYou(Reason::SignIn) if nudged => Turn::Now,
            Stage::NeedsYou(_) | Stage::Acknowledged(_) => Turn::No,
        }
    }

    /// The entry when an attempt begins, or when it is too late for one.
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

    /// How long the attempt that begins with this entry may still take, in milliseconds: whoever sends has done with it
    /// before another tab may take it for that of a tab that died. A clock that was set says nothing, and ends it.
    #[must_use]
    pub fn time_left(&self, now: Millis) -> Millis {
        match &self.stage {
            Stage::Sending(lease) if !lease.is_over(now) => lease.until.saturating_sub(now),
            _ => 0,
        }
    }

    /// The entry after an attempt; `sent` is how it was sent. Nothing when the answer changes nothing any more.
    ///
    /// That these bytes were recorded is true whoever hears it. Any other answer counts for the attempt that it was
    /// given to: while another one is under way it proves nothing.
    pub(crate) fn answered(
        &self,
        sent: &Self,
        answer: &Answer,
        now: Millis,
        random: u32,
    ) -> Option<Self> {
        // The key may have come back with other bytes while a tab stood still.
        if self.body != sent.body {
            return None;
        }
        let current = self.stage == sent.stage && self.attempts == sent.attempts;
        Some(match answer {
            Answer::Recorded(_) if matches!(self.stage, Stage::Acknowledged(_)) => return None,
            Answer::Recorded(receipt) => self.at(Stage::Acknowledged(receipt.clone())),
            _ if !current => return None,
            Answer::Unknown { asked } => self.at(Stage::Checking(Wait::after(
                self.attempts,
                *asked,
                now,
                random,
            ))),
            Answer::Unclear { asked } => {
                let asked = Some(asked.unwrap_or_default().max(UNCLEAR));
                // Nobody has said "later": it may have arrived all the same.
                self.at(Stage::Checking(Wait {
                    asked: false,
                    ..Wait::after(self.attempts, asked, now, random)
                }))
            }
            Answer::Stopped(reason @ Reason::Blocked { .. }) if self.attempts == 1 => Self {
                // It almost certainly did not arrive. After an attempt that nobody answered, nothing would be known.
                attempts: 0,
                ..self.at(Stage::NeedsYou(reason.clone()))
            },
            Answer::Stopped(reason) => self.at(Stage::NeedsYou(reason.clone())),
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

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
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

/// What was typed after the entry of a key was sent. Earlier versions kept one text only, as `edit`, and left texts with
/// an older key beside an entry that was sent again as a new one.
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
