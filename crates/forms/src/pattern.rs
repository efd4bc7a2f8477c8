//! Regular expressions for `pattern`, `patternProperties` and the format `regex`: one linear-time engine for the
//! browser and the server.
//!
//! Both the pattern and the text are untrusted. The pattern is compiled to a small program that simulates an automaton
//! in all of its states at once. The time is at most proportional to the size of the text times that of the program,
//! whatever the pattern.
//!
//! The language is ECMA-262 with the flag `u`, as JSON Schema recommends, except for what such an automaton cannot do
//! (look-around and back-references), flags inside the pattern, and character properties that [`property`] does not
//! list. These are rejected by name, never ignored.

mod class;
mod counter;
mod parse;
mod program;
mod property;
mod set;

pub(crate) use property::{is_letter_or_digit, is_mark};

use program::Program;

/// The maximum number of characters of a pattern, and of instructions after its group repetitions are expanded.
pub const MAX_PATTERN: usize = 10_000;

/// The maximum sum of all counted repetitions of single characters, such as `.{1,5000}`. Each count takes four bytes
/// during matching.
pub const MAX_COUNTED: usize = 100_000;

/// The maximum nesting depth of groups.
pub const MAX_GROUPS: usize = 100;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    program: Program,
}

impl Pattern {
    /// Compiles a pattern without slashes, such as `^[A-Z]{2}\d{4}$`.
    ///
    /// # Errors
    /// What is not valid in ECMA-262 or not supported here, with the position of the character, counted from 1.
    pub fn new(text: &str) -> Result<Self, String> {
        let parsed = parse::parse(text)?;
        match parsed.unsupported {
            Some(reason) => Err(reason),
            None => Program::new(&parsed).map(|program| Self { program }),
        }
    }

    /// Whether the pattern matches anywhere in the text; `^` and `$` anchor it.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.program.run(text, &mut 0)
    }

    /// The number of instructions. Matching takes at most this many steps per character.
    pub(crate) fn size(&self) -> usize {
        self.program.size()
    }
}

/// Whether this is a valid ECMA-262 pattern, supported or not. Returns `false` beyond the limits of length and nesting.
pub(crate) fn is_syntax(text: &str) -> bool {
    parse::parse(text).is_ok()
}
