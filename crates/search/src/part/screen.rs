//! Few words: first the records that have all of them, as they were typed before those that only resemble them, then
//! those that lack one, and so on, until there are enough.

use super::{Part, Plan, Scored};
use crate::bits::Bits;
use crate::record::Field;

/// Queries of up to so many words are ordered by how many of them a record has.
pub(crate) const FEW_WORDS: usize = 4;
/// So many records are read for one query at most.
const MOST_READ: usize = 20_000;
/// More records than this are first read in the fields that name them.
const MANY: usize = 384;
/// With so many records nobody misses those that resemble less, or lack a word.
const ENOUGH: usize = 5;
/// So many records that lack a word are read.
const MOST_LACKING: usize = 768;

impl Part {
    pub(super) fn search_screen(&mut self, plan: &Plan<'_>) {
        self.left = MOST_READ;
        let all = plan.counting.len();
        let mut is_far = false;
        let enough = plan.limit.min(ENOUGH);
        for size in (1..=all).rev() {
            if size < all {
                if self.found.len() >= enough {
                    break;
                }
                self.left = self.left.min(MOST_LACKING);
            }
            for far in [false, true] {
                if far && self.found.len() >= enough {
                    break;
                }
                if far && !is_far {
                    is_far = true;
                    let terms = plan.query.terms.len();
                    self.far_places.resize_with(terms.max(self.far_places.len()), Default::default);
                    for term in &plan.counting {
                        self.reach_far(plan.query, *term);
                    }
                }
                for terms in choices(plan, size) {
                    self.take(plan, &terms, far);
                }
            }
            if size == all {
                self.total = self.total.max(self.found.len());
            }
        }
        self.total = self.total.max(self.found.len());
    }

    /// Reads the records that have these words.
    fn take(&mut self, plan: &Plan<'_>, terms: &[usize], far: bool) {
        let [mut all, mut named, mut some] = std::mem::take(&mut self.bits);
        let places = if far { &self.far_places } else { &self.places };
        let mut chosen = terms.iter().filter_map(|term| places.get(*term));
        if let Some(first) = chosen.next() {
            all.copy(&first.all);
            named.copy(&first.naming);
            some.copy(&first.naming);
            for place in chosen {
                all.and(&place.all);
                named.and(&place.naming);
                some.or(&place.naming);
            }
            all.minus(&self.seen);
            named.and(&all);
            some.and(&all);
            some.minus(&named);
            self.seen.or(&all);
            self.read_best(plan, &mut all, &named, &mut some);
        }
        self.bits = [all, named, some];
    }

    /// Reads records, those that are named by what was typed first, and the others only if there is need.
    fn read_best(&mut self, plan: &Plan<'_>, all: &mut Bits, named: &Bits, some: &mut Bits) {
        let fields = Field::ALL.len();
        let count = all.count();
        if count <= MANY {
            return self.read(plan, all, fields);
        }
        let names = named.count();
        if names <= MANY {
            self.read(plan, named, fields);
            if self.found.len() >= plan.limit {
                self.total = self.total.max(names);
                return;
            }
            // Reading both at once would pass those by that come late.
            self.read(plan, some, fields);
            all.minus(named);
            all.minus(some);
            return self.read(plan, all, fields);
        }
        let before = self.found.len();
        self.read(plan, named, Field::NAMING);
        self.total = self.total.max(names);
        let mut best = self.found.split_off(before);
        keep_best(&mut best, plan.limit.saturating_mul(2).saturating_add(16));
        some.reset(self.index.len());
        for scored in &best {
            some.set(scored.record);
        }
        self.left = self.left.max(best.len());
        self.read(plan, some, fields);
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
    let worth = |terms: &[usize]| -> f32 {
        let worth = terms.iter().filter_map(|term| plan.worth.get(*term));
        worth.sum()
    };
    let mut choices: Vec<Vec<usize>> = (1_u32..1 << words)
        .filter(|choice| choice.count_ones() as usize == size)
        .map(|choice| {
            let chosen = plan.counting.iter().enumerate();
            let chosen = chosen.filter(|(place, _)| choice >> place & 1 == 1);
            chosen.map(|(_, term)| *term).collect()
        })
        .collect();
    choices.sort_by(|one, other| worth(other).total_cmp(&worth(one)));
    choices
}
