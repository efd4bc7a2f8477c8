//! The elements of a form in the order and grouping of the screen, and the kinds of its fields.

use crate::choice::{Choice, DependsOn};
use crate::shape::{BooleanShape, ChoiceShape, MultiChoiceShape, NumberShape, TextShape};
use serde_json::Value;
use std::sync::Arc;

/// An element of the layout.
#[derive(Clone, Debug)]
pub struct Element {
    /// The id, unique in the form and ascending in screen order.
    pub id: u32,
    /// Whether it has a rule, so that its state can change.
    pub ruled: bool,
    /// The kind of element.
    pub kind: ElementKind,
}

/// The kind of an element.
#[derive(Clone, Debug)]
pub enum ElementKind {
    /// Elements below each other.
    Vertical(Vec<Element>),
    /// Elements side by side, if there is enough space.
    Horizontal(Vec<Element>),
    /// A group of elements.
    Group {
        /// The heading.
        label: Option<String>,
        /// The elements, in screen order.
        elements: Vec<Element>,
    },
    /// A form in pages.
    Categorization {
        /// Whether the pages are steps with a progress indicator and a final review; otherwise they are tabs.
        stepper: bool,
        /// The pages, in order.
        categories: Vec<Category>,
    },
    /// A text between fields.
    Label {
        /// The text.
        text: String,
        /// Whether it is a heading.
        heading: bool,
    },
    /// A field.
    Control(Arc<Control>),
}

/// A page of a form.
#[derive(Clone, Debug)]
pub struct Category {
    /// The id, unique among all elements and pages of the form.
    pub id: u32,
    /// Whether it has a rule.
    pub ruled: bool,
    /// The name of the page.
    pub label: String,
    /// The elements, in screen order.
    pub elements: Vec<Element>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Control {
    /// The JSON Pointer of the answer, relative to the base of the field: the answers as a whole, an object that is
    /// rendered as one, or an item of a list.
    pub scope: String,
    /// The last name in the scope; empty for an item that is a single value.
    pub name: String,
    /// The label; `None` if the form hides it.
    pub label: Option<String>,
    /// The help text below the label.
    pub help: Option<String>,
    /// Whether the help text is visible when the field does not have the focus.
    pub help_always: bool,
    /// The reason for the question, and who sees the answer.
    pub why: Option<String>,
    /// An example answer.
    pub example: Option<String>,
    /// The placeholder of an empty field.
    pub placeholder: Option<String>,
    /// Whether the schema always requires an answer. Conditions may require one as well, which only validation can
    /// tell.
    pub required: bool,
    /// Whether the answer is displayed and sent, but cannot be changed.
    pub read_only: bool,
    /// The form's own error messages by error code; `custom` is for all errors.
    pub messages: Vec<(String, String)>,
    /// The initial value.
    pub default: Option<Value>,
    /// The meaning of the answer beyond the form.
    pub role: Option<Role>,
    /// The kind of field.
    pub kind: FieldKind,
}

impl Control {
    /// The form's own message for an error with this code.
    #[must_use]
    pub fn message(&self, code: &str) -> Option<&str> {
        let by = |code: &str| self.messages.iter().find(|(own, _)| own == code);
        let (_, words) = by("custom").or_else(|| by(code))?;
        Some(words)
    }
}

/// The meaning of an answer beyond the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person that the request is for.
    OnBehalfOf,
    /// People who may read the request.
    Watchers,
    /// The quantity, by which the price is multiplied.
    Quantity,
}

/// The kind of a field.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// Text.
    Text {
        /// The kind of text.
        shape: TextShape,
        /// The maximum length in characters.
        max_length: Option<u64>,
        /// The maximum number of characters that can be typed.
        restrict: Option<u64>,
        /// The HTML autocomplete token.
        autocomplete: Option<String>,
        /// Whether the field is as wide as its longest answer instead of the form: the option `trim` of JSON Forms.
        narrow: bool,
        /// Suggested answers. Other answers can be typed.
        suggestions: Vec<String>,
    },
    /// A number.
    Number {
        /// Whether only integers are allowed.
        integer: bool,
        /// The minimum.
        minimum: Option<f64>,
        /// The maximum.
        maximum: Option<f64>,
        /// The distance between two allowed numbers.
        step: Option<f64>,
        /// The unit, such as `GB`.
        unit: Option<String>,
        /// How the number is entered.
        shape: NumberShape,
    },
    /// Yes or no.
    Boolean {
        /// How the answer is entered.
        shape: BooleanShape,
    },
    /// One option of several.
    Choice {
        /// All options.
        choices: Vec<Choice>,
        /// How an option is selected.
        shape: ChoiceShape,
        /// The other answer that restricts the options.
        by: Option<DependsOn>,
    },
    /// Any number of options.
    MultiChoice {
        /// All options.
        choices: Vec<Choice>,
        /// How options are selected.
        shape: MultiChoiceShape,
        /// The other answer that restricts the options.
        by: Option<DependsOn>,
    },
    /// A date, `2026-11-22`.
    Date,
    /// A time of day, `14:30:00`.
    Time {
        /// Whether the time has an offset from UTC, as the format `time` requires. A schema without that format may not
        /// want one.
        zoned: bool,
    },
    /// A date and time, `2026-11-22T14:30:00Z`.
    DateTime,
    /// A date range: an object with `from` and `to`.
    DateRange,
    /// A duration, `P3D`.
    Duration,
    /// A record that the backend looks up. The answer is its id, or a list of ids.
    Lookup {
        /// The kind of record, such as `people`.
        source: String,
        /// The parameters of the search, by name.
        params: Vec<(String, Parameter)>,
        /// Whether several records can be selected.
        many: bool,
    },
    /// Uploaded files. The answer is the id of an upload, or a list of ids.
    Files {
        /// The accepted media types, which may be `image/*`; empty for those of the backend.
        types: Vec<String>,
        /// The maximum number of files.
        max_files: Option<u32>,
        /// The maximum size of a file in bytes.
        max_bytes: Option<u64>,
        /// Whether images are expected, so that phones offer the camera.
        pictures: bool,
        /// Whether several files can be uploaded.
        many: bool,
    },
    /// A choice between alternatives with different fields.
    Alternatives {
        /// The alternatives, in schema order.
        alternatives: Vec<Alternative>,
        /// How an alternative is selected.
        shape: ChoiceShape,
        /// Whether each alternative is the whole answer. Otherwise it adds fields to the object that contains the
        /// control, and the control has no answer of its own.
        whole: bool,
    },
    /// The fields of an object. Their scopes start at the pointer of the object.
    Object {
        /// The fields.
        element: Box<Element>,
    },
    /// Fields that repeat. The scopes of each item start at the pointer of the item.
    List {
        /// The fields of an item.
        item: Box<Element>,
        /// Whether items are rows of a table instead of cards.
        table: bool,
        /// The minimum number of items.
        min: u64,
        /// The maximum number of items.
        max: Option<u64>,
        /// The JSON Pointer of the title of an item, relative to the item.
        label_prop: Option<String>,
        /// Whether users can reorder the items.
        sortable: bool,
        /// Whether the items are a list with the fields of the selected item beside it.
        detail_beside: bool,
    },
    /// A field that is never displayed; its default is sent.
    Fixed,
    /// A field that is unknown to this version: plain text with a note.
    Unknown {
        /// The name of the unknown widget.
        asked: String,
    },
}

/// An alternative of a [`FieldKind::Alternatives`].
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The label to display; `None` if the form has none.
    pub label: Option<String>,
    /// A description.
    pub help: Option<String>,
    /// The fields of the alternative. Their scopes have the same base as the control.
    pub element: Element,
}

/// A parameter of a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A constant text.
    Literal(String),
    /// The answer at this JSON Pointer, relative to the same base as a control's scope.
    Answer(String),
}

impl Parameter {
    /// The value of the parameter for a field whose scopes start at `base`; `None` while there is no such answer.
    pub fn value(&self, base: &str, answer: impl Fn(&str) -> Option<Value>) -> Option<String> {
        let text = match self {
            Self::Literal(text) => text.clone(),
            Self::Answer(pointer) => match answer(&format!("{base}{pointer}"))? {
                Value::String(text) => text,
                Value::Null => return None,
                other => other.to_string(),
            },
        };
        (!text.is_empty()).then_some(text)
    }
}

impl FieldKind {
    /// The options, if there are any, and what restricts them.
    #[must_use]
    pub fn choices(&self) -> Option<(&[Choice], Option<&DependsOn>)> {
        match self {
            Self::Choice { choices, by, .. } | Self::MultiChoice { choices, by, .. } => {
                Some((choices, by.as_ref()))
            }
            _ => None,
        }
    }
}
