//! Search results: services, articles and the user's requests, with filters.

mod filters;
mod nothing;
mod own_requests;
mod start;

use crate::api::{Failure, Load, Resource, endpoints};
use crate::dom::clicked;
use crate::history::Navigator;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::reactive::{StoredValue, effect};
use crate::route::{ResultKind, Route};
use crate::search::{
    Hit, Progress, ResultLimits, Search, SearchResults, count, noted, row, searched,
};
use crate::ui::{self, Icon, Skeleton};
use crate::view::{View, view};
use gloo_timers::callback::Timeout;
use leptos::{ev, prelude::*};
use own_requests::request_rows;
use portico_contract::{Category, CategoryId, Page, RequestSummary};

/// The maximum number of results; for others, the user has to type more words.
const HITS: usize = 300;

/// The number of requests shown beside other results.
const REQUESTS: u32 = 20;

/// The number of results of each kind while all kinds are shown.
const EACH: usize = 8;

/// The number of further results per click.
const STEP: usize = 20;

/// How long the first results of a page wait for the rest, in milliseconds.
const PATIENCE: u32 = 2_500;

/// The state of the page. A handle: copying it copies no state.
#[derive(Clone, Copy)]
struct ResultsScreen {
    context: PageContext,
    search: Search,
    words: RwSignal<String>,
    kind: Option<ResultKind>,
    category: StoredValue<Option<CategoryId>>,
    categories: Resource<Page<Category>>,
    answer: SearchResults,
    /// Results of the selected category from this browser, or from the backend if there is no index.
    hits: Memo<Vec<Hit>>,
    /// Further results of that category that only the backend finds.
    texts: Memo<Vec<Hit>>,
    /// The user's own requests, which have no category.
    requests: Memo<Vec<RequestSummary>>,
    /// The number of displayed results.
    shown: RwSignal<usize>,
    /// Whether the current results are displayed although more may follow. If the address contains words, all results
    /// are displayed at once, after a short wait, so that nothing moves.
    is_shown: RwSignal<bool>,
}

/// The content below the search box.
#[derive(Clone, PartialEq)]
enum ScreenState {
    Waiting,
    Failed(Failure),
    Nothing,
    Something,
}

pub(crate) fn view(context: PageContext, search: Search, route: &Route) -> View {
    let Route::Search {
        words,
        kind,
        category,
    } = route.clone()
    else {
        return super::not_found::view(context, search);
    };
    searched(search, &words);
    let first = words.clone();
    let words = RwSignal::new(words);
    let results = ResultsScreen::new(context, search, words, kind, category);
    let typed = move |text: String| {
        let route = results.route(text.clone(), kind, results.category.get_value());
        context.nav.replace(route);
        results.shown.set(STEP);
        words.set(text);
    };
    let sent = move || searched(search, &words.get_untracked());
    results.speak();
    Effect::new(move |before: Option<()>| {
        let words = words.get();
        if before.is_some() {
            ui::title(context, &t!(context.i18n, "search-title"), words.trim());
        }
    });
    results.report_what_is_missing();
    let asked = Memo::new(move |_| words.with(|words| !words.trim().is_empty()));
    let input = ui::search_input(t!(context.i18n, "search-label"), &first, true, typed);
    view! {
        <div class="page" on:click=move |event: ev::MouseEvent| opened(search, &event)>
            {ui::page_heading_in(context, t!(context.i18n, "search-title"), first.trim())}
            {ui::search_box(context.i18n, "", t!(context.i18n, "search-label"), sent, input)}
            {ui::live(move || if asked.get() { results.view() } else { start::view(context.i18n, context.nav, context.host, search) })}
        </div>
    }
}

/// A link to a search for these words.
fn words_link(nav: Navigator, words: &str) -> View {
    ui::chip(nav, Route::search(words), false, words.to_owned())
}

/// Adds an opened result to the search history.
fn opened(search: Search, event: &ev::MouseEvent) {
    let hit = clicked(event, "[data-hit]");
    if let Some(id) = hit.and_then(|hit| hit.get_attribute("data-hit")) {
        noted(search, &id);
    }
}

impl ResultsScreen {
    fn new(
        context: PageContext,
        search: Search,
        words: RwSignal<String>,
        kind: Option<ResultKind>,
        category: Option<CategoryId>,
    ) -> Self {
        let limits = ResultLimits {
            hits: HITS,
            requests: REQUESTS,
            texts: true,
        };
        let answer = SearchResults::new(search, words.into(), limits);
        let categories = Resource::new(context.client, endpoints::categories);
        let category = StoredValue::new(category);
        let narrowed = move |hits: Vec<Hit>| {
            let Some(id) = category.get_value() else {
                return hits;
            };
            let name = name_of(categories, &id);
            let inside = |hit: &Hit| hit.is_in(&id, name.as_deref());
            hits.into_iter().filter(inside).collect()
        };
        let requests = move || {
            if category.with_value(Option::is_some) {
                Vec::new()
            } else {
                answer.requests()
            }
        };
        Self {
            context,
            search,
            words,
            kind,
            category,
            categories,
            answer,
            hits: Memo::new(move |_| narrowed(answer.hits())),
            texts: Memo::new(move |_| narrowed(answer.in_texts())),
            requests: Memo::new(move |_| requests()),
            shown: RwSignal::new(STEP),
            is_shown: RwSignal::new(context.nav.moves().get_untracked() > 0),
        }
    }

    fn route(self, words: String, kind: Option<ResultKind>, category: Option<CategoryId>) -> Route {
        Route::Search {
            words,
            kind,
            category,
        }
    }

    fn view(self) -> View {
        let context = self.context;
        let patience = Timeout::new(PATIENCE, move || {
            self.is_shown.try_set(true);
        });
        let patience = StoredValue::new(Some(patience));
        on_cleanup(move || drop(patience.try_update_value(Option::take)));
        let stage = Memo::new(move |_| self.stage());
        effect(move || {
            if stage.with(|stage| *stage != ScreenState::Waiting) {
                self.is_shown.set(true);
            }
        });
        ui::live(move || match stage.get() {
            ScreenState::Waiting => ui::skeleton(context.i18n, Skeleton::Rows),
            ScreenState::Failed(failure) => {
                ui::report(context.i18n, context.host, context.session, &failure);
                ui::failed(context, &failure, move || self.answer.retry())
            }
            ScreenState::Nothing => self.nothing(),
            ScreenState::Something => self.something(),
        })
    }

    fn stage(self) -> ScreenState {
        let answer = self.answer;
        if !self.is_shown.get() {
            let is_complete = answer.progress() == Progress::Done && answer.is_local();
            if !is_complete && !matches!(answer.progress(), Progress::Failed(_)) {
                return ScreenState::Waiting;
            }
        }
        let is_empty = answer.hits().is_empty()
            && answer.in_texts().is_empty()
            && answer.requests().is_empty();
        match answer.progress() {
            _ if !is_empty => ScreenState::Something,
            Progress::Waiting | Progress::Begun => ScreenState::Waiting,
            Progress::Failed(failure) => ScreenState::Failed(failure),
            Progress::Done => ScreenState::Nothing,
        }
    }

    /// Each part is rendered separately, so that later results do not rerender what a user is about to click.
    fn something(self) -> View {
        let context = self.context;
        let layout = move || {
            let meant = self.answer.layout()?;
            let words = t!(context.i18n, "search-layout", words = &meant);
            Some(view! { <p class="search-layout">{ui::icon(Icon::Info)}<span>{words}</span></p> })
        };
        let found = match self.kind {
            None => self.groups(),
            Some(ResultKind::Request) => ui::live(move || {
                self.requests.with(|all| {
                    request_rows(context.i18n, context.nav, context.host, all, usize::MAX)
                })
            }),
            Some(kind) => self.rows(kind),
        };
        view! {
            <nav class="search-filters" aria-label=t!(context.i18n, "search-filters")>
                <ul class="chips">{ui::live(move || self.kind_chips())}</ul>
                {ui::live(move || self.category_chips())}
            </nav>
            {ui::live(layout)}
            {found}
            {ui::live(move || (self.count(self.kind) == 0).then(|| self.none_of_these()))}
        }
    }

    /// The number of results of one kind or all.
    fn count(self, kind: Option<ResultKind>) -> usize {
        let of = |hits: &Vec<Hit>| match kind {
            Some(kind) => count(hits, kind),
            None => hits.len(),
        };
        let requests = matches!(kind, None | Some(ResultKind::Request));
        let requests = if requests {
            self.requests.with(Vec::len)
        } else {
            0
        };
        self.hits.with(of) + self.texts.with(of) + requests
    }

    /// There are results, but the filters exclude all of them.
    fn none_of_these(self) -> View {
        let context = self.context;
        let all = Route::search(self.words.get());
        let all = ui::link(
            context.nav,
            all,
            "link",
            t!(context.i18n, "search-unfiltered"),
        );
        view! { <p class="none">{t!(context.i18n, "search-none-filtered")}" "{all}</p> }
    }

    /// All kinds, each with its best results; the kind of the best result comes first, and later results last.
    fn groups(self) -> View {
        let context = self.context;
        let here = move || {
            let hits = self.hits.get();
            let services = self.group(&hits, ResultKind::Service, t!(context.i18n, "nav-services"));
            let articles = self.group(&hits, ResultKind::Article, t!(context.i18n, "nav-articles"));
            if hits.first().is_some_and(|hit| hit.is(ResultKind::Article)) {
                view! { {articles}{services} }
            } else {
                view! { {services}{articles} }
            }
        };
        let own = move || {
            let rows = self
                .requests
                .with(|all| request_rows(context.i18n, context.nav, context.host, all, EACH));
            let any = self.requests.with(|all| !all.is_empty());
            any.then(|| {
                ui::linked_section(context.host, t!(context.i18n, "nav-requests"), None, rows)
            })
        };
        let texts = move || {
            let rows = self.texts.with(|hits| {
                let rows = hits
                    .iter()
                    .take(EACH)
                    .map(|hit| row(context.i18n, context.nav, context.host, hit));
                (!hits.is_empty()).then(|| rows.collect::<View>())
            })?;
            let rows = view! { <ul class="rows">{rows}</ul> };
            Some(ui::linked_section(
                context.host,
                t!(context.i18n, "search-in-texts"),
                None,
                rows,
            ))
        };
        view! { {ui::live(here)}{ui::live(own)}{ui::live(texts)} }
    }

    fn group(self, hits: &[Hit], kind: ResultKind, title: String) -> Option<View> {
        let context = self.context;
        let all: Vec<&Hit> = hits.iter().filter(|hit| hit.is(kind)).collect();
        let rows = all
            .iter()
            .take(EACH)
            .map(|hit| row(context.i18n, context.nav, context.host, hit));
        let rows = view! { <ul class="rows">{rows.collect::<View>()}</ul> };
        let more = (all.len() > EACH).then(|| {
            let words = self.words.get_untracked();
            let route = self.route(words, Some(kind), self.category.get_value());
            ui::link(
                context.nav,
                route,
                "link",
                t!(context.i18n, "search-all-of-kind"),
            )
        });
        (!all.is_empty()).then(|| ui::linked_section(context.host, title, more, rows))
    }

    /// Results of one kind, a few at a time.
    fn rows(self, kind: ResultKind) -> View {
        let context = self.context;
        let part = move |hits: Memo<Vec<Hit>>, most: usize| {
            hits.with(|hits| {
                let hits = hits.iter().filter(|hit| hit.is(kind)).take(most);
                hits.map(|hit| row(context.i18n, context.nav, context.host, hit))
                    .collect::<View>()
            })
        };
        let here = move || part(self.hits, self.shown.get());
        let texts = move || {
            let before = self.hits.with(|hits| count(hits, kind));
            part(self.texts, self.shown.get().saturating_sub(before))
        };
        let more = move || {
            let further = move |_: ev::MouseEvent| {
                ui::keep_focus(self.context.host, || {
                    self.shown.update(|shown| *shown += STEP)
                });
            };
            (self.shown.get() < self.count(Some(kind))).then(|| {
                view! {
                    <li class="list-end">
                        <button class="button" type="button" on:click=further>{t!(context.i18n, "show-more")}</button>
                    </li>
                }
            })
        };
        view! { <ul class="rows">{ui::live(here)}{ui::live(texts)}{ui::live(more)}</ul> }
    }

    /// Announces the number of results, once all of them have arrived.
    fn speak(self) {
        let context = self.context;
        effect(move || {
            let asked = self.words.with(|words| !words.trim().is_empty());
            if asked && self.answer.progress() == Progress::Done {
                let texts = self.answer.in_texts().len();
                let count = self.answer.hits().len() + texts + self.answer.requests().len();
                #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
                context
                    .announcer
                    .announce(t!(context.i18n, "search-count", count = count as f64));
            }
        });
    }
}

/// The name of a category, as soon as it is known.
fn name_of(categories: Resource<Page<Category>>, id: &CategoryId) -> Option<String> {
    let Load::Ready(page) = categories.state() else {
        return None;
    };
    let category = page.items.into_iter().find(|category| category.id == *id);
    category.map(|category| category.name)
}
