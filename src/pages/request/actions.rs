//! The actions on a request: buttons, and a form for those that take a reason, a rating or a person.

mod known;

use crate::api::{Failure, Resource, new_key};
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use known::{is_primary, known_label, label, takes_input};
use leptos::{ev, prelude::*};
use portico_contract::{
    Action, NewAction, PersonRef, ProblemType, ReasonRule, Request, RequestId, action,
};

/// The actions of a page, which is rendered again whenever the request changes; what was typed stays. Copying it
/// copies no state.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    context: PageContext,
    id: StoredValue<RequestId>,
    request: Resource<Request>,
    /// The action whose form is open.
    open: RwSignal<String>,
    input: StoredValue<NewAction>,
    /// The idempotency key of the input.
    key: StoredValue<String>,
    /// The action of the last attempt, which may have no form.
    attempted: StoredValue<String>,
    /// The error of the input.
    error: RwSignal<String>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Actions {
    pub(super) fn new(context: PageContext, id: RequestId, request: Resource<Request>) -> Self {
        Self {
            context,
            id: StoredValue::new(id),
            request,
            open: RwSignal::new(String::new()),
            input: StoredValue::new(NewAction::default()),
            key: StoredValue::new(String::new()),
            attempted: StoredValue::new(String::new()),
            error: RwSignal::new(String::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// What the user may do, and why the last attempt failed, which stays when nothing can be done any more.
    pub(super) fn view(self, request: &Request) -> View {
        let failed = move || self.failure.get().map(|failure| self.failed(&failure));
        view! { {self.offered(request)}{ui::live(failed)} }
    }

    /// The buttons, or the form of the chosen action; `None` if the user may do nothing here.
    fn offered(self, request: &Request) -> Option<View> {
        let context = self.context;
        let is_there = context
            .session
            .discovered(|portal| portal.capabilities.actions.is_some());
        let offered = request.actions.iter().filter(|action| {
            let is_known = known_label(context.i18n, &action.id).is_some();
            action.id != action::COMMENT && (is_known || action.label.is_some())
        });
        let offered: Vec<Action> = offered.cloned().collect();
        if offered.is_empty() || is_there != Some(true) {
            return None;
        }
        let title = match offered.first().map(|action| action.id.as_str()) {
            Some(action::APPROVE) => t!(context.i18n, "actions-decide"),
            Some(action::TAKE | action::ASSIGN | action::START) => {
                t!(context.i18n, "actions-work")
            }
            _ => t!(context.i18n, "actions-title"),
        };
        let assignable = request.assignable.clone();
        let content = ui::live(move || {
            let open = self.open.get();
            match offered.iter().find(|action| action.id == open) {
                Some(action) => self.form(action, &assignable),
                None => self.buttons(&offered),
            }
        });
        Some(ui::panel(context.host, title, content))
    }

    fn buttons(self, offered: &[Action]) -> View {
        let i18n = self.context.i18n;
        let first = offered.iter().position(|action| is_primary(&action.id));
        let buttons = offered.iter().enumerate().map(|(at, action)| {
            let class = match first == Some(at) {
                true => "button button-primary",
                false => "button",
            };
            let label = label(i18n, action);
            let action = action.clone();
            let id = format!("action-{}", action.id);
            let busy = self.busy_mark();
            let choose = move |_: ev::MouseEvent| self.choose(&action);
            view! { <button class=class type="button" id=id aria-disabled=busy on:click=choose>{label}</button> }
        });
        view! { <div class="actions">{buttons.collect::<View>()}</div> }.into_view()
    }

    /// Opens the form of an action, or executes one that takes nothing.
    fn choose(self, action: &Action) {
        if self.busy.get_untracked() {
            return;
        }
        self.failure.set(None);
        self.error.set(String::new());
        self.input.set_value(NewAction::default());
        self.key.set_value(new_key());
        if !takes_input(action) {
            self.send(action.id.clone());
            return;
        }
        self.open.set(action.id.clone());
        let host = self.context.host;
        request_animation_frame(move || {
            ui::focus(host, ".action-form :is(textarea, input, select)")
        });
    }

    fn close(self, action: &str) {
        self.open.set(String::new());
        self.failure.set(None);
        let (host, button) = (self.context.host, format!("[id=\"action-{action}\"]"));
        request_animation_frame(move || ui::focus(host, &button));
    }

    fn form(self, action: &Action, assignable: &[PersonRef]) -> View {
        let i18n = self.context.i18n;
        let label = label(i18n, action);
        let rule = action.reason;
        let submit = {
            let action = action.clone();
            move |event: ev::SubmitEvent| {
                event.prevent_default();
                self.submit(&action);
            }
        };
        let back = {
            let id = action.id.clone();
            move |_: ev::MouseEvent| self.close(&id)
        };
        let error = move || {
            let words = self.error.get();
            (!words.is_empty()).then(|| view! {
                <p class="field-error" id="action-error">{ui::icon(Icon::CircleAlert)}<span>{words}</span></p>
            })
        };
        let words = {
            let label = label.clone();
            move || match self.busy.get() {
                true => t!(i18n, "form-sending"),
                false => label.clone(),
            }
        };
        let busy = self.busy_mark();
        view! {
            <form class="form action-form" novalidate on:submit=submit>
                {action.confirm.clone().map(|question| view! { <p>{question}</p> })}
                {(action.id == action::RATE).then(|| self.rating())}
                {(action.id == action::ASSIGN).then(|| self.person(assignable))}
                {(rule != ReasonRule::None).then(|| self.reason(action))}
                {ui::live(error)}
                <div class="actions">
                    <button class="button button-primary" type="submit" aria-disabled=busy>{ui::live(words)}</button>
                    <button class="button" type="button" on:click=back>{t!(i18n, "action-back")}</button>
                </div>
            </form>
        }
        .into_view()
    }

    fn reason(self, action: &Action) -> View {
        let i18n = self.context.i18n;
        let label = match action.id.as_str() {
            action::DECLINE => t!(i18n, "action-why-decline"),
            action::CANCEL => t!(i18n, "action-why-cancel"),
            action::REOPEN => t!(i18n, "action-why-reopen"),
            action::ASK => t!(i18n, "action-question"),
            action::ANSWER => t!(i18n, "action-answer-text"),
            action::RESOLVE => t!(i18n, "action-outcome"),
            _ if action.reason == ReasonRule::Optional => t!(i18n, "action-note"),
            _ => t!(i18n, "action-reason"),
        };
        let invalid = Signal::derive(move || (!self.error.get().is_empty()).then_some("true"));
        let described =
            Signal::derive(move || (!self.error.get().is_empty()).then_some("action-error"));
        let typed = move |event: ev::Event| {
            self.error.set(String::new());
            let text = event_target_value(&event);
            self.change(|input| input.reason = Some(text).filter(|text| !text.trim().is_empty()));
        };
        let text = self.input.with_value(|input| input.reason.clone());
        view! {
            <div class="field">
                <label class="field-label" for="action-text">{label}</label>
                <p class="hint">{t!(i18n, "action-who-reads")}</p>
                <textarea
                    class="input input-multi"
                    id="action-text"
                    rows="3"
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=text.unwrap_or_default()
                    on:input=typed
                ></textarea>
            </div>
        }
        .into_view()
    }

    /// One to five, in words.
    fn rating(self) -> View {
        let i18n = self.context.i18n;
        let words = [
            t!(i18n, "rating-1"),
            t!(i18n, "rating-2"),
            t!(i18n, "rating-3"),
            t!(i18n, "rating-4"),
            t!(i18n, "rating-5"),
        ];
        let now = self.input.with_value(|input| input.rating);
        // The best first, as people expect of a list of grades.
        let choices = (1..=5).zip(words).rev().map(|(stars, words)| {
            let choose = move |_: ev::Event| {
                self.error.set(String::new());
                self.change(|input| input.rating = Some(stars));
            };
            view! {
                <label class="choice">
                    <input class="choice-input" type="radio" name="rating" value=stars.to_string() prop:checked=now == Some(stars) on:change=choose/>
                    <span class="choice-words"><span>{words}</span></span>
                </label>
            }
        });
        view! {
            <fieldset class="field">
                <legend class="field-label">{t!(i18n, "rating-label")}</legend>
                <div class="choices">{choices.collect::<View>()}</div>
            </fieldset>
        }
        .into_view()
    }

    fn person(self, assignable: &[PersonRef]) -> View {
        let i18n = self.context.i18n;
        let now = self.input.with_value(|input| input.to.clone());
        let options = assignable.iter().map(|person| {
            let is_chosen = now.as_ref() == Some(&person.id);
            view! { <option value=person.id.as_str().to_owned() selected=is_chosen>{person.name.clone()}</option> }
        });
        let chosen = move |event: ev::Event| {
            self.error.set(String::new());
            let id = event_target_value(&event);
            self.change(|input| {
                input.to = Some(id.into())
                    .filter(|id: &portico_contract::PersonId| !id.as_str().is_empty())
            });
        };
        view! {
            <div class="field">
                <label class="field-label" for="action-to">{t!(i18n, "action-to")}</label>
                <select class="input input-select" id="action-to" on:change=chosen>
                    <option value="">{t!(i18n, "choose")}</option>
                    {options.collect::<View>()}
                </select>
            </div>
        }
        .into_view()
    }

    /// Another input is another intent: a retry may not send it under the key of the first.
    fn change(self, change: impl FnOnce(&mut NewAction)) {
        self.input.update_value(change);
        if self.failure.get_untracked().is_some() {
            self.failure.set(None);
            self.key.set_value(new_key());
        }
    }

    fn submit(self, action: &Action) {
        let i18n = self.context.i18n;
        let input = self.input.get_value();
        let missing = match action.id.as_str() {
            action::RATE if input.rating.is_none() => Some(t!(i18n, "rating-missing")),
            action::ASSIGN if input.to.is_none() => Some(t!(i18n, "action-to-missing")),
            _ if action.reason == ReasonRule::Required && input.reason.is_none() => {
                Some(t!(i18n, "action-text-missing"))
            }
            _ => None,
        };
        if let Some(words) = missing {
            self.error.set(words);
            let host = self.context.host;
            ui::focus(host, ".action-form :is(textarea, input, select)");
            return;
        }
        self.send(action.id.clone());
    }

    fn send(self, action: String) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let context = self.context;
        let (id, input) = (self.id.get_value(), self.input.get_value());
        let key = self.key.get_value();
        self.attempted.set_value(action.clone());
        spawn_local(async move {
            let done = context.client.act(&id, &action, &input, &key).await;
            if context.host.is_gone() {
                return;
            }
            self.busy.try_set(false);
            match done {
                Ok(()) => {
                    context.announcer.announce(t!(context.i18n, "action-done"));
                    self.open.try_set(String::new());
                    // What waits for the user has changed as well.
                    context.session.refresh();
                    self.request.retry();
                    ui::focus(context.host, ".page-title");
                }
                Err(failure) => {
                    ui::report(context.i18n, context.host, context.session, &failure);
                    let is_over = matches!(
                        failure.problem_type(),
                        Some(ProblemType::NotPossible | ProblemType::KeyReused)
                    );
                    if is_over {
                        self.open.try_set(String::new());
                        self.request.retry();
                    }
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    fn failed(self, failure: &Failure) -> View {
        let context = self.context;
        match failure.problem_type() {
            Some(ProblemType::NotPossible | ProblemType::KeyReused) => {
                let (title, text) = (
                    t!(context.i18n, "action-not-possible"),
                    t!(context.i18n, "action-not-possible-text"),
                );
                ui::alert(title, text, ().into_view())
            }
            _ => ui::failed(context, failure, move || {
                self.send(self.attempted.get_value());
            }),
        }
    }

    fn busy_mark(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.busy.get().then_some("true"))
    }
}
