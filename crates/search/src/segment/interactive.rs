//! Interactive search, for queries of a few words. Reads the records that match all words first: exact matches before
//! prefix matches before fuzzy matches. Then it drops one word after another until there are enough hits.

use super::{Plan, Scored, Segment};
use crate::bits::Bits;
use crate::record::Field;

/// Results of queries with at most this many significant words are ordered by the number of words that match.
pub(crate) const FEW_WORDS: usize = 4;
/// The maximum number of records read per query.
const MAX_READ: usize = 20_000;
/// The maximum number of titles read per query.
const MAX_TITLES: usize = 250_000;
/// The maximum number of records whose primary fields are read when many records match there.
const MAX_PRIMARY: usize = 4_096;
/// If more records than this match, those that match in primary fields are read first.
const MANY: usize = 384;
/// With this many hits, records that lack a word are not searched for.
const ENOUGH: usize = 5;
/// With this many hits, fuzzy matches are not searched for.
const ENOUGH_BEFORE_FUZZY: usize = 2;
/// Up to this many records, the threshold is [`ENOUGH`] instead of [`ENOUGH_BEFORE_FUZZY`]: hits are fewer, and fuzzy search is
/// fast.
const SMALL: usize = 4_096;
/// The maximum number of records read for words that are too common to have postings.
const MAX_UNLISTED: usize = 1_024;
/// The maximum number of fuzzy matches read when there are many.
const MAX_FUZZY: usize = 512;
/// The maximum number of records read that lack a word.
const MAX_LACKING: usize = 768;

/// How many records beyond the limit are read in full, since their secondary fields may change the order.
const MORE: usize = 10;
/// The bits of a sort key that count the words a record lacks.
pub(super) const LACKING: u32 = 0xff00;

/// How closely a word has to match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MatchLevel {
    Exact,
    Prefix,
    Fuzzy,
}

impl Segment {
    pub(super) fn search_interactively(&mut self, plan: &Plan<'_>) {
        self.left = MAX_READ;
        let enough = plan.limit.min(ENOUGH);
        let small = self.index.len() <= SMALL;
        let enough_before_fuzzy = if small { ENOUGH } else { ENOUGH_BEFORE_FUZZY };
        let words = plan.counting.len();
        let mut has_fuzzy = false;
        // A query of stop words only is more likely the start of something else, so exact matches get no precedence.
        let stops = plan.query.terms.iter().all(|term| term.stop);
        for size in (1..=words).rev() {
            if size < words {
                self.left = self.left.min(MAX_LACKING);
            }
            for level in [MatchLevel::Exact, MatchLevel::Prefix, MatchLevel::Fuzzy] {
                if level == MatchLevel::Exact && stops {
                    continue;
                }
                let needed = match level {
                    MatchLevel::Fuzzy => enough_before_fuzzy,
                    _ if size == words => plan.limit,
                    _ => enough,
                };
                if self.found.len() >= needed {
                    break;
                }
                if level == MatchLevel::Fuzzy && !has_fuzzy {
                    has_fuzzy = true;
                    for term in &plan.counting {
                        self.add_fuzzy_matches(plan.query, *term, plan.word_parts);
                    }
                }
                for terms in choices(plan, size) {
                    if size == words || self.found.len() < enough {
                        self.take(plan, &terms, level);
                    }
                }
            }
        }
        self.total = self.total.max(self.found.len());
    }

    /// Reads the records that match these words.
    fn take(&mut self, plan: &Plan<'_>, terms: &[usize], level: MatchLevel) {
        let [mut all, mut named, mut some] = std::mem::take(&mut self.bits);
        let candidates = match level {
            MatchLevel::Exact => &self.exact,
            MatchLevel::Prefix => &self.candidates,
            MatchLevel::Fuzzy => &self.fuzzy_candidates,
        };
        let chosen = terms.iter().filter_map(|term| candidates.get(*term));
        let somewhere = chosen.clone().all(|candidate| !candidate.empty);
        let mut chosen = chosen.filter(|_| somewhere);
        if let Some(first) = chosen.next() {
            all.copy(&first.all);
            named.copy(&first.primary);
            some.copy(&first.primary);
            for candidate in chosen {
                all.and(&candidate.all);
                named.and(&candidate.primary);
                some.or(&candidate.primary);
            }
            all.minus(&self.seen);
            named.and(&all);
            some.and(&all);
            some.minus(&named);
            self.seen.or(&all);
            self.read_best(plan, &mut all, &named, &mut some, level);
        }
        self.bits = [all, named, some];
    }

    /// Reads the records that match in their primary fields first, and the others only if they are needed.
    fn read_best(
        &mut self,
        plan: &Plan<'_>,
        all: &mut Bits,
        named: &Bits,
        some: &mut Bits,
        level: MatchLevel,
    ) {
        let fields = Field::ALL.len();
        let (count, names) = (all.count(), named.count());
        let kept = plan.limit.saturating_add(MORE);
        if names >= plan.limit && count > kept {
            // Primary fields weigh more than secondary ones, so records that match only in the latter cannot win.
            self.total = self.total.max(names);
            if names > kept {
                self.keep_primary(plan, named, some, kept, level);
                return self.read(plan, some, fields);
            }
            return self.read(plan, named, fields);
        }
        if count <= MANY {
            return self.read(plan, all, fields);
        }
        self.read(plan, named, fields);
        // The records are read in two rounds because reading stops at a limit, and one round in index order would never
        // reach late records. A word without postings occurs in many records, so some of them are found soon.
        let left = self.left;
        let far = level == MatchLevel::Fuzzy;
        self.left = left.min(if far { MAX_FUZZY } else { left });
        self.read(plan, some, fields);
        all.minus(named);
        all.minus(some);
        self.left = left.min(if far { MAX_FUZZY } else { MAX_UNLISTED });
        self.read(plan, all, fields);
        self.left = left.saturating_sub(count);
    }

    /// Keeps the best of many records in `best`: judged by their titles if that is enough, otherwise by all primary
    /// fields.
    fn keep_primary(
        &mut self,
        plan: &Plan<'_>,
        named: &Bits,
        best: &mut Bits,
        kept: usize,
        level: MatchLevel,
    ) {
        let before = self.found.len();
        let mut found = Vec::new();
        for fields in [1, Field::PRIMARY] {
            let left = self.left;
            self.left = match fields {
                // Any title could equal the query, so all of them are read.
                1 if level == MatchLevel::Exact => MAX_TITLES,
                _ => left.min(MAX_PRIMARY),
            };
            self.read(plan, named, fields);
            self.left = left;
            found.clear();
            found.extend(self.found.drain(before..));
            let least = found.iter().map(|scored| scored.key & LACKING).min();
            let full = found
                .iter()
                .filter(|scored| Some(scored.key & LACKING) == least);
            if full.count() >= kept {
                break;
            }
        }
        keep_best(&mut found, kept);
        best.reset(self.index.len());
        for scored in &found {
            best.set(scored.record);
        }
        self.left = self.left.max(found.len());
    }
}

/// Keeps the best `most` records, in no particular order.
pub(crate) fn keep_best(found: &mut Vec<Scored>, most: usize) {
    if found.len() > most {
        found.select_nth_unstable_by(most, order);
        found.truncate(most);
    }
}

/// The order of records in the results.
pub(crate) fn order(one: &Scored, other: &Scored) -> std::cmp::Ordering {
    one.key
        .cmp(&other.key)
        .then_with(|| other.fit.score.total_cmp(&one.fit.score))
        .then_with(|| one.record.cmp(&other.record))
}

/// All combinations of `size` significant words, those with the highest total weight first.
fn choices(plan: &Plan<'_>, size: usize) -> Vec<Vec<usize>> {
    let words = plan.counting.len();
    let idf = |terms: &[usize]| -> f32 {
        let idf = terms.iter().filter_map(|term| plan.idf.get(*term));
        idf.sum()
    };
    let mut choices: Vec<Vec<usize>> = (1_u32..1 << words)
        .filter(|choice| choice.count_ones() as usize == size)
        .map(|choice| {
            let chosen = plan.counting.iter().enumerate();
            let chosen = chosen.filter(|(candidate, _)| choice >> candidate & 1 == 1);
            chosen.map(|(_, term)| *term).collect()
        })
        .collect();
    choices.sort_by(|one, other| idf(other).total_cmp(&idf(one)));
    choices
}
