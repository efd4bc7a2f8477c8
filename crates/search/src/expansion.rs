//! Expands a typed word into the words of an index that match it.

mod fuzzy;

pub(crate) use fuzzy::fuzzy_matches;
use fuzzy::stemmed;

use crate::index::Index;
use crate::lexicon::Entry;
use crate::query::{Query, Term};

/// How a word of the index matches a typed word, best first.
///
/// Records are ordered by the worst rank among their matches. Compounds count as exact there.
pub(crate) mod rank {
    pub(crate) const EXACT: u8 = 0;
    /// One word in the query is two words in the record, or the other way round. Counts as exact.
    pub(crate) const COMPOUND: u8 = 1;
    /// The record's word continues an unfinished typed word.
    pub(crate) const PREFIX: u8 = 2;
    /// The record's word continues a finished typed word.
    pub(crate) const LONGER: u8 = 3;
    /// The typed word is the end of the record's word.
    pub(crate) const END: u8 = 4;
    pub(crate) const STEM: u8 = 5;
    pub(crate) const ONE_EDIT: u8 = 6;
    pub(crate) const TWO_EDITS: u8 = 7;
    pub(crate) const NONE: u8 = 8;
}

/// The maximum number of words with a common prefix that are examined.
const MAX_LONGER: usize = 2_048;

/// A word of the index that matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordMatch {
    pub(crate) entry: Entry,
    pub(crate) rank: u8,
    /// How good the match is among those of its rank, up to 1.
    pub(crate) quality: f32,
    /// A bit mask of the languages whose records it applies to.
    pub(crate) languages: u8,
}

/// Two words that match if one follows the other.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) left: Entry,
    pub(crate) right: Vec<Entry>,
    pub(crate) rank: u8,
}

/// All matches of one typed word.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordMatches {
    pub(crate) words: Vec<WordMatch>,
    pub(crate) pairs: Vec<Pair>,
}

/// The exact matches of a typed word and, if it is unfinished, its completions. With `stems`, also other inflections.
pub(crate) fn direct_matches(
    index: &Index,
    query: &Query,
    which: usize,
    stems: bool,
) -> WordMatches {
    let mut found = WordMatches::default();
    let Some(term) = query.terms.get(which) else {
        return found;
    };
    let lexicon = index.lexicon();
    if let Some(then) = &term.then {
        let left = lexicon.find(term.folded.as_bytes());
        let right = lexicon.find(then.as_bytes());
        if let (Some(left), Some(right)) = (left, right) {
            found.pairs.push(Pair {
                left,
                right: vec![right],
                rank: rank::EXACT,
            });
        }
        return found;
    }
    beginning(
        index,
        &term.folded,
        term.unfinished && !stems,
        &mut found.words,
        rank::EXACT,
    );
    // The typed word may form one word with its neighbour.
    let joined = |one: Option<&Term>, other: Option<&Term>, found: &mut WordMatches| {
        if let (Some(one), Some(other)) = (one, other)
            && one.then.is_none()
            && other.then.is_none()
        {
            let together = format!("{}{}", one.folded, other.folded);
            beginning(
                index,
                &together,
                other.unfinished,
                &mut found.words,
                rank::COMPOUND,
            );
        }
    };
    let before = which
        .checked_sub(1)
        .and_then(|before| query.terms.get(before));
    joined(before, Some(term), &mut found);
    joined(Some(term), query.terms.get(which + 1), &mut found);
    if stems {
        stemmed(index, term, &mut found.words);
    }
    found
}

/// Adds the word itself with the rank `same` and, if it is unfinished, the words that begin with it.
fn beginning(index: &Index, word: &str, unfinished: bool, into: &mut Vec<WordMatch>, same: u8) {
    let longer = if same == rank::LONGER {
        same
    } else {
        rank::PREFIX
    };
    let typed = word.len().max(1) as f32;
    let mut left = MAX_LONGER;
    index.lexicon().from(word.as_bytes(), |entry, folded| {
        if !folded.starts_with(word.as_bytes()) {
            return false;
        }
        let exact = folded.len() == word.len();
        if !exact && !unfinished {
            return false;
        }
        if !into
            .iter()
            .take(8)
            .any(|known| known.entry.index == entry.index)
        {
            into.push(WordMatch {
                entry,
                rank: if exact { same } else { longer },
                quality: 0.5 + 0.5 * typed / folded.len().max(1) as f32,
                languages: u8::MAX,
            });
        }
        left -= 1;
        unfinished && left > 0
    });
    // The shortest first, because later stages stop after a limited number of matches.
    into.sort_by(|one, other| {
        one.rank
            .cmp(&other.rank)
            .then(other.quality.total_cmp(&one.quality))
    });
}
