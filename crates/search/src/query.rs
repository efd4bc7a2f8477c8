//! Parses queries.

use crate::fold::{Normalize, fold};
use crate::stop::is_stop_word;
use crate::words::{Span, spans};

/// The maximum number of distinct words of a query.
pub(crate) const MAX_TERMS: usize = 64;
/// The maximum number of words that are read.
const MAX_WORDS: usize = 256;
/// The maximum number of bytes that are read.
const MAX_BYTES: usize = 16_384;

/// A word to search for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// The word as typed.
    pub(crate) typed: String,
    /// The folded word.
    pub(crate) folded: String,
    /// A word that must follow directly: scripts without spaces are searched by pairs of characters.
    pub(crate) then: Option<String>,
    /// Whether it may be the prefix of a longer word.
    pub(crate) unfinished: bool,
    /// Whether it is a stop word.
    pub(crate) stop: bool,
    /// How often it occurs in the query.
    pub(crate) count: u8,
}

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// The distinct words, in order of first occurrence.
    pub(crate) terms: Vec<Term>,
    /// All folded words, for comparison with whole titles; empty if the query has too many.
    pub(crate) words: Vec<String>,
}

impl Query {
    pub(crate) fn read(text: &str, normalize: &dyn Normalize) -> Self {
        let text = text
            .get(..text.floor_char_boundary(MAX_BYTES))
            .unwrap_or_default();
        let all: Vec<Span> = spans(text).take(MAX_WORDS).collect();
        let mut query = Self::default();
        let mut folded = String::new();
        let words: Vec<String> = all
            .iter()
            .map(|span| {
                fold(
                    text.get(span.range.clone()).unwrap_or_default(),
                    normalize,
                    &mut folded,
                );
                folded.clone()
            })
            .collect();
        let together = |one: Option<&Span>, other: Option<&Span>| {
            let (Some(one), Some(other)) = (one, other) else {
                return false;
            };
            one.single && other.single && one.range.end == other.range.start
        };
        for (index, (span, word)) in all.iter().zip(&words).enumerate() {
            if word.is_empty() {
                continue;
            }
            let next = all.get(index + 1);
            let mut end = span.range.end;
            let mut then = None;
            if let Some(next) = next.filter(|next| together(Some(span), Some(next))) {
                end = next.range.end;
                then = words.get(index + 1).cloned();
            } else if together(
                index.checked_sub(1).and_then(|last| all.get(last)),
                Some(span),
            ) {
                // It is already the second character of a pair.
                continue;
            }
            let term = Term {
                typed: text
                    .get(span.range.start..end)
                    .unwrap_or_default()
                    .to_owned(),
                unfinished: end == text.len() && !span.single,
                stop: then.is_none() && is_stop_word(word),
                folded: word.clone(),
                then,
                count: 1,
            };
            query.add(term);
        }
        if words.len() < MAX_WORDS {
            query.words = words;
        }
        query
    }

    /// Adds a word, or counts it again.
    fn add(&mut self, term: Term) {
        let same = |known: &&mut Term| known.folded == term.folded && known.then == term.then;
        if let Some(known) = self.terms.iter_mut().find(same) {
            known.unfinished |= term.unfinished;
            known.count = known.count.saturating_add(1);
        } else if self.terms.len() < MAX_TERMS {
            self.terms.push(term);
        }
    }

    /// The indices of the significant words: all but stop words, or all if there are only stop words.
    pub(crate) fn counting(&self) -> Vec<usize> {
        let content = self.terms.iter().enumerate().filter(|(_, term)| !term.stop);
        let content: Vec<usize> = content.map(|(place, _)| place).collect();
        if content.is_empty() {
            (0..self.terms.len()).collect()
        } else {
            content
        }
    }
}
