//! Sorting in steps, so that nobody waits for all of it at once.

use std::cmp::Ordering;

/// So many are sorted together at first; then runs are merged two by two.
const RUN: usize = 256;

/// Numbers from 0 on while they are brought into an order.
#[derive(Default)]
pub(super) struct Sorting {
    order: Vec<u32>,
    merged: Vec<u32>,
    /// How long the sorted runs are; 0 while there are none.
    run: usize,
    at: usize,
}

impl Sorting {
    pub(super) fn new(count: usize) -> Self {
        Self {
            order: (0..count as u32).collect(),
            ..Self::default()
        }
    }

    /// Works on so many numbers or a few more, and answers the order when it is found.
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

    /// Merges the two runs from `start` on, and answers where the next ones begin.
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
