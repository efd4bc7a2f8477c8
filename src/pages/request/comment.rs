//! Writing something to those who work on a request.

use crate::app::App;
use crate::client::{Failure, Resource, new_key};
use crate::ui;
use crate::words::t;
use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use portico_contract::{Portal, Request, RequestId};

/// A field that keeps its text until it was sent.
pub(super) fn view(sending: Sending) -> AnyView {
    let (app, draft) = (sending.app, sending.draft);
    let most = sending.most();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let typed = move |event: ev::Event| {
        // What was wrong is about another text now.
        sending.wrong.set(None);
        draft.set(event_target_value(&event));
    };
    let busy = Signal::derive(move || sending.busy.get().then_some("true"));
    let is_wrong = Signal::derive(move || sending.wrong.with(Option::is_some));
    let invalid = Signal::derive(move || is_wrong.get().then_some("true"));
    let described = Signal::derive(move || is_wrong.get().then_some("comment-error"));
    let room = move || {
        let left = f64::from(most?) - count(&draft.read());
        ui::room(app, left, f64::from(most?))
    };
    view! {
        <form class="form comment-form" novalidate on:submit=ui::on(send)>
            <div class="field" class:field-wrong=is_wrong>
                <label class="field-label" for="comment">{t!(app, "comment-label")}</label>
                {ui::live(move || sending.wrong.get().map(|words| view! {
                    <p class="field-error" id="comment-error">{ui::icon(ui::Icon::CircleAlert)}<span>{words}</span></p>
                }))}
                <textarea
                    class="input input-multi"
                    id="comment"
                    rows="4"
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=draft
                    on:input=ui::on(typed)
                ></textarea>
                {ui::live(room)}
            </div>
            {ui::live(move || sending.failure.get().map(|failure| view! {
                {ui::failed(app, &failure, move || sending.send())}
                <p class="hint">{ui::icon(ui::Icon::Info)}<span>{t!(app, "comment-kept")}</span></p>
            }))}
            <button class="button" type="submit" aria-disabled=busy>
                {ui::live(move || if sending.busy.get() { t!(app, "form-sending") } else { t!(app, "comment-send") })}
            </button>
        </form>
    }
    .into_any()
}

/// A comment in the making. It belongs to the page: what surrounds it is drawn anew whenever the request, or who is signed
/// in, is read again.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    app: App,
    id: StoredValue<RequestId>,
    request: Resource<Request>,
    draft: RwSignal<String>,
    /// One intent: renewed once the comment was recorded.
    key: StoredValue<String>,
    busy: RwSignal<bool>,
    /// What is wrong with the text, until it is edited.
    wrong: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
}

impl Sending {
    pub(super) fn new(app: App, id: RequestId, request: Resource<Request>) -> Self {
        Self {
            app,
            draft: unsent(app, &id),
            id: StoredValue::new(id),
            request,
            key: StoredValue::new(new_key()),
            busy: RwSignal::new(false),
            wrong: RwSignal::new(None),
            failure: RwSignal::new(None),
        }
    }

    /// The most characters that the backend takes.
    fn most(self) -> Option<u32> {
        let comments = |portal: &Portal| portal.capabilities.comments.clone();
        untrack(|| self.app.discovered(comments))
            .flatten()?
            .max_characters
    }

    fn send(self) {
        let text = self.draft.get_untracked();
        let app = self.app;
        if text.trim().is_empty() {
            self.say(t!(app, "comment-missing"));
            return;
        }
        if let Some(most) = self
            .most()
            .map(f64::from)
            .filter(|most| count(&text) > *most)
        {
            self.say(t!(app, "wrong-max-length", count = most));
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let (app, id, key) = (self.app, self.id.get_value(), self.key.get_value());
        spawn_local(async move {
            let answer = app.client.send_comment(&id, text, &key).await;
            if app.is_gone() || self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    self.draft.set(String::new());
                    self.key.set_value(new_key());
                    app.announce(t!(app, "comment-sent"));
                    self.request.retry();
                }
                Err(failure) if !failure.field_errors().is_empty() => {
                    // There is one field only.
                    self.say(app.failure_title(&failure));
                    app.report(&failure);
                }
                Err(failure) => {
                    app.report(&failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    /// Says what is wrong with the text, and leads to it.
    fn say(self, words: String) {
        self.wrong.set(Some(words));
        ui::focus(self.app, "#comment");
    }
}

/// The text that was not sent yet, which outlives the screen: somebody may have to sign in first.
fn unsent(app: App, id: &RequestId) -> RwSignal<String> {
    let user = untrack(|| app.discovered(|portal| portal.sign_in.user.clone()));
    let key = (user.flatten().map(|me| me.id), id.clone());
    let before = app.comments.with_value(|all| all.get(&key).cloned());
    let draft = RwSignal::new(before.unwrap_or_default());
    Effect::new(move || {
        let text = draft.get();
        app.comments.update_value(|all| match text.as_str() {
            "" => drop(all.remove(&key)),
            _ => drop(all.insert(key.clone(), text)),
        });
    });
    draft
}

/// How many characters a text has, as the backend counts them.
#[expect(clippy::cast_precision_loss, reason = "nobody writes 2^53 characters")]
fn count(text: &str) -> f64 {
    text.chars().count() as f64
}
