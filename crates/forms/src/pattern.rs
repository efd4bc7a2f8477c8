//! Regular expressions of `pattern`, `patternProperties` and the format `regex`: one linear-time matcher for both sides.
//!
//! A pattern is attacker's text, and so is what it is held against.
//! It becomes a small program for a simulated automaton that follows all ways at once, so that time is at most text times program, whatever the pattern.
//!
//! The language is ECMA-262 with the flag `u`, as JSON Schema recommends it, but for what such an automaton cannot do:
//! look-around and back-references, and for flags inside the pattern and the properties of characters that [`property`] does not list.
//! Those are refused by name, never passed over.

mod class;
mod counter;
mod parse;
mod program;
mod property;
mod set;

pub(crate) use property::{is_letter_or_digit, is_mark};

use program::Program;

/// The most characters of a pattern, and the most instructions that it may become once its repetitions of groups are written out.
pub const MAX_PATTERN: usize = 10_000;

/// How far all counted repetitions of single characters, such as `.{1,5000}`, may go together. While a text is matched, each takes four bytes.
pub const MAX_COUNTED: usize = 100_000;

/// The deepest nesting of groups.
pub const MAX_GROUPS: usize = 100;

/// A regular expression that was understood in whole.
#[derive(Clone, Debug)]
pub struct Pattern {
    program: Program,
}

impl Pattern {
    /// Reads a pattern without its slashes, such as `^[A-Z]{2}\d{4}$`.
    ///
    /// # Errors
    /// Says what is no pattern of ECMA-262, or names what is one but is not supported here, with the character (counted from 1) where it was met.
    pub fn new(text: &str) -> Result<Self, String> {
        let parsed = parse::parse(text)?;
        match parsed.unsupported {
            Some(reason) => Err(reason),
            None => Program::new(&parsed).map(|program| Self { program }),
        }
    }

    /// Whether the pattern matches somewhere in the text; `^` and `$` tie it to the ends.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.program.run(text, &mut 0)
    }

    /// How many instructions it has: matching takes at most this many steps for each character.
    pub(crate) fn size(&self) -> usize {
        self.program.size()
    }
}

/// Whether this is a pattern of ECMA-262 at all, supported here or not. Past the limits of length and nesting the answer is no.
pub(crate) fn is_syntax(text: &str) -> bool {
    parse::parse(text).is_ok()
}
