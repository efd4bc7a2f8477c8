//! The form of one service: fill, check, send once.

use crate::api::{Failure, Load, Resource, endpoints};
use crate::app::App;
use crate::delivery::{self, Delivery, DraftHandle, Sent};
use crate::form::{self, Answers, LoadedForm};
use crate::i18n::t;
use crate::route::Route;
use crate::search::Search;
use crate::ui::{self, Icon, Skeleton};
use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use portico_contract::{FormDocument, ProblemType, Service, ServiceId, ServiceRef};
use portico_forms::{FormError, FormState};
use serde_json::Value;
use std::sync::Arc;

/// A form that was opened with its draft.
#[derive(Clone, Copy)]
struct Opened {
    delivery: Delivery,
    answers: Answers,
    draft: DraftHandle,
    /// Which version of the draft it shows.
    shown: u32,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

pub(crate) fn view(
    app: App,
    delivery: Delivery,
    search: Search,
    id: ServiceId,
    prefill: Vec<(String, String)>,
) -> AnyView {
    let (service_id, form_id) = (id.clone(), id);
    let service = Resource::new(app.client, move || endpoints::service(&service_id));
    let form = Resource::new(app.client, move || endpoints::form(&form_id));
    // The form is opened once: a later answer of the backend must not touch what is being typed. It belongs to the
    // page, not to the piece of view that happens to open it.
    let opened = StoredValue::new(None::<Result<Opened, Vec<FormError>>>);
    let page = Owner::current();
    let is_ready = Memo::new(move |_| delivery.is_ready(app));
    let view = move || match (service.state(), form.state()) {
        (Load::Failed(Failure::NotFound), _) => {
            super::not_found::missing(app, search, t!(app.i18n, "service-missing"))
        }
        (Load::Ready(service), Load::Ready(document)) if is_ready.get() => {
            let (asked, prefill, page) = (service.clone(), prefill.clone(), page.clone());
            let given = document.clone();
            let form = move || {
                let stale = |opened: &Result<Opened, Vec<FormError>>| {
                    opened
                        .as_ref()
                        .is_ok_and(|opened| opened.draft.shown() != opened.shown)
                };
                let form = opened
                    .get_value()
                    .filter(|opened| !stale(opened))
                    .unwrap_or_else(|| {
                        let open = || open(app, delivery, &asked, &given, &prefill);
                        let form = page.as_ref().map_or_else(open, |page| page.with(open));
                        opened.set_value(Some(form.clone()));
                        form
                    });
                // Asked on every run, the first one too: whoever has not asked is not told of another version.
                if let Ok(opened) = &form {
                    opened.draft.shown();
                }
                form
            };
            ready(app, service, document, Arc::new(form))
        }
        (Load::Failed(_), _) => ui::show(app.context(), service, Skeleton::Text, |_| ().into_any()),
        (_, Load::Failed(_)) => ui::show(app.context(), form, Skeleton::Text, |_| ().into_any()),
        _ => ui::skeleton(app.i18n, Skeleton::Text),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

/// Opens the form with what was typed before, or with its first answers.
fn open(
    app: App,
    delivery: Delivery,
    service: &Service,
    document: &FormDocument,
    prefill: &[(String, String)],
) -> Result<Opened, Vec<FormError>> {
    let asked = LoadedForm::load(document)?;
    let reference = ServiceRef {
        id: service.id.clone(),
        name: service.name.clone(),
        icon: service.icon.clone(),
        language: service.language.clone(),
    };
    let migrate = |answers: &Value| asked.migrate(answers);
    let opening = delivery.open(app, &reference, &document.version, asked.first(), &migrate);
    let draft = opening.draft;
    let answers = form::fill(app, asked.form, opening.answers);
    answers.open_files(draft, opening.files);
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
    Ok(Opened {
        delivery,
        answers,
        draft,
        shown: untrack(|| draft.shown()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    })
}

/// The form as it was opened last; asking for it tells whoever asks of another version.
type Open = Arc<dyn Fn() -> Result<Opened, Vec<FormError>> + Send + Sync>;

fn ready(app: App, service: Service, document: FormDocument, form: Open) -> AnyView {
    let title = t!(app.i18n, "form-title", service = &service.name);
    let step = untrack(|| form().ok().and_then(|form| form::step_words(form.answers)));
    let heading = ui::page_heading_in(app.context(), title.clone(), &step.unwrap_or_default());
    let mut way = super::service::way(app, &service);
    way.push((Route::Service(service.id.clone()), service.name.clone()));
    // Only this is drawn again for another version of the draft: the heading keeps its focus.
    let content = ui::live(move || match form() {
        _ if !service.ordering.allowed => super::service::not_orderable(app, &service.ordering),
        Ok(form) => {
            follow_steps(app, form.answers, title.clone());
            fill(app, &service, &document, form)
        }
        Err(faults) => broken(app, &service, &faults),
    });
    view! { {ui::crumbs(app.i18n, app.nav, way, t!(app.i18n, "form-crumb"))}{heading}{content} }
        .into_any()
}

/// Names the screen by the step that is shown.
fn follow_steps(app: App, answers: Answers, title: String) {
    Effect::new(move |before: Option<Option<String>>| {
        let step = form::step_words(answers);
        if before.is_some_and(|before| before != step) {
            ui::title(app.context(), &title, step.as_deref().unwrap_or_default());
        }
        step
    });
}

/// The form cannot be shown: whom to ask instead, and what its author needs to know.
fn broken(app: App, service: &Service, faults: &[FormError]) -> AnyView {
    if let Some(fault) = faults.first() {
        ui::report(
            app.i18n,
            app.host,
            app.session,
            &Failure::broken("the form", &fault.to_string()),
        );
    }
    let owner = service.owner.as_ref().map(|owner| owner.name.clone());
    let lines = faults
        .iter()
        .map(|fault| view! { <li><code dir="ltr">{fault.to_string()}</code></li> });
    view! {
        {ui::empty(
            app.host,
            Icon::TriangleAlert,
            t!(app.i18n, "form-broken-title"),
            t!(app.i18n, "form-broken-text"),
            ui::contact(app.nav, app.session, "button button-primary", t!(app.i18n, "nav-contact")),
        )}
        {owner.map(|owner| view! { <p class="hint">{ui::icon(Icon::User)}<span>{t!(app.i18n, "fact-owner")}": "{owner}</span></p> })}
        <details class="broken"><summary>{t!(app.i18n, "form-broken-details")}<span class="turn">{ui::icon(Icon::ChevronRight)}</span></summary><ul>{lines.collect_view()}</ul></details>
    }
    .into_any()
}

/// What happens when it is sent: price, target, approvals, who sees it, and the steps.
fn before_sending(app: App, service: &Service, answers: Answers) -> AnyView {
    let price = match form::total(answers, service.price.as_ref()) {
        Some(total) => ui::fact(Icon::CreditCard, t!(app.i18n, "form-total"), total),
        None => ui::fact(
            Icon::CreditCard,
            t!(app.i18n, "fact-price"),
            ui::price(app.i18n, service.price.as_ref()),
        ),
    };
    let time = service.target.as_ref().map(|target| {
        let due = service.due_at.as_ref().map(|due| {
            view! { <p class="fact-more">{t!(app.i18n, "form-due-now", time = &app.i18n.format().due(due))}</p> }
        });
        ui::fact(
            Icon::Clock,
            t!(app.i18n, "fact-target"),
            view! { {ui::target(app.i18n, target)}{due} },
        )
    });
    let first = [Some(price), time].into_iter().flatten().collect();
    let steps = (!service.steps.is_empty()).then(|| {
        let items = service
            .steps
            .iter()
            .map(|step| view! { <li>{step.clone()}</li> })
            .collect_view();
        view! {
            <section>
                {ui::heading(app.host, 2, "side-title", t!(app.i18n, "service-steps"))}
                <ol class="steps steps-small">{items}</ol>
            </section>
        }
    });
    view! { {super::service::facts(app, service, first)}{steps} }.into_any()
}

fn fill(app: App, service: &Service, document: &FormDocument, form: Opened) -> AnyView {
    let sending = Sending { app, form };
    let submit = document
        .submit
        .clone()
        .unwrap_or_else(|| t!(app.i18n, "form-send"));
    let signed_out = move || {
        let out = app
            .session
            .discovered(|portal| portal.sign_in.user.is_none())
            .unwrap_or_default();
        out.then(|| view! { <p class="hint">{ui::icon(Icon::Info)}<span>{t!(app.i18n, "form-sign-in-note")}</span></p> })
    };
    // Submitted by something else than its button, such as a browser's extension.
    let submitted = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let words = move || {
        if sending.form.busy.get() {
            t!(app.i18n, "form-sending")
        } else {
            submit.clone()
        }
    };
    let time = service
        .target
        .as_ref()
        .map(|target| ui::target(app.i18n, target));
    let answers = form.answers;
    let busy = Signal::derive(move || sending.form.busy.get().then_some("true"));
    view! {
        <form class="form columns columns-form" novalidate on:submit=ui::on(submitted) aria-busy=busy data-form=service.id.as_str().to_owned()>
            <div class="form-main">
                {delivery::notice(app, form.draft)}
                {form::summary(answers)}
                {ui::other_language(app.i18n, document.language.as_deref())}
                {form::elements(answers, document.language.as_deref())}
                {ui::live(move || sending.form.failure.get().map(|failure| failed(app, sending, &failure)))}
                {ui::live(signed_out)}
            </div>
            <aside class="columns-side" aria-label=t!(app.i18n, "form-next")>
                {ui::heading(app.host, 2, "side-title", t!(app.i18n, "form-next"))}
                {before_sending(app, service, answers)}
            </aside>
            <div class="order-bar">
                <p class="order-facts">
                    {price(app, service, answers)}
                    {time.map(|time| view! { <span class="order-time">{time}</span> })}
                </p>
                {form::left(answers)}
                {form::actions(answers, words, move || sending.send())}
            </div>
        </form>
    }
    .into_any()
}

/// The price as it is now, where the bar on a phone says it.
fn price(app: App, service: &Service, answers: Answers) -> AnyView {
    match form::total(answers, service.price.as_ref()) {
        Some(total) => view! { <span>{t!(app.i18n, "form-total")}" "{total}</span> }.into_any(),
        None => {
            view! { <span class="order-price">{ui::price(app.i18n, service.price.as_ref())}</span> }
                .into_any()
        }
    }
}

/// One form on its way to the backend.
#[derive(Clone, Copy)]
struct Sending {
    app: App,
    form: Opened,
}

impl Sending {
    fn send(self) {
        if self.form.busy.get_untracked() {
            return;
        }
        self.form.failure.set(None);
        let (app, answers) = (self.app, self.form.answers);
        let step = answers.step.get_untracked();
        if !form::forward_or_check(answers) {
            if answers.step.get_untracked() == step {
                self.show_summary();
            }
            return;
        }
        if !untrack(|| app.session.is_signed_in()) && !app.client.has_token_source() {
            // What was typed is kept; the way back leads here.
            let back = app.nav.route().get_untracked();
            app.nav.go(Route::sign_in(back));
            return;
        }
        let Value::Object(sent) = answers.with(FormState::pruned) else {
            return;
        };
        self.form.busy.set(true);
        app.announcer.announce(t!(app.i18n, "form-sending"));
        let key = self.form.draft.key();
        spawn_local(async move {
            let sent = self.form.draft.send(sent).await;
            if app.host.is_gone() {
                return;
            }
            let left = self.form.busy.is_disposed();
            if !matches!(sent, Sent::Received { .. } | Sent::Waiting) {
                self.form.busy.try_set(false);
            }
            match sent {
                // Whoever went elsewhere meanwhile is told there.
                Sent::Received { .. } if left => {
                    app.announcer.announce(t!(app.i18n, "receipt-title"))
                }
                Sent::Received { request, replayed } => app.nav.go_instead(Route::Receipt {
                    id: request,
                    again: replayed,
                }),
                _ if left && self.form.delivery.waiting() > 0 => {
                    app.announcer.announce(t!(app.i18n, "form-not-received"));
                }
                _ if left => {}
                Sent::Waiting => app.nav.go_instead(Route::Waiting(key)),
                Sent::Refused(problem) => self.failed(Failure::Refused(Box::new(problem))),
                Sent::Blocked(status) => self.failed(Failure::Blocked(status)),
                Sent::FormChanged => {
                    app.announcer.announce(t!(app.i18n, "form-changed"));
                    app.nav.go_instead(app.nav.route().get_untracked());
                }
                Sent::Choose => app.announcer.announce(t!(app.i18n, "form-choose-first")),
                Sent::NotKept => self.failed(Failure::Unreachable),
            }
        });
    }

    fn failed(self, failure: Failure) {
        ui::report(self.app.i18n, self.app.host, self.app.session, &failure);
        let errors = failure.field_errors();
        if errors.is_empty() {
            self.form.failure.try_set(Some(failure));
        } else {
            self.form.answers.show_errors(errors);
            self.show_summary();
        }
    }

    fn show_summary(self) {
        let app = self.app;
        request_animation_frame(move || ui::focus(app.host, "#error-summary"));
    }
}

fn failed(app: App, sending: Sending, failure: &Failure) -> AnyView {
    let safe = match (failure, failure.problem_type()) {
        (Failure::Blocked(_), _) => t!(app.i18n, "form-kept-blocked"),
        (_, Some(ProblemType::KeyReused)) => t!(app.i18n, "form-maybe-sent"),
        _ => t!(app.i18n, "form-kept"),
    };
    view! {
        {ui::failed(app.context(), failure, move || sending.send())}
        <p class="hint">{ui::icon(Icon::Info)}<span>{safe}</span></p>
    }
    .into_any()
}
