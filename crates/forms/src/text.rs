//! Answers as text, for reviews, receipts, and the people who fulfil a request.

use crate::label::label_of;
use crate::{Control, FieldKind, Form, NumberShape, Role, TextShape};
use serde_json::Value;

/// An answer with the texts of its field.
#[derive(Clone, Debug)]
pub struct Described {
    /// The JSON Pointer of the answer.
    pub pointer: String,
    /// The labels of the ancestors of the field, and its own: `People, 2, Name`.
    pub label: String,
    /// The value.
    pub value: Value,
    /// The labels of the selected options; `None` if the value needs no text, or is an id that only the backend can
    /// resolve.
    pub text: Option<String>,
    /// What a number measures; `None` for identifiers, such as a port.
    pub measure: Option<Measure>,
    /// Whether the form masks the input.
    pub secret: bool,
}

/// What a number measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// An amount of money.
    Money {
        /// The ISO 4217 code of the currency.
        currency: String,
    },
    /// A quantity.
    Quantity {
        /// The unit, such as `GB`.
        unit: Option<String>,
    },
}

impl Control {
    /// The labels of the selected options; `None` if the field has no options, or not these.
    #[must_use]
    pub fn words(&self, value: &Value) -> Option<String> {
        let (choices, _) = self.kind.choices()?;
        let label = |value: &Value| {
            let choice = choices.iter().find(|choice| choice.value == *value)?;
            Some(choice.label.as_str())
        };
        match (&self.kind, value) {
            (FieldKind::MultiChoice { .. }, Value::Array(chosen)) => {
                let labels: Option<Vec<&str>> = chosen.iter().map(label).collect();
                labels.map(|labels| labels.join(", "))
            }
            _ => label(value).map(str::to_owned),
        }
    }

    /// What the answer measures, if the form says that it is an amount or a quantity.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        match &self.kind {
            FieldKind::Number {
                shape: NumberShape::Money { currency },
                ..
            } => Some(Measure::Money {
                currency: currency.clone(),
            }),
            FieldKind::Number { unit, .. }
                if unit.is_some() || self.role == Some(Role::Quantity) =>
            {
                Some(Measure::Quantity { unit: unit.clone() })
            }
            _ => None,
        }
    }
}

impl Form {
    /// All answers as text, in screen order.
    #[must_use]
    pub fn described(&self, answers: &Value) -> Vec<Described> {
        self.answered(answers)
            .into_iter()
            .map(|answer| {
                let mut described =
                    Described::new(answer.control, answer.pointer, answer.value.clone());
                if let Some(alternative) = answer.alternative {
                    described.text = Some(alternative.to_owned());
                }
                described.label = answer.label;
                described
            })
            .collect()
    }
}

impl Described {
    /// The answer of a single field, under the field's own label.
    pub(crate) fn new(control: &Control, pointer: String, value: Value) -> Self {
        let secret = matches!(
            control.kind,
            FieldKind::Text {
                shape: TextShape::Masked,
                ..
            }
        );
        Self {
            pointer,
            label: label_of(control).to_owned(),
            text: control.words(&value),
            measure: control.measure(),
            value,
            secret,
        }
    }
}
