//! Fuzzy matches: other inflections, typos, and words split in two.

use super::{Pair, WordMatch, WordMatches, beginning, rank};
use crate::index::Index;
use crate::lexicon::Entry;
use crate::query::Term;
use crate::stem::stem;
use crate::typo::{LevenshteinAutomaton, allowed};

/// The maximum number of ways to split a word.
const MAX_PAIRS: usize = 6;
/// The maximum number of words with a common prefix that are compared by stem.
const MAX_STEMMED: usize = 512;
/// The minimum length of a suffix match. Shorter words are the end of too many others by chance.
const SHORTEST_END: usize = 5;
/// The maximum number of suffix matches.
const MAX_ENDING: usize = 256;
/// The linking elements between the parts of a German compound.
const LINKS: [&str; 4] = ["s", "es", "n", "en"];

/// Finds inflections, typos and split words. If there are none of these and `word_parts` is set, also finds words that share
/// a long part with the typed word.
pub(crate) fn fuzzy_matches(
    index: &Index,
    term: &Term,
    near: &WordMatches,
    word_parts: bool,
) -> WordMatches {
    let mut found = WordMatches::default();
    let word = &term.folded;
    let letters = word.chars().count();
    if term.then.is_some() || term.stop {
        return found;
    }
    let keep = |from: Vec<WordMatch>, into: &mut Vec<WordMatch>| {
        for word in from {
            if !has(&near.words, &word.entry) && !has(into, &word.entry) {
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
    // Numbers are not corrected: a number that is nearly right is wrong.
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let edits = if digits * 2 > letters {
        0
    } else {
        allowed(letters)
    };
    if edits > 0 {
        // Three letters with one typo match the beginning of nearly every word.
        let begins = term.unfinished && letters > 3;
        let mut corrected = corrections(index, word, edits, begins);
        corrected.retain(|word| !has(&near.words, &word.entry) && !has(&found.words, &word.entry));
        found.words.append(&mut corrected);
    }
    // The closest first, because later stages stop after a limited number of matches.
    found.words.sort_by(|one, other| {
        one.rank
            .cmp(&other.rank)
            .then(other.quality.total_cmp(&one.quality))
    });
    apart(index, term, &mut found.pairs);
    let nothing = near.words.is_empty() && near.pairs.is_empty();
    if word_parts && nothing && found.words.is_empty() && found.pairs.is_empty() && edits > 0 {
        ending(index, word, &mut found.words);
        if found.words.is_empty() {
            half(index, word, &mut found.words);
        }
    }
    found
}

fn has(words: &[WordMatch], entry: &Entry) -> bool {
    words.iter().any(|known| known.entry.index == entry.index)
}

/// The words that differ by at most this many typos; with `begins`, also those that begin with such a word.
fn corrections(index: &Index, word: &str, edits: usize, begins: bool) -> Vec<WordMatch> {
    let mut found = Vec::new();
    LevenshteinAutomaton::new(word, edits).search(index.lexicon(), begins, |near| {
        let mut quality = if near.begins { 0.7 } else { 1.0 };
        if !near.same_first {
            quality *= 0.8;
        }
        found.push(WordMatch {
            entry: near.entry,
            rank: if near.edits < 2 {
                rank::ONE_EDIT
            } else {
                rank::TWO_EDITS
            },
            quality,
            languages: u8::MAX,
        });
    });
    found
}

/// Adds longer words that end with this one, as "Druckertreiber" ends with "Treiber". This scans the whole lexicon, so
/// it is used only for words without any other match.
fn ending(index: &Index, word: &str, into: &mut Vec<WordMatch>) {
    if word.chars().count() < SHORTEST_END {
        return;
    }
    index.lexicon().from(b"", |entry, folded| {
        if folded.len() > word.len() && folded.ends_with(word.as_bytes()) {
            into.push(WordMatch {
                entry,
                rank: rank::END,
                quality: 0.5 + 0.5 * word.len() as f32 / folded.len() as f32,
                languages: u8::MAX,
            });
        }
        into.len() < MAX_ENDING
    });
}

/// Adds the longest words that the typed word begins and ends with: for "Druckertreiber", a record about "Drucker" is
/// better than nothing.
fn half(index: &Index, word: &str, into: &mut Vec<WordMatch>) {
    let lexicon = index.lexicon();
    let middles = || word.char_indices().map(|(at, _)| word.split_at(at));
    // The longest first.
    let mut beginnings = middles().rev().map(|(left, _)| left);
    let mut ends = middles().map(|(_, right)| right);
    let mut keep = |parts: &mut dyn Iterator<Item = &str>| {
        let long = parts.filter(|part| part.chars().count() >= SHORTEST_END);
        let mut known = long.filter_map(|part| Some((part, lexicon.find(part.as_bytes())?)));
        if let Some((part, entry)) = known.next() {
            into.push(WordMatch {
                entry,
                rank: rank::END,
                quality: 0.5 * part.len() as f32 / word.len() as f32,
                languages: u8::MAX,
            });
        }
    };
    keep(&mut beginnings);
    keep(&mut ends);
}

/// Adds the words with the same stem.
pub(super) fn stemmed(index: &Index, term: &Term, into: &mut Vec<WordMatch>) {
    let word = term.folded.as_str();
    for (place, language) in index.languages().iter().enumerate().take(8) {
        let Some(word_stem) = stem(language, word).filter(|stem| stem.len() > 2) else {
            continue;
        };
        // An ending changes at most one letter of the stem.
        let same = word_stem
            .bytes()
            .zip(word.bytes())
            .take_while(|(one, other)| one == other);
        let same = same.count().min(word_stem.len().saturating_sub(1).max(3));
        let beginning = word
            .get(..word.floor_char_boundary(same))
            .unwrap_or_default();
        let mut left = MAX_STEMMED;
        index.lexicon().from(beginning.as_bytes(), |entry, folded| {
            if !folded.starts_with(beginning.as_bytes()) {
                return false;
            }
            left -= 1;
            let Ok(folded) = std::str::from_utf8(folded) else {
                return left > 0;
            };
            if folded.len() < word_stem.len() + 9
                && folded != word
                && stem(language, folded).as_ref() == Some(&word_stem)
            {
                let known = into
                    .iter_mut()
                    .find(|known| known.entry.index == entry.index);
                match known {
                    Some(known) if known.rank == rank::STEM => known.languages |= 1 << place,
                    Some(_) => {}
                    None => into.push(WordMatch {
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

/// Adds pairs of words that form the typed word, with or without a German linking element.
fn apart(index: &Index, term: &Term, into: &mut Vec<Pair>) {
    let word = term.folded.as_str();
    if word.len() < 5 || word.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let lexicon = index.lexicon();
    for (middle, _) in word.char_indices().skip(1) {
        let (left, right) = word.split_at(middle);
        if right.len() < 2 || into.len() >= MAX_PAIRS {
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
