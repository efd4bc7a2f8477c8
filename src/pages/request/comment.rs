//! Writing something to those who work on a request.

use crate::app::App;
use crate::client::{Failure, Resource, new_key};
use crate::ui;
use crate::words::t;
use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use portico_contract::{Request, RequestId};

/// A field that keeps its text in `draft` until it was sent.
pub(super) fn view(
    app: App,
    id: RequestId,
    request: Resource<Request>,
    draft: RwSignal<String>,
) -> AnyView {
    let sending = Sending {
        app,
        id: StoredValue::new(id),
        request,
        draft,
        key: StoredValue::new(new_key()),
        busy: RwSignal::new(false),
        missing: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let typed = move |event: ev::Event| {
        sending.missing.set(false);
        draft.set(event_target_value(&event));
    };
    let busy = Signal::derive(move || sending.busy.get().then_some("true"));
    let invalid = Signal::derive(move || sending.missing.get().then_some("true"));
    let described = Signal::derive(move || sending.missing.get().then_some("comment-error"));
    let most = app
        .discovered(|portal| {
            portal
                .capabilities
                .comments
                .as_ref()
                .and_then(|c| c.max_characters)
        })
        .flatten();
    view! {
        <form class="form comment-form" novalidate on:submit=ui::on(send)>
            <div class="field" class:field-wrong=sending.missing>
                <label class="field-label" for="comment">{t!(app, "comment-label")}</label>
                {ui::live(move || sending.missing.get().then(|| view! {
                    <p class="field-error" id="comment-error">{ui::icon(ui::Icon::CircleAlert)}<span>{t!(app, "comment-missing")}</span></p>
                }))}
                <textarea
                    class="input input-multi"
                    id="comment"
                    rows="4"
                    maxlength=most
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=draft
                    on:input=ui::on(typed)
                ></textarea>
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

#[derive(Clone, Copy)]
struct Sending {
    app: App,
    id: StoredValue<RequestId>,
    request: Resource<Request>,
    draft: RwSignal<String>,
    /// One intent: renewed once the comment was recorded.
    key: StoredValue<String>,
    busy: RwSignal<bool>,
    missing: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Sending {
    fn send(self) {
        let text = self.draft.get_untracked();
        if text.trim().is_empty() {
            self.missing.set(true);
            ui::focus(self.app, "#comment");
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
                Err(failure) => {
                    app.report(&failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }
}
