//! The items of a list: as cards, as rows of a table, or as names beside the details of one.

use super::{List, number_of};
use crate::form::shown;
use crate::i18n::{I18n, t};
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::{ev, prelude::*};
use portico_forms::{Element, ElementKind, FieldKind};

impl List {
    pub(super) fn items(&self) -> View {
        let count = self.count();
        if count == 0 {
            return view! { <p class="form-list-empty">{t!(self.answers().i18n, "list-empty")}</p> };
        }
        if self.shape.table {
            return self.table(count);
        }
        if self.shape.beside {
            return self.beside(count);
        }
        let cards = (0..count).map(|at| self.card(at, count)).collect::<View>();
        view! { <ol class="form-items">{cards}</ol> }
    }

    fn card(&self, at: usize, count: usize) -> View {
        let inner = self.answers().element(
            &self.base(at),
            self.field.level.saturating_add(1),
            &self.shape.item,
        );
        view! {
            <li class="form-item" data-item=at.to_string() on:dragover=self.over() on:drop=self.dropped(at)>
                <div class="form-item-head">
                    {self.grip(at)}
                    <span class="form-item-name" id=self.field.part(&format!("{at}-name"))>{self.name(at)}</span>
                    {self.buttons(at, count)}
                </div>
                <div class="form-item-body" role="group" aria-labelledby=self.field.part(&format!("{at}-name"))>{inner}</div>
            </li>
        }
    }

    /// One row per item; the columns are the controls of an item. The roles are explicit, because a narrow screen
    /// displays the rows as cards, and browsers then drop their roles.
    fn table(&self, count: usize) -> View {
        let i18n = self.answers().i18n;
        let mut columns = Vec::new();
        controls(&self.shape.item, &mut columns);
        let head = columns
            .iter()
            .map(|one| view! { <th scope="col" role="columnheader">{label_of(i18n, one)}</th> })
            .collect::<View>();
        let rows = (0..count).map(|at| {
            let base = self.base(at);
            let cells = columns.iter().map(|one| {
                let cell = self.answers().element(&base, self.field.level, one);
                view! { <td role="cell">{cell}</td> }
            });
            view! {
                <tr role="row" data-item=at.to_string() on:dragover=self.over() on:drop=self.dropped(at)>
                    {cells.collect::<View>()}
                    <td class="form-table-tools" role="cell">{self.grip(at)}{self.buttons(at, count)}</td>
                </tr>
            }
        });
        view! {
            <div class="form-table-scroll">
                <table class="form-table" role="table">
                    <thead role="rowgroup"><tr role="row">{head}<th scope="col" role="columnheader"><span class="visually-hidden">{t!(i18n, "list-tools")}</span></th></tr></thead>
                    <tbody role="rowgroup">{rows.collect::<View>()}</tbody>
                </table>
            </div>
        }
    }

    /// The items' names, and the details of the selected one.
    fn beside(&self, count: usize) -> View {
        let chosen = self.chosen;
        if chosen.get_untracked() >= count {
            chosen.set(count - 1);
        }
        let names = (0..count).map(|at| {
            let current = Signal::derive(move || (chosen.get() == at).then_some("true"));
            let choose = move |_: ev::MouseEvent| chosen.set(at);
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
            list.answers().element(
                &list.base(at),
                list.field.level.saturating_add(1),
                &list.shape.item,
            )
        });
        view! {
            <div class="form-beside">
                <ol class="form-items-names">{names.collect::<View>()}</ol>
                <div class="form-beside-detail">{detail}</div>
            </div>
        }
    }

    /// The name of an item: its own first text, or else its number.
    fn name(&self, at: usize) -> View {
        let number = t!(self.answers().i18n, "list-item", number = number_of(at));
        let Some(prop) = &self.shape.label_prop else {
            return number.into_view();
        };
        let (answers, pointer) = (self.answers(), format!("{}{prop}", self.base(at)));
        let value = answers.input(&pointer).value;
        ui::live(move || {
            value.track();
            let described = answers.with(|form_state| form_state.described_at(&pointer));
            described
                .and_then(|described| shown::name(answers, &described))
                .unwrap_or_else(|| number.clone().into_view())
        })
    }
}

/// The controls inside an element, in order.
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

fn label_of(i18n: I18n, element: &Element) -> String {
    let ElementKind::Control(control) = &element.kind else {
        return String::new();
    };
    match (&control.label, &control.kind) {
        (Some(label), _) => label.clone(),
        // A choice between alternatives has no label of its own, as above its options.
        (None, FieldKind::Alternatives { .. }) => t!(i18n, "alternative-choose"),
        (None, _) => String::new(),
    }
}
