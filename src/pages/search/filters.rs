//! The filters of the results: kinds and categories, each with its number of results.

use super::ResultsScreen;
use crate::api::Load;
use crate::i18n::t;
use crate::route::{ResultKind, Route};
use crate::search::Hit;
use crate::ui;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;

impl ResultsScreen {
    /// All kinds, and each kind that has results.
    pub(super) fn kind_chips(self) -> View {
        let kinds = [
            None,
            Some(ResultKind::Service),
            Some(ResultKind::Article),
            Some(ResultKind::Request),
        ];
        kinds
            .map(|kind| self.kind_chip(kind))
            .into_iter()
            .collect::<View>()
            .into_view()
    }

    fn kind_chip(self, kind: Option<ResultKind>) -> View {
        let context = self.context;
        let number = self.count(kind);
        if number == 0 && kind != self.kind && kind.is_some() {
            return ().into_view();
        }
        let name = match kind {
            None => t!(context.i18n, "all"),
            Some(ResultKind::Service) => t!(context.i18n, "nav-services"),
            Some(ResultKind::Article) => t!(context.i18n, "nav-articles"),
            Some(ResultKind::Request) => t!(context.i18n, "nav-requests"),
        };
        let route = self.route(self.words.get(), kind, self.category.get_value());
        self.chip(route, kind == self.kind, name, number)
    }

    /// The categories of the results. Their space is reserved before they are known, so that nothing moves that a user
    /// is about to click.
    pub(super) fn category_chips(self) -> View {
        if self.kind == Some(ResultKind::Request) {
            return ().into_view();
        }
        let empty = || view! { <div class="chips"></div> };
        let Load::Ready(page) = self.categories.state() else {
            return empty();
        };
        let hits = [self.answer.hits(), self.answer.in_texts()].concat();
        let chosen = self.category.get_value();
        let of_kind = |hit: &&Hit| self.kind.is_none_or(|kind| hit.is(kind));
        let chips: Vec<_> = page
            .items
            .into_iter()
            .filter_map(|category| {
                let inside = |hit: &&Hit| hit.is_in(&category.id, Some(&category.name));
                let number = hits.iter().filter(of_kind).filter(inside).count();
                let is_chosen = chosen.as_ref() == Some(&category.id);
                (number > 0 || is_chosen).then(|| {
                    // Selecting it again removes it.
                    let next = (!is_chosen).then_some(category.id);
                    let route = self.route(self.words.get(), self.kind, next);
                    self.chip(route, is_chosen, category.name, number)
                })
            })
            .collect();
        if chips.is_empty() {
            return empty();
        }
        let label = t!(self.context.i18n, "categories");
        view! { <ul class="chips" aria-label=label>{chips}</ul> }
    }

    fn chip(self, route: Route, current: bool, name: String, number: usize) -> View {
        #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
        let number = self.context.i18n.format().number(number as f64);
        let content = view! { {name}<span class="chip-count">{number}</span> };
        ui::chip(self.context.nav, route, current, content)
    }
}
