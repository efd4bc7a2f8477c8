//! One field of a form.

use regex_lite::Regex;
use serde_json::Value;

/// One question and the rules for its answer.
#[derive(Clone, Debug)]
pub struct Field {
    /// The property's name in the answers.
    pub name: String,
    /// What the screen calls it.
    pub label: String,
    /// Help under the label.
    pub help: Option<String>,
    /// An answer somebody might give.
    pub example: Option<String>,
    /// Why it is asked and who sees the answer.
    pub why: Option<String>,
    /// Whether an answer is needed.
    pub required: bool,
    /// A first value.
    pub default: Option<Value>,
    /// What is asked for.
    pub kind: Kind,
}

/// What a field asks for.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text, on one line or many.
    Text {
        /// Many lines.
        multi: bool,
        /// What the text is.
        format: TextFormat,
        /// The fewest characters.
        min_length: Option<u64>,
        /// The most characters.
        max_length: Option<u64>,
        /// A shape somewhere in the text.
        pattern: Option<Regex>,
    },
    /// A number.
    Number {
        /// Whole numbers only.
        integer: bool,
        /// The smallest.
        minimum: Option<f64>,
        /// The largest.
        maximum: Option<f64>,
        /// Larger than this.
        exclusive_minimum: Option<f64>,
        /// Smaller than this.
        exclusive_maximum: Option<f64>,
        /// The distance between two allowed numbers, counted from 0.
        multiple_of: Option<f64>,
    },
    /// Yes or no.
    Boolean {
        /// Only a yes will do.
        consent: bool,
    },
    /// One of several.
    Choice {
        /// What one may choose.
        choices: Vec<Choice>,
        /// All shown at once.
        radio: bool,
    },
    /// A day of the calendar.
    Date,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// Any text.
    Plain,
    /// An e-mail address.
    Email,
    /// A web address.
    Uri,
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What the screen says.
    pub title: String,
}

impl Field {
    /// The JSON Pointer of the answer.
    #[must_use]
    pub fn pointer(&self) -> String {
        pointer(&self.name)
    }

    /// The words of a chosen value; `None` where the value speaks for itself.
    #[must_use]
    pub fn text_of(&self, value: &Value) -> Option<String> {
        let Kind::Choice { choices, .. } = &self.kind else {
            return None;
        };
        let value = value.as_str()?;
        choices
            .iter()
            .find(|choice| choice.value == value)
            .map(|choice| choice.title.clone())
    }
}

/// A JSON Pointer (RFC 6901) to a member.
pub(crate) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
