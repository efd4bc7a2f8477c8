//! Sends outbox entries and drafts: stored bodies, and responses with everything that tells whether the bodies have
//! arrived.

use super::http::{Call, DISCOVERY, answer_of, answer_of_type, quoted};
use super::json::Json;
use super::{Client, Failure, JsonResponse as Body, to_json};
use crate::route::encode;
use leptos::prelude::Update;
use portico_contract::{
    AUTHOR, Draft, DraftSummary, IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED, NewDraft, Page, Portal,
    Problem, ProblemType,
};
use portico_delivery::Millis;
use portico_delivery::outbox::{AttemptResult, Entry, Intent, Reason};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The outcome of storing a draft on the server.
pub(crate) enum PutOutcome {
    /// It is stored, with this entity tag.
    Stored { tag: String },
    /// Another device has changed it in the meantime; this is its version.
    Newer { draft: Box<Draft>, tag: String },
    /// The draft to replace no longer exists, or a request was sent with its key.
    Absent,
    /// The server refuses it.
    Refused,
    /// The outcome is unknown; `asked` is the delay that the server asks for.
    Failed { asked: Option<Millis> },
}

impl Client {
    /// Sends an outbox entry, byte for byte, only in the name of its author, and only once: if a token is refused, the
    /// next one may belong to another user.
    pub(crate) async fn deliver(self, entry: &Entry) -> AttemptResult {
        let path = match &entry.intent {
            Intent::Request(_) => "/requests".to_owned(),
            Intent::Comment { request, .. } => format!("/requests/{}/comments", encode(request)),
        };
        let (key, author) = (quoted(&entry.key), encode(&entry.user));
        let names_author = self.inner.try_with_value(|inner| inner.author.is_some());
        let author = Some((AUTHOR, author.as_str())).filter(|_| names_author == Some(true));
        let headers: Vec<_> = [(IDEMPOTENCY_KEY, key.as_str())]
            .into_iter()
            .chain(author)
            .collect();
        let call = Call::new("POST", &path)
            .headers(&headers)
            .body(&*entry.body);
        let sent = self.send(call).await;
        let Ok(reply) = sent else {
            return AttemptResult::LOST;
        };
        let (status, asked) = (reply.status(), reply.asked());
        let replayed = reply.header(IDEMPOTENT_REPLAYED).as_deref() == Some("true");
        let body = match answer_of_type(&path, reply).await {
            // A truncated response proves nothing, whatever its status.
            Some(Err(_)) => return AttemptResult::Unknown { asked },
            body => body.and_then(Result::ok),
        };
        self.inner.try_update_value(|inner| {
            // Cached responses may be out of date now.
            inner.drop_responses();
            if status == 401 {
                inner.token = None;
            }
        });
        let body = body.as_ref().map(|Body { body, .. }| body);
        let result = AttemptResult::read(status, body, asked, replayed);
        let is_odd = match &result {
            AttemptResult::Stopped(reason) => matches!(reason, Reason::Blocked { .. }),
            AttemptResult::Unclear { .. } => true,
            _ => false,
        };
        if is_odd {
            Failure::broken(
                &path,
                &format!("status {status}, which does not say whether it was recorded"),
            );
        }
        result
    }

    /// The current user, from the backend and not from the cache. If discovery has returned another user, those who
    /// follow [`Client::track_strangers`] are notified; until then nothing is written in the new user's name.
    pub(crate) async fn who(self) -> Result<Option<String>, Failure> {
        let (Portal { sign_in, .. }, _) = self.fresh(DISCOVERY).await?;
        let user = sign_in.user.as_ref().map(|me| me.id.0.clone());
        if self.inner.try_with_value(|inner| inner.user == user) == Some(true) {
            self.write_as(&sign_in);
        } else {
            self.strangers.try_update(|strangers| *strangers += 1);
        }
        Ok(user)
    }

    /// The drafts that all devices of this user have stored on the server, without their answers.
    pub(crate) async fn server_drafts(self) -> Result<Page<DraftSummary>, Failure> {
        Ok(self.fresh("/drafts?limit=100").await?.0)
    }

    /// The server's draft for a service, with its entity tag.
    pub(crate) async fn server_draft(self, service: &str) -> Result<(Draft, String), Failure> {
        // Most forms have none: drafts that the list does not contain are not requested, to avoid an error in the
        // console.
        let page = self.server_drafts().await?;
        let is_listed = page
            .items
            .iter()
            .any(|draft| draft.service.id.as_str() == service);
        if !is_listed && page.next.is_none() {
            return Err(Failure::NotFound);
        }
        self.fresh(&draft_path(service)).await
    }

    /// Stores a draft on the server: in place of the one with this tag, or as a new one.
    pub(crate) async fn put_draft(
        self,
        service: &str,
        draft: &NewDraft,
        tag: Option<&str>,
    ) -> PutOutcome {
        let path = draft_path(service);
        let condition = match tag {
            Some(tag) => ("If-Match", tag),
            None => ("If-None-Match", "*"),
        };
        let put = async {
            let body = to_json(draft)?;
            let headers = [condition];
            let call = Call::new("PUT", &path).headers(&headers).body(&*body);
            let response = self.answered(call).await?;
            let tag = response.header("ETag").unwrap_or_default();
            let asked = response.asked();
            match response.status() {
                200..300 => Ok(PutOutcome::Stored { tag }),
                404 | 410 => Ok(PutOutcome::Absent),
                408 | 425 | 429 | 500.. => Ok(PutOutcome::Failed { asked }),
                status => {
                    let problem = answer_of(&path, response).await?.read::<Problem>()?;
                    let sent = problem.kind == ProblemType::KeyReused;
                    let current = problem
                        .current
                        .as_ref()
                        .filter(|_| !sent)
                        .and_then(|current| {
                            Draft::deserialize(Json::of(current)).ok().map(Box::new)
                        });
                    Ok(match current {
                        Some(draft) => PutOutcome::Newer { draft, tag },
                        None if sent || status == 412 => PutOutcome::Absent,
                        None => PutOutcome::Refused,
                    })
                }
            }
        };
        put.await
            .unwrap_or_else(|_: Failure| PutOutcome::Failed { asked: None })
    }

    /// Deletes a draft from the server, if it still has this tag.
    pub(crate) async fn delete_draft(self, service: &str, tag: &str) -> Result<(), Failure> {
        let (path, headers) = (draft_path(service), [("If-Match", tag)]);
        let call = Call::new("DELETE", &path).headers(&headers);
        self.exchange(call).await.map(drop)
    }

    /// Reads without the cache. Returns the result and its entity tag.
    async fn fresh<T: DeserializeOwned>(self, path: &str) -> Result<(T, String), Failure> {
        let response = self.exchange(Call::new("GET", path)).await?;
        let tag = response.header("ETag").unwrap_or_default();
        Ok((answer_of(path, response).await?.read()?, tag))
    }
}

fn draft_path(service: &str) -> String {
    format!("/drafts/{}", encode(service))
}
