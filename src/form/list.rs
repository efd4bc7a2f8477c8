//! Answers that repeat: cards or rows to add, remove and put in order.

use super::field::{self, Spot, control_id};
use super::{Answers, layout};
use crate::ui::{self, Icon};
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_forms::{Element, ElementKind, Kind};
use serde_json::Value;

/// What a list looks like and how long it may get.
#[derive(Clone)]
struct Shape {
    item: Element,
    table: bool,
    beside: bool,
    sortable: bool,
    min: usize,
    max: usize,
    label_prop: Option<String>,
}

pub(super) fn view(spot: &Spot) -> AnyView {
    let Kind::List {
        item,
        table,
        min,
        max,
        label_prop,
        sortable,
        detail_beside,
    } = &spot.control.kind
    else {
        return ().into_any();
    };
    let shape = Shape {
        item: (**item).clone(),
        table: *table,
        beside: *detail_beside,
        sortable: *sortable && !spot.control.read_only,
        min: usize::try_from(*min).unwrap_or_default(),
        max: max
            .and_then(|max| usize::try_from(max).ok())
            .unwrap_or(usize::MAX),
        label_prop: label_prop.clone(),
    };
    let list = List {
        spot: spot.clone(),
        shape,
        chosen: RwSignal::new(0),
        dragged: RwSignal::new(None),
    };
    let version = spot.answers.version(&spot.pointer);
    let label = spot.part("label");
    let heading = spot.control.label.clone().map(|words| {
        ui::heading(
            spot.answers.app,
            spot.level,
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
        <section class="form-list" class:field-wrong=spot.is_wrong() role="group" id=spot.id() tabindex="-1" aria-labelledby=label>
            {heading}
            {field::help(spot)}
            {field::error(spot)}
            {items}
            {list.add_button()}
        </section>
    }
    .into_any()
}

#[derive(Clone)]
struct List {
    spot: Spot,
    shape: Shape,
    /// The item whose details are shown, where they stand beside the list.
    chosen: RwSignal<usize>,
    dragged: RwSignal<Option<usize>>,
}

impl List {
    fn answers(&self) -> Answers {
        self.spot.answers
    }

    fn count(&self) -> usize {
        self.answers()
            .value(&self.spot.pointer)
            .as_array()
            .map_or(0, Vec::len)
    }

    fn base(&self, at: usize) -> String {
        format!("{}/{at}", self.spot.pointer)
    }

    fn items(&self) -> AnyView {
        let count = self.count();
        if count == 0 {
            return view! { <p class="form-list-empty">{t!(self.answers().app, "list-empty")}</p> }
                .into_any();
        }
        if self.shape.table {
            return self.table(count);
        }
        if self.shape.beside {
            return self.beside(count);
        }
        let cards = (0..count).map(|at| self.card(at, count)).collect_view();
        view! { <ol class="form-items">{cards}</ol> }.into_any()
    }

    fn card(&self, at: usize, count: usize) -> AnyView {
        let inner = layout::element(
            self.answers(),
            &self.base(at),
            self.spot.level.saturating_add(1),
            &self.shape.item,
        );
        view! {
            <li class="form-item" data-item=at.to_string() on:dragover=self.over() on:drop=self.dropped(at)>
                <div class="form-item-head">
                    {self.grip(at)}
                    <span class="form-item-name" id=self.spot.part(&format!("{at}-name"))>{self.name(at)}</span>
                    {self.buttons(at, count)}
                </div>
                <div class="form-item-body" role="group" aria-labelledby=self.spot.part(&format!("{at}-name"))>{inner}</div>
            </li>
        }
        .into_any()
    }

    /// One row an item; the columns are the controls of an item.
    fn table(&self, count: usize) -> AnyView {
        let app = self.answers().app;
        let mut columns = Vec::new();
        controls(&self.shape.item, &mut columns);
        let head = columns
            .iter()
            .map(|one| view! { <th scope="col">{label_of(one)}</th> })
            .collect_view();
        let rows = (0..count).map(|at| {
            let base = self.base(at);
            let cells = columns.iter().map(|one| {
                let cell = layout::element(self.answers(), &base, self.spot.level, one);
                view! { <td data-label=label_of(one)>{cell}</td> }
            });
            view! {
                <tr data-item=at.to_string() on:dragover=self.over() on:drop=self.dropped(at)>
                    {cells.collect_view()}
                    <td class="form-table-tools">{self.grip(at)}{self.buttons(at, count)}</td>
                </tr>
            }
        });
        view! {
            <div class="form-table-scroll">
                <table class="form-table">
                    <thead><tr>{head}<th scope="col"><span class="visually-hidden">{t!(app, "list-tools")}</span></th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    /// The items' names, and the details of the one that is chosen.
    fn beside(&self, count: usize) -> AnyView {
        let chosen = self.chosen;
        if chosen.get_untracked() >= count {
            chosen.set(count - 1);
        }
        let names = (0..count).map(|at| {
            let current = Signal::derive(move || (chosen.get() == at).then_some("true"));
            let choose = ui::on(move |_: ev::MouseEvent| chosen.set(at));
            view! {
                <li class="form-item-row" data-item=at.to_string() on:dragover=self.over() on:drop=self.dropped(at)>
                    {self.grip(at)}
                    <button class="form-item-choose" type="button" aria-current=current on:click=choose>{self.name(at)}</button>
                    {self.buttons(at, count)}
                </li>
            }
        });
        let list = self.clone();
        let detail = ui::live(move || {
            let at = chosen.get();
            layout::element(
                list.answers(),
                &list.base(at),
                list.spot.level.saturating_add(1),
                &list.shape.item,
            )
        });
        view! {
            <div class="form-beside">
                <ol class="form-items-names">{names.collect_view()}</ol>
                <div class="form-beside-detail">{detail}</div>
            </div>
        }
        .into_any()
    }

    /// What an item is called: its own first words, else its number.
    fn name(&self, at: usize) -> AnyView {
        let app = self.answers().app;
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        let number = t!(app, "list-item", number = (at + 1) as f64);
        let Some(prop) = &self.shape.label_prop else {
            return number.into_any();
        };
        let value = self
            .answers()
            .input(&format!("{}{prop}", self.base(at)))
            .value;
        ui::live(move || match value.get() {
            Value::String(text) if !text.trim().is_empty() => text,
            _ => number.clone(),
        })
    }

    fn buttons(&self, at: usize, count: usize) -> AnyView {
        if self.spot.control.read_only {
            return ().into_any();
        }
        let app = self.answers().app;
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        let number = (at + 1) as f64;
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
                        on:click=ui::on(move |_: ev::MouseEvent| if !off { act() })
                    >
                        {ui::icon(mark)}
                    </button>
                }
            };
        let (up, down, gone) = (self.clone(), self.clone(), self.clone());
        view! {
            <span class="form-item-tools">
                {self.shape.sortable.then(|| button(Icon::ArrowUp, t!(app, "list-up", number = number), "up", at == 0, Box::new(move || up.shift(at, at.saturating_sub(1), "up"))))}
                {self.shape.sortable.then(|| button(Icon::ArrowDown, t!(app, "list-down", number = number), "down", at + 1 == count, Box::new(move || down.shift(at, at + 1, "down"))))}
                {button(Icon::Trash, t!(app, "list-remove", number = number), "remove", count <= self.shape.min, Box::new(move || gone.remove(at)))}
            </span>
        }
        .into_any()
    }

    fn add_button(self) -> AnyView {
        if self.spot.control.read_only {
            return ().into_any();
        }
        let app = self.answers().app;
        let version = self.answers().version(&self.spot.pointer);
        ui::live(move || {
            version.track();
            let full = self.count() >= self.shape.max;
            let list = self.clone();
            let add = ui::on(move |_: ev::MouseEvent| {
                if !full {
                    list.add()
                }
            });
            view! {
                <button class="button form-list-add" type="button" data-act="add" aria-disabled=full.then_some("true") on:click=add>
                    {ui::icon(Icon::Plus)}{t!(app, "list-add")}
                </button>
                {full.then(|| view! { <p class="field-help">{t!(app, "list-full")}</p> })}
            }
        })
    }

    fn add(&self) {
        let at = self.count();
        self.answers().edit_list(&self.spot.pointer, |filling| {
            filling.insert(&self.spot.pointer, at)
        });
        self.chosen.set(at);
        // Whoever adds something goes on in its first field.
        self.focus_item(at, "input, select, textarea");
    }

    fn remove(&self, at: usize) {
        self.answers().edit_list(&self.spot.pointer, |filling| {
            filling.remove(&self.spot.pointer, at)
        });
        let app = self.answers().app;
        app.announce(t!(app, "list-removed"));
        if self.count() == 0 {
            let selector = format!("[id=\"{}\"] [data-act=add]", control_id(&self.spot.pointer));
            request_animation_frame(move || ui::focus(app, &selector));
        } else {
            self.focus_item(at.min(self.count() - 1), "[data-act=remove]");
        }
    }

    fn shift(&self, from: usize, to: usize, button: &'static str) {
        if to >= self.count() {
            return;
        }
        self.answers().edit_list(&self.spot.pointer, |filling| {
            filling.shift(&self.spot.pointer, from, to)
        });
        if self.chosen.get_untracked() == from {
            self.chosen.set(to);
        }
        let app = self.answers().app;
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        app.announce(t!(app, "list-moved", number = (to + 1) as f64));
        self.focus_item(to, &format!("[data-act={button}]"));
    }

    fn focus_item(&self, at: usize, part: &str) {
        let app = self.answers().app;
        let item = format!(
            "[id=\"{}\"] [data-item=\"{at}\"]",
            control_id(&self.spot.pointer)
        );
        let selector = part
            .split(", ")
            .map(|part| format!("{item} {part}"))
            .collect::<Vec<_>>()
            .join(", ");
        request_animation_frame(move || ui::focus(app, &selector));
    }

    /// What a pointer takes hold of; the buttons do the same for the keyboard.
    fn grip(&self, at: usize) -> AnyView {
        let dragged = self.dragged;
        self.shape
            .sortable
            .then(|| {
                let start = ui::on(move |_: ev::DragEvent| dragged.set(Some(at)));
                let end = ui::on(move |_: ev::DragEvent| dragged.set(None));
                view! {
                    <span class="form-item-grip" draggable="true" aria-hidden="true" on:dragstart=start on:dragend=end>
                        {ui::icon(Icon::Grip)}
                    </span>
                }
            })
            .into_any()
    }

    fn over(&self) -> impl Fn(ev::DragEvent) + Clone + use<> {
        let dragged = self.dragged;
        ui::on(move |event: ev::DragEvent| {
            if dragged.with_untracked(Option::is_some) {
                event.prevent_default();
            }
        })
    }

    fn dropped(&self, to: usize) -> impl Fn(ev::DragEvent) + Clone + use<> {
        let list = self.clone();
        ui::on(move |event: ev::DragEvent| {
            if let Some(from) = list.dragged.get_untracked().filter(|from| *from != to) {
                event.prevent_default();
                list.dragged.set(None);
                list.shift(from, to, "up");
            }
        })
    }
}

/// The controls inside an element, in their order.
fn controls(element: &Element, found: &mut Vec<Element>) {
    match &element.kind {
        ElementKind::Control(_) => found.push(element.clone()),
        ElementKind::Vertical(inner) | ElementKind::Horizontal(inner) => {
            inner.iter().for_each(|one| controls(one, found));
        }
        ElementKind::Group { elements, .. } => elements.iter().for_each(|one| controls(one, found)),
        _ => {}
    }
}

fn label_of(element: &Element) -> String {
    match &element.kind {
        ElementKind::Control(control) => control.label.clone().unwrap_or_default(),
        _ => String::new(),
    }
}
