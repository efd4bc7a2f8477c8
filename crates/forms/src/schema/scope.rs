//! The dynamic scope of `$dynamicRef`: the resources entered on the path to a node.

use std::ops::Range;

use super::node::{Compiled, NodeId, ResourceId};

/// The resources that were entered, as a position in [`DynamicScopes`]; 0 stands for none.
pub(super) type ScopeId = usize;

/// All scopes of a check. Equal scopes have the same id.
#[derive(Default)]
pub(super) struct DynamicScopes(Vec<DynamicScope>);

struct DynamicScope {
    outer: ScopeId,
    resource: ResourceId,
}

impl DynamicScopes {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The scope inside a resource. Entering a resource again changes nothing, because the outermost one counts.
    pub(super) fn enter(&mut self, outer: ScopeId, resource: ResourceId) -> ScopeId {
        if self.outward(outer).any(|scope| scope.resource == resource) {
            return outer;
        }
        let same = |scope: &DynamicScope| scope.outer == outer && scope.resource == resource;
        let known = self.0.iter().position(same).unwrap_or_else(|| {
            self.0.push(DynamicScope { outer, resource });
            self.0.len() - 1
        });
        known + 1
    }

    fn outward(&self, from: ScopeId) -> impl Iterator<Item = &DynamicScope> {
        let scope = |id: ScopeId| self.0.get(id.checked_sub(1)?);
        std::iter::successors(scope(from), move |inner| scope(inner.outer))
    }
}

impl Compiled {
    /// The node of the outermost resource that has a name.
    pub(super) fn dynamic(
        &self,
        named: Range<usize>,
        scopes: &DynamicScopes,
        scope: ScopeId,
    ) -> Option<NodeId> {
        let named = self.dynamic.get(named)?;
        let found = scopes.outward(scope).filter_map(|scope| {
            let order = |(resource, _): &(ResourceId, _)| resource.cmp(&scope.resource);
            named.get(named.binary_search_by(order).ok()?)
        });
        found.last().map(|(_, node)| *node)
    }
}
