//! Search that forgives.
#![forbid(unsafe_code)]

mod bits;
mod builder;
mod bytes;
mod column;
mod file;
mod fold;
mod ids;
mod index;
mod lexicon;
mod postings;
mod record;
mod words;

pub use builder::{Builder, Making};
pub use file::Refused;
pub use fold::{AsIs, Normalize};
pub use index::Index;
pub use record::{Field, Record};
