//! No results: suggestions, other places to look, and a report to the backend.

use super::{ResultsScreen, ScreenState, words_link};
use crate::api::Load;
use crate::i18n::t;
use crate::reactive::{StoredValue, effect};
use crate::route::Route;
use crate::search::{closest, report};
use crate::ui::{self, Icon};
use crate::view::{IntoView, View, view};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// The time after which words without results count as intended, in milliseconds.
const MEANT: u32 = 2_000;

impl ResultsScreen {
    /// No results: suggestions, other places to look, and the contact details.
    pub(super) fn nothing(self) -> View {
        let context = self.context;
        let words = self.words.get();
        let title = t!(context.i18n, "search-nothing-title", words = words.trim());
        let closest: Vec<_> = closest(self.search, &words)
            .into_iter()
            .map(|words| words_link(context.nav, &words))
            .collect();
        let closest = (!closest.is_empty()).then(|| {
            view! {
                {ui::heading(context.host, 2, "section-title", t!(context.i18n, "search-closest"))}
                <ul class="chips">{closest}</ul>
            }
        });
        let categories = ui::live(move || match self.categories.state() {
            Load::Ready(page) if !page.items.is_empty() => {
                let links = page.items.into_iter().map(|category| {
                    let route = Route::services(Some(category.id));
                    ui::chip(context.nav, route, false, category.name)
                });
                view! {
                    {ui::heading(context.host, 2, "section-title", t!(context.i18n, "home-categories"))}
                    <ul class="chips">{links.collect::<View>()}</ul>
                }
            }
            _ => ().into_view(),
        });
        let contact = ui::contact(
            context.nav,
            context.session,
            "button",
            t!(context.i18n, "nav-contact"),
        );
        let other = context
            .session
            .discovered(|portal| portal.anything_else.clone())
            .flatten();
        let actions = match other {
            Some(service) => {
                let name = service.name.clone();
                let ask = ui::link(
                    context.nav,
                    Route::Service(service.id),
                    "button button-primary",
                    name,
                );
                view! { {ask}{contact} }
            }
            None => contact.into_view(),
        };
        view! {
            <div class="search-nothing">
                {ui::empty(context.host, Icon::Inbox, title, t!(context.i18n, "search-nothing-text"), Some(actions))}
                {closest}
                {categories}
            </div>
        }
    }

    /// Reports words without results to the backend, once the user has left them unchanged.
    pub(super) fn report_what_is_missing(self) {
        let waiting = StoredValue::new(None::<Timeout>);
        effect(move || {
            let words = self.words.get();
            let nothing = self.stage() == ScreenState::Nothing;
            let later = (nothing && !words.trim().is_empty())
                .then(|| Timeout::new(MEANT, move || report(self.search, &words)));
            waiting.set_value(later);
        });
    }
}
