//! The elements of a form as tables: parents, rules, and the locations of answers.

use crate::pointer::{self, EACH, EACH_ITEM};
use crate::schema::Schema;
use crate::{Control, FieldKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The tables, indexed by element id and by level.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) nodes: Vec<Node>,
    pub(crate) levels: Vec<Level>,
    /// Outer choosers come before inner ones.
    pub(crate) choosers: Vec<AlternativesControl>,
}

/// An element or a category.
#[derive(Debug)]
pub(crate) struct Node {
    /// The parent: a layout, or the control that renders the enclosing object or list.
    pub(crate) parent: Option<u32>,
    /// The first id after all descendants.
    pub(crate) end: u32,
    /// The index of its rule.
    pub(crate) rule: Option<usize>,
    /// The level at which its scopes start.
    pub(crate) level: usize,
    pub(crate) control: Option<Arc<Control>>,
    /// The control whose alternative it renders, and the index of the alternative.
    pub(crate) alternative: Option<(u32, usize)>,
}

/// A control for a choice between alternatives.
#[derive(Debug)]
pub(crate) struct AlternativesControl {
    /// The control.
    pub(crate) id: u32,
    /// The location of the list of alternatives in the form document.
    pub(crate) at: String,
    /// The alternatives.
    pub(crate) ways: Vec<AlternativeNode>,
}

/// An alternative.
#[derive(Debug)]
pub(crate) struct AlternativeNode {
    /// The element that renders it.
    pub(crate) element: u32,
    pub(crate) schema: Schema,
    /// The members for which it has fields, if its answer is an object.
    pub(crate) names: Vec<String>,
}

/// A place where scopes start: the answers as a whole, an object that is rendered as one, or the items of a list.
///
/// A concrete place is identified by its pointer, the base: the items of a list have one base each.
#[derive(Debug)]
pub(crate) struct Level {
    /// The parent level and its control that opens this level; `None` for the answers as a whole.
    pub(crate) around: Option<(usize, u32)>,
    /// The pattern of the bases, such as `/people/~*`.
    pub(crate) pattern: String,
    /// The number of names in the pattern.
    pub(crate) depth: usize,
    /// The names of the members that the schema defines; `None` if it allows any name.
    pub(crate) known: Option<BTreeSet<String>>,
}

impl Level {
    pub(crate) fn new(
        around: Option<(usize, u32)>,
        pattern: String,
        known: Option<BTreeSet<String>>,
    ) -> Self {
        Self {
            around,
            depth: pointer::segments(&pattern).count(),
            pattern,
            known,
        }
    }

    /// Whether there is one base per list item.
    pub(crate) fn repeats(&self) -> bool {
        pointer::segments(&self.pattern).any(|name| name == EACH)
    }
}

impl Outline {
    pub(crate) fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(id).ok()?)
    }

    pub(crate) fn node_mut(&mut self, id: u32) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(id).ok()?)
    }

    /// The control for a choice between alternatives, with the alternatives.
    pub(crate) fn chooser(&self, id: u32) -> Option<&AlternativesControl> {
        self.choosers.iter().find(|chooser| chooser.id == id)
    }

    /// Whether an element is a control that is, as a whole, one of several alternatives.
    pub(crate) fn is_whole_alternative(&self, id: u32) -> bool {
        self.node(id)
            .is_some_and(|node| node.alternative.is_some() && node.control.is_some())
    }

    /// Whether an element belongs to an alternative.
    pub(crate) fn is_alternative(&self, id: u32) -> bool {
        let mut next = self.node(id);
        while let Some(node) = next {
            if node.alternative.is_some() {
                return true;
            }
            next = node.parent.and_then(|parent| self.node(parent));
        }
        false
    }

    /// The control with this id.
    pub(crate) fn control(&self, id: u32) -> Option<&Control> {
        self.node(id)?.control.as_deref()
    }

    pub(crate) fn level(&self, level: usize) -> Option<&Level> {
        self.levels.get(level)
    }

    /// The nodes from one id up to, but not including, another, with their ids.
    pub(crate) fn range(&self, from: u32, end: u32) -> impl Iterator<Item = (u32, &Node)> {
        (from..end).filter_map(|id| Some((id, self.node(id)?)))
    }

    /// All controls with their ids.
    pub(crate) fn controls(&self) -> impl Iterator<Item = (u32, &Node, &Arc<Control>)> {
        (0..)
            .zip(&self.nodes)
            .filter_map(|(id, node)| Some((id, node, node.control.as_ref()?)))
    }

    /// The pattern of the locations of a control's answers.
    pub(crate) fn pattern(&self, level: usize, scope: &str) -> String {
        let base = self.level(level).map_or("", |level| &level.pattern);
        format!("{base}{scope}")
    }

    /// The base that contains a base.
    pub(crate) fn outer<'a>(&self, level: usize, base: &'a str) -> &'a str {
        let around = self.level(level).and_then(|level| level.around);
        let depth = around
            .and_then(|(outer, _)| self.level(outer))
            .map_or(0, |outer| outer.depth);
        pointer::prefix(base, depth)
    }
}

impl FieldKind {
    /// What the bases of the level that a control opens append to the control's pointer.
    pub(crate) fn opens(&self) -> Option<&'static str> {
        match self {
            Self::Object { .. } => Some(""),
            Self::List { .. } => Some(EACH_ITEM),
            _ => None,
        }
    }
}
