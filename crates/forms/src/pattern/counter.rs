//! Repetitions of one kind of character, counted instead of written out.

/// A repetition such as `[a-z]{2,500}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counter {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// How far one repetition has come, for all the places at once where it may have begun.
///
/// They all take the same characters, so that none of them overtakes another: the oldest decides whether there are enough by now,
/// and each is over once it has as many as there may be.
pub(super) struct Counting {
    counter: Counter,
    /// For the last places, as many as matter: the place itself if the repetition may have begun there.
    begun: Vec<u32>,
    /// No place before this one matters any more.
    oldest: usize,
}

impl Counting {
    /// Of a text with at most so many characters.
    pub(super) fn new(counter: Counter, characters: usize) -> Self {
        Self {
            counter,
            begun: vec![0; counter.most.min(characters) + 1],
            oldest: 1,
        }
    }

    /// Whether no character at all is enough.
    pub(super) fn is_optional(&self) -> bool {
        self.counter.least == 0
    }

    /// Notes that the repetition may begin at a place, counted from 1.
    pub(super) fn begin(&mut self, place: u32) {
        let slot = self.slot(to_usize(place));
        if let Some(begun) = self.begun.get_mut(slot) {
            *begun = place;
        }
    }

    /// Whether the characters up to this place may be all; the repetition has not just begun there.
    pub(super) fn may_end(&mut self, place: u32) -> bool {
        let place = to_usize(place);
        self.oldest = self.oldest.max(place.saturating_sub(self.counter.most));
        while self.oldest < place && !self.has_begun(self.oldest) {
            self.oldest += 1;
        }
        self.oldest < place && place - self.oldest >= self.counter.least
    }

    /// Notes that the character behind a place is of another kind.
    pub(super) fn stop(&mut self, place: u32) {
        self.oldest = to_usize(place) + 1;
    }

    fn has_begun(&self, place: usize) -> bool {
        let begun = self.begun.get(self.slot(place));
        begun.is_some_and(|begun| to_usize(*begun) == place)
    }

    /// Places that matter at the same time have slots of their own.
    fn slot(&self, place: usize) -> usize {
        place.checked_rem(self.begun.len()).unwrap_or_default()
    }
}

fn to_usize(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
