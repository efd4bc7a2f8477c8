//! Answers that are no longer options, because another answer or the form itself has changed.

use super::visibility::Visibility;
use crate::choice::key_of;
use crate::form::Form;
use crate::label::label_of;
use crate::{Choice, Control, FieldKind};
use serde_json::Value;

/// An answer that was removed because it is no longer an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedAnswer {
    /// The JSON Pointer of the answer.
    pub pointer: String,
    /// The label of the field.
    pub field: String,
    /// The labels of the removed options.
    pub words: String,
}

/// The first answer that contains a lost option, with what remains of it.
pub(super) fn next(
    form: &Form,
    screen: &Visibility,
    data: &Value,
) -> Option<(Option<Value>, Vec<RemovedAnswer>)> {
    for (id, node, control) in form.outline.controls() {
        if control.kind.choices().is_none() || control.read_only {
            continue;
        }
        for base in form.bases(node.level, "", data) {
            let pointer = format!("{base}{}", control.scope);
            let answer = screen.sent().pointer(&pointer).filter(|now| !now.is_null());
            let lost = answer.and_then(|now| without_lost(control, screen.sent(), &base, now));
            if let Some((left, lost)) = lost
                && screen.verdicts.is_active(form, &base, id)
            {
                let lost = lost.into_iter().map(|words| RemovedAnswer {
                    pointer: pointer.clone(),
                    field: label_of(control).to_owned(),
                    words,
                });
                return Some((left, lost.collect()));
            }
        }
    }
    None
}

/// An answer without its lost options, and their labels; `None` if there are none.
fn without_lost(
    control: &Control,
    answers: &Value,
    base: &str,
    answer: &Value,
) -> Option<(Option<Value>, Vec<String>)> {
    let (choices, by) = control.kind.choices()?;
    let allowed = by.and_then(|by| by.allowed(answers, base));
    let fits = |value: &Value| {
        choices.iter().any(|choice| choice.value == *value)
            && allowed.is_none_or(|allowed| allowed.contains(value))
    };
    match (&control.kind, answer) {
        (FieldKind::MultiChoice { .. }, Value::Array(chosen)) => {
            let (left, lost): (Vec<&Value>, Vec<&Value>) =
                chosen.iter().partition(|value| fits(value));
            let words: Vec<String> = lost
                .into_iter()
                .map(|value| words(choices, value))
                .collect();
            let left: Vec<Value> = left.into_iter().cloned().collect();
            let left = (!left.is_empty()).then_some(Value::Array(left));
            (!words.is_empty()).then_some((left, words))
        }
        (FieldKind::MultiChoice { .. }, _) => None,
        _ => (!fits(answer)).then(|| (None, vec![words(choices, answer)])),
    }
}

fn words(choices: &[Choice], value: &Value) -> String {
    let choice = choices.iter().find(|choice| choice.value == *value);
    let plain = || key_of(value).unwrap_or_else(|| value.to_string());
    choice.map_or_else(plain, |choice| choice.label.clone())
}
