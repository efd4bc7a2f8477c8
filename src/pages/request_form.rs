//! The form of one service: fill in, check, send once.

mod before_sending;
mod broken;

use crate::api::{Failure, Load, Resource, endpoints};
use crate::chunk;
use crate::delivery::{self, Delivery, DraftHandle, FormToOpen, SendOutcome};
use crate::form::{self, Answers, LoadedForm};
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, spawn_local};
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use before_sending::before_sending;
use broken::broken;
use leptos::{ev, prelude::*};
use portico_contract::{FormDocument, ProblemType, Service, ServiceId, ServiceRef};
use portico_forms::{FormError, FormState};
use serde_json::Value;
use std::sync::Arc;

/// An opened form with its draft.
#[derive(Clone, Copy)]
struct OpenedForm {
    delivery: Delivery,
    answers: Answers,
    draft: DraftHandle,
    /// The displayed version of the draft.
    shown: u32,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

pub(crate) fn view(
    context: PageContext,
    delivery: Delivery,
    search: Search,
    id: ServiceId,
    prefill: Vec<(String, String)>,
) -> View {
    let (service_id, form_id) = (id.clone(), id);
    let service = Resource::new(context.client, move || endpoints::service(&service_id));
    let form = Resource::new(context.client, move || endpoints::form(&form_id));
    // The form is opened once: a later response of the backend must not change the user's input. It belongs to the
    // page, and not to the part of the view that happens to open it.
    let opened = StoredValue::new(None::<Result<OpenedForm, Vec<FormError>>>);
    let loaded = StoredValue::new(None::<Result<LoadedForm, Vec<FormError>>>);
    let page = Owner::current();
    let is_ready = Memo::new(move |_| delivery.is_ready());
    let view = move || match (service.state(), form.state()) {
        (Load::Failed(Failure::NotFound), _) => {
            super::not_found::missing(context, search, t!(context.i18n, "service-missing"))
        }
        (Load::Ready(service), Load::Ready(document)) if is_ready.get() => {
            let given = loaded.get_value().unwrap_or_else(|| {
                let form = LoadedForm::load(&document);
                loaded.set_value(Some(form.clone()));
                form
            });
            let root = given.as_ref().ok().map(|given| given.form.clone());
            let (asked, prefill, page) = (service.clone(), prefill.clone(), page.clone());
            let form = move || {
                let stale = |opened: &Result<OpenedForm, Vec<FormError>>| {
                    opened
                        .as_ref()
                        .is_ok_and(|opened| opened.draft.shown() != opened.shown)
                };
                let form = opened
                    .get_value()
                    .filter(|opened| !stale(opened))
                    .unwrap_or_else(|| {
                        let open = || Ok(open(context, delivery, &asked, given.clone()?, &prefill));
                        let form = page.as_ref().map_or_else(open, |page| page.with(open));
                        opened.set_value(Some(form.clone()));
                        form
                    });
                // Read on every run, including the first, because only readers are notified of another version.
                if let Ok(opened) = &form {
                    opened.draft.shown();
                }
                form
            };
            let form: CurrentForm = Arc::new(form);
            let view = move || ready(context, service.clone(), document.clone(), form.clone());
            match root {
                Some(root) => form::when_loaded(context, &root, view),
                None => view(),
            }
        }
        (Load::Failed(_), _) => ui::show(context, service, Skeleton::Text, |_| ().into_view()),
        (_, Load::Failed(_)) => ui::show(context, form, Skeleton::Text, |_| ().into_view()),
        _ => ui::skeleton(context.i18n, Skeleton::Text),
    };
    let view = Arc::new(view);
    let live = move || {
        let view = view.clone();
        ui::live(move || view())
    };
    delivery.want();
    let content = if delivery.has_controller() {
        live()
    } else {
        chunk::show(
            context,
            move || delivery.start_controller(),
            |waiting| waiting,
            live,
        )
    };
    view! { <div class="page">{content}</div> }
}

/// Opens the form with the stored input, or with its initial answers.
fn open(
    context: PageContext,
    delivery: Delivery,
    service: &Service,
    asked: LoadedForm,
    prefill: &[(String, String)],
) -> OpenedForm {
    let reference = ServiceRef {
        id: service.id.clone(),
        name: service.name.clone(),
        icon: service.icon.clone(),
        language: service.language.clone(),
    };
    let migrate = |answers: &Value| asked.migrate(answers);
    let opening = delivery.open(&FormToOpen {
        service: &reference,
        version: &asked.version,
        first: &asked.first(),
        migrate: &migrate,
    });
    let draft = opening.draft;
    let answers = form::fill(context, asked.form, opening.answers);
    form::open_files(answers, draft, opening.files);
    answers.price.set_value(service.price.clone());
    answers.prefill(prefill);
    form::open_step(answers, draft, opening.step);
    draft.attach(move || answers.content());
    Effect::new(move |before: Option<()>| {
        answers.changes.track();
        if before.is_some() {
            draft.touched();
        }
    });
    OpenedForm {
        delivery,
        answers,
        draft,
        shown: untrack(|| draft.shown()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    }
}

/// Returns the last opened form, and notifies its callers of another version.
type CurrentForm = Arc<dyn Fn() -> Result<OpenedForm, Vec<FormError>> + Send + Sync>;

fn ready(
    context: PageContext,
    service: Service,
    document: FormDocument,
    form: CurrentForm,
) -> View {
    let title = t!(context.i18n, "form-title", service = &service.name);
    let step = untrack(|| form().ok().and_then(|form| form::step_words(form.answers)));
    let heading = ui::page_heading_in(context, title.clone(), &step.unwrap_or_default());
    let mut trail = super::service::trail(context.i18n, &service);
    trail.push((Route::Service(service.id.clone()), service.name.clone()));
    // Only this is rendered again for another version of the draft, so that the heading keeps its focus.
    let content = ui::live(move || match form() {
        _ if !service.ordering.allowed => super::service::not_orderable(
            context.i18n,
            context.nav,
            context.session,
            &service.ordering,
        ),
        Ok(form) => {
            follow_steps(context, form.answers, title.clone());
            fill(context, &service, &document, form)
        }
        Err(errors) => broken(
            context.i18n,
            context.nav,
            context.host,
            context.session,
            &service,
            &errors,
        ),
    });
    view! { {ui::crumbs(context.i18n, context.nav, trail, t!(context.i18n, "form-crumb"))}{heading}{content} }
}

/// Names the screen by the current step.
fn follow_steps(context: PageContext, answers: Answers, title: String) {
    Effect::new(move |before: Option<Option<String>>| {
        let step = form::step_words(answers);
        if before.is_some_and(|before| before != step) {
            ui::title(context, &title, step.as_deref().unwrap_or_default());
        }
        step
    });
}

fn fill(
    context: PageContext,
    service: &Service,
    document: &FormDocument,
    form: OpenedForm,
) -> View {
    let sending = Submission { context, form };
    let submit = document
        .submit
        .clone()
        .unwrap_or_else(|| t!(context.i18n, "form-send"));
    let signed_out = move || {
        let out = context
            .session
            .discovered(|portal| portal.sign_in.user.is_none())
            .unwrap_or_default();
        out.then(|| view! { <p class="hint">{ui::icon(Icon::Info)}<span>{t!(context.i18n, "form-sign-in-note")}</span></p> })
    };
    // Submitted by something other than its button, such as a browser extension.
    let submitted = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let words = move || {
        if sending.form.busy.get() {
            t!(context.i18n, "form-sending")
        } else {
            submit.clone()
        }
    };
    let time = service
        .target
        .as_ref()
        .map(|target| ui::target(context.i18n, target));
    let answers = form.answers;
    let busy = Signal::derive(move || sending.form.busy.get().then_some("true"));
    view! {
        <form class="form columns columns-form" novalidate on:submit=submitted aria-busy=busy data-form=service.id.as_str().to_owned()>
            <div class="form-main">
                {delivery::notice(context.i18n, context.nav, context.host, context.session, context.announcer, form.draft)}
                {form::summary(answers)}
                {ui::other_language(context.i18n, document.language.as_deref())}
                {form::elements(answers, document.language.as_deref())}
                {ui::live(move || sending.form.failure.get().map(|failure| failed(context, sending, &failure)))}
                {ui::live(signed_out)}
            </div>
            <aside class="columns-side" aria-label=t!(context.i18n, "form-next")>
                {ui::heading(context.host, 2, "side-title", t!(context.i18n, "form-next"))}
                {before_sending(context.i18n, context.host, service, answers)}
            </aside>
            <div class="order-bar">
                <p class="order-facts">
                    {price(context.i18n, service, answers)}
                    {time.map(|time| view! { <span class="order-time">{time}</span> })}
                </p>
                {form::remaining(answers)}
                {form::actions(answers, words, move || sending.send())}
            </div>
        </form>
    }
}

/// The current price, in the bar on phones.
fn price(i18n: I18n, service: &Service, answers: Answers) -> View {
    match form::total(answers, service.price.as_ref()) {
        Some(total) => view! { <span>{t!(i18n, "form-total")}" "{total}</span> },
        None => {
            view! { <span class="order-price">{ui::price(i18n, service.price.as_ref())}</span> }
        }
    }
}

/// The submission of one form.
#[derive(Clone, Copy)]
struct Submission {
    context: PageContext,
    form: OpenedForm,
}

impl Submission {
    fn send(self) {
        if self.form.busy.get_untracked() {
            return;
        }
        self.form.failure.set(None);
        let (context, answers) = (self.context, self.form.answers);
        let step = answers.step.get_untracked();
        if !form::forward_or_check(answers) {
            if answers.step.get_untracked() == step {
                self.show_summary();
            }
            return;
        }
        if !untrack(|| context.session.is_signed_in()) && !context.client.has_token_source() {
            // The input is stored; the breadcrumbs lead here.
            let back = context.nav.route().get_untracked();
            context.nav.go(Route::sign_in(back));
            return;
        }
        let Value::Object(sent) = answers.with(FormState::pruned) else {
            return;
        };
        self.form.busy.set(true);
        context.announcer.announce(t!(context.i18n, "form-sending"));
        let key = self.form.draft.key();
        spawn_local(async move {
            let sent = self.form.draft.send(sent).await;
            if context.host.is_gone() {
                return;
            }
            let left = self.form.busy.is_disposed();
            if !matches!(sent, SendOutcome::Received { .. } | SendOutcome::Waiting) {
                self.form.busy.try_set(false);
            }
            self.sent(sent, key, left);
        });
    }

    /// Shows the outcome, or announces it if the user has left the page.
    fn sent(self, sent: SendOutcome, key: String, left: bool) {
        let context = self.context;
        match sent {
            // Users who have left the page are notified where they are.
            SendOutcome::Received { .. } if left => {}
            SendOutcome::Received { request, replayed } => context.nav.go_instead(Route::Receipt {
                id: request,
                again: replayed,
            }),
            _ if left && self.form.delivery.waiting() > 0 => {
                context
                    .announcer
                    .announce(t!(context.i18n, "form-not-received"));
            }
            _ if left => {}
            SendOutcome::Waiting => context.nav.go_instead(Route::Waiting(key)),
            SendOutcome::Refused(problem) => self.failed(Failure::Refused(Box::new(problem))),
            SendOutcome::Blocked(status) => self.failed(Failure::Blocked(status)),
            SendOutcome::FormChanged => {
                context.announcer.announce(t!(context.i18n, "form-changed"));
                context.nav.go_instead(context.nav.route().get_untracked());
            }
            SendOutcome::Choose => context
                .announcer
                .announce(t!(context.i18n, "form-choose-first")),
            SendOutcome::NotStored => self.failed(Failure::Unreachable),
        }
    }

    fn failed(self, failure: Failure) {
        ui::report(
            self.context.i18n,
            self.context.host,
            self.context.session,
            &failure,
        );
        let errors = failure.field_errors();
        if errors.is_empty() {
            self.form.failure.try_set(Some(failure));
        } else {
            self.form.answers.show_errors(errors);
            self.show_summary();
        }
    }

    fn show_summary(self) {
        let context = self.context;
        request_animation_frame(move || ui::focus(context.host, "#error-summary"));
    }
}

fn failed(context: PageContext, sending: Submission, failure: &Failure) -> View {
    let safe = match (failure, failure.problem_type()) {
        (Failure::Blocked(_), _) => t!(context.i18n, "form-kept-blocked"),
        (_, Some(ProblemType::KeyReused)) => t!(context.i18n, "form-maybe-sent"),
        _ => t!(context.i18n, "form-kept"),
    };
    view! {
        {ui::failed(context, failure, move || sending.send())}
        <p class="hint">{ui::icon(Icon::Info)}<span>{safe}</span></p>
    }
}
