//! One index while it is searched, with all that is kept from one query to the next.

pub(crate) use screen::{keep_best, order};

mod screen;
mod text;

use crate::bits::Bits;
use crate::expansion::{Alternatives, far, near, rank};
use crate::found::{Match, Prior, class};
use crate::index::Index;
use crate::marks::{Marks, Part as LinkPart};
use crate::places::Places;
use crate::query::{Query, Term};
use crate::record::{Field, MOST_POPULAR};
use crate::score::{Fit, Scorer, speaks};
use std::sync::Arc;

/// How much a record can gain by its prior.
const PRIOR: f32 = 0.15;
/// So many records that an unfinished word names are enough.
const MANY_NAMED: usize = 200;
/// So many typed words are remembered with what is far from them.
const REMEMBERED: usize = 16;

/// One index, and what its searches need.
pub(crate) struct Part {
    pub(crate) index: Arc<Index>,
    /// Records that are not to be found.
    pub(crate) hidden: Bits,
    marks: Marks,
    /// For each typed word what would do, where it is just as typed, and where any of it is.
    near: Vec<Alternatives>,
    exact: Vec<Places>,
    places: Vec<Places>,
    /// The same together with what is further away.
    far_places: Vec<Places>,
    /// The spellings of each word of the query.
    whole: Vec<(u32, u32)>,
    /// What was far from words that were typed lately: while one word is typed, those before it stay the same.
    remembered: Vec<(Term, bool, Alternatives)>,
    found: Vec<Scored>,
    /// Records that were read, or that were passed over.
    seen: Bits,
    bits: [Bits; 3],
    /// The number that this part's first record has in the search.
    start: usize,
    /// So many records may still be read for this query.
    left: usize,
    total: usize,
}

/// A record that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scored {
    pub(crate) record: usize,
    /// What orders records before their score does, the least first.
    pub(crate) key: u32,
    pub(crate) fit: Fit,
}

/// What all parts of a search have to agree on.
pub(crate) struct Plan<'a> {
    pub(crate) query: &'a Query,
    /// How much each typed word is worth.
    pub(crate) idf: Vec<f32>,
    /// The typed words that count, by place.
    pub(crate) counting: Vec<usize>,
    pub(crate) limit: usize,
    pub(crate) full_text: bool,
    pub(crate) priors: &'a [Prior],
    /// Whether words will do that share a long part with a typed one for which nothing else does.
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

    /// Looks up the typed words, and answers in how many records each is.
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
                // Where a beginning is all there is, the shortest words that go on with it are enough.
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

    /// Whether each word of a query is a word here, or the beginning of one.
    pub(crate) fn knows(&self, query: &Query) -> bool {
        (0..query.terms.len()).all(|which| {
            let near = near(&self.index, query, which, false);
            !near.words.is_empty() || !near.pairs.is_empty()
        })
    }

    /// Whether the last search found no word at all that would do for a typed one.
    pub(crate) fn has_nothing_for(&self, query: &Query, which: usize) -> bool {
        let is_empty = |found: &Alternatives| found.words.is_empty() && found.pairs.is_empty();
        let term = query.terms.get(which);
        let far = self.remembered.iter();
        let mut far = far.filter(|(known, with, _)| Some(known) == term && !with);
        self.near.get(which).is_none_or(is_empty) && far.all(|(.., far)| is_empty(far))
    }

    /// Adds what is further from a typed word.
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

    /// Finds the best records; those that are not to be found are left out.
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

    /// Reads records and notes how well they fit.
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

    /// What matched in a record, text by text.
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
            // For each pair of words where the first one was, with the word's number in the text.
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
                        LinkPart::Left(pair) => {
                            now.push((pair, position, found));
                            continue;
                        }
                        LinkPart::Right(pair) => {
                            let left = lefts
                                .iter()
                                .find(|(of, at, _)| *of == pair && at + 1 == position);
                            let Some((_, _, left)) = left else {
                                continue;
                            };
                            seen.push((link.term, link.rank, left.clone()));
                        }
                        LinkPart::Whole => {}
                    }
                    if let Some(best) = best.get_mut(usize::from(link.term)) {
                        *best = (*best).min(link.rank);
                    }
                    seen.push((link.term, link.rank, found));
                }
                lefts = now;
            });
        }
        // Where a word is there as it was typed, what only resembles it is not worth showing.
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
