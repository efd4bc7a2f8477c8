//! Answers in words, for reviews, receipts and those who fulfil a request.

use crate::label::label_of;
use crate::{Control, Form, Kind, NumberShape, Role, TextShape};
use serde_json::Value;

/// An answer with the words of its field.
#[derive(Clone, Debug)]
pub struct Described {
    /// The JSON Pointer of the answer.
    pub pointer: String,
    /// The labels of what the field stands in, and its own: `People, 2, Name`.
    pub label: String,
    /// What was answered.
    pub value: Value,
    /// The words of what was chosen; none where the value speaks for itself, or is an id that only the backend can name.
    pub text: Option<String>,
    /// What a number measures; none for one that only names something, such as a port.
    pub measure: Option<Measure>,
    /// The form hides it while it is typed.
    pub secret: bool,
}

/// What a number measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// An amount of money.
    Money {
        /// ISO 4217.
        currency: String,
    },
    /// How much or how many of something.
    Quantity {
        /// What is counted, such as `GB`.
        unit: Option<String>,
    },
}

impl Control {
    /// The words of what was chosen; none where nothing is to be chosen, or not this.
    #[must_use]
    pub fn words(&self, value: &Value) -> Option<String> {
        let (choices, _) = self.kind.choices()?;
        let label = |value: &Value| {
            let choice = choices.iter().find(|choice| choice.value == *value)?;
            Some(choice.label.as_str())
        };
        match (&self.kind, value) {
            (Kind::ManyChoice { .. }, Value::Array(chosen)) => {
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
            Kind::Number {
                shape: NumberShape::Money { currency },
                ..
            } => Some(Measure::Money {
                currency: currency.clone(),
            }),
            Kind::Number { unit, .. } if unit.is_some() || self.role == Some(Role::Quantity) => {
                Some(Measure::Quantity { unit: unit.clone() })
            }
            _ => None,
        }
    }
}

impl Form {
    /// All answers with their words, in the order of the screen.
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
    /// An answer of a field by itself, under the field's own label.
    pub(crate) fn new(control: &Control, pointer: String, value: Value) -> Self {
        let secret = matches!(
            control.kind,
            Kind::Text {
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
