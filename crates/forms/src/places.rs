//! The locations of elements in the answers: the bases of a level, and which rules and elements concern an answer.

use crate::FieldKind;
use crate::form::Form;
use crate::outline::Level;
use crate::pointer;
use crate::rule::PendingRule;
use serde_json::Value;

impl Form {
    /// The bases of a level that contain `pointer` or are inside it; those of all items if the pointer does not
    /// determine one.
    pub(crate) fn bases(&self, level: usize, pointer: &str, data: &Value) -> Vec<String> {
        let around = self.outline.level(level).and_then(|level| level.around);
        let Some((outer, control)) = around else {
            return vec![String::new()];
        };
        let Some(control) = self
            .outline
            .node(control)
            .and_then(|node| node.control.as_ref())
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for base in self.bases(outer, pointer, data) {
            let answer = format!("{base}{}", control.scope);
            if !matches!(control.kind, FieldKind::List { .. }) {
                found.push(answer);
                continue;
            }
            let count = data
                .pointer(&answer)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            let inside = pointer
                .strip_prefix(&answer)
                .and_then(|rest| rest.strip_prefix('/'));
            match inside {
                Some(rest) => {
                    let index = rest
                        .split('/')
                        .next()
                        .and_then(|index| index.parse::<usize>().ok());
                    let index = index.filter(|index| *index < count);
                    found.extend(index.map(|index| format!("{answer}/{index}")));
                }
                None => found.extend((0..count).map(|index| format!("{answer}/{index}"))),
            }
        }
        found
    }

    /// Whether an element still has this base.
    pub(crate) fn has_base(&self, element: u32, base: &str, data: &Value) -> bool {
        let level = self.outline.node(element).map_or(0, |node| node.level);
        // A base that fits the level determines one item of each enclosing list, so no list is scanned.
        let fits = |level: &Level| pointer::fits(base, &level.pattern);
        self.outline.level(level).is_some_and(fits)
            && self.bases(level, base, data).iter().any(|own| own == base)
    }

    /// The rules that can read an answer, with the bases where they do.
    pub(crate) fn readers(&self, pointer: &str, data: &Value) -> Vec<PendingRule> {
        let mut found = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if rule
                .reads
                .iter()
                .any(|read| pointer::overlap(read, pointer))
            {
                let bases = self.bases(rule.level, pointer, data).into_iter();
                found.extend(bases.map(|base| (rule.rank, index, base)));
            }
        }
        found
    }

    /// The answers of an element and its descendants. The contents of objects and lists are part of theirs.
    pub(crate) fn answers_of(&self, element: u32, base: &str) -> Vec<String> {
        let Some(node) = self.outline.node(element) else {
            return Vec::new();
        };
        let inside = self.outline.range(element, node.end);
        inside
            .filter(|(_, one)| one.level == node.level)
            .filter_map(|(_, one)| one.control.as_ref())
            .filter(|control| !matches!(control.kind, FieldKind::Alternatives { whole: false, .. }))
            .map(|control| format!("{base}{}", control.scope))
            .collect()
    }
}
