//! The list below a search box: results in groups, and recent searches before any input.

use super::history::{clear, noted, recent, searched};
use super::index_sync::SearchState;
use super::result::{self, Hit};
use super::results::{Progress, ResultLimits, SearchResults};
use super::{Handles, Search, SearchInput, results};
use crate::dom::clicked;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::reactive::{StoredValue, effect};
use crate::route::{ResultKind, Route};
use crate::ui::{self, Icon, Row};
use crate::view::{IntoView, View, view};
use gloo_timers::callback::Timeout;
use leptos::{ev, prelude::*};
use portico_contract::RequestSummary;

const SERVICES: usize = 5;
const ARTICLES: usize = 4;
const REQUESTS: u32 = 3;
const TEXTS: usize = 3;
const SUGGESTED: usize = 4;

/// The pause in typing before the number of results is announced, in milliseconds.
const SPOKEN_AFTER: u32 = 700;

/// One line of the list.
#[derive(Clone, PartialEq)]
enum Line {
    /// A recent search.
    Recent(String),
    /// Clears the recent searches.
    Forget,
    Hit(Hit),
    Request(RequestSummary),
    /// The page of all results.
    All(String),
}

/// Lines under a heading.
#[derive(Clone, PartialEq)]
struct Group {
    title: String,
    lines: Vec<Line>,
}

/// The list of a box.
pub(crate) fn list(search: Search, typing: SearchInput) -> View {
    let Handles {
        i18n, nav, host, ..
    } = search.handles();
    // A closed box sends no requests.
    let words = Signal::derive(move || {
        if typing.open.get() {
            typing.words.get()
        } else {
            String::new()
        }
    });
    let limits = ResultLimits {
        hits: 40,
        requests: REQUESTS,
        texts: false,
    };
    let answer = SearchResults::new(search, words, limits);
    let groups = Memo::new(move |_| {
        if !typing.open.get() {
            Vec::new()
        } else if words.with(|words| words.trim().is_empty()) {
            before(search)
        } else {
            found(search, answer, &words.get())
        }
    });
    effect(move || {
        typing.options.set(groups.with(|groups| lines(groups)));
    });
    let spoken = spoken(i18n, host, words, groups, answer);
    let note = move || {
        let asked = words.with(|words| !words.trim().is_empty());
        let nothing = asked && groups.with(|groups| hits(groups) == 0);
        nothing.then(|| {
            let words = match answer.progress() {
                Progress::Waiting => t!(i18n, "loading"),
                Progress::Begun | Progress::Done => t!(i18n, "search-none-here"),
                Progress::Failed(failure) => ui::failure_title(i18n, &failure),
            };
            view! { <p class="search-note">{words}</p> }
        })
    };
    // For selections with the pointer: the box keeps the focus until the click is complete.
    let hold = move |event: ev::MouseEvent| event.prevent_default();
    let hidden = Signal::derive(move || groups.with(Vec::is_empty));
    let shut = Signal::derive(move || !typing.open.get() || groups.with(Vec::is_empty));
    view! {
        <div class="search-popup" hidden=shut on:mousedown=hold>
            {ui::live(note)}
            <div
                class="search-list"
                role="listbox"
                id=typing.list_id()
                aria-label=t!(i18n, "search-results")
                data-query=Signal::derive(move || words.with(|words| words.trim().to_owned()))
                hidden=hidden
                on:click=move |event: ev::MouseEvent| chosen(search, typing, &event)
            >
                {ui::live(move || show(i18n, nav, host, typing, &groups.get()))}
            </div>
        </div>
        <div class="visually-hidden" role="status">{spoken}</div>
    }
}

fn lines(groups: &[Group]) -> usize {
    groups.iter().map(|group| group.lines.len()).sum()
}

/// The number of results among the lines.
fn hits(groups: &[Group]) -> usize {
    let all = groups.iter().flat_map(|group| &group.lines);
    all.filter(|line| matches!(line, Line::Hit(_) | Line::Request(_)))
        .count()
}

/// The suggestions before any input.
fn before(search: Search) -> Vec<Group> {
    let i18n = search.handles().i18n;
    search.version.track();
    let recent: Vec<Line> = recent(search).into_iter().map(Line::Recent).collect();
    let forget = (!recent.is_empty()).then_some(Line::Forget);
    let popular = SearchState::of(search).map(|work| work.popular(SUGGESTED));
    let popular = popular.unwrap_or_default().into_iter().map(Line::Hit);
    let mut groups = vec![
        Group {
            title: t!(i18n, "search-recent"),
            lines: recent.into_iter().chain(forget).collect(),
        },
        Group {
            title: t!(i18n, "home-popular"),
            lines: popular.collect(),
        },
    ];
    groups.retain(|group| !group.lines.is_empty());
    groups
}

fn found(search: Search, answer: SearchResults, words: &str) -> Vec<Group> {
    let i18n = search.handles().i18n;
    let hits = answer.hits();
    let group = |title: String, kind: ResultKind, most: usize| Group {
        title,
        lines: hits
            .iter()
            .filter(|hit| hit.is(kind))
            .take(most)
            .cloned()
            .map(Line::Hit)
            .collect(),
    };
    let services = group(t!(i18n, "nav-services"), ResultKind::Service, SERVICES);
    let articles = group(t!(i18n, "nav-articles"), ResultKind::Article, ARTICLES);
    // The kind of the best result comes first.
    let articles_first = hits.first().is_some_and(|hit| hit.is(ResultKind::Article));
    let mut groups = if articles_first {
        vec![articles, services]
    } else {
        vec![services, articles]
    };
    let places = SearchState::of(search)
        .map(|work| work.places(words))
        .unwrap_or_default();
    groups.push(Group {
        title: t!(i18n, "search-places"),
        lines: places.hits.into_iter().map(Line::Hit).collect(),
    });
    groups.retain(|group| !group.lines.is_empty());
    let more = results::count(&hits, ResultKind::Service) > SERVICES
        || results::count(&hits, ResultKind::Article) > ARTICLES
        || groups.is_empty();
    if more {
        groups.push(Group {
            title: String::new(),
            lines: vec![Line::All(words.trim().to_owned())],
        });
    }
    // Later results come last.
    let later = [
        Group {
            title: t!(i18n, "nav-requests"),
            lines: answer.requests().into_iter().map(Line::Request).collect(),
        },
        Group {
            title: t!(i18n, "search-in-texts"),
            lines: answer
                .in_texts()
                .into_iter()
                .take(TEXTS)
                .map(Line::Hit)
                .collect(),
        },
    ];
    groups.extend(later.into_iter().filter(|group| !group.lines.is_empty()));
    groups
}

fn show(i18n: I18n, nav: Navigator, host: Host, typing: SearchInput, groups: &[Group]) -> View {
    let mut at = 0;
    let mut parts = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let mut options = Vec::new();
        for line in &group.lines {
            options.push(option(i18n, nav, host, typing, at, line));
            at += 1;
        }
        let id = format!("{}-{number}", typing.list_id());
        let title = (!group.title.is_empty()).then(|| {
            view! { <div class="search-group-title" id=id.clone() role="presentation">{group.title.clone()}</div> }
        });
        let named = title.is_some().then_some(id);
        parts.push(view! { <div class="search-group" role="group" aria-labelledby=named>{title}{options}</div> });
    }
    parts.into_view()
}

fn option(
    i18n: I18n,
    nav: Navigator,
    host: Host,
    typing: SearchInput,
    at: usize,
    line: &Line,
) -> View {
    let here = Signal::derive(move || typing.active.get() == Some(at));
    let selected = Signal::derive(move || here.get().to_string());
    let id = typing.option_id(at);
    let plain = |icon: Icon, words: String| Row {
        icon: Some(ui::icon(icon)),
        is_plain: true,
        title: Some(words.into_view()),
        ..Row::default()
    };
    let (route, key, content) = match line {
        Line::Recent(words) => (
            Route::search(words.as_str()),
            None,
            plain(Icon::Clock, words.clone()),
        ),
        Line::Forget => {
            return view! {
                <div class="search-option search-option-quiet" class:search-active=here role="option" id=id aria-selected=selected data-forget="">
                    {t!(i18n, "search-forget")}
                </div>
            };
        }
        Line::Hit(hit) => (hit.route(), hit.key(), result::content(i18n, host, hit)),
        Line::Request(request) => {
            let state = view! { {request.number.clone()}" · "{request.state.label.clone()} };
            let content = Row {
                below: Some(ui::row_summary(state, None)),
                ..plain(Icon::Inbox, request.service.name.clone())
            };
            (Route::Request(request.id.clone()), None, content)
        }
        Line::All(words) => (
            Route::search(words.as_str()),
            None,
            plain(Icon::Search, t!(i18n, "search-all", words = words)),
        ),
    };
    let href = nav.href(&route);
    view! {
        <a
            class="search-option"
            class:search-active=here
            role="option"
            id=id
            aria-selected=selected
            tabindex="-1"
            href=href
            data-route=route.to_string()
            data-hit=key
        >{content.content()}</a>
    }
}

/// A line was selected; the shell follows its link.
fn chosen(search: Search, typing: SearchInput, event: &ev::MouseEvent) {
    let Some(option) = clicked(event, "[role=option]") else {
        return;
    };
    if option.has_attribute("data-forget") {
        clear(search);
        return;
    }
    searched(search, &typing.words.get_untracked());
    if let Some(id) = option.get_attribute("data-hit") {
        noted(search, &id);
    }
    // In a new tab, this screen stays unchanged.
    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
        typing.close();
        search.open.set(false);
    }
}

/// The number of results, announced once the user stops typing.
fn spoken(
    i18n: I18n,
    host: Host,
    words: Signal<String>,
    groups: Memo<Vec<Group>>,
    answer: SearchResults,
) -> RwSignal<String> {
    let spoken = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<Timeout>);
    effect(move || {
        let count = groups.with(|groups| hits(groups));
        let asked = words.with(|words| !words.trim().is_empty());
        if !asked || count == 0 && answer.progress() == Progress::Waiting {
            waiting.set_value(None);
            spoken.set(String::new());
            return;
        }
        let say = move || {
            #[expect(clippy::cast_precision_loss, reason = "a list has few lines")]
            let words = t!(i18n, "search-count", count = count as f64);
            if !host.is_gone() {
                spoken.try_set(words);
            }
        };
        waiting.set_value(Some(Timeout::new(SPOKEN_AFTER, say)));
    });
    spoken
}
