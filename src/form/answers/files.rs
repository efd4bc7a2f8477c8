//! The files of a form: selected, stored with the draft, being uploaded, received.

use super::Answers;
use crate::api::{BlobUrl, StoredFile, media_type, new_key, sha256};
use crate::delivery::UploadTask;
use crate::i18n::{I18n, t};
use crate::reactive::{StoredValue, spawn_local};
use leptos::prelude::*;
use portico_contract::takes;
use portico_delivery::upload::{Event, Stage, Upload, UploadError};
use portico_forms::{FieldKind, FormState};
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use web_sys::File;

/// The uploads, by the file's ID. A handle: copying it copies no state.
#[derive(Clone, Copy)]
pub(crate) struct Files {
    /// All selected files with their progress.
    pub all: RwSignal<Vec<Upload>>,
    /// The number of bytes sent for each.
    pub left: RwSignal<HashMap<String, u64>>,
    /// Images for previews, by the file's ID.
    pub previews: RwSignal<HashMap<String, Rc<BlobUrl>>, LocalStorage>,
    tasks: StoredValue<HashMap<String, Rc<UploadTask>>>,
}

/// The image types that every browser can display.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The reason why a file is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::form) enum Refusal {
    Empty,
    /// The maximum number of bytes.
    TooLarge(u64),
    WrongType,
    /// The maximum number of files.
    TooMany(u32),
    /// The backend accepts no files.
    NoFiles,
}

impl Files {
    pub(in crate::form) fn new() -> Self {
        Self {
            all: RwSignal::new(Vec::new()),
            left: RwSignal::new(HashMap::new()),
            previews: RwSignal::new_local(HashMap::new()),
            tasks: StoredValue::new(HashMap::new()),
        }
    }
}

impl Answers {
    /// The file that an answer refers to.
    pub(in crate::form) fn file(self, name: &str) -> Option<Upload> {
        let named = |all: &Vec<Upload>| {
            all.iter()
                .find(|one| one.name_in_answers() == name)
                .cloned()
        };
        self.files.all.with(named)
    }

    /// Adds a newly selected file to the field at a pointer.
    pub(in crate::form) fn add_file(self, pointer: &str, file: File) -> Result<(), Refusal> {
        self.allows(pointer, &file)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size in bytes"
        )]
        let size = file.size() as u64;
        let upload = Upload::new(new_key(), file.name(), size, media_type(&file));
        let many = self.with(|form_state| {
            matches!(
                form_state.control_at(pointer).map(|one| &one.kind),
                Some(FieldKind::Files { many: true, .. })
            )
        });
        let name = Value::String(upload.id.clone());
        self.show(&upload, BlobUrl::of(&file));
        self.files.all.update(|all| all.push(upload.clone()));
        let answer = if many {
            let mut names = self.value(pointer).as_array().cloned().unwrap_or_default();
            names.push(name);
            Value::Array(names)
        } else {
            name
        };
        self.change(pointer, answer);
        let draft = self.draft.get_value();
        spawn_local(async move {
            // It is stored first: a file that was selected offline is uploaded when the network is back.
            if let Some(draft) = draft {
                draft.keep_file(&upload.id, &file).await;
            }
            let sum = sha256(&file).await;
            // The user may have removed it meanwhile.
            if !self.host.is_gone() && untrack(|| self.file(&upload.id)).is_some() {
                self.carry(
                    Upload {
                        sha256: sum,
                        ..upload
                    },
                    file,
                );
            }
        });
        Ok(())
    }

    /// The answers that refer to a file which will never arrive, with a message for each.
    pub(in crate::form) fn lost_files(self) -> Vec<(String, String)> {
        let data = self.with(FormState::pruned);
        let lost = self.files.all.get_untracked().into_iter();
        let lost = lost.filter_map(|file| match file.stage {
            Stage::Failed { why, retry: false } => {
                let pointer = place_of(&data, &file.id)?;
                Some((
                    pointer,
                    format!("{}: {}", file.name, upload_error(self.i18n, why)),
                ))
            }
            _ => None,
        });
        lost.map(|(pointer, words)| {
            let is_field = self.with(|form_state| form_state.control_at(&pointer).is_some());
            // The items of a field for several files have no field of their own.
            let field = match pointer.rsplit_once('/') {
                Some((list, _)) if !is_field => list.to_owned(),
                _ => pointer,
            };
            (field, words)
        })
        .collect()
    }

    /// Whether the field and the backend accept the file; the backend checks it again, and more thoroughly.
    fn allows(self, pointer: &str, file: &File) -> Result<(), Refusal> {
        let limits = untrack(|| {
            self.session
                .discovered(|portal| portal.capabilities.attachments.clone())
        });
        let limits = limits.flatten().ok_or(Refusal::NoFiles)?;
        let kind =
            self.with(|form_state| form_state.control_at(pointer).map(|one| one.kind.clone()));
        let Some(FieldKind::Files {
            types,
            max_files,
            max_bytes,
            many,
            ..
        }) = kind
        else {
            return Err(Refusal::NoFiles);
        };
        let size = file.size();
        let largest = [max_bytes, limits.max_bytes].into_iter().flatten().min();
        #[expect(clippy::cast_precision_loss, reason = "limits stay far below 2^53")]
        if let Some(largest) = largest.filter(|largest| size > *largest as f64) {
            return Err(Refusal::TooLarge(largest));
        }
        if size == 0.0 {
            return Err(Refusal::Empty);
        }
        let given = media_type(file);
        // If neither the name nor the browser tells the type, the backend decides.
        let fits = |types: &[String]| given.is_empty() || takes(types, &given);
        if !fits(&types) || !fits(&limits.types) {
            return Err(Refusal::WrongType);
        }
        let most = if many {
            [max_files, limits.max_files].into_iter().flatten().min()
        } else {
            Some(1)
        };
        let now = match self.value(pointer) {
            Value::Array(names) => names.len(),
            Value::Null => 0,
            _ => 1,
        };
        match most {
            Some(most) if now >= usize::try_from(most).unwrap_or(usize::MAX) => {
                Err(Refusal::TooMany(most))
            }
            _ => Ok(()),
        }
    }

    fn carry(self, upload: Upload, file: File) {
        let id = upload.id.clone();
        let known = id.clone();
        let changed = move |upload: &Upload, left: u64| self.progressed(&known, upload, left);
        let task = UploadTask::start(self.client, self.session, upload, file, changed);
        self.files
            .tasks
            .try_update_value(|all| all.insert(id, task));
    }

    /// An upload has progressed.
    fn progressed(self, id: &str, upload: &Upload, left: u64) {
        if self.host.is_gone() {
            return;
        }
        self.files
            .left
            .try_update(|all| all.insert(id.to_owned(), left));
        let before = self.files.all.try_update(|all| {
            let own = all.iter_mut().find(|one| one.id == id)?;
            (own != upload).then(|| std::mem::replace(own, upload.clone()))
        });
        let Some(before) = before.flatten() else {
            return;
        };
        if before.name_in_answers() != upload.name_in_answers() {
            self.rename(before.name_in_answers(), upload.name_in_answers());
        }
        self.changes.try_update(|changes| *changes += 1);
    }

    /// Continues the uploads of a draft, whose bytes are in its storage.
    pub(in crate::form) fn go_on_with_files(self) {
        let Some(draft) = self.draft.get_value() else {
            return;
        };
        for upload in self.files.all.get_untracked() {
            if upload.is_settled() {
                self.show_again(upload);
                continue;
            }
            spawn_local(async move {
                let file = draft.file(&upload).await;
                if self.host.is_gone() || untrack(|| self.file(upload.name_in_answers())).is_none()
                {
                    return;
                }
                match file {
                    Some(file) => {
                        self.show(&upload, BlobUrl::of(&file));
                        self.carry(upload, file);
                    }
                    None => {
                        let mut lost = upload.clone();
                        lost.on(Event::BytesGone, true, 0, 0);
                        self.progressed(&upload.id, &lost, 0);
                    }
                }
            });
        }
    }

    /// Displays an image beside its name.
    fn show(self, upload: &Upload, picture: Option<BlobUrl>) {
        let is_shown = PICTURES.contains(&upload.media_type.as_str());
        if let Some(picture) = picture.filter(|_| is_shown) {
            let (id, picture) = (upload.id.clone(), Rc::new(picture));
            self.files
                .previews
                .try_update(|all| all.insert(id, picture));
        }
    }

    /// The same for a file from an earlier visit, whose bytes are only on the backend.
    fn show_again(self, upload: Upload) {
        let Stage::Done { id } = &upload.stage else {
            return;
        };
        let stored = StoredFile::Upload(id.as_str().into());
        if PICTURES.contains(&upload.media_type.as_str()) {
            spawn_local(async move {
                let picture = self.client.file(&stored).await;
                if !self.host.is_gone() {
                    self.show(&upload, picture.ok());
                }
            });
        }
    }

    pub(in crate::form) fn retry_file(self, id: &str) {
        let task = self.files.tasks.with_value(|all| all.get(id).cloned());
        if let Some(task) = task {
            task.retry();
        }
    }

    /// Removes a file.
    pub(in crate::form) fn remove_file(self, pointer: &str, name: &str) {
        if let Some(upload) = untrack(|| self.file(name)) {
            let task = self
                .files
                .tasks
                .try_update_value(|all| all.remove(&upload.id));
            if let Some(task) = task
                .flatten()
                .filter(|_| !matches!(upload.stage, Stage::Done { .. }))
            {
                task.cancel();
            }
            self.files
                .all
                .update(|all| all.retain(|one| one.id != upload.id));
            self.files
                .previews
                .update(|all| drop(all.remove(&upload.id)));
        }
        let answer = match self.value(pointer) {
            Value::Array(mut names) => {
                names.retain(|one| one.as_str() != Some(name));
                if names.is_empty() {
                    Value::Null
                } else {
                    Value::Array(names)
                }
            }
            _ => Value::Null,
        };
        self.change(pointer, answer);
    }
}

/// The pointer of a text in the answers.
fn place_of(value: &Value, text: &str) -> Option<String> {
    let within = |name: &str, inner: &Value| {
        let rest = place_of(inner, text)?;
        Some(["/", &name.replace('~', "~0").replace('/', "~1"), &rest].concat())
    };
    match value {
        Value::String(own) => (own == text).then(String::new),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| within(&at.to_string(), item))
        }
        Value::Object(members) => members.iter().find_map(|(name, inner)| within(name, inner)),
        _ => None,
    }
}

/// The reason why a file was not received, and the next step.
pub(in crate::form) fn upload_error(i18n: I18n, why: UploadError) -> String {
    match why {
        UploadError::SignIn => t!(i18n, "file-sign-in"),
        UploadError::TooLarge => t!(i18n, "file-refused-size"),
        UploadError::WrongType => t!(i18n, "file-refused-type"),
        UploadError::Refused => t!(i18n, "file-refused"),
        UploadError::Damaged => t!(i18n, "file-damaged"),
        UploadError::BytesGone => t!(i18n, "file-gone"),
    }
}
