//! The kinds of fields and layouts that few forms have: lists, look-ups, files, steps and others, in a chunk of their own.
//!
//! A form that has one of them is opened once the chunk is loaded, so that nothing typed can be lost when it cannot be
//! loaded, and nothing moves when it arrives.

use super::field::{self, FieldContext};
use super::{Answers, categories, list};
use crate::chunk::{self, Loading, chunk};
use crate::page_context::PageContext;
use crate::view::{IntoView, View};
use portico_forms::{Category, Element, ElementKind, FieldKind, Form};
use std::cell::Cell;

/// The functions of the chunk for the rest of the form.
#[derive(Clone, Copy)]
pub(super) struct RareFields {
    field: field::FieldView,
    pub categories: fn(Answers, &str, u8, u32, bool, &[Category]) -> View,
    continue_uploads: fn(Answers),
}

chunk!(
    fields,
    RareFields,
    RareFields {
        field: view,
        categories: categories::view,
        continue_uploads: Answers::go_on_with_files,
    }
);

thread_local! {
    static LOADED: Cell<Option<RareFields>> = const { Cell::new(None) };
}

/// Loads the chunk, once. After a failure, the next call tries again.
pub(crate) fn load() -> Loading<()> {
    Box::pin(async {
        let exports = fields().await?;
        LOADED.set(Some(exports));
        Ok(())
    })
}

/// Shows `ready` at once if every form of this layout can be rendered, and otherwise when the chunk is loaded.
pub(crate) fn when_loaded(
    context: PageContext,
    form: &Form,
    ready: impl Fn() -> View + 'static,
) -> View {
    if LOADED.get().is_some() || !is_needed(form.root()) {
        return ready();
    }
    chunk::show(context, load, |waiting| waiting, ready)
}

/// Whether the chunk renders an element or one inside it.
fn is_needed(element: &Element) -> bool {
    match &element.kind {
        ElementKind::Vertical(inner)
        | ElementKind::Horizontal(inner)
        | ElementKind::Group {
            elements: inner, ..
        } => inner.iter().any(is_needed),
        ElementKind::Categorization { .. } => true,
        ElementKind::Label { .. } => false,
        ElementKind::Control(control) => match &control.kind {
            FieldKind::Object { element } => is_needed(element),
            kind => field::common(kind).is_none(),
        },
    }
}

fn view(field: &FieldContext) -> View {
    match field.control.kind {
        FieldKind::List { .. } => list::view(field),
        _ => field::rare(field),
    }
}

/// What the chunk renders. No form that needs the chunk is shown before it is loaded.
pub(super) fn render(by: impl FnOnce(RareFields) -> View) -> View {
    LOADED.get().map_or_else(|| ().into_view(), by)
}

/// A field of such a kind.
pub(super) fn field(field: &FieldContext) -> View {
    render(|rare| (rare.field)(field))
}

/// Continues the uploads of a draft. A form without a field for files has nothing to upload.
pub(super) fn continue_uploads(answers: Answers) {
    if let Some(rare) = LOADED.get() {
        (rare.continue_uploads)(answers);
    }
}
