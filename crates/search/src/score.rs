//! Scores records. The text of a record is read once, and every matching word counts.

use crate::column::{Column, ReadPosition, ScanTable, Token};
use crate::expansion::rank;
use crate::index::Index;
use crate::match_table::{MAX_PAIRS, MatchTable, PairSide};
use crate::query::MAX_TERMS;
use crate::record::Field;

const FIELDS: usize = Field::ALL.len();

/// The weight of each field, in the order of [`Field::ALL`].
const WEIGHTS: [f32; FIELDS] = [1.0, 0.62, 0.62, 0.4, 0.28, 0.16];
/// The weights in full-text mode, where the body is a main field.
const TEXT_WEIGHTS: [f32; FIELDS] = [2.0, 1.5, 1.5, 1.0, 1.2, 1.0];

/// The saturation of term frequency in full-text mode (BM25's k1).
const TEXT_SATURATION: f32 = 1.6;

/// How well a record matches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Relevance {
    /// Whether the title is the query, word for word.
    pub(crate) whole: bool,
    /// A bit mask of the typed words that match.
    pub(crate) terms: u64,
    /// The worst rank among the significant words that match.
    pub(crate) worst: u8,
    pub(crate) score: f32,
}

/// Reads and scores records.
pub(crate) struct Scorer<'a> {
    pub(crate) match_table: &'a MatchTable,
    columns: [(Column<'a>, ReadPosition<'a>); FIELDS],
    steps: ScanTable,
    averages: [f32; FIELDS],
    index: &'a Index,
    /// The weight of each typed word.
    idf: &'a [f32],
    /// The spellings of each word of the query.
    whole: &'a [(u32, u32)],
    /// A bit mask of the significant words.
    counting: u64,
    full_text: bool,
    state: State,
}

/// What is known so far about the record being read.
struct State {
    frequency: [f32; MAX_TERMS],
    best: [f32; MAX_TERMS],
    rank: [u8; MAX_TERMS],
    /// The position after the last match of each typed word in this field; 0 if there is none.
    last: [u32; MAX_TERMS],
    lefts: [u32; MAX_PAIRS],
    touched: u64,
    close: f32,
}

impl<'a> Scorer<'a> {
    pub(crate) fn new(
        index: &'a Index,
        match_table: &'a MatchTable,
        idf: &'a [f32],
        whole: &'a [(u32, u32)],
        counting: u64,
        full_text: bool,
    ) -> Self {
        Self {
            match_table,
            columns: Field::ALL.map(|field| (index.column(field), ReadPosition::default())),
            steps: index.codes().steps(&match_table.touched),
            averages: Field::ALL.map(|field| index.average(field).max(1.0)),
            index,
            idf,
            whole,
            counting,
            full_text,
            state: State {
                frequency: [0.0; MAX_TERMS],
                best: [0.0; MAX_TERMS],
                rank: [rank::NONE; MAX_TERMS],
                last: [0; MAX_TERMS],
                lefts: [0; MAX_PAIRS],
                touched: 0,
                close: 0.0,
            },
        }
    }

    /// Reads the first `fields` fields of a record and scores it.
    pub(crate) fn fit(&mut self, record: usize, fields: usize) -> Relevance {
        let terms = self.idf.len();
        for term in 0..terms {
            put(&mut self.state.best, term, 0.0);
            put(&mut self.state.rank, term, rank::NONE);
        }
        self.state.close = 0.0;
        let mut fit = Relevance::default();
        for field in 0..fields.min(FIELDS) {
            let Some((column, place)) = self.columns.get_mut(field) else {
                continue;
            };
            if column.is_empty() {
                continue;
            }
            let mut same = field == 0 && !self.whole.is_empty();
            let mut tokens = if same {
                column.tokens(record, place)
            } else if let Some(tokens) = column.tokens_with(&self.steps, record, place) {
                tokens
            } else {
                continue;
            };
            let pairs = usize::from(self.match_table.pairs);
            self.state
                .lefts
                .iter_mut()
                .take(pairs)
                .for_each(|left| *left = 0);
            let mut position = 0_u32;
            while same && let Some(token) = tokens.next() {
                let Token::Word(spelling) = token else {
                    continue;
                };
                let words = self.whole.get(position as usize);
                same = words.is_some_and(|(first, end)| (*first..*end).contains(&spelling));
                position += 1;
                if self.match_table.has(spelling) {
                    self.see(spelling, position, field, record);
                }
            }
            while let Some(spelling) = tokens.next_of(&self.steps, &mut position) {
                if self.match_table.has(spelling) {
                    self.see(spelling, position, field, record);
                }
            }
            fit.whole |= same && position as usize == self.whole.len();
            if self.state.touched != 0 {
                fit.terms |= self.state.touched;
                self.end_field(field, position);
            }
        }
        self.sum_up(&mut fit);
        fit
    }

    /// Adds up the scores of the terms that a record contains.
    fn sum_up(&self, fit: &mut Relevance) {
        let mut left = fit.terms;
        while left != 0 {
            let term = left.trailing_zeros() as usize;
            left &= left - 1;
            let mut value = at(&self.state.best, term);
            if self.full_text {
                value = value * (TEXT_SATURATION + 1.0) / (value + TEXT_SATURATION);
            }
            fit.score += value * at(self.idf, term);
            if self.counting >> term & 1 == 1 {
                fit.worst = fit
                    .worst
                    .max(self.state.rank.get(term).copied().unwrap_or(rank::NONE));
            }
        }
        fit.score += self.state.close;
    }

    fn see(&mut self, spelling: u32, position: u32, field: usize, record: usize) {
        let match_table = self.match_table;
        for link in match_table.of(spelling) {
            if link.languages != u8::MAX && !speaks(self.index, record, link.languages) {
                continue;
            }
            let state = &mut self.state;
            match link.side {
                PairSide::Whole => {}
                PairSide::Left(pair) => {
                    put(&mut state.lefts, pair.into(), position);
                    continue;
                }
                PairSide::Right(pair) => {
                    let left = state.lefts.get(usize::from(pair)).copied().unwrap_or(0);
                    if left == 0 || left + 1 != position {
                        continue;
                    }
                }
            }
            let term = usize::from(link.term);
            if state.touched >> term & 1 == 0 {
                state.touched |= 1 << term;
                put(&mut state.frequency, term, 0.0);
            }
            if let Some(frequency) = state.frequency.get_mut(term) {
                *frequency += link.quality;
            }
            if let Some(rank) = state.rank.get_mut(term) {
                *rank = (*rank).min(link.rank);
            }
            if let Some(before) = term.checked_sub(1)
                && state.touched >> before & 1 == 1
            {
                let last = state.last.get(before).copied().unwrap_or(0);
                let apart = position.saturating_sub(last);
                if (1..=4).contains(&apart) {
                    let idf = at(self.idf, term).min(at(self.idf, before));
                    let weight = if self.full_text {
                        0.2
                    } else {
                        0.25 * at(&WEIGHTS, field)
                    };
                    state.close += idf * weight * link.quality / apart as f32;
                }
            }
            put(&mut state.last, term, position);
        }
    }

    /// Adds the matches of a field to the score.
    fn end_field(&mut self, field: usize, words: u32) {
        let long = words as f32 / at(&self.averages, field);
        let state = &mut self.state;
        let mut left = state.touched;
        while left != 0 {
            let term = left.trailing_zeros() as usize;
            left &= left - 1;
            let frequency = at(&state.frequency, term);
            let Some(best) = state.best.get_mut(term) else {
                continue;
            };
            if self.full_text {
                *best += at(&TEXT_WEIGHTS, field) * frequency / (0.25 + 0.75 * long);
            } else {
                let value =
                    at(&WEIGHTS, field) * frequency * 1.5 / (frequency + 0.5 * (0.5 + 0.5 * long));
                // The best field counts in full, the others at a tenth.
                *best = best.max(value) + 0.1 * best.min(value);
            }
        }
        state.touched = 0;
    }
}

/// Whether the language of a record is in a bit mask of languages.
pub(crate) fn speaks(index: &Index, record: usize, languages: u8) -> bool {
    let place = index.language_place(record);
    place < 8 && languages >> place & 1 == 1
}

fn at(values: &[f32], index: usize) -> f32 {
    values.get(index).copied().unwrap_or(0.0)
}

fn put<T>(values: &mut [T], index: usize, value: T) {
    if let Some(place) = values.get_mut(index) {
        *place = value;
    }
}
