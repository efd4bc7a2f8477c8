//! Which words of an index would do for a typed one, and in which records they are.

use crate::bits::Bits;
use crate::index::Index;
use crate::lexicon::Entry;
use crate::postings::{Postings, mark};
use crate::query::{Query, Term};
use crate::stem::stem;
use crate::typo::{Machine, allowed};

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
    pub(crate) const STEM: u8 = 4;
    pub(crate) const ONE_SLIP: u8 = 5;
    pub(crate) const TWO_SLIPS: u8 = 6;
    pub(crate) const NONE: u8 = 7;
}

/// So many words that begin alike are looked at.
const MOST_LONGER: usize = 4_096;
/// So many ways of taking a word apart are looked at.
const MOST_PAIRS: usize = 6;
/// So many words that end otherwise are tried for the stem of one.
const MOST_STEMMED: usize = 512;
/// What may stand between the parts of a German compound.
const LINKS: [&str; 4] = ["s", "es", "n", "en"];

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

/// Records in which a typed word is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// All of them; more than it is where words are too common to be listed.
    pub(crate) all: Bits,
    /// Those where it is in a field that names the record.
    pub(crate) naming: Bits,
    /// The records that common words without a list are in, as a share of 255.
    pub(crate) often: u32,
    /// Nothing was added.
    pub(crate) empty: bool,
}

impl Places {
    pub(crate) fn reset(&mut self, records: usize) {
        self.all.reset(records);
        self.naming.reset(records);
        self.often = 0;
        self.empty = true;
    }

    /// Adds the records of a word.
    fn add(&mut self, index: &Index, entry: &Entry) {
        self.empty = false;
        let (naming, telling) = index.postings(entry);
        if let Postings::In(list) = naming {
            mark(list, &mut self.naming);
        }
        match telling {
            Postings::In(list) if self.often == 0 => mark(list, &mut self.all),
            Postings::In(_) => {}
            Postings::Often(share) => {
                if self.often == 0 {
                    self.all.fill();
                }
                self.often += u32::from(share).max(1);
            }
        }
    }

    /// Adds the records of all that would do and has a rank like that, until so many records are named by it.
    pub(crate) fn add_all(
        &mut self,
        index: &Index,
        alternatives: &Alternatives,
        ranks: impl Fn(u8) -> bool,
        most: usize,
    ) {
        let words = alternatives.words.iter().filter(|word| ranks(word.rank));
        for (count, word) in words.enumerate() {
            if count % 8 == 7 && most < usize::MAX && self.naming.count() >= most {
                break;
            }
            self.add(index, &word.entry);
        }
        for pair in alternatives.pairs.iter().filter(|pair| ranks(pair.rank)) {
            self.add_pair(index, pair);
        }
        self.settle();
    }

    pub(crate) fn copy(&mut self, other: &Places) {
        self.all.copy(&other.all);
        self.naming.copy(&other.naming);
        self.often = other.often;
        self.empty = other.empty;
    }

    /// Ends adding.
    fn settle(&mut self) {
        if self.often == 0 && !self.empty {
            self.all.or(&self.naming);
        }
    }

    /// Adds the records that have both words of a pair.
    fn add_pair(&mut self, index: &Index, pair: &Pair) {
        self.empty = false;
        let records = index.len();
        let mut left = Places::default();
        left.reset(records);
        left.add(index, &pair.left);
        left.settle();
        let mut right = Places::default();
        right.reset(records);
        for entry in &pair.right {
            right.add(index, entry);
        }
        right.settle();
        left.all.and(&right.all);
        left.naming.and(&right.naming);
        self.all.or(&left.all);
        self.naming.or(&left.naming);
    }

    /// In how many records it is, as far as that is known.
    pub(crate) fn frequency(&self, records: usize) -> usize {
        if self.empty {
            0
        } else if self.often == 0 {
            self.all.count()
        } else {
            (self.often.min(255) as usize * records / 255).clamp(1, records)
        }
    }
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

/// Words that are further from what was typed: other forms, slips, and words taken apart.
pub(crate) fn far(index: &Index, term: &Term, near: &Alternatives) -> Alternatives {
    let mut found = Alternatives::default();
    let word = &term.folded;
    let letters = word.chars().count();
    if term.then.is_some() || term.stop {
        return found;
    }
    let known = |entry: &Entry| {
        near.words
            .iter()
            .any(|known| known.entry.index == entry.index)
    };
    let keep = |from: Vec<Alternative>, into: &mut Vec<Alternative>| {
        for word in from {
            let index = word.entry.index;
            if !known(&word.entry) && !into.iter().any(|known| known.entry.index == index) {
                into.push(word);
            }
        }
    };
    let mut forms = Vec::new();
    stemmed(index, term, &mut forms);
    keep(forms, &mut found.words);
    if !term.unfinished && letters > 2 {
        let mut longer = Vec::new();
        beginning(index, word, true, &mut longer, rank::LONGER);
        keep(longer, &mut found.words);
    }
    let slips = allowed(letters);
    if slips > 0 {
        let machine = Machine::new(word, slips);
        let before = found.words.len();
        // Three letters with a slip begin nearly everything.
        machine.search(index.lexicon(), term.unfinished && letters > 3, |near| {
            let other = found.words.iter().take(before);
            if known(&near.entry)
                || other
                    .into_iter()
                    .any(|other| other.entry.index == near.entry.index)
            {
                return;
            }
            let mut quality = if near.begins { 0.7 } else { 1.0 };
            if !near.same_first {
                quality *= 0.8;
            }
            found.words.push(Alternative {
                entry: near.entry,
                rank: if near.slips < 2 {
                    rank::ONE_SLIP
                } else {
                    rank::TWO_SLIPS
                },
                quality,
                languages: u8::MAX,
            });
        });
    }
    // The nearest first, since what is looked at ends somewhere.
    found.words.sort_by(|one, other| {
        one.rank
            .cmp(&other.rank)
            .then(other.quality.total_cmp(&one.quality))
    });
    apart(index, term, &mut found.pairs);
    found
}

/// Words with the same stem.
fn stemmed(index: &Index, term: &Term, into: &mut Vec<Alternative>) {
    let word = term.folded.as_str();
    for (place, language) in index.languages().iter().enumerate().take(8) {
        let Some(wanted) = stem(language, word).filter(|stem| stem.len() > 2) else {
            continue;
        };
        // Endings change a letter of the stem at most.
        let same = wanted
            .bytes()
            .zip(word.bytes())
            .take_while(|(one, other)| one == other);
        let same = same.count().min(wanted.len().saturating_sub(1).max(3));
        let beginning = word
            .get(..word.floor_char_boundary(same))
            .unwrap_or_default();
        let mut left = MOST_STEMMED;
        index.lexicon().from(beginning.as_bytes(), |entry, folded| {
            if !folded.starts_with(beginning.as_bytes()) {
                return false;
            }
            left -= 1;
            let Ok(folded) = std::str::from_utf8(folded) else {
                return left > 0;
            };
            if folded.len() < wanted.len() + 9
                && folded != word
                && stem(language, folded).as_ref() == Some(&wanted)
            {
                let known = into
                    .iter_mut()
                    .find(|known| known.entry.index == entry.index);
                match known {
                    Some(known) if known.rank == rank::STEM => known.languages |= 1 << place,
                    Some(_) => {}
                    None => into.push(Alternative {
                        entry,
                        rank: rank::STEM,
                        quality: 0.9,
                        languages: 1 << place,
                    }),
                }
            }
            left > 0
        });
    }
}

/// Two words that together are the typed one, with or without what German puts between them.
fn apart(index: &Index, term: &Term, into: &mut Vec<Pair>) {
    let word = term.folded.as_str();
    if word.len() < 5 || word.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let lexicon = index.lexicon();
    for (middle, _) in word.char_indices().skip(1) {
        let (left, right) = word.split_at(middle);
        if right.len() < 2 || into.len() >= MOST_PAIRS {
            return;
        }
        let linked = LINKS
            .iter()
            .filter_map(|link| left.strip_suffix(link))
            .filter(|left| left.len() > 3);
        for left in std::iter::once(left).chain(linked) {
            let Some(left) = lexicon.find(left.as_bytes()) else {
                continue;
            };
            let mut found = Vec::new();
            beginning(
                index,
                right,
                term.unfinished && right.len() > 2,
                &mut found,
                rank::COMPOUND,
            );
            if !found.is_empty() {
                found.truncate(64);
                into.push(Pair {
                    left,
                    right: found.iter().map(|word| word.entry).collect(),
                    rank: rank::COMPOUND,
                });
            }
        }
    }
}
