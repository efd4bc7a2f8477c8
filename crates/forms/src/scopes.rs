//! Maps answers to their controls: a tree of the names in pointers.

use crate::FieldKind;
use crate::outline::Outline;
use crate::pointer::{self, EACH};

/// A location in the answers, with its children. The items of a list share one location.
#[derive(Debug, Default)]
pub(crate) struct ScopeTree {
    places: Vec<ScopeNode>,
}

#[derive(Debug, Default)]
pub(crate) struct ScopeNode {
    /// The escaped names and the indices of the children, sorted.
    below: Vec<(String, usize)>,
    /// The ids of the controls whose answer is exactly here.
    pub(crate) controls: Vec<u32>,
}

impl ScopeNode {
    /// Whether there are no children.
    pub(crate) fn is_leaf(&self) -> bool {
        self.below.is_empty()
    }
}

impl ScopeTree {
    pub(crate) fn new(outline: &Outline) -> Self {
        let mut scopes = Self {
            places: vec![ScopeNode::default()],
        };
        for (id, node, control) in outline.controls() {
            // A choice between sets of fields has no answer itself.
            if matches!(control.kind, FieldKind::Alternatives { whole: false, .. }) {
                continue;
            }
            let pattern = outline.pattern(node.level, &control.scope);
            let mut at = 0;
            for name in pointer::segments(&pattern) {
                at = scopes.step_or_make(at, name);
            }
            if let Some(place) = scopes.places.get_mut(at) {
                place.controls.push(id);
            }
        }
        for place in &mut scopes.places {
            place.below.sort();
        }
        scopes
    }

    fn step_or_make(&mut self, at: usize, name: &str) -> usize {
        let new = self.places.len();
        let Some(place) = self.places.get_mut(at) else {
            return at;
        };
        if let Some((_, found)) = place.below.iter().find(|(own, _)| own == name) {
            return *found;
        }
        place.below.push((name.to_owned(), new));
        self.places.push(ScopeNode::default());
        new
    }

    /// The location of the answers as a whole.
    pub(crate) fn root(&self) -> Option<&ScopeNode> {
        self.places.first()
    }

    /// The child with an escaped name: a member, or an item of a list.
    pub(crate) fn step(&self, place: &ScopeNode, name: &str) -> Option<&ScopeNode> {
        self.named(place, name).or_else(|| self.items(place))
    }

    /// The location of all items, if this is a list.
    pub(crate) fn items(&self, place: &ScopeNode) -> Option<&ScopeNode> {
        self.named(place, EACH)
    }

    fn named(&self, place: &ScopeNode, name: &str) -> Option<&ScopeNode> {
        let found = place
            .below
            .binary_search_by(|(own, _)| own.as_str().cmp(name));
        let (_, place) = place.below.get(found.ok()?)?;
        self.places.get(*place)
    }

    /// The locations of members. List items are not members.
    pub(crate) fn members<'s>(
        &'s self,
        place: &'s ScopeNode,
    ) -> impl Iterator<Item = (&'s str, &'s ScopeNode)> {
        place
            .below
            .iter()
            .filter(|(name, _)| name != EACH)
            .filter_map(|(name, found)| Some((name.as_str(), self.places.get(*found)?)))
    }

    /// The location of a pointer, if a control is at or below it.
    pub(crate) fn find(&self, pointer: &str) -> Option<&ScopeNode> {
        let mut place = self.root()?;
        for name in pointer::segments(pointer) {
            place = self.step(place, name)?;
        }
        Some(place)
    }

    /// The ids of all controls whose answers overlap with a pattern.
    pub(crate) fn overlapping(&self, pattern: &str) -> Vec<u32> {
        let mut found = Vec::new();
        let Some(mut place) = self.root() else {
            return found;
        };
        for name in pointer::segments(pattern) {
            found.extend(&place.controls);
            match self.step(place, name) {
                Some(next) => place = next,
                None => return found,
            }
        }
        let mut waiting = vec![place];
        while let Some(place) = waiting.pop() {
            found.extend(&place.controls);
            waiting.extend(
                place
                    .below
                    .iter()
                    .filter_map(|(_, below)| self.places.get(*below)),
            );
        }
        found
    }
}
