//! An incremental merge sort, so that sorting never blocks for long.

use std::cmp::Ordering;

/// The length of the first sorted runs, which are then merged pairwise.
const RUN: usize = 256;

/// The numbers from 0 to n - 1 while they are being sorted.
#[derive(Default)]
pub(super) struct IncrementalSort {
    order: Vec<u32>,
    merged: Vec<u32>,
    /// The length of the sorted runs; 0 before the first ones exist.
    run: usize,
    at: usize,
}

impl IncrementalSort {
    pub(super) fn new(count: usize) -> Self {
        Self {
            order: (0..count as u32).collect(),
            ..Self::default()
        }
    }

    /// Processes about `units` numbers, and returns the order when it is complete.
    pub(super) fn step(
        &mut self,
        units: usize,
        compare: impl Fn(&u32, &u32) -> Ordering,
    ) -> Option<Vec<u32>> {
        let mut left = units.max(1);
        while left > 0 {
            if self.run > 0 && self.run >= self.order.len() {
                return Some(std::mem::take(&mut self.order));
            }
            let start = self.at;
            if self.run == 0 {
                let rest = self.order.iter_mut().skip(start).len().min(RUN);
                if let Some(run) = self.order.get_mut(start..start + rest) {
                    run.sort_unstable_by(&compare);
                }
                self.at += rest;
            } else {
                self.at = self.merge(start, &compare);
            }
            left = left.saturating_sub(self.at - start);
            if self.at >= self.order.len() {
                if self.run > 0 {
                    std::mem::swap(&mut self.order, &mut self.merged);
                    self.merged.clear();
                }
                self.run = (self.run * 2).max(RUN);
                self.at = 0;
            }
        }
        None
    }

    /// Merges the two runs that begin at `start`, and returns the start of the next run.
    fn merge(&mut self, start: usize, compare: &impl Fn(&u32, &u32) -> Ordering) -> usize {
        let end = (start + 2 * self.run).min(self.order.len());
        let middle = (start + self.run).min(end);
        let part = |from, to| self.order.get(from..to).unwrap_or_default();
        let mut one = part(start, middle).iter().peekable();
        let mut other = part(middle, end).iter().peekable();
        while let Some(first) = match (one.peek(), other.peek()) {
            (Some(left), Some(right)) if compare(left, right).is_gt() => other.next(),
            (Some(_), _) => one.next(),
            (None, _) => other.next(),
        } {
            self.merged.push(*first);
        }
        end
    }
}
