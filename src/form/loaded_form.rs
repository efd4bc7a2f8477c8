//! What a form document asks for: loaded, with its first answers, and what of older answers still fits.

use portico_contract::FormDocument;
use portico_delivery::draft::{self, Migrated};
use portico_forms::{Control, Document, Form, FormError, FormState, Kind};
use serde_json::Value;
use std::sync::Arc;

/// A form document that was understood.
pub(crate) struct LoadedForm {
    pub form: Arc<Form>,
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
        })
    }

    /// The answers before anybody typed.
    pub(crate) fn first(&self) -> Value {
        self.form.defaults()
    }

    /// Answers to an older version of the form: what fits stays, the rest is listed.
    pub(crate) fn migrate(&self, answers: &Value) -> Migrated {
        // What tells alternatives apart has no words of its own, but was answered by choosing one.
        let is_given =
            |control: &Control| matches!(control.kind, Kind::Fixed) && control.label.is_some();
        let fields = self.form.fields().filter(|(_, control)| !is_given(control));
        let pointers: Vec<String> = fields.map(|(pointer, _)| pointer).collect();
        let form = self.form.clone();
        // What was typed in alternatives that were not chosen belongs to the older form.
        let given = FormState::new(form.clone(), answers.clone());
        draft::migrate(given.data(), &pointers, &move |pointer, value| {
            let mut alone = FormState::new(form.clone(), Value::Null);
            alone.set(pointer, Some(value.clone()));
            // A missing part of it is no reason to drop what is there.
            let error = alone.check_at(pointer);
            error.is_none_or(|error| {
                error.code() != "type" && error.code() != "choice" && error.code() != "enum"
            })
        })
    }
}
