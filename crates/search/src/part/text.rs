//! Full-text search, for long queries. Selects candidates from the postings of the rarest words, and reads the best of
//! them.

use super::screen::keep_best;
use super::{Part, Plan};
use crate::record::Field;

/// The maximum number of records read in full.
const MOST_READ: usize = 4_096;

impl Part {
    pub(super) fn search_text(&mut self, plan: &Plan<'_>) {
        let records = self.index.len();
        for term in &plan.counting {
            let nowhere = self
                .near
                .get(*term)
                .is_some_and(|near| near.words.is_empty() && near.pairs.is_empty());
            if nowhere {
                self.reach_far(plan.query, *term, plan.parts);
                if let (Some(places), Some(far)) =
                    (self.places.get_mut(*term), self.far_places.get_mut(*term))
                {
                    std::mem::swap(places, far);
                }
            }
        }
        let [mut all, named, some] = std::mem::take(&mut self.bits);
        all.reset(records);
        for term in &plan.counting {
            if let Some(places) = self.places.get(*term) {
                all.or(&places.all);
            }
        }
        all.minus(&self.seen);
        self.total = all.count();
        if self.total > MOST_READ {
            let mut sums = vec![0.0_f32; records];
            for term in &plan.counting {
                let (Some(places), Some(idf)) = (self.places.get(*term), plan.idf.get(*term))
                else {
                    continue;
                };
                // Words that are too common to have postings count only where they occur in a primary field.
                let listed = if places.often == 0 {
                    &places.all
                } else {
                    &places.primary
                };
                for bits in [listed, &places.primary] {
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
            best.select_nth_unstable_by(MOST_READ, |one, other| {
                one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
            });
            best.truncate(MOST_READ);
            all.reset(records);
            for (_, record) in best {
                all.set(record);
            }
        }
        self.left = MOST_READ;
        self.read(plan, &all, Field::ALL.len());
        keep_best(
            &mut self.found,
            plan.limit.saturating_mul(2).saturating_add(16),
        );
        self.bits = [all, named, some];
    }
}
