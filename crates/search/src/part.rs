//! One index being searched, with the state that is cached between queries.

pub(crate) use screen::{keep_best, order};

mod screen;
mod text;

use crate::bits::Bits;
use crate::expansion::{Alternatives, far, near, rank};
use crate::found::{Match, Prior, class};
use crate::index::Index;
use crate::marks::{Marks, PairSide};
use crate::places::Places;
use crate::query::{Query, Term};
use crate::record::{Field, MOST_POPULAR};
use crate::score::{Fit, Scorer, speaks};
use std::sync::Arc;

/// The largest relative boost that a prior or popularity adds to a score.
const PRIOR: f32 = 0.15;
/// An unfinished word stops matching further words after this many records.
const MANY_NAMED: usize = 200;
/// The number of typed words whose fuzzy matches are cached.
const REMEMBERED: usize = 16;

/// One index and the buffers for searching it.
pub(crate) struct Part {
    pub(crate) index: Arc<Index>,
    /// Records excluded from results.
    pub(crate) hidden: Bits,
    marks: Marks,
    /// For each typed word: its exact and prefix matches, the records with an exact match, and the records with any of
    /// these matches.
    near: Vec<Alternatives>,
    exact: Vec<Places>,
    places: Vec<Places>,
    /// `places` extended by the records with fuzzy matches.
    far_places: Vec<Places>,
    /// The spellings of each word of the query, or empty if the index lacks one of the words.
    whole: Vec<(u32, u32)>,
    /// Fuzzy matches of recent words. While the last word is being typed, the words before it stay the same.
    remembered: Vec<(Term, bool, Alternatives)>,
    found: Vec<Scored>,
    /// Records that were read or skipped.
    seen: Bits,
    bits: [Bits; 3],
    /// The number of this part's first record in the whole search.
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
    pub(crate) fit: Fit,
}

/// The query plan shared by all parts of a search.
pub(crate) struct Plan<'a> {
    pub(crate) query: &'a Query,
    /// The weight of each typed word.
    pub(crate) idf: Vec<f32>,
    /// The indices of the words that count; see [`Query::counting`].
    pub(crate) counting: Vec<usize>,
    pub(crate) limit: usize,
    pub(crate) full_text: bool,
    pub(crate) priors: &'a [Prior],
    /// Whether a typed word without any other match may match words that share a long part with it.
    pub(crate) parts: bool,
}

impl Plan<'_> {
    pub(crate) fn counting_bits(&self) -> u64 {
        self.counting.iter().fold(0, |bits, term| bits | 1 << term)
    }
}

impl Part {
    pub(crate) fn new(index: Arc<Index>) -> Self {
        let mut hidden = Bits::default();
        hidden.reset(index.len());
        Self {
            index,
            hidden,
            marks: Marks::default(),
            near: Vec::new(),
            exact: Vec::new(),
            places: Vec::new(),
            far_places: Vec::new(),
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
        self.marks.reset(index.spellings());
        self.near.clear();
        let terms = query.terms.len();
        for places in [&mut self.exact, &mut self.places, &mut self.far_places] {
            places.resize_with(terms.max(places.len()), Places::default);
        }
        let counting = query.counting().len();
        let mut frequencies = Vec::with_capacity(terms);
        for which in 0..terms {
            let alternatives = near(&index, query, which, full_text);
            self.marks.add(which, &alternatives);
            if let (Some(exact), Some(places)) =
                (self.exact.get_mut(which), self.places.get_mut(which))
            {
                exact.reset(index.len());
                exact.add_all(
                    &index,
                    &alternatives,
                    |rank| rank <= rank::COMPOUND,
                    usize::MAX,
                );
                places.copy(exact);
                // If an unfinished word is the whole query, the shortest completions are enough.
                let most = if counting > 1 || full_text {
                    usize::MAX
                } else {
                    MANY_NAMED
                };
                places.add_all(&index, &alternatives, |rank| rank > rank::COMPOUND, most);
                frequencies.push(places.frequency(index.len()));
            }
            self.near.push(alternatives);
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
            let near = near(&self.index, query, which, false);
            !near.words.is_empty() || !near.pairs.is_empty()
        })
    }

    /// Whether the last search found no match at all for a typed word.
    pub(crate) fn has_nothing_for(&self, query: &Query, which: usize) -> bool {
        let is_empty = |found: &Alternatives| found.words.is_empty() && found.pairs.is_empty();
        let term = query.terms.get(which);
        let far = self.remembered.iter();
        let mut far = far.filter(|(known, with, _)| Some(known) == term && !with);
        self.near.get(which).is_none_or(is_empty) && far.all(|(.., far)| is_empty(far))
    }

    /// Adds the fuzzy matches of a typed word.
    fn reach_far(&mut self, query: &Query, which: usize, parts: bool) {
        let single = query.counting().len() == 1;
        let index = Arc::clone(&self.index);
        let (Some(term), Some(near)) = (query.terms.get(which), self.near.get(which)) else {
            return;
        };
        let known = self
            .remembered
            .iter()
            .position(|(known, with, _)| known == term && *with == parts);
        let place = known.unwrap_or_else(|| {
            if self.remembered.len() >= REMEMBERED {
                self.remembered.remove(0);
            }
            self.remembered
                .push((term.clone(), parts, far(&index, term, near, parts)));
            self.remembered.len() - 1
        });
        let nothing = Alternatives::default();
        let alternatives = self
            .remembered
            .get(place)
            .map_or(&nothing, |(.., known)| known);
        self.marks.add(which, alternatives);
        let (Some(places), Some(far_places)) =
            (self.places.get(which), self.far_places.get_mut(which))
        else {
            return;
        };
        far_places.copy(places);
        let most = if single { MANY_NAMED } else { usize::MAX };
        far_places.add_all(&index, alternatives, |_| true, most);
    }

    /// Finds the best records, leaving out hidden ones. Returns them with the total number of matches.
    pub(crate) fn search(&mut self, plan: &Plan<'_>, start: usize) -> (&mut Vec<Scored>, usize) {
        self.start = start;
        self.found.clear();
        self.total = 0;
        self.seen.copy(&self.hidden);
        if plan.full_text || plan.counting.len() > screen::FEW_WORDS {
            self.search_text(plan);
        } else {
            self.search_screen(plan);
        }
        (&mut self.found, self.total)
    }

    /// Reads and scores records.
    fn read(&mut self, plan: &Plan<'_>, records: &Bits, fields: usize) {
        if records.is_empty() {
            return;
        }
        let few_words = !plan.full_text && plan.counting.len() <= screen::FEW_WORDS;
        let counting = plan.counting_bits();
        let index = Arc::clone(&self.index);
        let mut scorer = Scorer::new(
            &index,
            &self.marks,
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
            let popularity = f32::from(index.popularity(record)) / f32::from(MOST_POPULAR);
            let own = prior(plan.priors, self.start + record);
            fit.score *= 1.0 + PRIOR * (1.0 - (1.0 - popularity) * (1.0 - own));
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
        let mut seen: Vec<(u8, u8, Match)> = Vec::new();
        let mut best = vec![rank::NONE; query.terms.len()];
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
                for link in self.marks.of(spelling) {
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
                    match link.part {
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
                    if let Some(best) = best.get_mut(usize::from(link.term)) {
                        *best = (*best).min(link.rank);
                    }
                    seen.push((link.term, link.rank, found));
                }
                lefts = now;
            });
        }
        // Where a word matches as typed, weaker matches of it are not worth showing.
        seen.retain(|(term, rank, _)| best.get(usize::from(*term)) == Some(rank));
        let mut matches: Vec<Match> = seen.into_iter().map(|(_, _, found)| found).collect();
        matches.sort_by_key(|found| (found.field, found.range.start, found.class));
        matches.dedup_by(|one, other| one.field == other.field && one.range == other.range);
        matches.truncate(most);
        matches
    }
}

fn prior(priors: &[Prior], record: usize) -> f32 {
    let place = priors.binary_search_by_key(&record, |prior| prior.record);
    let prior = place.ok().and_then(|place| priors.get(place));
    prior.map_or(0.0, |prior| prior.weight.clamp(0.0, 1.0))
}
