//! The form of one service: fill, check, send once.

use crate::app::App;
use crate::client::{Failure, Load, Resource, api};
use crate::form::{self, Answers};
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use portico_contract::{FormDocument, NewRequest, ProblemType, Service, ServiceId};

pub(crate) fn view(app: App, id: ServiceId) -> AnyView {
    let (service_id, form_id) = (id.clone(), id.clone());
    let service = Resource::new(app.client, move || api::service(&service_id));
    let form = Resource::new(app.client, move || api::form(&form_id));
    // The form is opened once: a later answer of the backend must not touch what is being typed. It belongs to the
    // page, not to the piece of view that happens to open it.
    let opened = StoredValue::new(None::<Result<Answers, String>>);
    let page = Owner::current();
    let view = move || match (service.state(), form.state()) {
        (Load::Failed(Failure::NotFound), _) => {
            super::not_found::missing(app, t!(app, "service-missing"))
        }
        (Load::Ready(service), Load::Ready(document)) => {
            let answers = opened.get_value().unwrap_or_else(|| {
                let open = || Answers::new(app.drafts, service.id.clone(), &document);
                let answers = page.as_ref().map_or_else(open, |page| page.with(open));
                let answers = answers.map_err(|error| error.to_string());
                opened.set_value(Some(answers.clone()));
                answers
            });
            ready(app, &service, &document, answers)
        }
        (Load::Failed(_), _) => ui::show(app, service, Skeleton::Text, |_| ().into_any()),
        (_, Load::Failed(_)) => ui::show(app, form, Skeleton::Text, |_| ().into_any()),
        _ => ui::skeleton(app, Skeleton::Text),
    };
    view! { <div class="page">{ui::live(view)}</div> }.into_any()
}

fn ready(
    app: App,
    service: &Service,
    document: &FormDocument,
    answers: Result<Answers, String>,
) -> AnyView {
    let heading = ui::page_heading(app, t!(app, "form-title", service = &service.name));
    let content = match answers {
        _ if !service.ordering.allowed => super::service::not_orderable(app, &service.ordering),
        Ok(answers) => fill(app, service, document, answers),
        Err(reason) => {
            app.report(&Failure::broken("the form", &reason));
            ui::empty(
                app,
                Icon::TriangleAlert,
                t!(app, "form-unknown-title"),
                t!(app, "form-unknown-text"),
                Some(ui::link(
                    app,
                    Route::Contact,
                    "button button-primary",
                    t!(app, "nav-contact"),
                )),
            )
        }
    };
    view! {
        <p class="crumb">{ui::link(app, Route::Service(service.id.clone()), "link", service.name.clone())}</p>
        {heading}
        <div class="columns">
            <div class="columns-main">{content}</div>
            <aside class="columns-side" aria-label=t!(app, "form-next")>
                {ui::heading(app, 2, "side-title", t!(app, "form-next"))}
                {super::service::facts(app, service)}
                {(!service.steps.is_empty()).then(|| {
                    let items = service.steps.iter().map(|step| view! { <li>{step.clone()}</li> }).collect_view();
                    view! { <ol class="steps steps-small">{items}</ol> }
                })}
            </aside>
        </div>
    }
    .into_any()
}

fn fill(app: App, service: &Service, document: &FormDocument, answers: Answers) -> AnyView {
    let sending = Sending {
        app,
        answers,
        service: StoredValue::new(service.id.clone()),
        version: StoredValue::new(document.version.clone()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let submit = document
        .submit
        .clone()
        .unwrap_or_else(|| t!(app, "form-send"));
    let signed_out = move || {
        let out = app
            .discovered(|portal| portal.sign_in.user.is_none())
            .unwrap_or_default();
        out.then(|| view! { <p class="hint">{ui::icon(Icon::Info)}<span>{t!(app, "form-sign-in-note")}</span></p> })
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.send();
    };
    let busy = Signal::derive(move || sending.busy.get().then_some("true"));
    view! {
        <form class="form" novalidate on:submit=ui::on(send)>
            {answers.form_changed.then(|| view! {
                <p class="notice notice-warning">{t!(app, "form-changed")}</p>
            })}
            {form::summary(app, answers)}
            {form::fields(app, answers)}
            {ui::live(move || sending.failure.get().map(|failure| failed(app, sending, &failure)))}
            {ui::live(signed_out)}
            <div class="form-actions">
                <button class="button button-primary button-large" type="submit" aria-disabled=busy>
                    {ui::live(move || if sending.busy.get() { t!(app, "form-sending") } else { submit.clone() })}
                </button>
                {ui::link(app, Route::Service(service.id.clone()), "button button-quiet", t!(app, "form-leave"))}
            </div>
        </form>
    }
    .into_any()
}

/// One form on its way to the backend.
#[derive(Clone, Copy)]
struct Sending {
    app: App,
    answers: Answers,
    service: StoredValue<ServiceId>,
    version: StoredValue<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Sending {
    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.failure.set(None);
        let Some(answers) = self.answers.check() else {
            self.show_summary();
            return;
        };
        let app = self.app;
        let service = self.service.get_value();
        let key = app.drafts.key(&service);
        let request = NewRequest {
            service: service.clone(),
            form_version: self.version.get_value(),
            answers,
        };
        self.busy.set(true);
        app.announce(t!(app, "form-sending"));
        spawn_local(async move {
            let answer = app.client.send_request(&request, &key).await;
            if app.is_gone() {
                return;
            }
            let left = self.busy.try_set(false).is_some();
            match answer {
                Ok(request) => {
                    app.drafts.close(&service);
                    let detail = [
                        ("id", request.id.as_str()),
                        ("number", &request.number),
                        ("service", service.as_str()),
                    ];
                    app.emit("portico-request-sent", &detail);
                    if left {
                        app.announce(t!(app, "receipt-title"));
                    } else {
                        app.nav.go_instead(Route::Receipt(request.id));
                    }
                }
                // The draft is kept; whoever has left the form finds it there.
                Err(failure) if left => app.report(&failure),
                Err(failure) => self.failed(failure),
            }
        });
    }

    fn failed(self, failure: Failure) {
        let app = self.app;
        app.report(&failure);
        if failure == Failure::SignIn && !app.client.has_token_source() {
            let back = app.nav.route.get_untracked().to_string();
            app.nav.go(Route::SignIn { back });
            return;
        }
        if failure.problem_type() == Some(ProblemType::FormChanged) {
            app.drafts.form_changed(&self.service.get_value());
            app.announce(t!(app, "form-changed"));
            app.nav.go_instead(app.nav.route.get_untracked());
            return;
        }
        if failure.problem_type() == Some(ProblemType::KeyReused) {
            // The first try may have arrived with other answers; whoever sends again after reading this means it.
            app.drafts.renew_key(&self.service.get_value());
        }
        let errors = failure.field_errors();
        if errors.is_empty() || !self.answers.show_errors(errors) {
            self.failure.try_set(Some(failure));
        } else {
            self.show_summary();
        }
    }

    fn show_summary(self) {
        let app = self.app;
        request_animation_frame(move || ui::focus(app, "#error-summary"));
    }
}

fn failed(app: App, sending: Sending, failure: &Failure) -> AnyView {
    let safe = match failure.problem_type() {
        Some(ProblemType::KeyReused) => t!(app, "form-maybe-sent"),
        _ => t!(app, "form-kept"),
    };
    view! {
        {ui::failed(app, failure, move || sending.send())}
        <p class="hint">{ui::icon(Icon::Info)}<span>{safe}</span></p>
    }
    .into_any()
}
