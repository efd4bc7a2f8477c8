//! Typo-tolerant search: unfinished, misspelt, reordered, joined and split words match immediately.
//!
//! A [`Builder`] writes the bytes of an index of [`Record`]s, an [`Index`] opens them, and a [`Search`] queries them in
//! place, without decoding them first. The same crate runs on the server and in the browser. docs/SEARCH.md describes
//! the file format, the ranking, and the measured results.
//!
//! ```
//! use portico_search::{NoNormalization, Builder, Index, Options, Record, Search};
//! use std::sync::Arc;
//!
//! let mut builder = Builder::new();
//! let record = Record { id: "s1".into(), language: "en".into(), title: "Mechanical keyboard".into(), ..Record::default() };
//! builder.add(&record, &NoNormalization);
//! let mut search = Search::new(Arc::new(Index::open(builder.build())?));
//! let found = search.find("keybord", &Options::default(), &NoNormalization);
//! let matched = &found.hits[0].matches[0];
//! assert_eq!((matched.word.as_str(), matched.typed.as_str()), ("keyboard", "keybord"));
//! # Ok::<(), portico_search::IndexError>(())
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
mod candidates;
mod column;
#[cfg(test)]
mod damaged;
mod expansion;
mod file;
mod fold;
mod ids;
mod index;
mod layout;
mod lexicon;
mod match_table;
mod postings;
mod query;
mod record;
mod results;
mod score;
mod search;
mod segment;
mod stem;
mod stop;
mod typo;
mod words;

pub use builder::{Builder, IndexBuild};
pub use file::IndexError;
#[cfg(feature = "tools")]
pub use fold::Nfkd;
pub use fold::{NoNormalization, Normalize};
pub use index::Index;
pub use record::{Field, Record};
pub use results::{Boost, Hit, MAX_MATCHES, Match, MatchClass, Mode, Options, Results};
pub use search::Search;
pub use words::is_solid;
