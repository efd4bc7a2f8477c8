//! One index being searched, with the state that is cached between queries.

pub(crate) use interactive::{keep_best, order};

mod full_text;
mod interactive;

use crate::bits::Bits;
use crate::candidates::Candidates;
use crate::expansion::{WordMatches, direct_matches, fuzzy_matches, rank};
use crate::index::Index;
use crate::match_table::{MatchTable, PairSide};
use crate::query::{Query, Term};
use crate::record::{Field, MAX_POPULAR};
use crate::results::{Boost, Match, class};
use crate::score::{Relevance, Scorer, speaks};
use std::sync::Arc;

/// The largest relative boost that a boost or popularity adds to a score.
const MAX_BOOST: f32 = 0.15;
/// An unfinished word stops matching further words after this many records.
const MANY_PRIMARY: usize = 200;
/// The number of typed words whose fuzzy matches are cached.
const REMEMBERED: usize = 16;

/// One index and the buffers for searching it.
pub(crate) struct Segment {
    pub(crate) index: Arc<Index>,
    /// Records excluded from results.
    pub(crate) hidden: Bits,
    match_table: MatchTable,
    /// For each typed word: its exact and prefix matches, the records with an exact match, and the records with any of
    /// these matches.
    direct: Vec<WordMatches>,
    exact: Vec<Candidates>,
    candidates: Vec<Candidates>,
    /// `candidates` extended by the records with fuzzy matches.
    fuzzy_candidates: Vec<Candidates>,
    /// The spellings of each word of the query, or empty if the index lacks one of the words.
    whole: Vec<(u32, u32)>,
    /// Fuzzy matches of recent words. While the last word is being typed, the words before it stay the same.
    remembered: Vec<(Term, bool, WordMatches)>,
    found: Vec<Scored>,
    /// Records that were read or skipped.
    seen: Bits,
    bits: [Bits; 3],
    /// The number of this segment's first record in the whole search.
    start: usize,
    /// How many more records may be read for this query.
    left: usize,
    total: usize,
}

/// A record that was read and scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scored {
    pub(crate) record: usize,
    /// The sort key that precedes the score; lower is better.
    pub(crate) key: u32,
    pub(crate) fit: Relevance,
}

/// The query plan shared by all segments of a search.
pub(crate) struct Plan<'a> {
    pub(crate) query: &'a Query,
    /// The weight of each typed word.
    pub(crate) idf: Vec<f32>,
    /// The indices of the words that count; see [`Query::counting`].
    pub(crate) counting: Vec<usize>,
    pub(crate) limit: usize,
    pub(crate) full_text: bool,
    pub(crate) boosts: &'a [Boost],
    /// Whether a typed word without any other match may match words that share a long part with it.
    pub(crate) word_parts: bool,
}

impl Plan<'_> {
    pub(crate) fn counting_bits(&self) -> u64 {
        self.counting.iter().fold(0, |bits, term| bits | 1 << term)
    }
}

impl Segment {
    pub(crate) fn new(index: Arc<Index>) -> Self {
        let mut hidden = Bits::default();
        hidden.reset(index.len());
        Self {
            index,
            hidden,
            match_table: MatchTable::default(),
            direct: Vec::new(),
            exact: Vec::new(),
            candidates: Vec::new(),
            fuzzy_candidates: Vec::new(),
            whole: Vec::new(),
            remembered: Vec::new(),
            found: Vec::new(),
            seen: Bits::default(),
            bits: Default::default(),
            start: 0,
            left: 0,
            total: 0,
        }
    }

    /// Looks up the typed words and returns the number of records that match each.
    pub(crate) fn prepare(&mut self, query: &Query, full_text: bool) -> Vec<usize> {
        let index = Arc::clone(&self.index);
        self.match_table.reset(index.spellings());
        self.direct.clear();
        let terms = query.terms.len();
        for candidates in [
            &mut self.exact,
            &mut self.candidates,
            &mut self.fuzzy_candidates,
        ] {
            candidates.resize_with(terms.max(candidates.len()), Candidates::default);
        }
        let counting = query.counting().len();
        let mut frequencies = Vec::with_capacity(terms);
        for which in 0..terms {
            let word_matches = direct_matches(&index, query, which, full_text);
            self.match_table.add(which, &word_matches);
            if let (Some(exact), Some(candidates)) =
                (self.exact.get_mut(which), self.candidates.get_mut(which))
            {
                exact.reset(index.len());
                exact.add_all(
                    &index,
                    &word_matches,
                    |rank| rank <= rank::COMPOUND,
                    usize::MAX,
                );
                candidates.copy(exact);
                // If an unfinished word is the whole query, the shortest completions are enough.
                let most = if counting > 1 || full_text {
                    usize::MAX
                } else {
                    MANY_PRIMARY
                };
                candidates.add_all(&index, &word_matches, |rank| rank > rank::COMPOUND, most);
                frequencies.push(candidates.frequency(index.len()));
            }
            self.direct.push(word_matches);
        }
        let lexicon = index.lexicon();
        let spellings = query.words.iter().map_while(|word| {
            let entry = lexicon.find(word.as_bytes())?;
            Some((entry.first, entry.first.saturating_add(entry.spellings)))
        });
        self.whole.clear();
        self.whole.extend(spellings);
        if self.whole.len() < query.words.len() {
            self.whole.clear();
        }
        frequencies
    }

    /// Whether every word of a query is a word of this index or the prefix of one.
    pub(crate) fn knows(&self, query: &Query) -> bool {
        (0..query.terms.len()).all(|which| {
            let near = direct_matches(&self.index, query, which, false);
            !near.words.is_empty() || !near.pairs.is_empty()
        })
    }

    /// Whether the last search found no match at all for a typed word.
    pub(crate) fn has_nothing_for(&self, query: &Query, which: usize) -> bool {
        let is_empty = |found: &WordMatches| found.words.is_empty() && found.pairs.is_empty();
        let term = query.terms.get(which);
        let far = self.remembered.iter();
        let mut far = far.filter(|(known, with, _)| Some(known) == term && !with);
        self.direct.get(which).is_none_or(is_empty) && far.all(|(.., far)| is_empty(far))
    }

    /// Adds the fuzzy matches of a typed word.
    fn add_fuzzy_matches(&mut self, query: &Query, which: usize, word_parts: bool) {
        let single = query.counting().len() == 1;
        let index = Arc::clone(&self.index);
        let (Some(term), Some(near)) = (query.terms.get(which), self.direct.get(which)) else {
            return;
        };
        let known = self
            .remembered
            .iter()
            .position(|(known, with, _)| known == term && *with == word_parts);
        let candidate = known.unwrap_or_else(|| {
            if self.remembered.len() >= REMEMBERED {
                self.remembered.remove(0);
            }
            self.remembered.push((
                term.clone(),
                word_parts,
                fuzzy_matches(&index, term, near, word_parts),
            ));
            self.remembered.len() - 1
        });
        let nothing = WordMatches::default();
        let word_matches = self
            .remembered
            .get(candidate)
            .map_or(&nothing, |(.., known)| known);
        self.match_table.add(which, word_matches);
        let (Some(candidates), Some(fuzzy_candidates)) = (
            self.candidates.get(which),
            self.fuzzy_candidates.get_mut(which),
        ) else {
            return;
        };
        fuzzy_candidates.copy(candidates);
        let most = if single { MANY_PRIMARY } else { usize::MAX };
        fuzzy_candidates.add_all(&index, word_matches, |_| true, most);
    }

    /// Finds the best records, leaving out hidden ones. Returns them with the total number of matches.
    pub(crate) fn search(&mut self, plan: &Plan<'_>, start: usize) -> (&mut Vec<Scored>, usize) {
        self.start = start;
        self.found.clear();
        self.total = 0;
        self.seen.copy(&self.hidden);
        if plan.full_text || plan.counting.len() > interactive::FEW_WORDS {
            self.search_full_text(plan);
        } else {
            self.search_interactively(plan);
        }
        (&mut self.found, self.total)
    }

    /// Reads and scores records.
    fn read(&mut self, plan: &Plan<'_>, records: &Bits, fields: usize) {
        if records.is_empty() {
            return;
        }
        let few_words = !plan.full_text && plan.counting.len() <= interactive::FEW_WORDS;
        let counting = plan.counting_bits();
        let index = Arc::clone(&self.index);
        let mut scorer = Scorer::new(
            &index,
            &self.match_table,
            &plan.idf,
            &self.whole,
            counting,
            plan.full_text,
        );
        for record in records.iter() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let mut fit = scorer.fit(record, fields);
            let has = (fit.terms & counting).count_ones();
            if has == 0 && !fit.whole {
                continue;
            }
            let popularity = f32::from(index.popularity(record)) / f32::from(MAX_POPULAR);
            let own = prior(plan.boosts, self.start + record);
            fit.score *= 1.0 + MAX_BOOST * (1.0 - (1.0 - popularity) * (1.0 - own));
            let mut key = 0;
            if few_words {
                let worst = if fit.worst == rank::COMPOUND {
                    rank::EXACT
                } else {
                    fit.worst
                };
                key = (counting.count_ones() - has) << 8 | u32::from(worst);
            }
            if !fit.whole {
                key += 1 << 16;
            }
            self.found.push(Scored { record, key, fit });
        }
    }

    /// The matches in a record, field by field.
    pub(crate) fn matches(
        &self,
        query: &Query,
        record: usize,
        layout: bool,
        most: usize,
    ) -> Vec<Match> {
        let mut all = self.all_matches(query, record, layout);
        let mut best = vec![rank::NONE; query.terms.len()];
        for (term, rank, _) in &all {
            if let Some(best) = best.get_mut(usize::from(*term)) {
                *best = (*best).min(*rank);
            }
        }
        // Where a word matches as typed, weaker matches of it are not worth showing.
        all.retain(|(term, rank, _)| best.get(usize::from(*term)) == Some(rank));
        let mut matches: Vec<Match> = all.into_iter().map(|(_, _, found)| found).collect();
        matches.sort_by_key(|found| (found.field, found.range.start, found.class));
        matches.dedup_by(|one, other| one.field == other.field && one.range == other.range);
        matches.truncate(most);
        matches
    }

    /// All matches in a record, each with its typed word and its rank.
    fn all_matches(&self, query: &Query, record: usize, layout: bool) -> Vec<(u8, u8, Match)> {
        let mut seen = Vec::new();
        for field in Field::ALL {
            let mut at = 0;
            // For each pair, where its left word matched, with the position of that word in the text.
            let mut lefts: Vec<(u8, usize, Match)> = Vec::new();
            let mut position = 0;
            self.index.write_text(record, field, |text, spelling| {
                let range = at..at + text.len();
                at = range.end;
                let Some(spelling) = spelling else {
                    return;
                };
                position += 1;
                let mut now = Vec::new();
                for link in self.match_table.of(spelling) {
                    if link.languages != u8::MAX && !speaks(&self.index, record, link.languages) {
                        continue;
                    }
                    let Some(term) = query.terms.get(usize::from(link.term)) else {
                        continue;
                    };
                    let found = Match {
                        field,
                        range: range.clone(),
                        class: class(link.rank, field, layout),
                        word: text.to_owned(),
                        typed: term.typed.clone(),
                    };
                    match link.side {
                        PairSide::Left(pair) => {
                            now.push((pair, position, found));
                            continue;
                        }
                        PairSide::Right(pair) => {
                            let left = lefts
                                .iter()
                                .find(|(of, at, _)| *of == pair && at + 1 == position);
                            let Some((_, _, left)) = left else {
                                continue;
                            };
                            seen.push((link.term, link.rank, left.clone()));
                        }
                        PairSide::Whole => {}
                    }
                    seen.push((link.term, link.rank, found));
                }
                lefts = now;
            });
        }
        seen
    }
}

fn prior(boosts: &[Boost], record: usize) -> f32 {
    let candidate = boosts.binary_search_by_key(&record, |prior| prior.record);
    let prior = candidate.ok().and_then(|candidate| boosts.get(candidate));
    prior.map_or(0.0, |prior| prior.weight.clamp(0.0, 1.0))
}
