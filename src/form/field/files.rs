//! Files and images: selected, dropped or pasted, each with its progress.

use super::{FieldContext, frame};
use crate::form::Answers;
use crate::form::answers::{Refusal, upload_error};
use crate::i18n::t;
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_contract::{MEDIA_TYPES, takes};
use portico_delivery::upload::{Stage, Upload};
use portico_forms::FieldKind;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlInputElement};

pub(super) fn view(field: &FieldContext) -> View {
    let i18n = field.answers.i18n;
    let (types, pictures, many) = match &field.control.kind {
        FieldKind::Files {
            types,
            pictures,
            many,
            ..
        } => (types.clone(), *pictures, *many),
        _ => return ().into_view(),
    };
    let accept = if types.is_empty() && pictures {
        "image/*".to_owned()
    } else {
        accepted(&types)
    };
    let over = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let take = {
        let field = field.clone();
        move |files: Option<FileList>| {
            let Some(files) = files else {
                return;
            };
            refused.set(None);
            for file in (0..files.length()).filter_map(|at| files.item(at)) {
                let name = file.name();
                if let Err(refusal) = field.answers.add_file(&field.pointer, file) {
                    refused.set(Some(words(&field, &name, refusal)));
                }
            }
        }
    };
    let chosen = {
        let take = take.clone();
        move |event: ev::Event| {
            let input = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                take(input.files());
                // The same file may be selected again after it was removed.
                input.set_value("");
            }
        }
    };
    let dropped = {
        let take = take.clone();
        move |event: ev::DragEvent| {
            event.prevent_default();
            over.set(false);
            take(event.data_transfer().and_then(|data| data.files()));
        }
    };
    let pasted = move |event: ev::ClipboardEvent| {
        let files = event.clipboard_data().and_then(|data| data.files());
        if files.as_ref().is_some_and(|files| files.length() > 0) {
            event.prevent_default();
            take(files);
        }
    };
    let dragged = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let gone = move |_: ev::DragEvent| over.set(false);
    let drop = if pictures {
        t!(i18n, "files-drop-pictures")
    } else {
        t!(i18n, "files-drop")
    };
    let area = view! {
        <div class="files-drop" class:files-over=over on:drop=dropped on:dragover=dragged on:dragleave=gone on:paste=pasted>
            <input
                class="files-input"
                id=field.id()
                name=field.control.name.clone()
                type="file"
                multiple=many
                accept=accept
                disabled=field.control.read_only
                aria-invalid=field.invalid()
                aria-describedby=field.described_by()
                on:change=chosen
                on:blur=field.left()
            />
            <p class="field-counter">{drop}</p>
        </div>
        <div role="alert">{ui::live(move || refused.get().map(|words| view! {
            <p class="field-error">{ui::icon(Icon::CircleAlert)}<span>{words}</span></p>
        }))}</div>
    };
    let own_spot = field.clone();
    let list = ui::live(move || {
        let names: Vec<String> = own_spot.input.value.with(|value| match value {
            Value::Array(names) => names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            Value::String(name) => vec![name.clone()],
            _ => Vec::new(),
        });
        if names.is_empty() {
            return ().into_view();
        }
        let rows = names
            .into_iter()
            .map(|name| row(&own_spot, name))
            .collect::<View>();
        view! { <ul class="files-list">{rows}</ul> }
    });
    frame::labelled(field, view! { {area}{list} })
}

/// The types for the browser's dialog. Extensions are listed as well: with types alone, Windows hides CSV files once
/// Excel is installed, and archives.
fn accepted(types: &[String]) -> String {
    let known = MEDIA_TYPES.iter();
    let endings = known
        .filter(|(media_type, _)| !types.is_empty() && takes(types, media_type))
        .flat_map(|(_, endings)| endings.iter().map(|ending| format!(".{ending}")));
    types
        .iter()
        .cloned()
        .chain(endings)
        .collect::<Vec<_>>()
        .join(",")
}

/// The reason why a file is not accepted, and the next step.
fn words(field: &FieldContext, name: &str, refusal: Refusal) -> String {
    let i18n = field.answers.i18n;
    match refusal {
        Refusal::Empty => t!(i18n, "file-empty", name = name),
        Refusal::TooLarge(most) => t!(
            i18n,
            "file-too-large",
            name = name,
            size = &i18n.format().bytes(most)
        ),
        Refusal::WrongType => t!(i18n, "file-wrong-type", name = name),
        Refusal::TooMany(most) => t!(i18n, "file-too-many", count = f64::from(most)),
        Refusal::NoFiles => t!(i18n, "file-none-taken"),
    }
}

/// One file: its progress, and its actions.
fn row(field: &FieldContext, name: String) -> View {
    let Answers { i18n, host, .. } = field.answers;
    let answers = field.answers;
    let remove = {
        let (name, field) = (name.clone(), field.clone());
        move |_: ev::MouseEvent| {
            answers.remove_file(&field.pointer, &name);
            ui::focus(host, &format!("[id=\"{}\"]", field.id()));
        }
    };
    let own = name.clone();
    let shown = Memo::new(move |_| answers.file(&own));
    let state = ui::live(move || shown.get().map(|upload| state(answers, &upload)));
    let title = move || {
        shown.with(|upload| {
            upload
                .as_ref()
                .map_or_else(|| name.clone(), |upload| upload.name.clone())
        })
    };
    let label = title.clone();
    let picture = Signal::derive_local(move || {
        let id = shown.with(|one| one.as_ref().map(|one| one.id.clone()))?;
        answers.files.previews.with(|all| all.get(&id).cloned())
    });
    let invalid = Signal::derive(move || {
        shown.with(|one| {
            matches!(
                one,
                Some(Upload {
                    stage: Stage::Failed { .. },
                    ..
                })
            )
        })
    });
    view! {
        <li class="file" class:file-invalid=invalid>
            {ui::live(move || match picture.get() {
                Some(picture) => view! { <img class="file-picture" src=picture.as_str().to_owned() alt=""/> },
                None => ui::icon(Icon::Paperclip).into_view(),
            })}
            <span class="file-name">{ui::live(title)}</span>
            <button
                class="icon-button"
                type="button"
                aria-label=Signal::derive(move || t!(i18n, "file-remove", name = &label()))
                on:click=remove
            >
                {ui::icon(Icon::X)}
            </button>
            {state}
        </li>
    }
}

fn state(answers: crate::form::Answers, upload: &Upload) -> View {
    let i18n = answers.i18n;
    let size = i18n.format().bytes(upload.size);
    let is_there = matches!(upload.stage, Stage::Done { .. });
    let (words, moving) = match &upload.stage {
        Stage::Done { .. } => (t!(i18n, "file-done", size = &size), false),
        Stage::Cancelled => (t!(i18n, "file-cancelled"), false),
        Stage::Paused { .. } | Stage::Chosen(_) => (t!(i18n, "file-waiting", size = &size), false),
        Stage::Failed { why, .. } => (upload_error(i18n, *why), false),
        _ => (t!(i18n, "file-sending", size = &size), true),
    };
    let id = upload.id.clone();
    let bar = moving.then(|| {
        let (id, size) = (id.clone(), upload.size);
        let left = Signal::derive(move || {
            answers.files.left.with(|all| all.get(&id).copied().unwrap_or_default()).to_string()
        });
        view! { <progress class="file-bar" max=size.to_string() value=left aria-label=upload.name.clone()></progress> }
    });
    let again = matches!(&upload.stage, Stage::Failed { retry: true, .. } | Stage::Paused { .. }).then(|| {
        let retry = move |_: ev::MouseEvent| answers.retry_file(&id);
        view! { <button class="button button-small" type="button" on:click=retry>{t!(i18n, "try-again")}</button> }
    });
    view! { <span class="file-state" data-stage=upload.stage.code()>{is_there.then(|| ui::icon(Icon::Check))}<span>{words}</span></span>{again}{bar} }
}
