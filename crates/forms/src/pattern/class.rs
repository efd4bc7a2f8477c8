//! Character classes: `[a-z]`.

use super::property::Property;
use super::set::{Range, Set};

/// Whether a character is part of a word for `\b`.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A character class.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    negated: bool,
    /// Sorted, non-adjacent ranges.
    ranges: Vec<Range>,
    /// Properties, each with whether it is negated.
    properties: Vec<(Property, bool)>,
}

impl Class {
    pub(super) fn new(negated: bool) -> Self {
        Self {
            negated,
            ..Self::default()
        }
    }

    /// Adds a range, merging it with those that it touches.
    pub(super) fn add(&mut self, (mut low, mut high): Range) {
        self.ranges.retain(|&(a, b)| {
            let touches = a <= high.saturating_add(1) && low <= b.saturating_add(1);
            if touches {
                low = low.min(a);
                high = high.max(b);
            }
            !touches
        });
        let at = self.ranges.partition_point(|range| range.0 < low);
        self.ranges.insert(at, (low, high));
    }

    /// Adds a set or its complement.
    pub(super) fn add_set(&mut self, set: Set, negated: bool) {
        match set {
            Set::Ranges(ranges) if negated => {
                let mut next = 0;
                for &(low, high) in ranges {
                    if next < low {
                        self.add((next, low - 1));
                    }
                    next = high + 1;
                }
                if next <= u32::from(char::MAX) {
                    self.add((next, u32::from(char::MAX)));
                }
            }
            Set::Ranges(ranges) => ranges.iter().for_each(|range| self.add(*range)),
            Set::Property(property) if self.properties.contains(&(property, negated)) => {}
            Set::Property(property) => self.properties.push((property, negated)),
        }
    }

    pub(super) fn contains(&self, c: char) -> bool {
        let code = u32::from(c);
        let at = self.ranges.partition_point(|range| range.1 < code);
        let inside = self.ranges.get(at).is_some_and(|range| range.0 <= code)
            || self
                .properties
                .iter()
                .any(|(property, negated)| property.holds(c) != *negated);
        inside != self.negated
    }
}
