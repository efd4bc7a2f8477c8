//! A search over an index and an optional smaller index of newer records.

use crate::bits::Bits;
use crate::fold::Normalize;
use crate::index::Index;
use crate::layout::other_layouts;
use crate::query::Query;
use crate::record::Field;
use crate::results::{Hit, MAX_MATCHES, Mode, Options, Results};
use crate::segment::{Plan, Scored, Segment};
use crate::typo::LevenshteinAutomaton;
use std::sync::Arc;

/// The factor applied to the idf of a stop word.
const STOP_WORTH: f32 = 0.1;
/// A word repeated in a full-text query counts at most this many times.
const MAX_COUNTED: u8 = 4;

/// How far matching goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MatchScope {
    /// Exact, prefix and fuzzy matches.
    Usual,
    /// The same, for a query that was converted from another keyboard layout.
    OtherLayout,
    /// Also words that share a long part with a typed word.
    WordParts,
}

/// Searches an index and caches intermediate results for the next query.
///
/// Records are numbered consecutively: first those of the base index, then those of the newer one.
pub struct Search {
    segments: Vec<Segment>,
}

impl Search {
    /// Creates a search over one index.
    #[must_use]
    pub fn new(base: Arc<Index>) -> Self {
        Self {
            segments: vec![Segment::new(base)],
        }
    }

    /// Overlays a small index of newer records on the base index, replacing any earlier overlay.
    ///
    /// Records of the base index are no longer found if their id is in `removed` or in the newer index.
    pub fn update(&mut self, newer: Arc<Index>, removed: &[&str]) {
        self.segments.truncate(1);
        if let Some(base) = self.segments.first_mut() {
            let mut hidden = Bits::default();
            hidden.reset(base.index.len());
            let newer = (0..newer.len()).filter_map(|record| newer.id(record));
            let removed = removed.iter().map(|id| (*id).to_owned());
            for id in removed.chain(newer) {
                if let Some(record) = base.index.find(&id) {
                    hidden.set(record);
                }
            }
            base.hidden = hidden;
        }
        self.segments.push(Segment::new(newer));
    }

    /// The number of records, hidden ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments
            .iter()
            .map(|segment| segment.index.len())
            .sum()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a field of a record.
    #[must_use]
    pub fn text(&self, record: usize, field: Field) -> String {
        self.segment(record)
            .map_or(String::new(), |(segment, record)| {
                segment.index.text(record, field)
            })
    }

    /// The language of a record.
    #[must_use]
    pub fn language(&self, record: usize) -> &str {
        let language = self.segment(record);
        language.map_or("", |(segment, record)| {
            segment.index.language(record).unwrap_or_default()
        })
    }

    /// The name of a record's icon, or an empty string.
    #[must_use]
    pub fn icon(&self, record: usize) -> &str {
        let icon = self.segment(record);
        icon.map_or("", |(segment, record)| segment.index.icon(record))
    }

    /// The most popular records that `choose` accepts, most popular first. Records with a popularity of 0 are left out.
    #[must_use]
    pub fn popular(&self, limit: usize, choose: impl Fn(&str) -> bool) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        let mut start = 0;
        for segment in &self.segments {
            let records = (0..segment.index.len()).filter(|record| !segment.hidden.has(*record));
            let popular = records.filter_map(|record| {
                let popularity =
                    Some(segment.index.popularity(record)).filter(|popularity| *popularity > 0)?;
                let id = segment.index.id(record).filter(|id| choose(id))?;
                Some((popularity, start + record, id))
            });
            all.extend(popular);
            start += segment.index.len();
        }
        all.sort_unstable_by(|one, other| (other.0, &one.2).cmp(&(one.0, &other.2)));
        let best = all.into_iter().take(limit);
        best.map(|(_, record, id)| (record, id)).collect()
    }

    /// The number of the record with this id.
    #[must_use]
    pub fn find_id(&self, id: &str) -> Option<usize> {
        let mut start = 0;
        let mut found = None;
        for segment in &self.segments {
            let here = segment
                .index
                .find(id)
                .filter(|record| !segment.hidden.has(*record));
            found = here.map(|record| start + record).or(found);
            start += segment.index.len();
        }
        found
    }

    /// Finds the records that match a query.
    pub fn find(
        &mut self,
        query: &str,
        options: &Options<'_>,
        normalize: &dyn Normalize,
    ) -> Results {
        let asked = Query::read(query, normalize);
        let mut found = self.find_as_typed(&asked, options, MatchScope::Usual);
        let words = found.hits.first().map_or(0, |hit| hit.words);
        if options.mode == Mode::FullText || words >= asked.counting().len() || query.len() > 200 {
            return found;
        }
        let is_lacking = asked.counting().into_iter().any(|which| {
            let mut segments = self.segments.iter();
            segments.all(|segment| segment.has_nothing_for(&asked, which))
        });
        // Try another keyboard layout. It is used only if every word of the converted query is in an index.
        for other in other_layouts(query) {
            let asked = Query::read(&other, normalize);
            let counting = asked.counting().len();
            if counting == 0 || !self.segments.iter().any(|segment| segment.knows(&asked)) {
                continue;
            }
            let mut better = self.find_as_typed(&asked, options, MatchScope::OtherLayout);
            if better.hits.first().is_some_and(|hit| hit.words >= counting) {
                better.layout = Some(other);
                return better;
            }
        }
        if !is_lacking {
            return found;
        }
        // As a last resort, match parts of words.
        let better = self.find_as_typed(&asked, options, MatchScope::WordParts);
        if better.hits.first().is_some_and(|hit| hit.words > words) {
            found = better;
        }
        found
    }

    /// Finds records about the same subject as a longer text, searching all fields.
    pub fn similar(&mut self, text: &str, limit: usize, normalize: &dyn Normalize) -> Results {
        let options = Options {
            limit,
            mode: Mode::FullText,
            ..Options::default()
        };
        self.find(text, &options, normalize)
    }

    /// The words of the index closest to the typed words, ordered by distance and then by frequency.
    #[must_use]
    pub fn suggest(&self, query: &str, limit: usize, normalize: &dyn Normalize) -> Vec<String> {
        let mut near: Vec<(u8, bool, std::cmp::Reverse<u32>, String)> = Vec::new();
        for term in Query::read(query, normalize)
            .terms
            .iter()
            .filter(|term| !term.stop)
            .take(4)
        {
            let letters = term.folded.chars().count();
            let edits = if letters < 5 { 1 } else { 2 };
            for segment in &self.segments {
                let lexicon = segment.index.lexicon();
                LevenshteinAutomaton::new(&term.folded, edits).search(lexicon, false, |word| {
                    let common = word.entry.primary.saturating_add(word.entry.secondary);
                    if let Some((_, _, spelt)) = lexicon.spelling(word.entry.first) {
                        near.push((
                            word.edits,
                            !word.same_first,
                            std::cmp::Reverse(common),
                            spelt,
                        ));
                    }
                });
            }
        }
        near.sort_unstable();
        let mut words: Vec<String> = Vec::new();
        for (_, _, _, word) in near {
            if words.len() < limit && !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    fn find_as_typed(
        &mut self,
        query: &Query,
        options: &Options<'_>,
        scope: MatchScope,
    ) -> Results {
        let plan = self.plan(query, options, scope);
        let mut all: Vec<(usize, Scored)> = Vec::new();
        let mut total = 0;
        let mut start = 0;
        for segment in &mut self.segments {
            let length = segment.index.len();
            let (found, count) = segment.search(&plan, start);
            crate::segment::keep_best(found, options.limit);
            all.extend(found.iter().map(|scored| (start, *scored)));
            total += count;
            start += length;
        }
        let number = |(start, scored): &(usize, Scored)| (*start, scored.record);
        all.sort_unstable_by(|one, other| {
            crate::segment::order(&one.1, &other.1).then_with(|| number(one).cmp(&number(other)))
        });
        all.truncate(options.limit);
        let counting = plan.counting_bits();
        let most = if options.matches { MAX_MATCHES } else { 0 };
        let hits = all.iter().filter_map(|(start, scored)| {
            let (segment, record) = self.segment(start + scored.record)?;
            Some(Hit {
                record: start + record,
                id: segment.index.id(record)?,
                words: (scored.fit.terms & counting).count_ones() as usize,
                whole_title: scored.fit.whole,
                score: scored.fit.score,
                matches: if most > 0 {
                    segment.matches(query, record, scope == MatchScope::OtherLayout, most)
                } else {
                    Vec::new()
                },
            })
        });
        Results {
            hits: hits.collect(),
            total,
            layout: None,
        }
    }

    /// Looks up the words of a query in all segments, and weighs them by how rare they are.
    fn plan<'a>(&mut self, query: &'a Query, options: &Options<'a>, scope: MatchScope) -> Plan<'a> {
        let full_text = options.mode == Mode::FullText;
        let mut frequencies = vec![0; query.terms.len()];
        for segment in &mut self.segments {
            for (all, here) in frequencies
                .iter_mut()
                .zip(segment.prepare(query, full_text))
            {
                *all += here;
            }
        }
        let records = self.len();
        let counting = query.counting();
        let idf = frequencies.iter().map(|count| idf(*count, records));
        let mut plan = Plan {
            query,
            idf: idf.collect(),
            counting,
            limit: options.limit,
            full_text,
            boosts: options.boosts,
            word_parts: scope == MatchScope::WordParts,
        };
        for (term, idf) in plan.idf.iter_mut().enumerate() {
            if !plan.counting.contains(&term) {
                *idf *= if full_text { 0.0 } else { STOP_WORTH };
            } else if full_text {
                let count = query.terms.get(term).map_or(1, |term| term.count);
                *idf *= f32::from(count.min(MAX_COUNTED));
            }
        }
        plan
    }

    /// The segment that contains a record, and the record's number within it.
    fn segment(&self, record: usize) -> Option<(&Segment, usize)> {
        let mut left = record;
        for segment in &self.segments {
            if left < segment.index.len() {
                return Some((segment, left));
            }
            left -= segment.index.len();
        }
        None
    }
}

/// The inverse document frequency of a word that occurs in `count` of `records` records.
fn idf(count: usize, records: usize) -> f32 {
    let (count, records) = (count as f32, records as f32);
    (1.0 + (records - count + 0.5).max(0.0) / (count + 0.5)).ln()
}
