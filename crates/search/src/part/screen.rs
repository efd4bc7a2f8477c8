//! Few words: first the records that have all of them, as they were typed before those that only resemble them, then
//! those that lack one, and so on, until there are enough.

use super::{Part, Plan, Scored};
use crate::bits::Bits;
use crate::record::Field;

/// Queries of up to so many words are ordered by how many of them a record has.
pub(crate) const FEW_WORDS: usize = 4;
/// So many records are read for one query at most.
const MOST_READ: usize = 20_000;
/// So many titles are read for one query at most.
const MOST_TITLES: usize = 250_000;
/// So many records are read in what names them, where many are named alike.
const MOST_NAMED: usize = 4_096;
/// More records than this are first read in the fields that name them.
const MANY: usize = 384;
/// With so many hits nobody misses records that lack a word.
const ENOUGH: usize = 5;
/// With so many hits nobody misses records that only resemble what was typed.
const FAR_ENOUGH: usize = 2;
/// In so few records there are fewer hits, and looking for more takes no time.
const SMALL: usize = 4_096;
/// So many records are read that have a word only where it is too common to be listed.
const MOST_UNLISTED: usize = 1_024;
/// So many records are read, of many, that only resemble what was typed.
const MOST_FAR: usize = 512;
/// So many records that lack a word are read.
const MOST_LACKING: usize = 768;

/// So many more than wanted are read in whole, since their other fields may change their order.
const MORE: usize = 10;
/// What tells in a key how many words a record lacks.
pub(super) const LACKING: u32 = 0xff00;

/// How much a record may resemble what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Exact,
    Near,
    Far,
}

impl Part {
    pub(super) fn search_screen(&mut self, plan: &Plan<'_>) {
        self.left = MOST_READ;
        let enough = plan.limit.min(ENOUGH);
        let small = self.index.len() <= SMALL;
        let far_enough = if small { ENOUGH } else { FAR_ENOUGH };
        let words = plan.counting.len();
        let mut is_far = false;
        // Words that are everywhere are the beginning of something else, if anything.
        let stops = plan.query.terms.iter().all(|term| term.stop);
        for size in (1..=words).rev() {
            if size < words {
                self.left = self.left.min(MOST_LACKING);
            }
            for level in [Level::Exact, Level::Near, Level::Far] {
                if level == Level::Exact && stops {
                    continue;
                }
                let needed = match level {
                    Level::Far => far_enough,
                    _ if size == words => plan.limit,
                    _ => enough,
                };
                if self.found.len() >= needed {
                    break;
                }
                if level == Level::Far && !is_far {
                    is_far = true;
                    for term in &plan.counting {
                        self.reach_far(plan.query, *term, plan.parts);
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

    /// Reads the records that have these words.
    fn take(&mut self, plan: &Plan<'_>, terms: &[usize], level: Level) {
        let [mut all, mut named, mut some] = std::mem::take(&mut self.bits);
        let places = match level {
            Level::Exact => &self.exact,
            Level::Near => &self.places,
            Level::Far => &self.far_places,
        };
        let chosen = terms.iter().filter_map(|term| places.get(*term));
        let somewhere = chosen.clone().all(|place| !place.empty);
        let mut chosen = chosen.filter(|_| somewhere);
        if let Some(first) = chosen.next() {
            all.copy(&first.all);
            named.copy(&first.primary);
            some.copy(&first.primary);
            for place in chosen {
                all.and(&place.all);
                named.and(&place.primary);
                some.or(&place.primary);
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

    /// Reads records, those that are named by what was typed first, and the others only if there is need.
    fn read_best(
        &mut self,
        plan: &Plan<'_>,
        all: &mut Bits,
        named: &Bits,
        some: &mut Bits,
        level: Level,
    ) {
        let fields = Field::ALL.len();
        let (count, names) = (all.count(), named.count());
        let kept = plan.limit.saturating_add(MORE);
        if names >= plan.limit && count > kept {
            // What a record is named by weighs more than what is said about it.
            self.total = self.total.max(names);
            if names > kept {
                self.keep_named(plan, named, some, kept, level);
                return self.read(plan, some, fields);
            }
            return self.read(plan, named, fields);
        }
        if count <= MANY {
            return self.read(plan, all, fields);
        }
        self.read(plan, named, fields);
        // Reading both at once would pass those by that come late. What is in no list is in many records, so that
        // some of them are soon found.
        let left = self.left;
        let far = level == Level::Far;
        self.left = left.min(if far { MOST_FAR } else { left });
        self.read(plan, some, fields);
        all.minus(named);
        all.minus(some);
        self.left = left.min(if far { MOST_FAR } else { MOST_UNLISTED });
        self.read(plan, all, fields);
        self.left = left.saturating_sub(count);
    }

    /// Leaves the best of many records in `best`: by their titles, if that is enough, or by all that names them.
    fn keep_named(
        &mut self,
        plan: &Plan<'_>,
        named: &Bits,
        best: &mut Bits,
        kept: usize,
        level: Level,
    ) {
        let before = self.found.len();
        let mut found = Vec::new();
        for fields in [1, Field::NAMING] {
            let left = self.left;
            self.left = match fields {
                // A title that is the query may be any of them.
                1 if level == Level::Exact => MOST_TITLES,
                _ => left.min(MOST_NAMED),
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

/// Keeps the best records, in no order.
pub(crate) fn keep_best(found: &mut Vec<Scored>, most: usize) {
    if found.len() > most {
        found.select_nth_unstable_by(most, order);
        found.truncate(most);
    }
}

/// The order of records in an answer.
pub(crate) fn order(one: &Scored, other: &Scored) -> std::cmp::Ordering {
    one.key
        .cmp(&other.key)
        .then_with(|| other.fit.score.total_cmp(&one.fit.score))
        .then_with(|| one.record.cmp(&other.record))
}

/// All ways to choose so many of the words that count, those that are worth most first.
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
            let chosen = chosen.filter(|(place, _)| choice >> place & 1 == 1);
            chosen.map(|(_, term)| *term).collect()
        })
        .collect();
    choices.sort_by(|one, other| idf(other).total_cmp(&idf(one)));
    choices
}
