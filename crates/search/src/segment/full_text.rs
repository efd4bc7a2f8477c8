//! Full-text search, for long queries. Selects candidates from the postings of the rarest words, and reads the best of
//! them.

use super::interactive::keep_best;
use super::{Plan, Segment};
use crate::bits::Bits;
use crate::record::Field;

/// The maximum number of records read in full.
const MAX_READ: usize = 4_096;

impl Segment {
    pub(super) fn search_full_text(&mut self, plan: &Plan<'_>) {
        self.find_missing(plan);
        let records = self.index.len();
        let [mut all, named, some] = std::mem::take(&mut self.bits);
        all.reset(records);
        for term in &plan.counting {
            if let Some(candidates) = self.candidates.get(*term) {
                all.or(&candidates.all);
            }
        }
        all.minus(&self.seen);
        self.total = all.count();
        if self.total > MAX_READ {
            self.keep_likeliest(plan, &mut all);
        }
        self.left = MAX_READ;
        self.read(plan, &all, Field::ALL.len());
        keep_best(
            &mut self.found,
            plan.limit.saturating_mul(2).saturating_add(16),
        );
        self.bits = [all, named, some];
    }

    /// Replaces the candidates of words without any direct match by those of fuzzy matches.
    fn find_missing(&mut self, plan: &Plan<'_>) {
        for term in &plan.counting {
            let nowhere = self
                .direct
                .get(*term)
                .is_some_and(|near| near.words.is_empty() && near.pairs.is_empty());
            if nowhere {
                self.add_fuzzy_matches(plan.query, *term, plan.word_parts);
                if let (Some(candidates), Some(far)) = (
                    self.candidates.get_mut(*term),
                    self.fuzzy_candidates.get_mut(*term),
                ) {
                    std::mem::swap(candidates, far);
                }
            }
        }
    }

    /// Keeps the records with the rarest words, as many as are read in full.
    fn keep_likeliest(&self, plan: &Plan<'_>, all: &mut Bits) {
        let records = self.index.len();
        let mut sums = vec![0.0_f32; records];
        for term in &plan.counting {
            let (Some(candidates), Some(idf)) = (self.candidates.get(*term), plan.idf.get(*term))
            else {
                continue;
            };
            // Words that are too common to have postings count only where they occur in a primary field.
            let listed = if candidates.often == 0 {
                &candidates.all
            } else {
                &candidates.primary
            };
            for bits in [listed, &candidates.primary] {
                for record in bits.iter() {
                    if let Some(sum) = sums.get_mut(record) {
                        *sum += idf;
                    }
                }
            }
        }
        let mut best: Vec<(f32, usize)> = all
            .iter()
            .map(|record| (-sums.get(record).copied().unwrap_or(0.0), record))
            .collect();
        best.select_nth_unstable_by(MAX_READ, |one, other| {
            one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
        });
        best.truncate(MAX_READ);
        all.reset(records);
        for (_, record) in best {
            all.set(record);
        }
    }
}
