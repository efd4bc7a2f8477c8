//! Resolution of the objects that a form's answers refer to: look-up records, files, people, and
//! the price.

use crate::auth::user::User;
use crate::content::PEOPLE;
use crate::db::snapshot::{File, SnapshotAnswer};
use crate::http::ApiError;
use crate::limits::{UPLOAD_FILES, WATCHERS};
use crate::localized_content::LocalizedContent;
use crate::lookups::record;
use crate::requests::RequestsState;
use crate::requests::snapshot;
use crate::uploads::{FileFault, UploadService, Wanted};
use portico_contract::{FieldError, LookupItem, Price};
use portico_domain::Person;
use portico_forms::{Answer, Described, FieldKind, Form, Measure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The resolved answers.
pub(super) struct ResolvedAnswers {
    /// The answers for display, in the form's order.
    pub(super) answers: Vec<SnapshotAnswer>,
    /// The IDs of all files, without duplicates.
    pub(super) uploads: Vec<String>,
    /// The person that the request is for.
    pub(super) requested_for: Option<Person>,
    /// The people who follow the request.
    pub(super) watchers: Vec<Person>,
}

/// Resolves answers that the form has accepted, and checks that every record and file exists.
pub(super) async fn read(
    state: &RequestsState,
    view: &LocalizedContent,
    user: &User,
    form: &Form,
    answers: &Value,
) -> Result<ResolvedAnswers, ApiError> {
    let content = state.contents.content();
    let mut found = resolve(state, view, user, form, answers).await?;
    let roles = form.roles(answers);
    if roles.watchers.len() > WATCHERS {
        found.wrong(
            "",
            "maxItems",
            &format!("At most {WATCHERS} people can follow a request."),
        );
    }
    if !found.errors.is_empty() {
        return Err(ApiError::invalid(found.errors));
    }
    let person = |id: &String| {
        let item = record(content, view, user, PEOPLE, id, &[])?;
        Some(Person {
            id: content.people.get(id)?.user_id.as_str().into(),
            name: item.label.clone(),
        })
    };
    Ok(ResolvedAnswers {
        answers: found.answers(form.described(answers)),
        uploads: found.uploads.into_iter().collect(),
        requested_for: roles.on_behalf_of.as_ref().and_then(person),
        watchers: roles.watchers.iter().filter_map(person).collect(),
    })
}

/// Finds the records and files that the answers refer to, and the errors in these references.
async fn resolve(
    state: &RequestsState,
    view: &LocalizedContent,
    user: &User,
    form: &Form,
    answers: &Value,
) -> Result<Resolution, ApiError> {
    let content = state.contents.content();
    let mut found = Resolution::default();
    for answer in form.answered(answers) {
        match &answer.control.kind {
            FieldKind::Lookup { source, params, .. } => {
                let other = |pointer: &str| answers.pointer(pointer).cloned();
                let params: Vec<_> = params
                    .iter()
                    .filter_map(|(name, param)| {
                        Some((name.clone(), param.value(&answer.base, other)?))
                    })
                    .collect();
                found.look_up(&answer, |id| {
                    record(content, view, user, source, id, &params)
                });
            }
            FieldKind::Files {
                types,
                max_files,
                max_bytes,
                ..
            } => {
                let wanted = Wanted {
                    types,
                    max_files: *max_files,
                    max_bytes: *max_bytes,
                };
                found
                    .take_files(&state.uploads, user, wanted, &answer)
                    .await?;
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The price of a service with these answers: its own price plus the prices of the selected
/// options, multiplied by the quantity.
pub(super) fn price(own: Option<&Price>, form: &Form, answers: &Value) -> Option<Price> {
    let own = own?;
    let amount = form.price(Some(&own.amount), answers);
    Some(Price {
        amount: amount.unwrap_or_else(|| own.amount.clone()),
        ..own.clone()
    })
}

/// The IDs in an answer, each with its pointer.
fn ids(answer: &Answer<'_>) -> Vec<(String, String)> {
    match answer.value {
        Value::String(id) => vec![(answer.pointer.clone(), id.clone())],
        Value::Array(ids) => {
            let ids = ids.iter().filter_map(Value::as_str);
            ids.enumerate()
                .map(|(n, id)| (format!("{}/{n}", answer.pointer), id.to_owned()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The results so far.
#[derive(Default)]
struct Resolution {
    /// The display texts of records and files, by the pointers of their answers.
    texts: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<File>>,
    uploads: BTreeSet<String>,
    errors: Vec<FieldError>,
}

impl Resolution {
    /// Answers in words, with the names of their records and with their files.
    fn answers(&mut self, described: Vec<Described>) -> Vec<SnapshotAnswer> {
        // An answer that already has a display text is a choice; the choice of an alternative may have
        // the same pointer as the answer itself.
        let answer = |described: Described| SnapshotAnswer {
            quantity: matches!(described.measure, Some(Measure::Quantity { unit: None })),
            currency: match &described.measure {
                Some(Measure::Money { currency }) => Some(currency.clone()),
                _ => None,
            },
            unit: match described.measure {
                Some(Measure::Quantity { unit }) => unit,
                _ => None,
            },
            files: match described.text {
                Some(_) => Vec::new(),
                None => self.files.remove(&described.pointer).unwrap_or_default(),
            },
            text: described
                .text
                .or_else(|| self.texts.remove(&described.pointer)),
            pointer: described.pointer,
            label: described.label,
            secret: described.secret,
            value: described.value,
        };
        described.into_iter().map(answer).collect()
    }

    fn wrong(&mut self, pointer: &str, code: &str, detail: &str) {
        self.errors.push(FieldError {
            pointer: format!("/answers{pointer}"),
            code: code.to_owned(),
            detail: detail.to_owned(),
        });
    }

    fn look_up<'a>(&mut self, answer: &Answer<'_>, find: impl Fn(&str) -> Option<&'a LookupItem>) {
        let mut labels = Vec::new();
        for (pointer, id) in ids(answer) {
            match find(&id) {
                Some(item) => labels.push(item.label.as_str()),
                None => self.wrong(
                    &pointer,
                    "lookup",
                    "This record no longer exists, or doesn’t match the other answers.",
                ),
            }
        }
        self.texts.insert(answer.pointer.clone(), labels.join(", "));
    }

    async fn take_files(
        &mut self,
        uploads: &UploadService,
        user: &User,
        wanted: Wanted<'_>,
        answer: &Answer<'_>,
    ) -> Result<(), ApiError> {
        let (pointers, ids): (Vec<_>, Vec<_>) = ids(answer).into_iter().unzip();
        if ids.is_empty() {
            return Ok(());
        }
        if self.uploads.len() + ids.len() > UPLOAD_FILES {
            let fault = FileFault::TooMany;
            self.wrong(&answer.pointer, fault.code(), fault.detail());
            return Ok(());
        }
        match uploads.get()?.check(&user.id, &ids, wanted).await? {
            Ok(files) => {
                let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
                self.texts.insert(answer.pointer.clone(), names.join(", "));
                let files = files.into_iter().map(snapshot::file);
                self.files.insert(answer.pointer.clone(), files.collect());
                self.uploads.extend(ids);
            }
            Err(faults) => {
                for (place, fault) in faults {
                    let pointer = pointers.get(place).unwrap_or(&answer.pointer);
                    self.wrong(pointer, fault.code(), fault.detail());
                }
            }
        }
        Ok(())
    }
}
