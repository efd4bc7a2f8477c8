//! The elements of a form: what stands on the screen, in which order and grouping.

use crate::Control;
use std::sync::Arc;

/// One element of a form's layout.
#[derive(Clone, Debug)]
pub struct Element {
    /// Unique in the form, and ascending in the order of the screen.
    pub id: u32,
    /// Whether it has a rule of its own, so that its state can change.
    pub ruled: bool,
    /// What it is.
    pub kind: ElementKind,
}

/// What an element is.
#[derive(Clone, Debug)]
pub enum ElementKind {
    /// Elements below each other.
    Vertical(Vec<Element>),
    /// Elements beside each other, where there is room.
    Horizontal(Vec<Element>),
    /// Elements that belong together.
    Group {
        /// The group's heading.
        label: Option<String>,
        /// In the order of the screen.
        elements: Vec<Element>,
    },
    /// Pages of a form.
    Categorization {
        /// One after the other, with progress and a review at the end; otherwise tabs.
        stepper: bool,
        /// In their order.
        categories: Vec<Category>,
    },
    /// Words between the fields.
    Label {
        /// The words.
        text: String,
        /// Whether they head what follows.
        heading: bool,
    },
    /// A field.
    Control(Arc<Control>),
}

/// One page of a form.
#[derive(Clone, Debug)]
pub struct Category {
    /// Unique in the form, like that of an element.
    pub id: u32,
    /// Whether it has a rule of its own.
    pub ruled: bool,
    /// The page's name.
    pub label: String,
    /// In the order of the screen.
    pub elements: Vec<Element>,
}
