//! Search that forgives.
#![forbid(unsafe_code)]

mod bits;
mod builder;
mod bytes;
mod column;
#[cfg(test)]
mod damaged;
mod file;
mod fold;
mod found;
mod ids;
mod index;
mod layout;
mod lexicon;
mod part;
mod postings;
mod query;
mod record;
mod score;
mod search;
mod stem;
mod stop;
mod typo;
mod wanted;
mod words;

pub use builder::{Builder, Making};
pub use file::Refused;
pub use fold::{AsIs, Normalize};
pub use found::{Class, Found, Hit, MOST_MATCHES, Match, Mode, Options, Prior};
pub use index::Index;
pub use record::{Field, Record};
pub use search::Search;
