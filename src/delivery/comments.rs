//! Comments in the browser's store: what is written to a request outlives a reload, and a sign-in that leaves the page.

use super::Delivery;
use crate::api::Load;
use crate::app::App;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_contract::RequestId;
use serde_json::json;

/// How long after the first keystroke that is not stored a comment is, in milliseconds.
const SOON: u32 = 400;

/// Under this name it is stored.
fn name(request: &RequestId) -> String {
    ["comment/", &request.0].concat()
}

/// Follows who is here, and offers again what they wrote to a request and have not sent.
pub(crate) fn bring_back(app: App, delivery: Delivery, request: RequestId) {
    Effect::new(move || {
        let Load::Ready(portal) = app.portal.state() else {
            return;
        };
        let me = portal.sign_in.user.map(|me| me.id.0);
        let Some(me) = me.filter(|_| delivery.is_entered()) else {
            return;
        };
        // What was written while the store was closed.
        if untrack(|| !app.comments.is_kept(&request)) {
            keep(app, delivery, &request);
            return;
        }
        let request = request.clone();
        spawn_local(async move {
            let kept = delivery.aside(&me, &name(&request)).await;
            if app.is_gone() {
                return;
            }
            let word = |name: &str| Some(kept.as_ref()?.get(name)?.as_str()?.to_owned());
            match (word("text"), word("key")) {
                (Some(text), Some(key)) => app.comments.restore(&me, &request, text, key),
                // It was kept in memory, or in a store that the browser has cleared.
                _ if untrack(|| !app.comments.text(&request).is_empty()) => {
                    keep(app, delivery, &request)
                }
                _ => {}
            }
        });
    });
}

/// Stores what is written to a request in a moment, as it is then.
pub(crate) fn keep(app: App, delivery: Delivery, request: &RequestId) {
    delivery.want(app);
    if app.comments.wait_to_keep(request) {
        Timeout::new(SOON, move || spawn_local(store_all(app, delivery))).forget();
    }
}

/// Stores all that waits, one after the other: the store goes by what it had before.
async fn store_all(app: App, delivery: Delivery) {
    while let Some(next) = app.comments.next_to_keep() {
        let written = next.written.as_ref();
        let value = written.map(|(text, key)| json!({ "text": text, "key": key }));
        let name = name(&next.request);
        let is_stored = delivery.set_aside(&next.author.0, &name, value).await;
        if app.is_gone() || !app.comments.kept(&next, is_stored) {
            return;
        }
    }
}
