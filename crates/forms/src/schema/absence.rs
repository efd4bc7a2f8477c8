//! What a schema says about a value that is not there.
//!
//! JSON Forms asks its validator about `undefined`: a value of no type and equal to nothing. `type`, `const` and `enum`
//! refuse it, what is about one type of value passes it by, and combinations are of the verdicts of their parts.

use super::node::{Compiled, Keyword, NodeId};

/// Whether the whole schema passes a value that is not there.
pub(super) fn passes(schema: &Compiled) -> bool {
    let mut known = vec![None; schema.nodes.len()];
    node(schema, 0, &mut known)
}

fn node(schema: &Compiled, id: NodeId, known: &mut [Option<bool>]) -> bool {
    if let Some(Some(passes)) = known.get(id) {
        return *passes;
    }
    // A node that asks itself on the way adds nothing to its own verdict.
    if let Some(here) = known.get_mut(id) {
        *here = Some(true);
    }
    let keywords = schema.nodes.get(id).map(|node| node.keywords.as_slice());
    let mut all = keywords.unwrap_or_default().iter();
    let passes = all.all(|one| keyword(schema, one, known));
    if let Some(here) = known.get_mut(id) {
        *here = Some(passes);
    }
    passes
}

fn keyword(schema: &Compiled, keyword: &Keyword, known: &mut [Option<bool>]) -> bool {
    let mut ask = |id: NodeId| node(schema, id, known);
    match keyword {
        Keyword::False | Keyword::Type(_) | Keyword::Enum(_) | Keyword::Const(_) => false,
        Keyword::Ref(id) | Keyword::DynamicRef { target: id, .. } => ask(*id),
        Keyword::AllOf(ids) => ids.iter().all(|id| ask(*id)),
        Keyword::AnyOf(ids) => ids.iter().any(|id| ask(*id)),
        Keyword::OneOf(ids) => ids.iter().filter(|id| ask(**id)).count() == 1,
        Keyword::Not(id) => !ask(*id),
        Keyword::If(condition) => {
            let next = if ask(condition.test) {
                condition.then
            } else {
                condition.otherwise
            };
            next.is_none_or(ask)
        }
        _ => true,
    }
}
