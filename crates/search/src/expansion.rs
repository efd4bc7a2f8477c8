//! Which words of an index would do for a typed one.

mod fuzzy;

pub(crate) use fuzzy::far;
use fuzzy::stemmed;

use crate::index::Index;
use crate::lexicon::Entry;
use crate::query::{Query, Term};

/// How a word comes to stand for a typed one, the best first.
///
/// Records are ordered by the worst of these, but for compounds, which are no worse than exact.
pub(crate) mod rank {
    pub(crate) const EXACT: u8 = 0;
    /// It is written as one word here and as two there, and as good as exact.
    pub(crate) const COMPOUND: u8 = 1;
    /// It goes on where an unfinished word ends.
    pub(crate) const PREFIX: u8 = 2;
    /// It goes on where a finished word ends.
    pub(crate) const LONGER: u8 = 3;
    /// It is the end of a longer word.
    pub(crate) const END: u8 = 4;
    pub(crate) const STEM: u8 = 5;
    pub(crate) const ONE_SLIP: u8 = 6;
    pub(crate) const TWO_SLIPS: u8 = 7;
    pub(crate) const NONE: u8 = 8;
}

/// So many words that begin alike are looked at.
const MOST_LONGER: usize = 2_048;

/// A word that would do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternative {
    pub(crate) entry: Entry,
    pub(crate) rank: u8,
    /// How good it is among those of its rank, up to 1.
    pub(crate) quality: f32,
    /// The languages, by bit, whose records it is for.
    pub(crate) languages: u8,
}

/// Two words that would do where one follows the other.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) left: Entry,
    pub(crate) right: Vec<Entry>,
    pub(crate) rank: u8,
}

/// All that would do for a typed word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternatives {
    pub(crate) words: Vec<Alternative>,
    pub(crate) pairs: Vec<Pair>,
}

/// What was typed, and words that go on with it if it is unfinished. With `stems`, also other forms of the word.
pub(crate) fn near(index: &Index, query: &Query, which: usize, stems: bool) -> Alternatives {
    let mut found = Alternatives::default();
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
    // The word before or after may belong to this one.
    let joined = |one: Option<&Term>, other: Option<&Term>, found: &mut Alternatives| {
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

/// A word with the rank that it has, and, if it is unfinished, those that begin so.
fn beginning(index: &Index, word: &str, unfinished: bool, into: &mut Vec<Alternative>, same: u8) {
    let longer = if same == rank::LONGER {
        same
    } else {
        rank::PREFIX
    };
    let typed = word.len().max(1) as f32;
    let mut left = MOST_LONGER;
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
            into.push(Alternative {
                entry,
                rank: if exact { same } else { longer },
                quality: 0.5 + 0.5 * typed / folded.len().max(1) as f32,
                languages: u8::MAX,
            });
        }
        left -= 1;
        unfinished && left > 0
    });
    // The shortest first, since what is looked at ends somewhere.
    into.sort_by(|one, other| {
        one.rank
            .cmp(&other.rank)
            .then(other.quality.total_cmp(&one.quality))
    });
}
