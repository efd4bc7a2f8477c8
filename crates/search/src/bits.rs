//! A bit set of record numbers.

/// A set of numbers below `limit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    limit: usize,
}

impl Bits {
    /// Clears the set and sets its limit.
    pub(crate) fn reset(&mut self, limit: usize) {
        self.words.clear();
        self.words.resize(limit.div_ceil(64), 0);
        self.limit = limit;
    }

    /// Inserts a number; numbers at or beyond the limit are ignored.
    pub(crate) fn set(&mut self, number: usize) {
        if number < self.limit
            && let Some(word) = self.words.get_mut(number / 64)
        {
            *word |= 1 << (number % 64);
        }
    }

    pub(crate) fn has(&self, number: usize) -> bool {
        let word = self.words.get(number / 64).copied().unwrap_or(0);
        word >> (number % 64) & 1 == 1
    }

    /// Inserts every number below the limit.
    pub(crate) fn fill(&mut self) {
        self.words.fill(!0);
        let over = self.words.len() * 64 - self.limit;
        if let Some(last) = self.words.last_mut() {
            *last >>= over;
        }
    }

    /// Makes this set a copy of `other`.
    pub(crate) fn copy(&mut self, other: &Bits) {
        self.words.clone_from(&other.words);
        self.limit = other.limit;
    }

    /// Keeps only numbers that are also in `other`.
    pub(crate) fn and(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Inserts all numbers of `other`.
    pub(crate) fn or(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Removes all numbers of `other`.
    pub(crate) fn minus(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The numbers in the set, in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(index * 64 + bit)
            })
        })
    }
}
