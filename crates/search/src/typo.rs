//! Finds words within a small edit distance of a typed word: letters missing, added, replaced or swapped, including the
//! first letter.
//!
//! The automaton runs over all words in lexicon order, so a common prefix is read only once.

use crate::lexicon::{BLOCK, Entry, Lexicon};

/// The maximum edit distance.
const MAX_EDITS: usize = 2;
/// Longer words are not matched fuzzily.
const LONGEST: usize = 40;
/// Stands for an edit distance beyond the maximum.
const NEVER: u8 = u8::MAX;

/// The edit distance allowed for a word with this many letters.
pub(crate) fn allowed(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=7 => 1,
        8..=LONGEST => 2,
        _ => 0,
    }
}

/// For each edit distance, a bit mask of how many typed letters can have been consumed; bit 0 stands for none.
type State = [u64; MAX_EDITS + 1];

/// The automaton of a typed word.
pub(crate) struct LevenshteinAutomaton {
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    letters: usize,
    edits: usize,
}

/// A word within the edit distance.
pub(crate) struct FuzzyMatch {
    pub(crate) entry: Entry,
    /// The edit distance.
    pub(crate) edits: u8,
    /// Whether only a prefix of the word is within the distance.
    pub(crate) begins: bool,
    /// Whether its first letter is the typed one.
    pub(crate) same_first: bool,
}

struct Frame {
    state: State,
    letter: char,
    /// The length in bytes of the prefix up to here.
    end: usize,
    /// The smallest edit distance at which all typed letters have been consumed so far.
    begins: u8,
}

impl LevenshteinAutomaton {
    pub(crate) fn new(word: &str, edits: usize) -> Self {
        let mut automaton = Self {
            ascii: [0; 128],
            others: Vec::new(),
            letters: word.chars().count(),
            edits: edits.min(MAX_EDITS),
        };
        for (index, letter) in word.chars().enumerate().take(LONGEST) {
            let bit = 1 << index;
            if let Some(mask) = automaton.ascii.get_mut(letter as usize) {
                *mask |= bit;
            } else if let Some((_, mask)) =
                automaton.others.iter_mut().find(|(of, _)| *of == letter)
            {
                *mask |= bit;
            } else {
                automaton.others.push((letter, bit));
            }
        }
        automaton
    }

    fn mask(&self, letter: char) -> u64 {
        if let Some(mask) = self.ascii.get(letter as usize) {
            return *mask;
        }
        let other = self.others.iter().find(|(of, _)| *of == letter);
        other.map_or(0, |(_, mask)| *mask)
    }

    fn start(&self) -> State {
        let mut state = [0; MAX_EDITS + 1];
        for (edits, bits) in state.iter_mut().enumerate().take(self.edits + 1) {
            // Up to `edits` typed letters may be superfluous.
            *bits = (1 << (edits + 1)) - 1;
        }
        state
    }

    /// The state after one more letter of the word.
    fn step(&self, letter: char, before: &State, earlier: Option<(&State, char)>) -> State {
        let here = self.mask(letter);
        let swapped = earlier.map_or(0, |(_, last)| here & (self.mask(last) >> 1));
        let earlier = earlier.map_or([0; MAX_EDITS + 1], |(state, _)| *state);
        let all = (2_u64 << self.letters.min(LONGEST)) - 1;
        let [b0, b1, b2] = *before;
        let [e0, e1, _] = earlier;
        let n0 = (b0 & here) << 1;
        if self.edits == 0 {
            return [n0 & all, 0, 0];
        }
        let n1 = ((b1 & here) << 1) | b0 | (b0 << 1) | (n0 << 1) | ((e0 & swapped) << 2);
        if self.edits == 1 {
            return [n0 & all, n1 & all, 0];
        }
        let n2 = ((b2 & here) << 1) | b1 | (b1 << 1) | (n1 << 1) | ((e1 & swapped) << 2);
        [n0 & all, n1 & all, n2 & all]
    }

    /// The smallest edit distance at which all typed letters are consumed.
    fn used_up(&self, state: &State) -> u8 {
        let last = 1 << self.letters.min(LONGEST);
        let edits = state.iter().position(|bits| bits & last != 0);
        edits.map_or(NEVER, |edits| edits as u8)
    }

    /// Calls `visit` with every word within the edit distance. With `unfinished`, also with words of which only a
    /// prefix is.
    pub(crate) fn search(
        &self,
        lexicon: Lexicon<'_>,
        unfinished: bool,
        mut visit: impl FnMut(FuzzyMatch),
    ) {
        if self.letters > LONGEST {
            return;
        }
        let first = Frame {
            state: self.start(),
            letter: '\0',
            end: 0,
            begins: NEVER,
        };
        let mut frames = vec![first];
        let mut word: Vec<u8> = Vec::with_capacity(64);
        // The length of a prefix that no word within the distance can have.
        let mut dead: Option<usize> = None;
        for block in 0..lexicon.blocks.len() {
            if let Some(dead) = dead
                && block + 1 < lexicon.blocks.len()
                && common(lexicon.head(block + 1), &word) >= dead
            {
                continue;
            }
            for (place, step) in lexicon.block(block).take(BLOCK).enumerate() {
                let mut rest = step.rest;
                let mut shared = step.shared.min(word.len());
                if place == 0 {
                    shared = common(rest, &word);
                    rest = rest.get(shared..).unwrap_or_default();
                }
                if dead.is_some_and(|dead| shared >= dead) {
                    continue;
                }
                word.truncate(shared);
                word.extend_from_slice(rest);
                while frames.len() > 1 && frames.last().is_some_and(|frame| frame.end > shared) {
                    frames.pop();
                }
                dead = self.advance(&mut frames, &word, unfinished);
                let Some(last) = frames.last().filter(|_| dead.is_none()) else {
                    continue;
                };
                let whole = self.used_up(&last.state);
                let edits = whole.min(last.begins);
                if edits != NEVER {
                    visit(FuzzyMatch {
                        entry: step.entry,
                        edits,
                        begins: whole > last.begins,
                        same_first: frames
                            .get(1)
                            .is_some_and(|frame| self.mask(frame.letter) & 1 == 1),
                    });
                }
            }
        }
    }

    /// Feeds the unread letters of a word to the automaton. Returns the length of the prefix that rules the word out,
    /// if any.
    fn advance(&self, frames: &mut Vec<Frame>, word: &[u8], unfinished: bool) -> Option<usize> {
        let read = frames.last().map_or(0, |frame| frame.end);
        let rest = std::str::from_utf8(word.get(read..)?).unwrap_or_default();
        for (at, letter) in rest.char_indices() {
            let end = read + at + letter.len_utf8();
            let state = match frames.as_slice() {
                [.., earlier, before] => {
                    self.step(letter, &before.state, Some((&earlier.state, before.letter)))
                }
                [before] => self.step(letter, &before.state, None),
                [] => return None,
            };
            if self.push(frames, state, letter, end, unfinished).is_none() {
                return Some(end);
            }
        }
        None
    }

    /// Pushes the state after a letter, or returns `None` if no word within the distance begins like this.
    fn push(
        &self,
        frames: &mut Vec<Frame>,
        state: State,
        letter: char,
        end: usize,
        unfinished: bool,
    ) -> Option<()> {
        let mut begins = frames.last().map_or(NEVER, |frame| frame.begins);
        if unfinished {
            begins = begins.min(self.used_up(&state));
        }
        if begins == NEVER && state == [0; MAX_EDITS + 1] {
            return None;
        }
        frames.push(Frame {
            state,
            letter,
            end,
            begins,
        });
        Some(())
    }
}

/// The length in bytes of the common prefix of two words.
fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}
