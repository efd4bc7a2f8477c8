//! Which answers have a control on the screen.

use super::Filling;
use crate::pointer;

impl Filling {
    /// Whether any control for the answer at a pointer is on the screen now: a field, or a choice of which fields it has.
    #[must_use]
    pub fn is_drawn_at(&self, pointer: &str) -> bool {
        let outline = &self.form.outline;
        let is_drawn = |id: u32| {
            outline.node(id).is_some_and(|node| {
                let depth = outline.level(node.level).map_or(0, |level| level.depth);
                let base = pointer::prefix(pointer, depth);
                let scope = node.control.as_deref().map(|control| &control.scope);
                scope.is_some_and(|scope| pointer == format!("{base}{scope}"))
                    && self.is_drawn(base, id)
            })
        };
        let Some(place) = self.form.scopes.find(pointer) else {
            return false;
        };
        place.controls.iter().any(|id| is_drawn(*id))
            || outline.choosers.iter().any(|one| is_drawn(one.id))
    }
}
