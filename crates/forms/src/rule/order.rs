//! The evaluation order of rules, or the cycle that prevents one.

use super::ElementRule;
use crate::FormError;
use crate::outline::Outline;
use crate::scopes::ScopeTree;
use std::collections::BTreeSet;

/// Assigns each rule its rank, after all rules that decide whether the answers it reads are sent.
///
/// # Errors
/// The rules of a cycle, located at the first of them.
pub(crate) fn order(
    rules: &mut [ElementRule],
    outline: &Outline,
    scopes: &ScopeTree,
) -> Result<(), FormError> {
    let needs: Vec<BTreeSet<usize>> = rules
        .iter()
        .map(|rule| deciding(rule, outline, scopes))
        .collect();
    let mut used_by = vec![Vec::new(); rules.len()];
    for (rule, needs) in needs.iter().enumerate() {
        for need in needs {
            if let Some(users) = used_by.get_mut(*need) {
                users.push(rule);
            }
        }
    }
    let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut ready: Vec<usize> = (0..rules.len())
        .filter(|rule| missing.get(*rule) == Some(&0))
        .collect();
    let mut rank = 0;
    while let Some(next) = ready.pop() {
        if let Some(rule) = rules.get_mut(next) {
            rule.rank = rank;
        }
        rank += 1;
        for user in used_by.get(next).into_iter().flatten() {
            if let Some(left) = missing.get_mut(*user) {
                *left -= 1;
                if *left == 0 {
                    ready.push(*user);
                }
            }
        }
    }
    if rank == rules.len() {
        Ok(())
    } else {
        Err(circle(rules, &needs, &missing))
    }
}

/// The rules that decide whether an answer read by this rule is sent: those of the fields for it, and of all their
/// ancestors.
fn deciding(rule: &ElementRule, outline: &Outline, scopes: &ScopeTree) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for read in &rule.reads {
        for control in scopes.overlapping(read) {
            let mut at = Some(control);
            while let Some(id) = at.filter(|id| seen.insert(*id)) {
                let node = outline.node(id);
                found.extend(node.and_then(|node| node.rule));
                at = node.and_then(|node| node.parent);
            }
        }
    }
    found
}

/// Follows the dependencies of a rule that cannot be ordered until a rule repeats.
fn circle(rules: &[ElementRule], needs: &[BTreeSet<usize>], missing: &[usize]) -> FormError {
    let waits = |rule: &usize| missing.get(*rule).is_some_and(|left| *left > 0);
    let mut walk: Vec<usize> = Vec::new();
    let mut at = (0..rules.len()).find(waits);
    while let Some(next) = at.filter(|next| !walk.contains(next)) {
        walk.push(next);
        at = needs
            .get(next)
            .and_then(|needs| needs.iter().copied().find(waits));
    }
    let mut circle: Vec<usize> = walk
        .into_iter()
        .skip_while(|rule| Some(*rule) != at)
        .collect();
    // The cycle starts with the rule that is first in the document, regardless of how it was found.
    let first = (0..circle.len()).min_by_key(|index| circle.get(*index).copied());
    circle.rotate_left(first.unwrap_or_default());
    let pointers: Vec<&str> = circle
        .iter()
        .filter_map(|rule| Some(rules.get(*rule)?.at.as_str()))
        .collect();
    let start = pointers.first().copied().unwrap_or_default();
    let reason = if pointers.len() == 1 {
        "a cycle: the rule reads an answer that it decides about itself".to_owned()
    } else {
        format!(
            "a cycle: each of these rules reads an answer that the next one decides about: {}, {start}",
            pointers.join(", ")
        )
    };
    FormError::new(start, reason)
}
