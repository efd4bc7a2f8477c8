//! Comments in the browser's store: what is written to a request outlives a reload, and a sign-in that leaves the page.

use super::Delivery;
use super::key_value::StoredItem;
use crate::api::Load;
use crate::comments::{Comments, StoredComment};
use crate::reactive::{effect, spawn_local};
use crate::session::Session;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::{PersonId, RequestId};
use portico_delivery::store::Outcome;
use serde_json::json;

/// How long after the first keystroke that is not stored a comment is, in milliseconds.
const SOON: u32 = 400;
/// How long after it was not taken it is tried again, in milliseconds, and at most.
const PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 60_000;

/// Under this name it is stored.
fn name(request: &RequestId) -> String {
    ["comment/", &request.0].concat()
}

/// Follows who is here, and offers again what they wrote to a request and have not sent.
pub(crate) fn bring_back(
    session: Session,
    comments: Comments,
    delivery: Delivery,
    request: RequestId,
) {
    effect(move || {
        let Load::Ready(portal) = session.state() else {
            return;
        };
        let me = portal.sign_in.user.map(|me| me.id.0);
        let Some(me) = me.filter(|_| delivery.is_entered()) else {
            return;
        };
        // What was written while the store was closed.
        if untrack(|| !comments.is_kept(&request)) {
            keep(comments, delivery, &request);
            return;
        }
        let request = request.clone();
        spawn_local(async move {
            let known = comments.stored(&request);
            let Some(found) = delivery.read_aside(&me, &name(&request)).await else {
                return;
            };
            if delivery.is_gone() {
                return;
            }
            let is_lasting = found.is_lasting;
            let restored = comments.restore(&me, &request, &known, stored(&found), is_lasting);
            if !restored {
                keep(comments, delivery, &request);
            }
        });
    });
}

fn stored(found: &StoredItem) -> StoredComment {
    let word = |name: &str| Some(found.value.as_ref()?.get(name)?.as_str()?.to_owned());
    StoredComment {
        revision: found.revision,
        written: word("text").zip(word("key")),
    }
}

/// Stores what is written to a request in a moment, as it is then.
pub(crate) fn keep(comments: Comments, delivery: Delivery, request: &RequestId) {
    delivery.want();
    if comments.wait_to_keep(request) {
        Timeout::new(SOON, move || {
            spawn_local(store_all(comments, delivery, PAUSE))
        })
        .forget();
    }
}

/// Stores all that waits, one after the other. What the store does not take is tried again after a pause, in milliseconds.
async fn store_all(comments: Comments, delivery: Delivery, pause: u32) {
    while let Some(next) = comments.next_to_keep() {
        let written = next.written.as_ref();
        let value = written.map(|(text, key)| json!({ "text": text, "key": key }));
        let (author, name) = (&next.author.0, name(&next.request));
        let answer = delivery
            .replace_aside(author, &name, value, next.known)
            .await;
        let found = match answer {
            Err(Outcome::Changed) => {
                let found = delivery.read_aside(author, &name).await;
                found.filter(|found| found.revision != next.known)
            }
            _ => None,
        };
        if delivery.is_gone() {
            return;
        }
        match (answer, found) {
            (Ok(revision), _) => comments.kept(next, revision),
            (Err(_), Some(found)) => comments.found_changed(&next, stored(&found)),
            (Err(_), None) => {
                if comments.pause_keeping() {
                    try_again(comments, delivery, next.author, pause);
                }
                return;
            }
        }
    }
}

fn try_again(comments: Comments, delivery: Delivery, author: PersonId, pause: u32) {
    let again = move || {
        if !delivery.is_gone() && comments.resume_keeping(&author) {
            let longer = pause.saturating_mul(2).min(LONGEST_PAUSE);
            spawn_local(store_all(comments, delivery, longer));
        }
    };
    Timeout::new(pause, again).forget();
}
