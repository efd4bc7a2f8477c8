//! A form's elements as tables: who stands in whom, which rule each has, and where its answers are.

use crate::pointer::{self, EACH, EACH_ITEM};
use crate::schema::Schema;
use crate::{Control, Kind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The tables, indexed by an element's id and by a level's number.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) nodes: Vec<Node>,
    pub(crate) levels: Vec<Level>,
    /// Those around others come first.
    pub(crate) choosers: Vec<Chooser>,
}

/// One element, or one category.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it stands in: a layout, or the control that draws its object or list.
    pub(crate) parent: Option<u32>,
    /// The first id after everything that stands in it.
    pub(crate) end: u32,
    /// The rule of its own.
    pub(crate) rule: Option<usize>,
    /// Where its scopes start.
    pub(crate) level: usize,
    pub(crate) control: Option<Arc<Control>>,
    /// The control whose alternative it draws, and which one.
    pub(crate) alternative: Option<(u32, usize)>,
}

/// A control that asks for one of several alternatives.
#[derive(Debug)]
pub(crate) struct Chooser {
    /// The control.
    pub(crate) id: u32,
    /// Where the list of alternatives stands in the form document.
    pub(crate) at: String,
    /// One for each alternative.
    pub(crate) ways: Vec<Way>,
}

/// One alternative.
#[derive(Debug)]
pub(crate) struct Way {
    /// The element that draws it.
    pub(crate) element: u32,
    pub(crate) schema: Schema,
    /// The members that it has fields for, where its answer is an object.
    pub(crate) names: Vec<String>,
}

/// A place where scopes start: the answers as a whole, an object that is drawn as one, or the items of a list.
///
/// A concrete place is named by its pointer, the base: of the items of one list there are as many bases as items.
#[derive(Debug)]
pub(crate) struct Level {
    /// The level around it and the control there that opens it; none for the answers as a whole.
    pub(crate) around: Option<(usize, u32)>,
    /// The bases as a pattern, such as `/people/~*`.
    pub(crate) pattern: String,
    /// How many names the pattern has.
    pub(crate) depth: usize,
    /// The names of the members that the schema knows here; none where it allows any.
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

    /// Whether there are as many bases as a list has items.
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

    /// The control that asks for an alternative, with its alternatives.
    pub(crate) fn chooser(&self, id: u32) -> Option<&Chooser> {
        self.choosers.iter().find(|chooser| chooser.id == id)
    }

    /// Whether an element is a control that is one of several alternatives as a whole.
    pub(crate) fn is_whole_alternative(&self, id: u32) -> bool {
        self.node(id)
            .is_some_and(|node| node.alternative.is_some() && node.control.is_some())
    }

    /// Whether an element stands in one of several alternatives.
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

    /// The nodes from one id to before another, with their ids.
    pub(crate) fn range(&self, from: u32, end: u32) -> impl Iterator<Item = (u32, &Node)> {
        (from..end).filter_map(|id| Some((id, self.node(id)?)))
    }

    /// All controls with their ids.
    pub(crate) fn controls(&self) -> impl Iterator<Item = (u32, &Node, &Arc<Control>)> {
        (0..)
            .zip(&self.nodes)
            .filter_map(|(id, node)| Some((id, node, node.control.as_ref()?)))
    }

    /// Where a control's answers are, as a pattern.
    pub(crate) fn pattern(&self, level: usize, scope: &str) -> String {
        let base = self.level(level).map_or("", |level| &level.pattern);
        format!("{base}{scope}")
    }

    /// The base around a base.
    pub(crate) fn outer<'a>(&self, level: usize, base: &'a str) -> &'a str {
        let around = self.level(level).and_then(|level| level.around);
        let depth = around
            .and_then(|(outer, _)| self.level(outer))
            .map_or(0, |outer| outer.depth);
        pointer::prefix(base, depth)
    }
}

impl Kind {
    /// What the bases of the level that a control opens add to the control's pointer.
    pub(crate) fn opens(&self) -> Option<&'static str> {
        match self {
            Self::Object { .. } => Some(""),
            Self::List { .. } => Some(EACH_ITEM),
            _ => None,
        }
    }
}
