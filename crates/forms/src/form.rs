//! A form that was understood in whole.

use crate::Control;
use crate::Element;
use crate::Kind;
use crate::outline::Outline;
use crate::required_names::RequiredNames;
use crate::rule::Ruled;
use crate::schema::Schema;
use crate::scopes::Scopes;
use serde_json::{Map, Value};

/// The parts of a form document, as they come.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// JSON Schema 2020-12 of the answers, or draft-07.
    pub schema: &'a Value,
    /// JSON Forms UI schema; without one the properties are shown in their order.
    pub uischema: Option<&'a Value>,
    /// First values, shaped like the answers; they win over the schema's.
    pub defaults: Option<&'a Value>,
    /// Words for `i18n` keys, in the document's language.
    pub texts: Option<&'a Map<String, Value>>,
}

/// A form that was understood in whole. It never changes; a [`FormState`](crate::FormState) holds the answers to it.
#[derive(Debug)]
pub struct Form {
    pub(crate) root: Element,
    pub(crate) schema: Schema,
    pub(crate) defaults: Option<Value>,
    pub(crate) outline: Outline,
    pub(crate) rules: Vec<Ruled>,
    pub(crate) scopes: Scopes,
    pub(crate) required_names: RequiredNames,
}

impl Form {
    /// The element that holds all others.
    #[must_use]
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// All fields, in the order of the screen; those of a list's items once.
    pub fn controls(&self) -> impl Iterator<Item = &Control> {
        self.outline.controls().map(|(_, _, control)| &**control)
    }

    /// The fields whose answers stand at one place, with its JSON Pointer: those of objects one by one, a list as one.
    pub fn fields(&self) -> impl Iterator<Item = (String, &Control)> {
        self.places()
            .map(|(pointer, control, _)| (pointer, control))
    }

    /// The same, each with whether it stands in one of several alternatives.
    pub(crate) fn places(&self) -> impl Iterator<Item = (String, &Control, bool)> {
        let once = self.outline.controls().filter(|(_, node, control)| {
            let repeats = self
                .outline
                .level(node.level)
                .is_some_and(|level| level.repeats());
            !repeats
                && !matches!(
                    control.kind,
                    Kind::Object { .. } | Kind::Alternatives { .. }
                )
        });
        once.map(|(id, node, control)| {
            let pointer = self.outline.pattern(node.level, &control.scope);
            (pointer, &**control, self.outline.is_alternative(id))
        })
    }

    /// Whether a field that need not be answered may have to be, once other answers are there.
    #[must_use]
    pub fn may_need(&self, control: &Control) -> bool {
        self.required_names.may_need(control)
    }
}
