//! Saves unsent comments in the browser's store, so that they survive a reload and a sign-in on another page.

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

/// The delay between the first unsaved keystroke and saving, in milliseconds.
const SOON: u32 = 400;
/// The first and the longest pause before a retry, in milliseconds.
const PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 60_000;

/// The name of the stored value.
fn name(request: &RequestId) -> String {
    ["comment/", &request.0].concat()
}

/// Restores the unsent comment on a request, for the current user and after each change of the user.
pub(crate) fn restore(
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
        // The comment was written while the store was closed.
        if untrack(|| !comments.is_saved(&request)) {
            save(comments, delivery, &request);
            return;
        }
        let request = request.clone();
        spawn_local(async move {
            let known = comments.stored(&request);
            let Some(found) = delivery.read_value(&me, &name(&request)).await else {
                return;
            };
            if delivery.is_gone() {
                return;
            }
            let is_lasting = found.is_lasting;
            let restored = comments.restore(&me, &request, &known, stored(&found), is_lasting);
            if !restored {
                save(comments, delivery, &request);
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

/// Saves the comment on a request after a short delay.
pub(crate) fn save(comments: Comments, delivery: Delivery, request: &RequestId) {
    delivery.want();
    if comments.mark_unsaved(request) {
        Timeout::new(SOON, move || {
            spawn_local(save_all(comments, delivery, PAUSE))
        })
        .forget();
    }
}

/// Saves all unsaved comments, one after the other. After a failure, it tries again after `pause` milliseconds.
async fn save_all(comments: Comments, delivery: Delivery, pause: u32) {
    while let Some(next) = comments.next_unsaved() {
        let written = next.written.as_ref();
        let value = written.map(|(text, key)| json!({ "text": text, "key": key }));
        let (author, name) = (&next.author.0, name(&next.request));
        let answer = delivery
            .replace_value(author, &name, value, next.known)
            .await;
        let found = match answer {
            Err(Outcome::Changed) => {
                let found = delivery.read_value(author, &name).await;
                found.filter(|found| found.revision != next.known)
            }
            _ => None,
        };
        if delivery.is_gone() {
            return;
        }
        match (answer, found) {
            (Ok(revision), _) => comments.saved(next, revision),
            (Err(_), Some(found)) => comments.merge_stored(&next, stored(&found)),
            (Err(_), None) => {
                if comments.pause_saving() {
                    try_again(comments, delivery, next.author, pause);
                }
                return;
            }
        }
    }
}

fn try_again(comments: Comments, delivery: Delivery, author: PersonId, pause: u32) {
    let again = move || {
        if !delivery.is_gone() && comments.resume_saving(&author) {
            let longer = pause.saturating_mul(2).min(LONGEST_PAUSE);
            spawn_local(save_all(comments, delivery, longer));
        }
    };
    Timeout::new(pause, again).forget();
}
