//! Renders the nested elements of a form: a layout has fields, and a field may have a layout.

use super::Answers;
use crate::view::{IntoView, View};
use portico_forms::Element;

/// Renders one element of the layout, at a place in the answers, with the level of the next heading inside.
pub(in crate::form) type Draw = fn(Answers, &str, u8, &Element) -> View;

impl Answers {
    /// Renders one element. `base` is the JSON Pointer that its scopes start from, `level` that of the next heading
    /// inside.
    pub(in crate::form) fn element(self, base: &str, level: u8, element: &Element) -> View {
        (self.draw)(self, base, level, element)
    }

    /// Renders elements one below the other.
    pub(in crate::form) fn elements(self, base: &str, level: u8, elements: &[Element]) -> View {
        elements
            .iter()
            .map(|one| self.element(base, level, one))
            .collect::<View>()
            .into_view()
    }
}
