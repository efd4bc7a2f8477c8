//! Typo-tolerant search: unfinished, misspelt, reordered, joined and split words match immediately.
//!
//! A [`Builder`] writes the bytes of an index of [`Record`]s, an [`Index`] opens them, and a [`Search`] queries them in
//! place, without decoding them first. The same crate runs on the server and in the browser. docs/SEARCH.md describes
//! the file format, the ranking, and the measured results.
//!
//! ```
//! use portico_search::{AsIs, Builder, Index, Options, Record, Search};
//! use std::sync::Arc;
//!
//! let mut builder = Builder::new();
//! let record = Record { id: "s1".into(), language: "en".into(), title: "Mechanical keyboard".into(), ..Record::default() };
//! builder.add(&record, &AsIs);
//! let mut search = Search::new(Arc::new(Index::open(builder.build())?));
//! let found = search.find("keybord", &Options::default(), &AsIs);
//! let matched = &found.hits[0].matches[0];
//! assert_eq!((matched.word.as_str(), matched.typed.as_str()), ("keyboard", "keybord"));
//! # Ok::<(), portico_search::Refused>(())
//! ```
//!
//! Invariant: this crate uses no DOM, clock, network, threads or randomness.
//!
//! Invariant: bytes that are not an index are rejected. Whatever they contain, no call panics and every call
//! terminates.
//!
//! Invariant: the order in which records are added does not affect the index.
#![forbid(unsafe_code)]

mod bits;
mod builder;
mod bytes;
mod column;
#[cfg(test)]
mod damaged;
mod expansion;
mod file;
mod fold;
mod found;
mod ids;
mod index;
mod layout;
mod lexicon;
mod marks;
mod part;
mod places;
mod postings;
mod query;
mod record;
mod score;
mod search;
mod stem;
mod stop;
mod typo;
mod words;

pub use builder::{Builder, Making};
pub use file::Refused;
#[cfg(feature = "tools")]
pub use fold::Nfkd;
pub use fold::{AsIs, Normalize};
pub use found::{Class, Found, Hit, MOST_MATCHES, Match, Mode, Options, Prior};
pub use index::Index;
pub use record::{Field, Record};
pub use search::Search;
pub use words::is_solid;
