//! Dependencies between sibling modules, and their cycles.
//!
//! At each level of a crate's tree, a path in a module or its descendants is a dependency of the
//! child of the common parent that contains the path on the child that contains the target. At that
//! level, a module includes all of its descendants. Three rules define what counts:
//!
//! - A parent may use its children, and a child may use its parent's own items. If a child calls a function of its
//!   parent that names another child, the dependency continues to that child. A type of the parent has no further
//!   dependencies: it is what its children share. Children that know each other only through their parent form no cycle.
//! - A name that a parent re-exports from a child (`pub use`) belongs to the child: a crate's facade hides nothing.
//! - A name that any other module re-exports belongs to that module, whose own `use` is the next dependency.

use super::source::Item;
use super::tree::{Id, Target, Trail, Tree};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// An end of a dependency, at one level of the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Child(Id),
    /// An item of the common parent.
    Own(String),
}

/// The first place where a dependency was found.
#[derive(Clone, Debug)]
struct Evidence {
    file: String,
    line: usize,
    path: String,
}

/// The dependencies between the children of one module and its own items.
#[derive(Default)]
struct Level {
    arrows: BTreeMap<Node, BTreeMap<Node, Evidence>>,
}

/// Cycles as findings.
pub(super) fn findings(tree: &Tree, findings: &mut Vec<String>) {
    for level in levels(tree).values() {
        for cycle in level.cycles() {
            findings.push(describe(tree, level, &cycle));
        }
    }
}

fn levels(tree: &Tree) -> BTreeMap<Id, Level> {
    let mut levels = BTreeMap::new();
    for (id, module) in tree.modules.iter().enumerate() {
        for import in &module.source.imports {
            add(
                tree,
                &mut levels,
                id,
                None,
                &import.path.names,
                import.path.line,
            );
        }
        let has_glob = module
            .source
            .imports
            .iter()
            .any(|import| import.name == "*");
        for item in &module.source.items {
            for path in &item.paths {
                add(tree, &mut levels, id, Some(item), &path.names, path.line);
            }
            if has_glob || !module.children.is_empty() {
                for (name, line) in &item.names {
                    add(
                        tree,
                        &mut levels,
                        id,
                        Some(item),
                        std::slice::from_ref(name),
                        *line,
                    );
                }
            }
        }
    }
    levels
}

/// Adds the dependency that a path represents, if it leads to another module of the crate.
fn add(
    tree: &Tree,
    levels: &mut BTreeMap<Id, Level>,
    from: Id,
    item: Option<&Item>,
    names: &[String],
    line: usize,
) {
    let Some(trail) = tree.resolve(from, names) else {
        return;
    };
    // A single name that is also a module's is usually a variable.
    if names.len() == 1 && matches!(trail.end, Target::Module(_)) {
        return;
    }
    let Some((level, tail, head)) = arrow(tree, from, item, &trail) else {
        return;
    };
    let evidence = Evidence {
        file: tree
            .modules
            .get(from)
            .map(|module| module.file.clone())
            .unwrap_or_default(),
        line,
        path: names.join("::"),
    };
    let heads = levels.entry(level).or_default().arrows.entry(tail);
    heads.or_default().entry(head).or_insert(evidence);
}

/// The level of a dependency, and its two ends.
fn arrow(tree: &Tree, from: Id, item: Option<&Item>, trail: &Trail) -> Option<(Id, Node, Node)> {
    let ancestry = tree.ancestry(from);
    let end = match &trail.end {
        Target::Module(id) | Target::Item(id, _) => Some(*id),
        Target::External(_) => None,
    };
    for to in trail.through.iter().copied().chain(end) {
        // A module's own names and those of its ancestors are no dependencies.
        if ancestry.contains(&to) {
            continue;
        }
        let other = tree.ancestry(to);
        let shared = ancestry
            .iter()
            .zip(&other)
            .take_while(|(one, other)| one == other)
            .count();
        let level = *ancestry.get(shared.checked_sub(1)?)?;
        let head = Node::Child(*other.get(shared)?);
        return match ancestry.get(shared) {
            Some(child) => Some((level, Node::Child(*child), head)),
            None => Some((level, own(item?)?, head)),
        };
    }
    let Target::Item(owner, name) = &trail.end else {
        return None;
    };
    let head = Node::Own(name.clone());
    let depth = ancestry.iter().position(|id| id == owner)?;
    match ancestry.get(depth + 1) {
        Some(child) => Some((*owner, Node::Child(*child), head)),
        None => Some((*owner, own(item?)?, head)),
    }
}

/// An item as the source of a dependency.
fn own(item: &Item) -> Option<Node> {
    item.runs.then(|| Node::Own(item.name.clone()))
}

impl Level {
    /// The shortest cycles without common modules, as the nodes along each.
    fn cycles(&self) -> Vec<Vec<Node>> {
        let direct = self
            .arrows
            .iter()
            .flat_map(|(tail, heads)| heads.keys().map(move |head| (tail, head)));
        let mut cycles: Vec<_> = direct
            .filter(|(tail, head)| matches!((tail, head), (Node::Child(_), Node::Child(_))))
            .filter_map(|(tail, head)| {
                let mut cycle = vec![tail.clone()];
                cycle.extend(self.way(head, tail)?);
                Some(cycle)
            })
            .collect();
        cycles.sort_by_key(Vec::len);
        let mut seen = BTreeSet::new();
        cycles.retain(|cycle| {
            let is_new = cycle.iter().all(|node| !seen.contains(node));
            if is_new {
                seen.extend(cycle.iter().cloned());
            }
            is_new
        });
        cycles
    }

    /// The shortest path from one node to another, including both.
    fn way(&self, from: &Node, to: &Node) -> Option<Vec<Node>> {
        let mut before: BTreeMap<&Node, &Node> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                let mut way = vec![node.clone()];
                let mut at = node;
                while at != from {
                    at = before.get(at)?;
                    way.push(at.clone());
                }
                way.reverse();
                return Some(way);
            }
            for next in self.arrows.get(node).into_iter().flat_map(BTreeMap::keys) {
                if next != from && !before.contains_key(next) {
                    before.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

fn describe(tree: &Tree, level: &Level, cycle: &[Node]) -> String {
    let title = |node: &Node| match node {
        Node::Child(id) => tree.title(*id),
        Node::Own(name) => format!("{name} (of their parent)"),
    };
    let names: Vec<_> = cycle.iter().map(title).collect();
    let mut place = String::new();
    let mut arrows = String::new();
    for (tail, head) in cycle.iter().zip(cycle.iter().skip(1)) {
        let Some(found) = level.arrows.get(tail).and_then(|heads| heads.get(head)) else {
            continue;
        };
        let Evidence { file, line, path } = found;
        if place.is_empty() {
            place = format!("{file}:{line}");
        }
        arrows.push_str(&format!("\n  {file}:{line}: {} names {path}", title(tail)));
    }
    format!(
        "{place}: a cycle of modules in {}: {}.{arrows}\n  Move the shared code into a module below them, or pass it as an argument (CONTRIBUTING.md, \"Modules\").",
        tree.name,
        names.join(" -> "),
    )
}
