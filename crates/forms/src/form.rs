//! Loaded forms.

use crate::Control;
use crate::Element;
use crate::FieldKind;
use crate::outline::Outline;
use crate::required_names::RequiredNames;
use crate::rule::ElementRule;
use crate::schema::Schema;
use crate::scopes::ScopeTree;
use serde_json::{Map, Value};

/// The parts of a form document.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The JSON Schema 2020-12 of the answers, or of an earlier draft.
    pub schema: &'a Value,
    /// The JSON Forms UI schema. Without one, the properties are displayed in order.
    pub uischema: Option<&'a Value>,
    /// Initial values, in the shape of the answers. They take precedence over the defaults of the schema.
    pub defaults: Option<&'a Value>,
    /// Texts for `i18n` keys, in the language of the document.
    pub texts: Option<&'a Map<String, Value>>,
}

/// A loaded form. It is immutable; a [`FormState`](crate::FormState) holds the answers.
#[derive(Debug)]
pub struct Form {
    pub(crate) root: Element,
    pub(crate) schema: Schema,
    pub(crate) defaults: Option<Value>,
    pub(crate) outline: Outline,
    pub(crate) rules: Vec<ElementRule>,
    pub(crate) scopes: ScopeTree,
    pub(crate) required_names: RequiredNames,
}

impl Form {
    /// The root element.
    #[must_use]
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// All fields, in screen order. Fields of list items occur once.
    pub fn controls(&self) -> impl Iterator<Item = &Control> {
        self.outline.controls().map(|(_, _, control)| &**control)
    }

    /// The fields with a fixed location, and the JSON Pointers of their answers: the fields of objects individually,
    /// and a list as a whole.
    pub fn fields(&self) -> impl Iterator<Item = (String, &Control)> {
        self.places()
            .map(|(pointer, control, _)| (pointer, control))
    }

    /// The same, with a flag that says whether the field belongs to an alternative.
    pub(crate) fn places(&self) -> impl Iterator<Item = (String, &Control, bool)> {
        let once = self.outline.controls().filter(|(_, node, control)| {
            let repeats = self
                .outline
                .level(node.level)
                .is_some_and(|level| level.repeats());
            !repeats
                && !matches!(
                    control.kind,
                    FieldKind::Object { .. } | FieldKind::Alternatives { .. }
                )
        });
        once.map(|(id, node, control)| {
            let pointer = self.outline.pattern(node.level, &control.scope);
            (pointer, &**control, self.outline.is_alternative(id))
        })
    }

    /// Whether an optional field may become required by other answers.
    #[must_use]
    pub fn may_need(&self, control: &Control) -> bool {
        self.required_names.may_need(control)
    }
}
