//! Lists: cards or rows to add, remove and reorder.

mod items;

use super::Answers;
use super::answers::Edit;
use super::field::{self, FieldContext};
use crate::i18n::t;
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{Element, FieldKind, Item};

/// The layout of a list and its limits.
#[derive(Clone)]
struct ListLayout {
    item: Element,
    table: bool,
    beside: bool,
    sortable: bool,
    min: usize,
    max: usize,
    label_prop: Option<String>,
}

pub(super) fn view(field: &FieldContext) -> View {
    let FieldKind::List {
        item,
        table,
        min,
        max,
        label_prop,
        sortable,
        detail_beside,
    } = &field.control.kind
    else {
        return ().into_view();
    };
    let shape = ListLayout {
        item: (**item).clone(),
        table: *table,
        beside: *detail_beside,
        sortable: *sortable && !field.control.read_only,
        min: usize::try_from(*min).unwrap_or_default(),
        max: max
            .and_then(|max| usize::try_from(max).ok())
            .unwrap_or(usize::MAX),
        label_prop: label_prop.clone(),
    };
    let list = List {
        field: field.clone(),
        shape,
        chosen: field.answers.open_at(&field.pointer),
        dragged: RwSignal::new(None),
        removed: RwSignal::new(None),
    };
    let version = field.answers.version(&field.pointer);
    let label = field.part("label");
    let heading = field.control.label.clone().map(|words| {
        ui::heading(
            field.answers.host,
            field.level,
            "form-group-title",
            view! { <span id=label.clone()>{words}</span> },
        )
    });
    let items = {
        let list = list.clone();
        ui::live(move || {
            version.track();
            list.items()
        })
    };
    view! {
        <section class="form-list" class:field-invalid=field.is_invalid() role="group" id=field.id() tabindex="-1" aria-labelledby=label>
            {heading}
            {field::help(field)}
            {field::error(field)}
            {items}
            {list.undo()}
            {list.add_button()}
        </section>
    }
}

#[derive(Clone)]
struct List {
    field: FieldContext,
    shape: ListLayout,
    /// The item whose details are displayed beside the list, if they are.
    chosen: RwSignal<usize>,
    dragged: RwSignal<Option<usize>>,
    /// The item that was removed last, with its index, until another change of the list.
    removed: RwSignal<Option<(usize, Item)>>,
}

impl List {
    fn answers(&self) -> Answers {
        self.field.answers
    }

    fn count(&self) -> usize {
        self.answers()
            .value(&self.field.pointer)
            .as_array()
            .map_or(0, Vec::len)
    }

    fn base(&self, at: usize) -> String {
        format!("{}/{at}", self.field.pointer)
    }

    fn buttons(&self, at: usize, count: usize) -> View {
        if self.field.control.read_only {
            return ().into_view();
        }
        let i18n = self.answers().i18n;
        let number = number_of(at);
        let button =
            |mark: Icon, words: String, kind: &'static str, off: bool, act: Box<dyn Fn()>| {
                view! {
                    <button
                        class="icon-button"
                        type="button"
                        data-act=kind
                        aria-label=words.clone()
                        title=words
                        aria-disabled=off.then_some("true")
                        on:click=move |_: ev::MouseEvent| if !off { act() }
                    >
                        {ui::icon(mark)}
                    </button>
                }
            };
        let (up, down, gone) = (self.clone(), self.clone(), self.clone());
        view! {
            <span class="form-item-tools">
                {self.shape.sortable.then(|| button(Icon::ArrowUp, t!(i18n, "list-up", number = number), "up", at == 0, Box::new(move || up.shift(at, at.saturating_sub(1), "up"))))}
                {self.shape.sortable.then(|| button(Icon::ArrowDown, t!(i18n, "list-down", number = number), "down", at + 1 == count, Box::new(move || down.shift(at, at + 1, "down"))))}
                {button(Icon::Trash, t!(i18n, "list-remove", number = number), "remove", count <= self.shape.min, Box::new(move || gone.remove(at)))}
            </span>
        }
    }

    fn add_button(self) -> View {
        if self.field.control.read_only {
            return ().into_view();
        }
        let i18n = self.answers().i18n;
        let version = self.answers().version(&self.field.pointer);
        ui::live(move || {
            version.track();
            let full = self.count() >= self.shape.max;
            let list = self.clone();
            let add = move |_: ev::MouseEvent| {
                if !full {
                    list.add()
                }
            };
            view! {
                <button class="button form-list-add" type="button" data-act="add" aria-disabled=full.then_some("true") on:click=add>
                    {ui::icon(Icon::Plus)}{t!(i18n, "list-add")}
                </button>
                {full.then(|| view! { <p class="field-help">{t!(i18n, "list-full")}</p> })}
            }
        })
    }

    fn edit(&self, edit: &Edit) {
        self.removed.set(None);
        self.answers().edit_list(&self.field.pointer, edit);
    }

    fn add(&self) {
        let at = self.count();
        self.edit(&Edit::Insert(at));
        self.chosen.set(at);
        // After adding an item, the focus moves to its first field.
        self.focus_item(at, "input, select, textarea");
    }

    fn remove(&self, at: usize) {
        let list = &self.field.pointer;
        let item = self.answers().with(|form_state| form_state.item(list, at));
        self.edit(&Edit::Remove(at));
        self.removed.set(Some((at, item)));
        let Answers {
            i18n,
            host,
            announcer,
            ..
        } = self.answers();
        announcer.announce(t!(i18n, "list-removed"));
        if self.count() == 0 {
            let selector = format!("[id=\"{}\"] [data-act=add]", self.field.id());
            request_animation_frame(move || ui::focus(host, &selector));
        } else {
            self.focus_item(at.min(self.count() - 1), "[data-act=remove]");
        }
    }

    /// Restores the item that was removed last.
    fn undo(&self) -> View {
        let Answers {
            i18n, announcer, ..
        } = self.answers();
        let list = self.clone();
        ui::live(move || {
            list.removed.get().map(|(at, item)| {
                let back = {
                    let list = list.clone();
                    move |_: ev::MouseEvent| {
                        list.edit(&Edit::PutBack(at, item.clone()));
                        list.chosen.set(at);
                        announcer.announce(t!(i18n, "list-restored"));
                        list.focus_item(at, "input, select, textarea, button");
                    }
                };
                view! {
                    <p class="form-list-undo">
                        <span>{t!(i18n, "list-removed-number", number = number_of(at))}</span>
                        <button class="button button-small" type="button" data-act="undo" on:click=back>
                            {t!(i18n, "list-undo")}
                        </button>
                    </p>
                }
            })
        })
    }

    fn shift(&self, from: usize, to: usize, button: &'static str) {
        if to >= self.count() {
            return;
        }
        self.edit(&Edit::Move { from, to });
        if self.chosen.get_untracked() == from {
            self.chosen.set(to);
        }
        let Answers {
            i18n, announcer, ..
        } = self.answers();
        announcer.announce(t!(i18n, "list-moved", number = number_of(to)));
        self.focus_item(to, &format!("[data-act={button}]"));
    }

    fn focus_item(&self, at: usize, part: &str) {
        let host = self.answers().host;
        let item = format!("[id=\"{}\"] [data-item=\"{at}\"]", self.field.id());
        let selector = part
            .split(", ")
            .map(|part| format!("{item} {part}"))
            .collect::<Vec<_>>()
            .join(", ");
        request_animation_frame(move || ui::focus(host, &selector));
    }

    /// The drag handle; the buttons do the same for the keyboard.
    fn grip(&self, at: usize) -> View {
        let dragged = self.dragged;
        self.shape
            .sortable
            .then(|| {
                let start = move |_: ev::DragEvent| dragged.set(Some(at));
                let end = move |_: ev::DragEvent| dragged.set(None);
                view! {
                    <span class="form-item-grip" draggable="true" aria-hidden="true" on:dragstart=start on:dragend=end>
                        {ui::icon(Icon::Grip)}
                    </span>
                }
            })
            .into_view()
    }

    fn over(&self) -> impl Fn(ev::DragEvent) + Clone + use<> {
        let dragged = self.dragged;
        move |event: ev::DragEvent| {
            if dragged.with_untracked(Option::is_some) {
                event.prevent_default();
            }
        }
    }

    fn dropped(&self, to: usize) -> impl Fn(ev::DragEvent) + Clone + use<> {
        let list = self.clone();
        move |event: ev::DragEvent| {
            if let Some(from) = list.dragged.get_untracked().filter(|from| *from != to) {
                event.prevent_default();
                list.dragged.set(None);
                list.shift(from, to, "up");
            }
        }
    }
}

/// The number of an item for people, who count from 1.
#[expect(clippy::cast_precision_loss, reason = "lists are short")]
fn number_of(at: usize) -> f64 {
    (at + 1) as f64
}
