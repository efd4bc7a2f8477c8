//! Search that forgives: words half typed, misspelt, in another order, in one piece or two, are found at once.
//!
//! A [`Builder`] makes the bytes of an index of [`Record`]s; an [`Index`] opens them, and a [`Search`] answers queries
//! in place, without taking the bytes apart first. The same crate runs on the server and in the browser.
//! docs/SEARCH.md says how the file is laid out, how records are ranked, and what is reached.
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
//! Invariant: this crate knows no DOM, no clock, no network, no threads and no source of chance.
//!
//! Invariant: bytes that are not an index are refused; whatever they hold, nothing panics and everything ends.
//!
//! Invariant: the order in which records were added changes nothing.
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
