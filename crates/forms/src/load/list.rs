//! Fields for arrays: several options, or a list of items with their own fields.

use super::field_context::FieldContext;
use super::shape::Shape;
use super::{LayoutContext, Loader};
use crate::{FieldKind, MultiChoiceShape, Widget};
use serde_json::Value;

impl<'a> Loader<'_, 'a> {
    /// A field for an array: options if the items can be enumerated, else a list.
    pub(super) fn array(
        &mut self,
        asked: &FieldContext<'_, 'a>,
        widget: Option<Widget>,
        place: &LayoutContext<'a>,
    ) -> Option<FieldKind> {
        let shape = &asked.scope.shape;
        // Items without a schema may be anything.
        let items = self.schemas.items(shape).unwrap_or_default();
        if self.differ_by_place(shape, &items) {
            let reason = "a list whose items differ by their places cannot be drawn; an object has a property for each";
            self.error(shape.at_of("prefixItems"), reason);
            return None;
        }
        if items.is_closed() {
            let reason = "the schema allows no items, so that the list cannot be drawn";
            self.error(shape.at_of("items"), reason);
            return None;
        }
        let unique = shape
            .get("uniqueItems")
            .is_some_and(|unique| unique == true);
        let chosen = unique || matches!(widget, Some(Widget::Checkboxes | Widget::Tags));
        if chosen
            && !asked.beside
            && let Some(choices) = self.choices(asked, &items, place)
        {
            let by = self.narrowed(asked, &choices, place);
            let searched = asked.options.flag("autocomplete", &mut self.errors);
            let shape = match widget {
                Some(Widget::Tags) => MultiChoiceShape::Tags,
                None if searched => MultiChoiceShape::Tags,
                _ => MultiChoiceShape::Checkboxes,
            };
            return Some(FieldKind::MultiChoice { choices, shape, by });
        }
        let label_prop = self.label_prop(asked, &items);
        let count = |keyword| shape.get(keyword).and_then(Value::as_u64);
        let (min, max) = (count("minItems").unwrap_or_default(), count("maxItems"));
        let sortable = asked
            .options
            .flag_or("showSortButtons", true, &mut self.errors);
        let item = self.detail(asked, items, crate::pointer::EACH_ITEM, place)?;
        Some(FieldKind::List {
            item: Box::new(item),
            table: widget == Some(Widget::Table),
            min,
            max,
            label_prop,
            sortable,
            detail_beside: asked.beside,
        })
    }

    /// Whether the first items would need other fields than the rest.
    fn differ_by_place(&self, shape: &Shape<'a>, items: &Shape<'a>) -> bool {
        let first = self.schemas.each(shape, "prefixItems").unwrap_or_default();
        let kind = self.schemas.kind(items).filter(|kind| *kind != "object");
        first.iter().any(|one| {
            let own = self.schemas.kind(one);
            kind.is_none() || own.is_some_and(|own| Some(own) != kind)
        })
    }

    /// The title of an item: the option `elementLabelProp`, else its first text or number property, as in JSON Forms.
    fn label_prop(&mut self, asked: &FieldContext<'_, 'a>, items: &Shape<'a>) -> Option<String> {
        let Some(path) = asked.options.text("elementLabelProp", &mut self.errors) else {
            return self.schemas.names(items).into_iter().find_map(|name| {
                let kind = self
                    .schemas
                    .kind(&self.schemas.member(items, name)?.shape)?;
                matches!(kind, "string" | "number" | "integer")
                    .then(|| crate::pointer::child("", name))
            });
        };
        let whole = format!("#/properties/{}", crate::pointer::encode(path));
        let dotted = format!("#/properties/{}", path.replace('.', "/properties/"));
        let found = [whole, dotted]
            .into_iter()
            .find_map(|scope| self.schemas.scope(items, &scope).ok());
        if found.is_none() {
            let reason = format!("the items have no property {path:?}");
            self.error(asked.options.at("elementLabelProp"), reason);
        }
        found.map(|scope| scope.pointer)
    }
}
