//! A model of a backend that records each request, comment and draft once per key.

use crate::store::{Token, token_in};
use portico_delivery::{DAY, Millis};
use serde_json::{Value, json};

/// How long a key is remembered.
pub(crate) const KEYS_KEPT: Millis = 30 * DAY;

pub(crate) struct Recorded {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) body: String,
    /// The text that it contains.
    pub(crate) token: Option<Token>,
    pub(crate) is_comment: bool,
    pub(crate) at: Millis,
}

pub(crate) struct ServerDraft {
    pub(crate) service: String,
    pub(crate) key: String,
    pub(crate) form_version: String,
    pub(crate) answers: Value,
    pub(crate) etag: u64,
    pub(crate) device: String,
}

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) recorded: Vec<Recorded>,
    pub(crate) drafts: Vec<ServerDraft>,
    /// The keys of requests being processed.
    running: Vec<String>,
    etags: u64,
    /// The version of all forms.
    pub(crate) form_version: u64,
}

/// The immediate reaction of the backend.
pub(crate) enum Reaction {
    Answered(u16, Value, bool),
    /// The request is being processed; call [`Server::finish`] later.
    Working,
}

impl Server {
    pub(crate) fn begin(&mut self, key: &str, body: &str, now: Millis) -> Reaction {
        if self.running.iter().any(|running| running == key) {
            return problem(409, "key-in-flight", None);
        }
        if let Some(one) = self.remembered(key, now) {
            if one.body != body {
                // Only some backends name the request.
                let id = one.at.is_multiple_of(2).then(|| one.id.clone());
                return problem(422, "key-reused", id);
            }
            return Reaction::Answered(201, answer(one), true);
        }
        let content: Value = serde_json::from_str(body).unwrap_or_default();
        if content.get("text").is_none() {
            if content.get("v").and_then(Value::as_u64) != Some(self.form_version) {
                return problem(409, "form-changed", None);
            }
            // Some answers are permanently invalid.
            if token_in(&content).is_some_and(|token| token % 7 == 3) {
                return problem(422, "invalid", None);
            }
        }
        self.running.push(key.to_owned());
        Reaction::Working
    }

    fn remembered(&self, key: &str, now: Millis) -> Option<&Recorded> {
        let kept = |one: &&Recorded| one.key == key && one.at + KEYS_KEPT > now;
        self.recorded.iter().find(kept)
    }

    /// Whether the key of a sent request is remembered. If so, a draft with this key is refused.
    pub(crate) fn remembers(&self, key: &str, now: Millis) -> bool {
        self.remembered(key, now).is_some()
    }

    /// Finishes processing: records the request and its response in one transaction, and deletes a draft with the same
    /// content.
    pub(crate) fn finish(
        &mut self,
        key: &str,
        body: &str,
        now: Millis,
        fails: bool,
    ) -> (u16, Value) {
        self.running.retain(|running| running != key);
        if fails {
            return (500, json!({"title": "Something broke"}));
        }
        let content: Value = serde_json::from_str(body).unwrap_or_default();
        let comment = content.get("text").and_then(Value::as_str);
        let token = match comment {
            Some(text) => text.parse().ok(),
            None => token_in(&content),
        };
        // Only a draft with exactly the sent content is deleted: a copy with other content is unsent work, whatever its
        // key.
        let service = content.get("service").and_then(Value::as_str);
        self.drafts.retain(|draft| {
            Some(draft.service.as_str()) != service || token_in(&draft.answers) != token
        });
        let one = Recorded {
            id: format!("r{}", self.recorded.len() + 1),
            key: key.to_owned(),
            body: body.to_owned(),
            token,
            is_comment: comment.is_some(),
            at: now,
        };
        let said = answer(&one);
        self.recorded.push(one);
        (201, said)
    }

    /// The backend crashes, and requests being processed are not recorded.
    pub(crate) fn crash(&mut self) {
        self.running.clear();
    }

    pub(crate) fn is_running(&self, key: &str) -> bool {
        self.running.iter().any(|running| running == key)
    }

    pub(crate) fn draft(&self, service: &str) -> Option<&ServerDraft> {
        self.drafts.iter().find(|draft| draft.service == service)
    }

    /// `DELETE /drafts/{service}` for the draft with this entity tag.
    pub(crate) fn take_off(&mut self, etag: Option<&str>) {
        let etag = etag.and_then(|etag| etag.parse().ok());
        self.drafts.retain(|draft| Some(draft.etag) != etag);
    }

    /// `PUT /drafts/{service}`: the new entity tag, or `None` if the precondition fails.
    pub(crate) fn put_draft(&mut self, mut new: ServerDraft, known: Option<u64>) -> Option<u64> {
        if self.draft(&new.service).map(|draft| draft.etag) != known {
            return None;
        }
        self.etags += 1;
        new.etag = self.etags;
        self.drafts.retain(|draft| draft.service != new.service);
        self.drafts.push(new);
        Some(self.etags)
    }

    pub(crate) fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        let drafts = self
            .drafts
            .iter()
            .filter_map(|draft| token_in(&draft.answers));
        self.recorded
            .iter()
            .filter_map(|one| one.token)
            .chain(drafts)
    }
}

fn answer(one: &Recorded) -> Value {
    json!({"id": one.id, "number": format!("REQ-{}", one.id)})
}

fn problem(status: u16, kind: &str, request: Option<String>) -> Reaction {
    let mut body = json!({"type": format!("urn:portico:problem:{kind}"), "title": kind});
    if let (Some(id), Value::Object(members)) = (request, &mut body) {
        let current = json!({"id": id, "number": format!("REQ-{id}")});
        members.insert("current".to_owned(), current);
    }
    Reaction::Answered(status, body, false)
}
