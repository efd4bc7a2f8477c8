//! Validation of answers: by the schema, and by rules that only the form has.

use super::choosing::ChosenAlternatives;
use super::named::{between_fields, words};
use super::visibility::Visibility;
use super::walk::{PlacedField, placed_fields};
use super::{MAX_ITEM_RULES, MAX_ITEMS, prune};
use crate::choice::names;
use crate::form::Form;
use crate::number::{self, is_kept};
use crate::numeral;
use crate::pointer;
use crate::scan;
use crate::schema::{self, Types};
use crate::scopes::ScopeNode;
use crate::{BooleanShape, Control, DependsOn, FieldKind, Rule, ValidationError};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The maximum number of missing objects that are created to report what is missing in them.
const MAX_REPAIRS: usize = 100;

/// Rejects answers that would take too long to validate.
pub(super) fn bounds(form: &Form, answers: &Value) -> Result<(), Vec<ValidationError>> {
    if !answers.is_object() {
        let rule = schema::Rule::Type(Types::OBJECT);
        return Err(vec![ValidationError::new("", Rule::Schema(rule))]);
    }
    if scan::is_too_deep(answers) {
        return Err(vec![ValidationError::new(
            "",
            Rule::Schema(schema::Rule::TooComplex),
        )]);
    }
    let mut all = 0;
    for (index, level) in form.outline.levels.iter().enumerate() {
        let opener = level.around.and_then(|(outer, id)| {
            let control = form.outline.node(id)?.control.as_ref()?;
            Some((outer, control))
        });
        let Some((outer, control)) = opener else {
            continue;
        };
        let rules = form.rules.iter().filter(|rule| rule.level == index).count();
        let most = MAX_ITEMS.min(MAX_ITEM_RULES / (rules + 1));
        let mut here = 0;
        for base in form.bases(outer, "", answers) {
            let list = format!("{base}{}", control.scope);
            let items = answers.pointer(&list).and_then(Value::as_array);
            here += items.map_or(0, Vec::len);
            if here > most || all + here > MAX_ITEMS {
                let most = u64::try_from(most).unwrap_or(u64::MAX);
                let rule = schema::Rule::MaxItems(most);
                return Err(vec![ValidationError::new(list, Rule::Schema(rule))]);
            }
        }
        all += here;
    }
    Ok(())
}

/// Sets the constants of the form. Existing answers are kept unless `always` is set.
pub(super) fn fix(form: &Form, choosing: &ChosenAlternatives, data: &mut Value, always: bool) {
    for (id, node, control) in form.outline.controls() {
        if let (FieldKind::Fixed, Some(value)) = (&control.kind, &control.default) {
            for base in form.bases(node.level, "", data) {
                if !choosing.is_live(form, &base, id) {
                    continue;
                }
                let at = format!("{base}{}", control.scope);
                if always || data.pointer(&at).is_none() {
                    pointer::put(data, &at, Some(value.clone()));
                }
            }
        }
    }
}

/// All errors in pruned answers, in screen order, at most one per field.
///
/// Missing objects that are required and have fields are created first. Then the missing fields can be reported, and an
/// object without required fields is not an error.
pub(super) fn all(form: &Form, screen: &Visibility, pruned: &mut Value) -> Vec<ValidationError> {
    let mut errors = Vec::new();
    placed_fields(&form.root, pruned, &screen.verdicts.choosing, &mut |spot| {
        let rule = own(form, screen, &spot, pruned.pointer(&spot.pointer), pruned);
        errors.extend(rule.map(|rule| ValidationError::new(spot.pointer, rule)));
    });
    // A selected alternative requires its answers, even if the object itself is optional.
    for pointer in screen.verdicts.chosen_objects(form) {
        if pruned.pointer(&pointer).is_none() {
            pointer::put(pruned, &pointer, Some(Value::Object(Map::new())));
        }
    }
    let is_pruned = |pointer: &str| prune::is_pruned(form, &screen.verdicts, pointer);
    let chosen = |pointer: &str| screen.verdicts.choosing.schemas(form, pointer);
    let validate = |pruned: &Value| form.schema.report(pruned, Some(&is_pruned), Some(&chosen));
    let mut violations = validate(pruned);
    for _ in 0..MAX_REPAIRS {
        let missing = violations.iter().find(|violation| {
            violation.rule == schema::Rule::Required
                && is_object(form, &violation.pointer)
                && !screen.verdicts.choosing.is_open(form, &violation.pointer)
        });
        let Some(missing) = missing else {
            break;
        };
        pointer::put(pruned, &missing.pointer, Some(Value::Object(Map::new())));
        violations = validate(pruned);
    }
    errors.extend(
        violations
            .into_iter()
            .map(|violation| in_field(form, screen, violation, pruned)),
    );
    errors.extend(unknown(form, pruned));
    if number::lost(pruned).is_some() {
        lost(pruned, "", &mut errors);
    }
    errors.sort_by_cached_key(|error| {
        let first = error.rule.fields().first();
        order(form, first.map_or(&error.pointer, |field| &field.pointer))
    });
    let mut seen = BTreeSet::new();
    errors.retain(|error| seen.insert(error.pointer.clone()));
    for error in &mut errors {
        error.words = words(form, error);
    }
    errors
}

/// The error of one field, or of a list or an object itself.
pub(super) fn one(form: &Form, screen: &Visibility, pointer: &str) -> Option<ValidationError> {
    let mut error = alone(form, screen, pointer)?;
    error.words = words(form, &error);
    Some(error)
}

fn alone(form: &Form, screen: &Visibility, pointer: &str) -> Option<ValidationError> {
    if prune::is_pruned(form, &screen.verdicts, pointer) {
        return None;
    }
    let place = form.scopes.find(pointer);
    if place.is_some_and(|place| !place.is_leaf() && form.scopes.items(place).is_none()) {
        // Errors of an object depend on all its members, and on what rules removed.
        let errors = all(form, screen, &mut screen.sent().clone());
        return errors.into_iter().find(|error| error.pointer == pointer);
    }
    let answers = screen.sent();
    let value = answers.pointer(pointer);
    for id in place
        .map(|place| place.controls.as_slice())
        .unwrap_or_default()
    {
        let node = form.outline.node(*id);
        let Some((node, control)) = node.and_then(|node| Some((node, node.control.as_ref()?)))
        else {
            continue;
        };
        let depth = form
            .outline
            .level(node.level)
            .map_or(0, |level| level.depth);
        let spot = PlacedField {
            control,
            element: *id,
            base: pointer::prefix(pointer, depth).to_owned(),
            pointer: pointer.to_owned(),
            label: String::new(),
        };
        if let Some(rule) = own(form, screen, &spot, value, answers) {
            return Some(ValidationError::new(pointer, rule));
        }
    }
    let is_leaf = place.is_none_or(ScopeNode::is_leaf);
    let chosen = |pointer: &str| screen.verdicts.choosing.schemas(form, pointer);
    let violations = form.schema.violations_at(answers, pointer, Some(&chosen));
    violations
        .into_iter()
        .filter(|violation| is_leaf || violation.pointer == pointer)
        .map(|violation| in_field(form, screen, violation, answers))
        .find(|error| error.pointer == pointer)
}

/// The error that only the form can detect in the answer of a field.
fn own(
    form: &Form,
    screen: &Visibility,
    spot: &PlacedField<'_>,
    value: Option<&Value>,
    answers: &Value,
) -> Option<Rule> {
    let control: &Control = spot.control;
    let is_alternative = form.outline.is_whole_alternative(spot.element)
        && screen
            .verdicts
            .choosing
            .is_live(form, &spot.base, spot.element);
    let rule = match &control.kind {
        FieldKind::Object { .. } => None,
        _ if value.is_none() && is_alternative => Some(Rule::Schema(schema::Rule::Required)),
        FieldKind::Boolean {
            shape: BooleanShape::Consent { .. },
        } => (value != Some(&Value::Bool(true))).then_some(Rule::Consent),
        FieldKind::Number { .. } => is_lost(value?).then_some(Rule::Precision),
        FieldKind::DateRange => ends_early(value?).then_some(Rule::Range),
        FieldKind::Fixed => (Some(value?) != control.default.as_ref()).then_some(Rule::Fixed),
        FieldKind::Files {
            max_files: Some(most),
            ..
        } => {
            let count = value?.as_array().map_or(1, Vec::len);
            (count > usize::try_from(*most).unwrap_or(usize::MAX)).then_some(Rule::MaxFiles(*most))
        }
        FieldKind::Choice { by: Some(by), .. } => {
            let allowed = by.allowed(answers, &spot.base)?;
            (!allowed.contains(value?)).then_some(Rule::Choice)
        }
        FieldKind::MultiChoice { by: Some(by), .. } => {
            let allowed = by.allowed(answers, &spot.base)?;
            let mut chosen = value?.as_array()?.iter();
            chosen
                .any(|one| !allowed.contains(one))
                .then_some(Rule::Choice)
        }
        _ => None,
    };
    rule.filter(|_| screen.verdicts.is_active(form, &spot.base, spot.element))
}

/// Whether a number would lose digits. A number that could not be parsed is still the text that was typed.
fn is_lost(value: &Value) -> bool {
    match value {
        Value::Number(number) => !is_kept(number),
        Value::String(typed) => numeral::is_too_long(typed),
        _ => false,
    }
}

/// Whether a complete range ends before it starts. RFC 3339 dates are sorted like text.
fn ends_early(range: &Value) -> bool {
    let end = |name| range.get(name).and_then(Value::as_str);
    matches!((end("from"), end("to")), (Some(from), Some(to)) if from > to)
}

impl DependsOn {
    /// The remaining values; `None` if all options remain.
    pub(crate) fn allowed(&self, answers: &Value, base: &str) -> Option<&[Value]> {
        let answer = answers.pointer(&format!("{base}{}", self.scope))?;
        let row = self.choices.iter().find(|(name, _)| names(name, answer))?;
        Some(&row.1)
    }
}

/// Whether the fields of an object are located at this pointer, rather than a field with this pointer.
fn is_object(form: &Form, pointer: &str) -> bool {
    let place = form.scopes.find(pointer);
    place.is_some_and(|place| {
        form.scopes.members(place).next().is_some() && form.scopes.items(place).is_none()
    })
}

/// A violation, at the pointer of the field that contains the answer. Null counts as no answer.
fn in_field(
    form: &Form,
    screen: &Visibility,
    violation: schema::Violation,
    answers: &Value,
) -> ValidationError {
    let mut rule = violation.rule;
    if matches!(rule, schema::Rule::Type(_))
        && answers.pointer(&violation.pointer) == Some(&Value::Null)
    {
        rule = schema::Rule::Required;
    }
    let mut pointer = violation.pointer;
    let mut place = form.scopes.root();
    let mut depth = 0;
    for segment in pointer::segments(&pointer) {
        place = place.and_then(|place| form.scopes.step(place, segment));
        depth += 1;
        if place.is_some_and(|place| place.is_leaf() && !place.controls.is_empty()) {
            break;
        }
    }
    if place.is_some() {
        pointer.truncate(pointer::prefix(&pointer, depth).len());
    }
    between_fields(form, screen, &pointer, &rule)
        .unwrap_or_else(|| ValidationError::new(pointer, Rule::Schema(rule)))
}

/// Errors for numbers that JSON readers may change. Those with a field have been reported already.
fn lost(value: &Value, at: &str, errors: &mut Vec<ValidationError>) {
    match value {
        Value::Number(number) if !is_kept(number) => {
            errors.push(ValidationError::new(at, Rule::Precision))
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                lost(item, &pointer::child(at, &index.to_string()), errors);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                lost(member, &pointer::child(at, name), errors);
            }
        }
        _ => {}
    }
}

/// Answers for which there is neither a field nor a property in the schema.
pub(crate) fn unknown(form: &Form, answers: &Value) -> Vec<ValidationError> {
    let mut found = Vec::new();
    for (index, level) in form.outline.levels.iter().enumerate() {
        let Some(known) = &level.known else {
            continue;
        };
        for base in form.bases(index, "", answers) {
            let members = answers.pointer(&base).and_then(Value::as_object);
            let strange = members.into_iter().flat_map(Map::keys).filter(|name| {
                !known.contains(*name) && !is_known_besides(form, &level.pattern, name)
            });
            found.extend(
                strange
                    .map(|name| ValidationError::new(pointer::child(&base, name), Rule::Unknown)),
            );
        }
    }
    found
}

/// Whether another alternative of the same object defines a member.
fn is_known_besides(form: &Form, pattern: &str, name: &str) -> bool {
    let mut levels = form
        .outline
        .levels
        .iter()
        .filter(|level| level.pattern == pattern);
    levels.any(|level| {
        level
            .known
            .as_ref()
            .is_none_or(|known| known.contains(name))
    })
}

/// The sort key of a pointer, in screen order. Pointers without a field come last.
fn order(form: &Form, pointer: &str) -> Vec<u32> {
    let mut key = Vec::new();
    let mut field = u32::MAX;
    let mut place = form.scopes.root();
    for segment in pointer::segments(pointer) {
        let Some(here) = place else {
            break;
        };
        if form.scopes.items(here).is_some() {
            key.push(field);
            key.push(segment.parse().unwrap_or(u32::MAX));
        }
        place = form.scopes.step(here, segment);
        let first = place.and_then(|place| place.controls.first());
        field = first
            .copied()
            .unwrap_or(if place.is_some() { u32::MAX } else { field });
    }
    key.push(field);
    key
}
