//! Form documents: fields, layout and validation, the same in the browser and on the server.
//!
//! Invariant: this crate knows no DOM, no clock and no network.
//! What a form asks for that this version does not know is refused by name when the form is loaded, never passed over.

mod check;
mod date;
mod fault;
mod field;
mod layout;
mod load;

pub use date::is_date;
pub use fault::{Fault, FormError, Rule};
pub use field::{Choice, Field, Kind, TextFormat};
pub use layout::Section;

use serde_json::{Map, Value};

/// A form that was understood in whole.
#[derive(Clone, Debug)]
pub struct Form {
    sections: Vec<Section>,
}

impl Form {
    /// Reads a JSON Schema of the answers and an optional JSON Forms UI schema.
    ///
    /// # Errors
    /// Names the first keyword, type or control that this version does not draw, with a JSON Pointer to it.
    pub fn load(schema: &Value, uischema: Option<&Value>) -> Result<Self, FormError> {
        let fields = load::fields(schema)?;
        Ok(Self {
            sections: layout::sections(fields, uischema)?,
        })
    }

    /// The fields in groups, in the order of the screen.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The fields in the order of the screen.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// What is wrong with these answers, in the order of the screen; unknown answers come last.
    #[must_use]
    pub fn check(&self, answers: &Map<String, Value>) -> Vec<Fault> {
        let known = self.fields().filter_map(|field| {
            let rule = field.check(answers.get(&field.name))?;
            Some(Fault {
                pointer: field.pointer(),
                rule,
            })
        });
        let unknown = answers
            .keys()
            .filter(|name| !self.fields().any(|field| field.name == **name))
            .map(|name| Fault {
                pointer: field::pointer(name),
                rule: Rule::Unknown,
            });
        known.chain(unknown).collect()
    }
}
