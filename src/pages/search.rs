//! All that some words mean: services, articles and own requests, with what narrows them.

mod filters;
mod nothing;

use crate::app::App;
use crate::client::{Load, Resource, api};
use crate::route::{Kind, Route};
use crate::search::{Answer, Hit, Progress, Wish, count, noted, recent, row, searched};
use crate::ui::{self, Icon, Skeleton};
use crate::words::t;
use leptos::{ev, prelude::*};
use portico_contract::{Category, CategoryId, Page, RequestSummary};
use wasm_bindgen::JsCast;

/// So many results are asked for at most; who wants more has to say more.
const HITS: usize = 300;

/// How many requests are shown beside what can be asked for.
const REQUESTS: u32 = 20;

/// How many results of a kind are shown while all kinds are.
const EACH: usize = 8;

/// How many more results come at a time.
const STEP: usize = 20;

/// What is looked at.
#[derive(Clone, Copy)]
struct Results {
    app: App,
    words: RwSignal<String>,
    kind: Option<Kind>,
    category: StoredValue<Option<CategoryId>>,
    categories: Resource<Page<Category>>,
    answer: Answer,
    /// So many results are shown.
    shown: RwSignal<usize>,
}

pub(crate) fn view(app: App, route: &Route) -> AnyView {
    let Route::Search {
        words,
        kind,
        category,
    } = route.clone()
    else {
        return super::not_found::view(app);
    };
    searched(app, &words);
    let first = words.clone();
    let words = RwSignal::new(words);
    let wish = Wish {
        hits: HITS,
        requests: REQUESTS,
        texts: true,
    };
    let results = Results {
        app,
        words,
        kind,
        category: StoredValue::new(category),
        categories: Resource::new(app.client, api::categories),
        answer: Answer::new(app, words.into(), wish),
        shown: RwSignal::new(STEP),
    };
    let typed = move |text: String| {
        app.nav
            .replace(results.route(text.clone(), results.kind, results.category.get_value()));
        results.shown.set(STEP);
        words.set(text);
    };
    let sent = move || searched(app, &words.get_untracked());
    results.speak();
    results.report_what_is_missing();
    let asked = Memo::new(move |_| words.with(|words| !words.trim().is_empty()));
    let input = ui::search_input(t!(app, "search-label"), &first, true, typed);
    view! {
        <div class="page" on:click=ui::on(move |event: ev::MouseEvent| opened(app, &event))>
            {ui::page_heading(app, t!(app, "search-title"))}
            {ui::search_box(app, "", t!(app, "search-label"), sent, input)}
            {ui::live(move || if asked.get() { results.view() } else { start(app) })}
        </div>
    }
    .into_any()
}

/// Before anything is asked for.
fn start(app: App) -> AnyView {
    let all = ui::link(
        app,
        Route::Services {
            category: None,
            words: String::new(),
        },
        "button",
        t!(app, "home-all-services"),
    );
    let last = move || {
        let last = recent(app).into_iter();
        let links: Vec<_> = last.map(|words| words_link(app, &words)).collect();
        (!links.is_empty()).then(|| {
            view! {
                <section class="section">
                    {ui::heading(app, 2, "section-title", t!(app, "search-recent"))}
                    <ul class="chips">{links}</ul>
                </section>
            }
        })
    };
    view! {
        {ui::live(last)}
        {ui::empty(app, Icon::Search, t!(app, "search-start-title"), t!(app, "search-start-text"), Some(all))}
    }
    .into_any()
}

/// A link to a search for these words.
fn words_link(app: App, words: &str) -> AnyView {
    let link = ui::link(app, Route::search(words), "chip", words.to_owned());
    view! { <li>{link}</li> }.into_any()
}

/// Remembers what was opened.
fn opened(app: App, event: &ev::MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let hit = target.and_then(|target| target.closest("[data-hit]").ok().flatten());
    if let Some(id) = hit.and_then(|hit| hit.get_attribute("data-hit")) {
        noted(app, &id);
    }
}

impl Results {
    fn route(self, words: String, kind: Option<Kind>, category: Option<CategoryId>) -> Route {
        Route::Search {
            words,
            kind,
            category,
        }
    }

    fn view(self) -> AnyView {
        let app = self.app;
        ui::live(move || {
            let mut hits = self.answer.hits();
            let texts = self.answer.in_texts();
            let apart = self.kind.is_none();
            let in_texts = if apart { texts.as_slice() } else { &[] };
            if !apart {
                hits.extend(texts.iter().cloned());
            }
            let requests = self.answer.requests();
            if !hits.is_empty() || !requests.is_empty() || !in_texts.is_empty() {
                return self.some(&hits, in_texts, &requests);
            }
            match self.answer.progress() {
                Progress::Waiting | Progress::Begun => ui::skeleton(app, Skeleton::Rows),
                Progress::Failed(failure) => {
                    app.report(&failure);
                    ui::failed(app, &failure, move || self.answer.retry())
                }
                Progress::Done => self.nothing(),
            }
        })
    }

    /// `in_texts` are shown apart, behind everything else; they count among their kinds.
    fn some(self, hits: &[Hit], in_texts: &[Hit], requests: &[RequestSummary]) -> AnyView {
        let app = self.app;
        let narrowed = |hits: &[Hit]| -> Vec<Hit> {
            let Some(id) = self.category.get_value() else {
                return hits.to_vec();
            };
            let category = self.category(&id);
            let inside = |hit: &&Hit| {
                hit.category_id.as_ref() == Some(&id)
                    || category
                        .as_ref()
                        .is_some_and(|category| hit.category == category.name)
            };
            hits.iter().filter(inside).cloned().collect()
        };
        let (inside, in_texts_inside) = (narrowed(hits), narrowed(in_texts));
        let requests = if self.category.with_value(Option::is_some) {
            &[]
        } else {
            requests
        };
        let all_of = |kind| count(&inside, kind) + count(&in_texts_inside, kind);
        let numbers = [
            (None, inside.len() + in_texts_inside.len() + requests.len()),
            (Some(Kind::Service), all_of(Kind::Service)),
            (Some(Kind::Article), all_of(Kind::Article)),
            (Some(Kind::Request), requests.len()),
        ];
        let here = numbers.iter().find(|(kind, _)| *kind == self.kind);
        let body = match self.kind {
            _ if here.is_none_or(|(_, number)| *number == 0) => self.none_of_these(),
            None => self.groups(&inside, &in_texts_inside, requests),
            Some(Kind::Request) => self.requests(requests),
            Some(kind) => {
                let rows = inside.iter().filter(|hit| hit.is(kind));
                self.rows(rows.cloned().collect())
            }
        };
        let layout = self.answer.layout().map(|meant| {
            view! { <p class="search-layout">{ui::icon(Icon::Info)}<span>{t!(app, "search-layout", words = &meant)}</span></p> }
        });
        view! {
            <nav class="search-filters" aria-label=t!(app, "search-filters")>
                <ul class="chips">{numbers.map(|(kind, number)| self.kind_chip(kind, number)).into_iter().collect_view()}</ul>
                {self.category_chips(&[hits, in_texts].concat())}
            </nav>
            {layout}
            {body}
        }
        .into_any()
    }

    /// There are results, but none that the filters let through.
    fn none_of_these(self) -> AnyView {
        let app = self.app;
        let all = ui::link(
            app,
            Route::search(self.words.get()),
            "link",
            t!(app, "search-unfiltered"),
        );
        view! { <p class="none">{t!(app, "search-none-filtered")}" "{all}</p> }.into_any()
    }

    fn category(self, id: &CategoryId) -> Option<Category> {
        match self.categories.state() {
            Load::Ready(page) => page.items.into_iter().find(|category| category.id == *id),
            _ => None,
        }
    }

    /// All kinds, each with its best; the kind of the best result comes first.
    fn groups(self, hits: &[Hit], in_texts: &[Hit], requests: &[RequestSummary]) -> AnyView {
        let app = self.app;
        let group = |kind: Kind, title: String| {
            let all: Vec<&Hit> = hits.iter().filter(|hit| hit.is(kind)).collect();
            let rest = all.len() > EACH;
            let rows = all
                .iter()
                .take(EACH)
                .map(|hit| row(app, hit))
                .collect_view();
            let more = rest.then(|| {
                let route = self.route(self.words.get(), Some(kind), self.category.get_value());
                ui::link(app, route, "link", t!(app, "search-all-of-kind"))
            });
            (!all.is_empty()).then(|| section(app, title, more, rows.into_any()))
        };
        let services = group(Kind::Service, t!(app, "nav-services"));
        let articles = group(Kind::Article, t!(app, "nav-articles"));
        let articles_first = hits.first().is_some_and(|hit| hit.is(Kind::Article));
        let (first, second) = if articles_first {
            (articles, services)
        } else {
            (services, articles)
        };
        let own = (!requests.is_empty()).then(|| {
            let rows = requests
                .iter()
                .take(EACH)
                .map(|one| super::requests::row(app, one));
            section(
                app,
                t!(app, "nav-requests"),
                None,
                rows.collect_view().into_any(),
            )
        });
        let texts = (!in_texts.is_empty()).then(|| {
            let rows = in_texts.iter().take(EACH).map(|hit| row(app, hit));
            let title = t!(app, "search-in-texts");
            section(app, title, None, rows.collect_view().into_any())
        });
        view! { {first}{second}{own}{texts} }.into_any()
    }

    fn requests(self, requests: &[RequestSummary]) -> AnyView {
        let app = self.app;
        let rows = requests
            .iter()
            .map(|one| super::requests::row(app, one))
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    }

    /// Results of one kind, some at a time.
    fn rows(self, hits: Vec<Hit>) -> AnyView {
        let app = self.app;
        let all = hits.len();
        let rows = ui::live(move || {
            let shown = hits.iter().take(self.shown.get());
            shown.map(|hit| row(app, hit)).collect_view()
        });
        let more = ui::live(move || {
            let further = move |_: ev::MouseEvent| self.shown.update(|shown| *shown += STEP);
            (self.shown.get() < all).then(|| view! {
                <li class="list-end">
                    <button class="button" type="button" on:click=ui::on(further)>{t!(app, "show-more")}</button>
                </li>
            })
        });
        view! { <ul class="rows">{rows}{more}</ul> }.into_any()
    }

    /// Says how many results there are, once everybody has answered.
    fn speak(self) {
        let app = self.app;
        Effect::new(move || {
            let asked = self.words.with(|words| !words.trim().is_empty());
            if asked && self.answer.progress() == Progress::Done {
                let texts = self.answer.in_texts().len();
                let count = self.answer.hits().len() + texts + self.answer.requests().len();
                #[expect(clippy::cast_precision_loss, reason = "a page has few items")]
                app.announce(t!(app, "search-count", count = count as f64));
            }
        });
    }
}

fn section(app: App, title: String, more: Option<AnyView>, rows: AnyView) -> AnyView {
    view! {
        <section class="section">
            <div class="section-head">{ui::heading(app, 2, "section-title", title)}{more}</div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
