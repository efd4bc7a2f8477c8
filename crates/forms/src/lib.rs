//! Form documents: layout, rules, validation and pruning, with the same results in the browser and on the server.
//!
//! A [`Form`] is loaded once from a JSON Schema and a JSON Forms UI schema. A [`FormState`] is the state of one form
//! that is being filled in.
//!
//! Invariant: this crate uses no DOM, clock or network. Form features that are unknown to this version are rejected by
//! name when the form is loaded, never ignored.

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
mod ordered;
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
pub use element::{
    Alternative, Category, Control, Element, ElementKind, FieldKind, Parameter, Role,
};
pub use error::FormError;
pub use form::{Document, Form};
pub use form_state::{
    Answer, Change, FormState, Item, MAX_ITEM_RULES, MAX_ITEMS, RemovedAnswer, Requirement,
};
pub use load::{MAX_CONTROLS, MAX_ELEMENT_DEPTH, lint, texts_without_place};
pub use roles::Roles;
pub use rule::State;
pub use shape::{BooleanShape, ChoiceShape, Link, MultiChoiceShape, NumberShape, TextShape};
pub use text::{Described, Measure};
pub use validation::{FieldRef, Rule, ValidationError};
pub use widget::Widget;
