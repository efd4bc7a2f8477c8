//! One field: its label, help, control and fault.

use super::answers::{Answers, Input};
use super::message::message;
use crate::app::App;
use crate::ui::{self, Icon, icon};
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_forms::{Choice, Field, Kind, TextFormat};
use std::sync::Arc;

/// A field of the form.
pub(super) fn view(app: App, answers: Answers, field: &Field) -> AnyView {
    let Some(input) = answers.input(field) else {
        return ().into_any();
    };
    let parts = Parts {
        app,
        answers,
        input,
        field: Arc::new(field.clone()),
    };
    match &field.kind {
        Kind::Boolean { .. } => parts.checkbox(),
        Kind::Choice {
            choices,
            radio: true,
        } => parts.radios(choices),
        _ => parts.labelled(),
    }
}

/// The id of a field's control, for labels and the error summary.
pub(super) fn control_id(name: &str) -> String {
    format!("field-{name}")
}

#[derive(Clone)]
struct Parts {
    app: App,
    answers: Answers,
    input: Input,
    field: Arc<Field>,
}

impl Parts {
    fn id(&self) -> String {
        control_id(&self.field.name)
    }

    fn error_id(&self) -> String {
        format!("error-{}", self.field.name)
    }

    fn help_id(&self) -> String {
        format!("help-{}", self.field.name)
    }

    /// Label, help, fault, and a control below them.
    fn labelled(&self) -> AnyView {
        let control = match &self.field.kind {
            Kind::Text { multi: true, .. } => self.textarea(),
            Kind::Choice { choices, .. } => self.select(choices),
            _ => self.line(),
        };
        view! {
            <div class="field" class:field-wrong=self.is_wrong()>
                <label class="field-label" for=self.id()>{self.label()}</label>
                {self.help()}
                {self.error()}
                {control}
                {self.counter()}
            </div>
        }
        .into_any()
    }

    fn line(&self) -> AnyView {
        let (kind, mode, complete) = match &self.field.kind {
            Kind::Text {
                format: TextFormat::Email,
                ..
            } => ("email", None, Some("email")),
            Kind::Text {
                format: TextFormat::Uri,
                ..
            } => ("url", None, Some("url")),
            Kind::Number { integer: true, .. } => ("text", Some("numeric"), None),
            Kind::Number { .. } => ("text", Some("decimal"), None),
            Kind::Date => ("date", None, None),
            _ => ("text", None, None),
        };
        let class = match &self.field.kind {
            Kind::Number { .. } => "input input-number",
            Kind::Date => "input input-date",
            _ => "input",
        };
        view! {
            <input
                class=class
                id=self.id()
                name=self.field.name.clone()
                type=kind
                inputmode=mode
                autocomplete=complete.unwrap_or("off")
                aria-required=self.field.required.then_some("true")
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
                prop:value=self.input.text
                on:input=self.typed()
                on:blur=self.left()
            />
        }
        .into_any()
    }

    fn textarea(&self) -> AnyView {
        view! {
            <textarea
                class="input input-multi"
                id=self.id()
                name=self.field.name.clone()
                rows="5"
                aria-required=self.field.required.then_some("true")
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
                prop:value=self.input.text
                on:input=self.typed()
                on:blur=self.left()
            ></textarea>
        }
        .into_any()
    }

    fn select(&self, choices: &[Choice]) -> AnyView {
        let now = self.input.text.get_untracked();
        let options = choices
            .iter()
            .map(|choice| {
                let chosen = choice.value == now;
                view! { <option value=choice.value.clone() selected=chosen>{choice.title.clone()}</option> }
            })
            .collect_view();
        view! {
            <select
                class="input input-select"
                id=self.id()
                name=self.field.name.clone()
                aria-required=self.field.required.then_some("true")
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
                on:change=self.typed()
                on:blur=self.left()
            >
                <option value="" selected=now.is_empty()>{t!(self.app, "choose")}</option>
                {options}
            </select>
        }
        .into_any()
    }

    fn radios(&self, choices: &[Choice]) -> AnyView {
        let options = choices
            .iter()
            .enumerate()
            .map(|(i, choice)| {
                // The error summary leads to the first of them.
                let id = if i == 0 {
                    self.id()
                } else {
                    format!("{}-{i}", self.id())
                };
                let (text, value) = (self.input.text, choice.value.clone());
                let checked = Signal::derive(move || text.with(|text| *text == value));
                view! {
                    <label class="choice">
                        <input
                            class="choice-input"
                            type="radio"
                            id=id
                            name=self.field.name.clone()
                            value=choice.value.clone()
                            aria-invalid=self.invalid()
                            prop:checked=checked
                            on:change=self.typed()
                        />
                        <span>{choice.title.clone()}</span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class="field" class:field-wrong=self.is_wrong() aria-describedby=self.described_by()>
                <legend class="field-label">{self.label()}</legend>
                {self.help()}
                {self.error()}
                <div class="choices">{options}</div>
            </fieldset>
        }
        .into_any()
    }

    fn checkbox(&self) -> AnyView {
        let (answers, field) = (self.answers, self.field.clone());
        let ticked = move |event: ev::Event| {
            let text = if event_target_checked(&event) {
                "true"
            } else {
                ""
            };
            answers.change(&field, text.to_owned());
        };
        let text = self.input.text;
        let checked = Signal::derive(move || text.with(|text| text == "true"));
        view! {
            <div class="field" class:field-wrong=self.is_wrong()>
                {self.error()}
                <label class="choice">
                    <input
                        class="choice-input"
                        type="checkbox"
                        id=self.id()
                        name=self.field.name.clone()
                        aria-required=self.field.required.then_some("true")
                        aria-invalid=self.invalid()
                        aria-describedby=self.described_by()
                        prop:checked=checked
                        on:change=ui::on(ticked)
                    />
                    <span>{self.field.label.clone()}</span>
                </label>
                {self.help()}
            </div>
        }
        .into_any()
    }

    fn label(&self) -> AnyView {
        let optional = (!self.field.required)
            .then(|| view! { <span class="field-optional">{t!(self.app, "optional")}</span> });
        view! { {self.field.label.clone()}{optional} }.into_any()
    }

    /// Help, an example and the reason for asking.
    fn help(&self) -> AnyView {
        let field = &self.field;
        let example = field
            .example
            .as_ref()
            .map(|example| t!(self.app, "example", example = example));
        let why = field.why.clone();
        if field.help.is_none() && example.is_none() && why.is_none() {
            return ().into_any();
        }
        view! {
            <div class="field-help" id=self.help_id()>
                {field.help.clone().map(|help| view! { <p>{help}</p> })}
                {example.map(|example| view! { <p>{example}</p> })}
                {why.map(|why| view! { <p class="field-why">{icon(Icon::Lock)}<span>{why}</span></p> })}
            </div>
        }
        .into_any()
    }

    fn error(&self) -> AnyView {
        let (app, field, fault, id) = (
            self.app,
            self.field.clone(),
            self.input.fault,
            self.error_id(),
        );
        let view = move || {
            fault.get().map(|wrong| {
                view! {
                    <p class="field-error" id=id.clone()>
                        {icon(Icon::CircleAlert)}<span>{message(app, &field, &wrong)}</span>
                    </p>
                }
            })
        };
        ui::live(view)
    }

    /// How much room is left, once it gets narrow.
    fn counter(&self) -> AnyView {
        let Kind::Text {
            max_length: Some(most),
            ..
        } = self.field.kind
        else {
            return ().into_any();
        };
        let (app, text) = (self.app, self.input.text);
        let left = move || {
            #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
            let left = most as f64 - text.with(|text| text.chars().count()) as f64;
            #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52")]
            let near = left < (most as f64 * 0.2).max(20.0);
            near.then(|| {
                let words = if left < 0.0 {
                    t!(app, "characters-over", count = -left)
                } else {
                    t!(app, "characters-left", count = left)
                };
                view! { <p class="field-counter">{words}</p> }
            })
        };
        ui::live(left)
    }

    fn is_wrong(&self) -> Signal<bool> {
        let fault = self.input.fault;
        Signal::derive(move || fault.with(Option::is_some))
    }

    fn invalid(&self) -> Signal<Option<&'static str>> {
        let fault = self.input.fault;
        Signal::derive(move || fault.with(Option::is_some).then_some("true"))
    }

    fn described_by(&self) -> Signal<Option<String>> {
        let (fault, error, help) = (self.input.fault, self.error_id(), self.help_id());
        let field = &self.field;
        let has_help = field.help.is_some() || field.example.is_some() || field.why.is_some();
        Signal::derive(move || {
            let error = fault.with(Option::is_some).then_some(error.as_str());
            let ids: Vec<&str> = error
                .into_iter()
                .chain(has_help.then_some(help.as_str()))
                .collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    fn typed(&self) -> impl Fn(ev::Event) + Clone + use<> {
        let (answers, field) = (self.answers, self.field.clone());
        ui::on(move |event: ev::Event| answers.change(&field, event_target_value(&event)))
    }

    fn left(&self) -> impl Fn(ev::FocusEvent) + Clone + use<> {
        let (answers, field) = (self.answers, self.field.clone());
        ui::on(move |_: ev::FocusEvent| answers.leave(&field))
    }
}
