//! Drafts: form contents that have not been sent yet.

mod comparison;
mod expiry;
mod migrate;
mod remote;
mod versions;

pub(crate) use comparison::{Comparison, compare};
pub use expiry::{Expiry, LIFE, WARNING, expiry};
pub use migrate::{Migrated, Unfit, migrate};
pub use remote::{Push, Remote, ServerCopy};
pub use versions::DraftVersions;
pub(crate) use versions::put;

use crate::upload::Upload;
use crate::{Millis, json};
use serde_json::Value;

/// The service that a draft is for, as displayed in a list of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The id of the service in the API.
    pub id: String,
    /// The name of the service when the form was opened.
    pub name: String,
}

/// One version of the unsent contents of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The requested service.
    pub service: Service,
    /// The id of the requester. A draft is never shown to or sent by anyone else.
    pub user: String,
    /// The version of the form being filled in.
    pub form_version: String,
    /// The idempotency key. Created when the form is opened, and the same on every device and for every attempt.
    pub key: String,
    /// When the key was last known to be unused: when it was created, or when a copy of the draft was seen on the
    /// server, where sending deletes the draft. From then on, backends remember the use of the key for as long as they
    /// keep keys.
    pub unused_at: Millis,
    /// All answers, including hidden ones.
    pub answers: Value,
    /// The open step, counted from 0.
    pub step: u32,
    /// The selected files. The answers refer to them by [`Upload::name_in_answers`].
    pub files: Vec<Upload>,
    /// Greater than the revision of any earlier save of this service's draft in this browser. Together with `tab` it
    /// identifies this version.
    pub revision: u64,
    /// The tab that saved this version, or the device if it was saved on another one.
    pub tab: String,
    /// When it was saved.
    pub saved_at: Millis,
    /// When the user was warned that the draft will be deleted.
    pub warned_at: Option<Millis>,
    /// Answers that no longer fit after a change of the form, kept until the user has dealt with them.
    pub unfit: Vec<Unfit>,
}

impl Draft {
    /// Creates the draft of a newly opened form. Nothing is stored until the user types something.
    #[must_use]
    pub fn new(
        service: Service,
        user: String,
        form_version: String,
        key: String,
        answers: Value,
    ) -> Self {
        Self {
            service,
            user,
            form_version,
            key,
            unused_at: 0,
            answers,
            step: 0,
            files: Vec::new(),
            revision: 0,
            tab: String::new(),
            saved_at: 0,
            warned_at: None,
            unfit: Vec::new(),
        }
    }

    /// Whether both drafts have the same key, form version and answers, no matter who saved them. The answers include
    /// references to files.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.key == other.key
            && self.form_version == other.form_version
            && self.answers == other.answers
    }

    /// Whether this version contains all of an earlier one. A tab always continues from what it saved itself.
    pub(crate) fn holds(&self, earlier: &Self) -> bool {
        self.says_the_same(earlier) || self.goes_on_from(earlier)
    }

    /// Whether this is the same or a later version of the same request by the same tab.
    pub(crate) fn goes_on_from(&self, earlier: &Self) -> bool {
        self.key == earlier.key && self.tab == earlier.tab && self.revision >= earlier.revision
    }

    /// The identity of this version among all versions of this service's draft.
    pub(crate) fn stamp(&self) -> (u64, &str) {
        (self.revision, &self.tab)
    }

    pub(crate) fn to_json(&self) -> Value {
        json::object(vec![
            ("service", Value::from(self.service.id.as_str())),
            ("name", Value::from(self.service.name.as_str())),
            ("user", Value::from(self.user.as_str())),
            ("formVersion", Value::from(self.form_version.as_str())),
            ("key", Value::from(self.key.as_str())),
            ("unusedAt", Value::from(self.unused_at)),
            ("answers", self.answers.clone()),
            ("step", Value::from(self.step)),
            ("files", json::array(&self.files, Upload::to_json)),
            ("revision", Value::from(self.revision)),
            ("tab", Value::from(self.tab.as_str())),
            ("savedAt", Value::from(self.saved_at)),
            ("warnedAt", self.warned_at.map_or(Value::Null, Value::from)),
            ("unfit", json::array(&self.unfit, Unfit::to_json)),
        ])
    }

    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            service: Service {
                id: json::text(value, "service")?,
                name: json::text(value, "name")?,
            },
            user: json::text(value, "user")?,
            form_version: json::text(value, "formVersion")?,
            key: json::text(value, "key")?,
            unused_at: json::number(value, "unusedAt")?,
            answers: value.get("answers").cloned().unwrap_or_default(),
            step: json::small(value, "step")?,
            files: json::list(value, "files", Upload::from_json)?,
            revision: json::number(value, "revision")?,
            tab: json::text(value, "tab")?,
            saved_at: json::number(value, "savedAt")?,
            warned_at: json::number(value, "warnedAt"),
            unfit: json::list(value, "unfit", Unfit::from_json)?,
        })
    }
}
