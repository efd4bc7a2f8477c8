//! The elements of a form: what stands on the screen, in which order and grouping, and what each field asks for.

use crate::choice::{Choice, DependsOn};
use crate::shape::{BooleanShape, ChoiceShape, ManyShape, NumberShape, TextShape};
use serde_json::Value;
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

/// One field.
#[derive(Clone, Debug)]
pub struct Control {
    /// The JSON Pointer of the answer, relative to where the field stands: to the answers as a whole, to an object that is drawn as one, or to an item of a list.
    pub scope: String,
    /// The last name in the scope; empty for an item that is a single value.
    pub name: String,
    /// What the screen calls it; none where the form wants no label.
    pub label: Option<String>,
    /// Help under the label.
    pub help: Option<String>,
    /// Whether the help is shown before the field has the focus.
    pub help_always: bool,
    /// Why it is asked and who sees the answer.
    pub why: Option<String>,
    /// An answer that somebody might give.
    pub example: Option<String>,
    /// What an empty field shows.
    pub placeholder: Option<String>,
    /// Whether the schema always wants an answer. Conditions may want one too, which only a check tells.
    pub required: bool,
    /// Shown, sent, but not to be changed.
    pub read_only: bool,
    /// What the form itself says about errors, by their codes; `custom` is for all of them.
    pub messages: Vec<(String, String)>,
    /// The first value.
    pub default: Option<Value>,
    /// What the answer means beyond the form.
    pub role: Option<Role>,
    /// What is asked for.
    pub kind: Kind,
}

impl Control {
    /// What the form itself says about an error with this code.
    #[must_use]
    pub fn message(&self, code: &str) -> Option<&str> {
        let by = |code: &str| self.messages.iter().find(|(own, _)| own == code);
        let (_, words) = by("custom").or_else(|| by(code))?;
        Some(words)
    }
}

/// What an answer means beyond the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person whom the request is for.
    OnBehalfOf,
    /// People who may read the request.
    Watchers,
    /// How many of it; the price is multiplied by it.
    Quantity,
}

/// What a field asks for.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text.
    Text {
        /// What the text looks like.
        shape: TextShape,
        /// The most characters.
        max_length: Option<u64>,
        /// The field takes no more characters than this.
        restrict: Option<u64>,
        /// The HTML autocomplete token.
        autocomplete: Option<String>,
        /// As wide as its longest answer, not as the form: the option `trim` of JSON Forms.
        narrow: bool,
        /// Answers to choose from, though others may be typed.
        suggestions: Vec<String>,
    },
    /// A number.
    Number {
        /// Whole numbers only.
        integer: bool,
        /// The smallest.
        minimum: Option<f64>,
        /// The largest.
        maximum: Option<f64>,
        /// The distance between two allowed numbers.
        step: Option<f64>,
        /// What is counted, such as `GB`.
        unit: Option<String>,
        /// How it is entered.
        shape: NumberShape,
    },
    /// Yes or no.
    Boolean {
        /// How it is entered.
        shape: BooleanShape,
    },
    /// One of several.
    Choice {
        /// All that there are.
        choices: Vec<Choice>,
        /// How it is chosen.
        shape: ChoiceShape,
        /// Which other answer narrows the choices.
        by: Option<DependsOn>,
    },
    /// Some of several.
    ManyChoice {
        /// All that there are.
        choices: Vec<Choice>,
        /// How they are chosen.
        shape: ManyShape,
        /// Which other answer narrows the choices.
        by: Option<DependsOn>,
    },
    /// A day, `2026-11-22`.
    Date,
    /// A time of day, `14:30:00`.
    Time {
        /// With its offset from UTC, as the schema's format `time` wants it; a schema without the format may want none.
        zoned: bool,
    },
    /// A moment, `2026-11-22T14:30:00Z`.
    DateTime,
    /// From one day to another: an object with `from` and `to`.
    DateRange,
    /// A length of time, `P3D`.
    Duration,
    /// A record that the backend looks up; the answer is its id, or a list of ids.
    Lookup {
        /// Which records, such as `people`.
        source: String,
        /// What narrows the search, by name.
        params: Vec<(String, Parameter)>,
        /// Several records.
        many: bool,
    },
    /// Uploaded files; the answer is an upload's id, or a list of ids.
    Files {
        /// Media types, `image/*` allowed; empty for those of the backend.
        types: Vec<String>,
        /// The most files.
        max_files: Option<u32>,
        /// The most bytes of one file.
        max_bytes: Option<u64>,
        /// Pictures, so that phones offer the camera.
        pictures: bool,
        /// Several files.
        many: bool,
    },
    /// One of several alternatives, which differ in what they ask for.
    Alternatives {
        /// In the order of the schema.
        alternatives: Vec<Alternative>,
        /// How one is chosen.
        shape: ChoiceShape,
        /// Each alternative is the whole answer. Otherwise it is fields of the object that the control stands in, and the control has no answer of its own.
        whole: bool,
    },
    /// Fields of an object; they stand at the object's pointer.
    Object {
        /// The fields.
        element: Box<Element>,
    },
    /// Fields that repeat; each item stands at its own pointer.
    List {
        /// The fields of an item.
        item: Box<Element>,
        /// Rows of a table instead of cards.
        table: bool,
        /// The fewest items.
        min: u64,
        /// The most items.
        max: Option<u64>,
        /// A JSON Pointer, relative to an item, to what names it.
        label_prop: Option<String>,
        /// Whether people may reorder the items.
        sortable: bool,
        /// The items as a list with the chosen one's fields beside it.
        detail_beside: bool,
    },
    /// Never shown; its default is sent.
    Fixed,
    /// A field that this version does not know: plain text and a note.
    Unknown {
        /// What was asked for.
        asked: String,
    },
}

/// One of the alternatives of a [`Kind::Alternatives`].
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What the screen says; none where the form has no words for it.
    pub label: Option<String>,
    /// More about it.
    pub help: Option<String>,
    /// What it asks for. Its scopes start where that of the control does.
    pub element: Element,
}

/// What a look-up's parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Always this text.
    Literal(String),
    /// What stands at this JSON Pointer, relative like a control's scope.
    Answer(String),
}

impl Parameter {
    /// The parameter's value for a field whose scopes start at `base`; nothing while the answer is not there.
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

impl Kind {
    /// The choices, where there are any, and what narrows them.
    #[must_use]
    pub fn choices(&self) -> Option<(&[Choice], Option<&DependsOn>)> {
        match self {
            Self::Choice { choices, by, .. } | Self::ManyChoice { choices, by, .. } => {
                Some((choices, by.as_ref()))
            }
            _ => None,
        }
    }
}
