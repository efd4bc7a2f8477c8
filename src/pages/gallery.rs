//! The gallery for demonstrations: form documents beside their forms.

use crate::api::{Client, Resource, endpoints, parse_json};
use crate::form;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, effect};
use crate::route::Route;
use crate::ui::{self, Row, Skeleton};
use crate::view::{IntoView, View, view};
use gloo_timers::callback::Timeout;
use js_sys::JSON;
use leptos::{ev, prelude::*};
use portico_contract::{FormDocument, GalleryExample};
use portico_forms::{Document, Form, FormError, FormState, scan};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// The pause in typing before the form is rendered again, in milliseconds.
const PAUSE: u32 = 250;

pub(crate) fn view(context: PageContext, id: Option<String>) -> View {
    let name = id.as_deref().map(|id| id.replace(['-', '_'], " "));
    let title = t!(context.i18n, "gallery-title");
    let heading = ui::page_heading_in(context, title, name.as_deref().unwrap_or_default());
    let content = match id {
        None => list(context),
        Some(id) => {
            let document = Resource::new(context.client, move || endpoints::gallery_document(&id));
            let document = ui::show(context, document, Skeleton::Text, move |document| {
                tried(context, &document)
            });
            let all = vec![(Route::Gallery { id: None }, t!(context.i18n, "gallery-all"))];
            return view! { <div class="page page-wide">{ui::crumbs(context.i18n, context.nav, all, name.unwrap_or_default())}{heading}{document}</div> };
        }
    };
    view! { <div class="page page-wide">{heading}{content}</div> }
}

fn list(context: PageContext) -> View {
    let examples = Resource::new(context.client, endpoints::gallery);
    let rows = ui::show(context, examples, Skeleton::Rows, move |page| {
        let rows = page.items.into_iter().map(|example: GalleryExample| {
            let route = Route::Gallery {
                id: Some(example.id),
            };
            let content = Row {
                title: Some(example.title.into_view()),
                below: Some(ui::row_summary(example.summary, None)),
                ..Row::default()
            };
            ui::row(context.nav, route, content)
        });
        let rows = rows.collect::<View>();
        view! { <ul class="rows rows-two">{rows}</ul>{own(context.i18n, context.client)} }
    });
    view! { <p class="lead">{t!(context.i18n, "gallery-lead")}</p>{rows} }
}

/// A plain browser form, which supports files of any size that the server accepts and needs no script.
fn own(i18n: I18n, client: Client) -> View {
    let action = client.gallery_address();
    view! {
        <form class="gallery-send" method="post" enctype="multipart/form-data" action=action>
            <label class="field-label" for="gallery-file">{t!(i18n, "gallery-file")}</label>
            <input id="gallery-file" type="file" name="document" accept="application/json,.json" required=true/>
            <button class="button" type="submit">{t!(i18n, "gallery-open")}</button>
        </form>
    }
}

/// The document as text, and the current form of that text.
fn tried(context: PageContext, document: &FormDocument) -> View {
    let text = pretty(&serde_json::to_string(document).unwrap_or_default());
    let source = RwSignal::new(text.clone());
    let waiting = StoredValue::new(None::<Timeout>);
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        let later = Timeout::new(PAUSE, move || {
            source.try_set(text);
        });
        waiting.set_value(Some(later));
    };
    let form = ui::live(move || source.with(|text| shown(context, text)));
    view! {
        <div class="gallery">
            <div class="gallery-source">
                <label class="field-label" for="gallery-text">{t!(context.i18n, "gallery-document")}</label>
                <textarea
                    class="input gallery-text"
                    id="gallery-text"
                    dir="ltr"
                    spellcheck="false"
                    autocomplete="off"
                    rows="30"
                    prop:value=text
                    on:input=typed
                ></textarea>
            </div>
            <div class="gallery-form">{form}</div>
        </div>
    }
}

/// The form of a text, or all errors in it.
fn shown(context: PageContext, text: &str) -> View {
    match read(text) {
        Ok((form, data, language)) => {
            let form = Arc::new(form);
            let shown = form.clone();
            form::when_loaded(context, &form, move || {
                filled(context, shown.clone(), data.clone(), language.clone())
            })
        }
        Err(errors) => {
            let errors = errors.into_iter().map(|error| {
                view! { <li><code dir="ltr">{if error.pointer.is_empty() { "/".to_owned() } else { error.pointer }}</code>": "{error.reason}</li> }
            });
            view! {
                <div class="summary" role="alert">
                    {ui::heading(context.host, 2, "summary-title", t!(context.i18n, "form-broken-title"))}
                    <ul>{errors.collect::<View>()}</ul>
                </div>
            }
        }
    }
}

fn read(text: &str) -> Result<(Form, Value, Option<String>), Vec<FormError>> {
    let error = |reason: &str| {
        vec![FormError {
            pointer: String::new(),
            reason: reason.to_owned(),
        }]
    };
    scan::scan(text).map_err(|error| vec![error])?;
    let document = parse_json(text).map_err(error)?;
    let schema = document
        .get("schema")
        .ok_or_else(|| error("the member schema is missing"))?;
    let form = Form::load(&Document {
        schema,
        uischema: document.get("uischema"),
        defaults: document.get("defaults"),
        texts: document.get("texts").and_then(Value::as_object),
    })?;
    let first = form.defaults();
    let language = document.get("language").and_then(Value::as_str);
    Ok((form, first, language.map(str::to_owned)))
}

fn filled(context: PageContext, form: Arc<Form>, data: Value, language: Option<String>) -> View {
    let answers = form::fill(context, form, data);
    let check = move || {
        if form::forward_or_check(answers) {
            context
                .announcer
                .announce(t!(context.i18n, "gallery-right"));
        } else {
            request_animation_frame(move || ui::focus(context.host, "#error-summary"));
        }
    };
    let submitted = move |event: ev::SubmitEvent| {
        event.prevent_default();
        check();
    };
    let pruned = move || pretty(&answers.with(FormState::pruned).to_string());
    let sent = RwSignal::new(pruned());
    let waiting = StoredValue::new(None::<Timeout>);
    effect(move || {
        answers.changes.track();
        // Typing in a large form must not wait for this.
        let later = move || {
            sent.try_set(pruned());
        };
        waiting.set_value(Some(Timeout::new(PAUSE, later)));
    });
    view! {
        <form class="form" novalidate on:submit=submitted data-form="gallery">
            {form::summary(answers)}
            {form::elements(answers, language.as_deref())}
            {form::actions(answers, move || t!(context.i18n, "gallery-check"), check)}
        </form>
        <section class="gallery-sent">
            {ui::heading(context.host, 2, "side-title", t!(context.i18n, "gallery-sent"))}
            <pre class="code" dir="ltr" tabindex="0"><code>{ui::live(move || sent.get())}</code></pre>
        </section>
    }
}

/// Formatted JSON, by the browser.
fn pretty(text: &str) -> String {
    let value = JSON::parse(text).unwrap_or(JsValue::NULL);
    JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into())
        .map(String::from)
        .unwrap_or_default()
}
