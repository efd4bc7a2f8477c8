//! A loaded form document, with its initial answers and the conversion of older answers.

use portico_contract::FormDocument;
use portico_delivery::draft::{self, Migrated};
use portico_forms::{Control, Document, FieldKind, Form, FormError, FormState};
use serde_json::Value;
use std::sync::Arc;

/// A valid form document.
#[derive(Clone)]
pub(crate) struct LoadedForm {
    pub form: Arc<Form>,
    /// The version of the document.
    pub version: String,
}

impl LoadedForm {
    pub(crate) fn load(document: &FormDocument) -> Result<Self, Vec<FormError>> {
        let form = Form::load(&Document {
            schema: &document.schema,
            uischema: document.uischema.as_ref(),
            defaults: document.defaults.as_ref(),
            texts: document.texts.as_ref(),
        })?;
        Ok(Self {
            form: Arc::new(form),
            version: document.version.clone(),
        })
    }

    /// The answers before any input.
    pub(crate) fn first(&self) -> Value {
        self.form.defaults()
    }

    /// Converts answers to an older version of the form: those that fit are kept, the others are listed.
    pub(crate) fn migrate(&self, answers: &Value) -> Migrated {
        // The property that distinguishes alternatives has no text, but was answered by selecting one.
        let is_given =
            |control: &Control| matches!(control.kind, FieldKind::Fixed) && control.label.is_some();
        let fields = self.form.fields().filter(|(_, control)| !is_given(control));
        let pointers: Vec<String> = fields.map(|(pointer, _)| pointer).collect();
        let form = self.form.clone();
        // Input in alternatives that were not selected belongs to the older form.
        let given = FormState::new(form.clone(), answers.clone());
        draft::migrate(given.data(), &pointers, &move |pointer, value| {
            let mut alone = FormState::new(form.clone(), Value::Null);
            alone.set(pointer, Some(value.clone()));
            // A missing part is no reason to discard the rest.
            let error = alone.check_at(pointer);
            error.is_none_or(|error| {
                error.code() != "type" && error.code() != "choice" && error.code() != "enum"
            })
        })
    }
}
