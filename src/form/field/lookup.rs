//! A person or any record that the backend can find: typed, looked up, selected.

use super::FieldContext;
use super::combobox::{self, ComboboxOption, ListState, Source};
use crate::api::{Failure, endpoints};
use crate::form::Answers;
use crate::reactive::{StoredValue, spawn_local};
use crate::view::{IntoView, View};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use portico_contract::LookupItem;
use portico_forms::FieldKind;
use serde_json::Value;
use std::collections::HashMap;

/// The delay after a keystroke before the backend is called, in milliseconds.
const PAUSE: u32 = 150;

pub(super) fn view(field: &FieldContext) -> View {
    let FieldKind::Lookup { source, many, .. } = &field.control.kind else {
        return ().into_view();
    };
    let Answers { host, client, .. } = field.answers;
    let (name, many) = (source.clone(), *many);
    let labels = field.answers.labels;
    // Only the response to the last query counts.
    let asked = StoredValue::new(0_u32);
    let waiting = StoredValue::new(None::<Timeout>);
    learn(field.answers, &name, &field.pointer, &field.now());
    let own = field.clone();
    let search = move |typed: &str, found: RwSignal<ListState>| {
        let turn = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        found.set(ListState::Loading);
        let get = endpoints::lookup(&name, typed, &params(&own));
        let ask = async move {
            let answer = client.get(get).await;
            if host.is_gone() || asked.try_get_value() != turn {
                return;
            }
            found.try_set(match answer {
                Ok(page) => {
                    names(labels, &page.items);
                    ListState::Options(page.items.into_iter().map(offer).collect())
                }
                Err(Failure::SignIn) => ListState::SignIn,
                Err(_) => ListState::Failed,
            });
        };
        waiting.set_value(Some(Timeout::new(PAUSE, move || spawn_local(ask))));
    };
    let label = move |value: &Value| {
        let id = value.as_str().unwrap_or_default();
        let label = labels.with(|labels| labels.get(id).cloned());
        label.unwrap_or_else(|| id.to_owned())
    };
    combobox::view(field, many, Source::new(search, label))
}

fn offer(item: LookupItem) -> ComboboxOption {
    ComboboxOption {
        value: Value::String(item.id),
        label: item.label,
        detail: item.detail,
    }
}

fn names(labels: RwSignal<HashMap<String, String>>, items: &[LookupItem]) {
    labels.try_update(|labels| {
        labels.extend(
            items
                .iter()
                .map(|item| (item.id.clone(), item.label.clone())),
        );
    });
}

/// Loads the names of records of which a draft or a link has only the IDs.
pub(in crate::form) fn learn(answers: Answers, source: &str, pointer: &str, value: &Value) {
    let mut unknown = ids(value);
    unknown.retain(|id| {
        answers
            .labels
            .with_untracked(|labels| !labels.contains_key(id))
    });
    if unknown.is_empty() {
        return;
    }
    let Answers { host, client, .. } = answers;
    let get = endpoints::lookup_ids(source, &unknown);
    let pointer = pointer.to_owned();
    spawn_local(async move {
        if let Ok(page) = client.get(get).await
            && !host.is_gone()
            && answers.changes.try_get_untracked().is_some()
        {
            names(answers.labels, &page.items);
            // A backend that does not look up by ID returns nothing for these.
            let by_id = page.items.iter().all(|item| unknown.contains(&item.id));
            unknown.retain(|id| !page.items.iter().any(|item| item.id == *id));
            if by_id && page.next.is_none() && !unknown.is_empty() {
                answers.drop_records(&pointer, &unknown);
            }
        }
    });
}

fn ids(value: &Value) -> Vec<String> {
    match value {
        Value::String(id) => vec![id.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// The look-up's parameters, some of which are other answers.
fn params(field: &FieldContext) -> Vec<(String, String)> {
    let FieldKind::Lookup { params, .. } = &field.control.kind else {
        return Vec::new();
    };
    let answer = |pointer: &str| Some(field.answers.value(pointer));
    let value = |(name, source): &(String, portico_forms::Parameter)| {
        Some((name.clone(), source.value(&field.base, answer)?))
    };
    params.iter().filter_map(value).collect()
}
