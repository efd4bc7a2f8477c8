//! Validates an absent value.
//!
//! JSON Forms validates `undefined`, a value without a type that equals nothing. `type`, `const` and `enum` reject it,
//! keywords for one type of value ignore it, and combinations combine the results of their parts.

use super::check::MAX_DEPTH;
use super::node::{Compiled, Keyword, NodeId};

/// Whether the whole schema accepts an absent value. As in a normal check, schemas that are too deep to follow do not.
pub(super) fn passes(schema: &Compiled) -> bool {
    let mut asking = AbsenceCheck {
        schema,
        known: vec![None; schema.nodes.len()],
        depth: 0,
        is_too_deep: false,
    };
    asking.node(0) && !asking.is_too_deep
}

struct AbsenceCheck<'s> {
    schema: &'s Compiled,
    /// The results so far, by node.
    known: Vec<Option<bool>>,
    /// The number of nodes that wait for each other.
    depth: usize,
    is_too_deep: bool,
}

impl<'s> AbsenceCheck<'s> {
    fn node(&mut self, id: NodeId) -> bool {
        if let Some(Some(passes)) = self.known.get(id) {
            return *passes;
        }
        self.is_too_deep |= self.depth >= MAX_DEPTH;
        if self.is_too_deep {
            return false;
        }
        // A node that depends on itself adds nothing to its own result.
        if let Some(here) = self.known.get_mut(id) {
            *here = Some(true);
        }
        let schema: &'s Compiled = self.schema;
        let keywords = schema.nodes.get(id).map(|node| node.keywords.as_slice());
        let mut all = keywords.unwrap_or_default().iter();
        self.depth += 1;
        let passes = all.all(|one| self.keyword(one));
        self.depth -= 1;
        if let Some(here) = self.known.get_mut(id) {
            *here = Some(passes);
        }
        passes
    }

    fn keyword(&mut self, keyword: &Keyword) -> bool {
        match keyword {
            Keyword::False | Keyword::Type(_) | Keyword::Enum(_) | Keyword::Const(_) => false,
            Keyword::Ref(id) | Keyword::DynamicRef { target: id, .. } => self.node(*id),
            Keyword::AllOf(ids) => ids.iter().all(|id| self.node(*id)),
            Keyword::AnyOf(ids) => ids.iter().any(|id| self.node(*id)),
            Keyword::OneOf(ids) => ids.iter().filter(|id| self.node(**id)).count() == 1,
            Keyword::Not(id) => !self.node(*id),
            Keyword::If(condition) => {
                let next = if self.node(condition.test) {
                    condition.then
                } else {
                    condition.otherwise
                };
                next.is_none_or(|id| self.node(id))
            }
            _ => true,
        }
    }
}
