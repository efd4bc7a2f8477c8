//! Counts repetitions of one kind of character, instead of expanding them.

/// A repetition such as `[a-z]{2,500}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counter {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// The progress of a repetition from all of its possible starting positions at once.
///
/// All of them consume the same characters, so none overtakes another. The oldest one decides whether the minimum has
/// been reached, and each one ends at the maximum.
pub(super) struct Counting {
    counter: Counter,
    /// A ring buffer of the last relevant positions, with the position itself if the repetition may have started there.
    begun: Vec<u32>,
    /// No position before this one is relevant any more.
    oldest: usize,
}

impl Counting {
    /// For a text with at most this many characters.
    pub(super) fn new(counter: Counter, characters: usize) -> Self {
        Self {
            counter,
            begun: vec![0; counter.most.min(characters) + 1],
            oldest: 1,
        }
    }

    /// Whether zero repetitions are allowed.
    pub(super) fn is_optional(&self) -> bool {
        self.counter.least == 0
    }

    /// Records that the repetition may start at a position, counted from 1.
    pub(super) fn begin(&mut self, place: u32) {
        let slot = self.slot(to_usize(place));
        if let Some(begun) = self.begun.get_mut(slot) {
            *begun = place;
        }
    }

    /// Whether the repetition may end at this position, unless it has just started there.
    pub(super) fn may_end(&mut self, place: u32) -> bool {
        let place = to_usize(place);
        self.oldest = self.oldest.max(place.saturating_sub(self.counter.most));
        while self.oldest < place && !self.has_begun(self.oldest) {
            self.oldest += 1;
        }
        self.oldest < place && place - self.oldest >= self.counter.least
    }

    /// Records that the character after a position does not match.
    pub(super) fn stop(&mut self, place: u32) {
        self.oldest = to_usize(place) + 1;
    }

    fn has_begun(&self, place: usize) -> bool {
        let begun = self.begun.get(self.slot(place));
        begun.is_some_and(|begun| to_usize(*begun) == place)
    }

    /// Positions that are relevant at the same time have different slots.
    fn slot(&self, place: usize) -> usize {
        place.checked_rem(self.begun.len()).unwrap_or_default()
    }
}

fn to_usize(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
