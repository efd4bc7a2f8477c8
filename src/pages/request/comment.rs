//! The comment field of a request.

use crate::api::{Failure, Resource};
use crate::comments::Comments;
use crate::delivery::{Delivery, comments};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_contract::{Portal, ProblemType, Request, RequestId};

/// A field that keeps its text until it is sent.
pub(super) fn view(sending: CommentForm) -> View {
    let CommentForm {
        context,
        comments,
        text: draft,
        ..
    } = sending;
    let most = sending.most();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let typed = move |event: ev::Event| {
        // The error belongs to another text now.
        sending.error.set(None);
        let text = event_target_value(&event);
        sending.id.with_value(|id| {
            comments.write(id, text);
            comments::save(comments, sending.delivery, id);
        });
    };
    let busy = Signal::derive(move || sending.busy.get().then_some("true"));
    let is_invalid = Signal::derive(move || sending.error.with(Option::is_some));
    let invalid = Signal::derive(move || is_invalid.get().then_some("true"));
    let described = Signal::derive(move || is_invalid.get().then_some("comment-error"));
    let kept = Signal::derive(move || {
        let is_saved = sending.id.with_value(|id| comments.is_saved(id));
        is_saved.then_some("true")
    });
    let room = move || {
        let left = f64::from(most?) - count(&draft.read());
        ui::room(context.i18n, left, f64::from(most?))
    };
    view! {
        <form class="form comment-form" novalidate data-kept=kept on:submit=send>
            <div class="field" class:field-invalid=is_invalid>
                <label class="field-label" for="comment">{t!(context.i18n, "comment-label")}</label>
                {ui::live(move || sending.error.get().map(|words| view! {
                    <p class="field-error" id="comment-error">{ui::icon(ui::Icon::CircleAlert)}<span>{words}</span></p>
                }))}
                <textarea
                    class="input input-multi"
                    id="comment"
                    rows="4"
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=draft
                    on:input=typed
                ></textarea>
                {ui::live(room)}
            </div>
            {ui::live(move || sending.failure.get().map(|failure| failed(sending, &failure)))}
            <button class="button" type="submit" aria-disabled=busy>
                {ui::live(move || if sending.busy.get() { t!(context.i18n, "form-sending") } else { t!(context.i18n, "comment-send") })}
            </button>
        </form>
    }
}

fn failed(sending: CommentForm, failure: &Failure) -> View {
    let context = sending.context;
    // The text was edited after an attempt whose response was lost.
    if failure.problem_type() == Some(ProblemType::KeyReused) {
        let (title, text) = (
            t!(context.i18n, "comment-not-sent"),
            t!(context.i18n, "comment-maybe-sent"),
        );
        return ui::alert(title, text, ().into_view());
    }
    view! {
        {ui::failed(context, failure, move || sending.send())}
        <p class="hint">{ui::icon(ui::Icon::Info)}<span>{t!(context.i18n, "comment-kept")}</span></p>
    }
}

/// The comment field of a page, which is rendered again whenever the request or the user changes. Its text outlives
/// the page.
#[derive(Clone, Copy)]
pub(super) struct CommentForm {
    context: PageContext,
    comments: Comments,
    delivery: Delivery,
    id: StoredValue<RequestId>,
    text: Memo<String>,
    busy: Memo<bool>,
    /// The error of the text, until it is edited.
    error: RwSignal<Option<String>>,
    failure: Memo<Option<Failure>>,
}

impl CommentForm {
    pub(super) fn new(
        context: PageContext,
        comments: Comments,
        delivery: Delivery,
        id: RequestId,
        request: Resource<Request>,
    ) -> Self {
        let id = StoredValue::new(id);
        let unsent = comments;
        // It may have been sent before the user left and came back.
        Effect::new(move |before: Option<u32>| {
            let recorded = unsent.recorded();
            if before.is_some() {
                request.retry();
            }
            recorded
        });
        id.with_value(|id| comments::restore(context.session, comments, delivery, id.clone()));
        Self {
            context,
            comments,
            delivery,
            id,
            text: Memo::new(move |_| id.with_value(|id| unsent.text(id))),
            busy: Memo::new(move |_| id.with_value(|id| unsent.is_sending(id))),
            error: RwSignal::new(None),
            failure: Memo::new(move |_| id.with_value(|id| unsent.failure(id))),
        }
    }

    /// The maximum number of characters that the backend accepts.
    fn most(self) -> Option<u32> {
        let comments = |portal: &Portal| portal.capabilities.comments.clone();
        untrack(|| self.context.session.discovered(comments))
            .flatten()?
            .max_characters
    }

    fn send(self) {
        let text = self.text.get_untracked();
        let Self {
            context, comments, ..
        } = self;
        if text.trim().is_empty() {
            self.say(t!(context.i18n, "comment-missing"));
            return;
        }
        if let Some(most) = self
            .most()
            .map(f64::from)
            .filter(|most| count(&text) > *most)
        {
            self.say(t!(context.i18n, "error-max-length", count = most));
            return;
        }
        let id = self.id.get_value();
        let Some((text, key)) = comments.begin(&id) else {
            return;
        };
        spawn_local(async move {
            let answer = context.client.send_comment(&id, text, &key).await;
            if context.host.is_gone() {
                return;
            }
            // The page may have been left by now, or the user may have changed.
            match answer {
                Ok(_) => {
                    // Another user may have commented on the same request.
                    if comments.sent(&key) {
                        comments::save(comments, self.delivery, &id);
                        context.announcer.announce(t!(context.i18n, "comment-sent"));
                    }
                }
                Err(failure) => {
                    // There is only one field.
                    let is_said = !failure.field_errors().is_empty()
                        && self.say(ui::failure_title(context.i18n, &failure));
                    if comments.failed(&key, &failure, is_said) {
                        comments::save(comments, self.delivery, &id);
                        ui::report(context.i18n, context.host, context.session, &failure);
                    }
                }
            }
        });
    }

    /// Displays the error of the text, and moves the focus to it. Returns whether the page still exists.
    fn say(self, words: String) -> bool {
        let is_there = self.error.try_set(Some(words)).is_none();
        if is_there {
            ui::focus(self.context.host, "#comment");
        }
        is_there
    }
}

/// The number of characters of a text, as the backend counts them.
#[expect(clippy::cast_precision_loss, reason = "nobody writes 2^53 characters")]
fn count(text: &str) -> f64 {
    text.chars().count() as f64
}
