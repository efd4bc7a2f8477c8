//! Maps spellings to the typed words that they match. Consulted for every word of every text that is read.

use crate::expansion::WordMatches;

/// A match between a spelling and a typed word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) term: u8,
    pub(crate) rank: u8,
    pub(crate) languages: u8,
    pub(crate) side: PairSide,
    pub(crate) quality: f32,
    /// The next link of the same spelling, counted from 1; 0 at the end.
    next: u32,
}

/// Whether a spelling matches a typed word on its own or as part of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairSide {
    Whole,
    Left(u8),
    Right(u8),
}

/// Maps spellings to the typed words that they match.
#[derive(Clone, Debug, Default)]
pub(crate) struct MatchTable {
    /// For each spelling its first link, counted from 1; 0 if it has none.
    first: Vec<u32>,
    links: Vec<Link>,
    /// The spellings that have links.
    pub(crate) touched: Vec<u32>,
    /// The number of pairs.
    pub(crate) pairs: u8,
}

impl MatchTable {
    /// Removes all links.
    pub(crate) fn reset(&mut self, spellings: usize) {
        if self.first.len() == spellings {
            for spelling in self.touched.drain(..) {
                if let Some(first) = self.first.get_mut(spelling as usize) {
                    *first = 0;
                }
            }
        } else {
            self.first.clear();
            self.first.resize(spellings, 0);
            self.touched.clear();
        }
        self.links.clear();
        self.pairs = 0;
    }

    /// Adds the matches of a typed word.
    pub(crate) fn add(&mut self, term: usize, word_matches: &WordMatches) {
        for word in &word_matches.words {
            let link = Link {
                term: term as u8,
                rank: word.rank,
                languages: word.languages,
                side: PairSide::Whole,
                quality: word.quality,
                next: 0,
            };
            self.link(word.entry.first, word.entry.spellings, link);
        }
        for pair in &word_matches.pairs {
            if usize::from(self.pairs) >= MAX_PAIRS {
                return;
            }
            let link = |side| Link {
                term: term as u8,
                rank: pair.rank,
                languages: u8::MAX,
                side,
                quality: 1.0,
                next: 0,
            };
            // Right before left, so that a pair of two identical characters matches as well.
            self.link(
                pair.left.first,
                pair.left.spellings,
                link(PairSide::Left(self.pairs)),
            );
            for right in &pair.right {
                self.link(
                    right.first,
                    right.spellings,
                    link(PairSide::Right(self.pairs)),
                );
            }
            self.pairs += 1;
        }
    }

    fn link(&mut self, first: u32, spellings: u32, link: Link) {
        for spelling in first..first.saturating_add(spellings) {
            let Some(place) = self.first.get_mut(spelling as usize) else {
                return;
            };
            if *place == 0 {
                self.touched.push(spelling);
            }
            self.links.push(Link {
                next: *place,
                ..link
            });
            *place = self.links.len() as u32;
        }
    }

    /// Whether a spelling matches any typed word.
    #[inline]
    pub(crate) fn has(&self, spelling: u32) -> bool {
        self.first
            .get(spelling as usize)
            .is_some_and(|first| *first != 0)
    }

    /// The links of a spelling.
    #[inline]
    pub(crate) fn of(&self, spelling: u32) -> impl Iterator<Item = &Link> {
        let mut next = self.first.get(spelling as usize).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let link = self.links.get(next.checked_sub(1)? as usize)?;
            next = link.next;
            Some(link)
        })
    }
}

/// The maximum number of pairs per query.
pub(crate) const MAX_PAIRS: usize = 96;
