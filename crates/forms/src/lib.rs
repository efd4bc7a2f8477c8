//! Form documents: layout, rules, validation and pruning, the same in the browser and on the server.
//!
//! A [`Form`] is read once from a JSON Schema and a JSON Forms UI schema; a [`FormState`] is one form while somebody fills it.
//!
//! Invariant: this crate knows no DOM, no clock and no network.
//! What a form asks for that this version does not know is refused by name when the form is loaded, never passed over.

mod choice;
pub mod draft7;
mod element;
mod error;
mod form;
mod form_state;
pub mod format;
mod label;
mod load;
mod number;
pub mod numeral;
mod outline;
pub mod pattern;
mod places;
mod pointer;
mod prefill;
mod price;
mod required_names;
mod roles;
mod rule;
pub mod scan;
pub mod schema;
mod scopes;
mod shape;
mod text;
mod validation;
mod widget;

pub use choice::{Choice, DependsOn};
pub use element::{Alternative, Category, Control, Element, ElementKind, Kind, Parameter, Role};
pub use error::FormError;
pub use form::{Document, Form};
pub use form_state::{Answer, Change, FormState, Item, Lost, MAX_ITEM_RULES, MAX_ITEMS, Need};
pub use load::{MAX_CONTROLS, MAX_ELEMENT_DEPTH, lint, texts_without_place};
pub use roles::Roles;
pub use rule::State;
pub use shape::{BooleanShape, ChoiceShape, Link, ManyShape, NumberShape, TextShape};
pub use text::{Described, Measure};
pub use validation::{Named, Rule, ValidationError};
pub use widget::Widget;
