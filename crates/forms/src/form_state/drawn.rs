//! Which answers have a visible control, and how they are displayed.

use super::FormState;
use crate::{Described, FieldKind, pointer};
use serde_json::Value;

impl FormState {
    /// Whether any control for the answer at a pointer is currently visible: a field, or a choice between sets of
    /// fields.
    #[must_use]
    pub fn is_drawn_at(&self, pointer: &str) -> bool {
        let outline = &self.form.outline;
        let is_drawn = |id: u32| {
            outline.node(id).is_some_and(|node| {
                let depth = outline.level(node.level).map_or(0, |level| level.depth);
                let base = pointer::prefix(pointer, depth);
                let scope = node.control.as_deref().map(|control| &control.scope);
                scope.is_some_and(|scope| pointer == format!("{base}{scope}"))
                    && self.is_drawn(base, id)
            })
        };
        let Some(place) = self.form.scopes.find(pointer) else {
            return false;
        };
        place.controls.iter().any(|id| is_drawn(*id))
            || outline.choosers.iter().any(|one| is_drawn(one.id))
    }

    /// The answer at a pointer as text, for the title of a list item; `None` if there is no answer.
    #[must_use]
    pub fn described_at(&self, pointer: &str) -> Option<Described> {
        let value = self.data.pointer(pointer)?;
        let is_blank = match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if is_blank {
            return None;
        }
        let element = self.element_at(pointer)?;
        let control = self.form.outline.control(element)?;
        let mut described = Described::new(control, pointer.to_owned(), value.clone());
        if let Some(alternative) = self.alternative_of(element, pointer) {
            described.text = Some(alternative.to_owned());
        }
        Some(described)
    }

    /// The label of the selected alternative, if the field is a choice between alternatives or the constant that
    /// identifies one.
    fn alternative_of(&self, element: u32, pointer: &str) -> Option<&str> {
        let outline = &self.form.outline;
        let (chooser, index) = match outline.control(element)?.kind {
            FieldKind::Fixed => {
                let mut next = outline.node(element);
                loop {
                    let node = next?;
                    if let Some(alternative) = node.alternative {
                        break alternative;
                    }
                    next = node.parent.and_then(|parent| outline.node(parent));
                }
            }
            FieldKind::Alternatives { .. } => {
                let level = outline.level(outline.node(element)?.level)?;
                let base = pointer::prefix(pointer, level.depth);
                (element, self.chosen(base, element)?)
            }
            _ => return None,
        };
        match &outline.control(chooser)?.kind {
            FieldKind::Alternatives { alternatives, .. } => {
                alternatives.get(index)?.label.as_deref()
            }
            _ => None,
        }
    }
}
