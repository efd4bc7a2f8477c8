//! A search result, and the reason for it.

use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::route::{ResultKind, Route};
use crate::ui::{self, Icon, Row};
use crate::view::{IntoView, View, view};
use portico_contract::{ArticleSummary, CategoryId, ServiceSummary};
use portico_search::{Field, Match, MatchClass};
use std::ops::Range;

/// The maximum number of displayed reasons.
const REASONS: usize = 2;

/// The kind of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HitKind {
    /// A service or an article.
    Content(ResultKind),
    /// A screen of the portal.
    Screen,
}

/// A text, and the positions of its matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HighlightedText {
    text: String,
    /// Byte ranges, in ascending order and without overlaps.
    marks: Vec<Range<usize>>,
}

/// The reason for a result, if it is not obvious.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum HitReason {
    /// The typed word had a typo.
    Typo { word: String, typed: String },
    /// It contains this word, which is not displayed otherwise.
    Word(String),
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    pub what: HitKind,
    pub id: String,
    pub language: Option<String>,
    /// The service's own icon, if known.
    pub icon: Option<String>,
    pub title: HighlightedText,
    pub summary: HighlightedText,
    /// The name of its category, if the index knows it.
    pub category: String,
    pub category_id: Option<CategoryId>,
    pub why: Vec<HitReason>,
}

impl Hit {
    /// A result of the index.
    pub(super) fn found(
        what: HitKind,
        id: &str,
        language: &str,
        text: impl Fn(Field) -> String,
        matches: &[Match],
    ) -> Self {
        let marked = |field| HighlightedText {
            text: text(field),
            marks: matches
                .iter()
                .filter(|found| found.field == field)
                .map(|found| found.range.clone())
                .collect(),
        };
        Self {
            what,
            id: id.to_owned(),
            language: (!language.is_empty()).then(|| language.to_owned()),
            icon: None,
            title: marked(Field::Title),
            summary: marked(Field::Summary),
            category: text(Field::Category),
            category_id: None,
            why: why(matches),
        }
    }

    /// The same with the icon from the index; an empty name means none.
    pub(super) fn with_icon(self, name: &str) -> Self {
        Self {
            icon: (!name.is_empty()).then(|| name.to_owned()),
            ..self
        }
    }

    /// A result of the backend.
    pub(super) fn service(service: ServiceSummary) -> Self {
        Self {
            what: HitKind::Content(ResultKind::Service),
            id: service.id.0,
            language: service.language,
            icon: service.icon,
            title: service.name.into(),
            summary: service.summary.into(),
            category: String::new(),
            category_id: service.category,
            why: Vec::new(),
        }
    }

    /// A result of the backend.
    pub(super) fn article(article: ArticleSummary) -> Self {
        Self {
            what: HitKind::Content(ResultKind::Article),
            id: article.id.0,
            language: article.language,
            icon: None,
            title: article.title.into(),
            summary: article.summary.into(),
            category: String::new(),
            category_id: article.category,
            why: Vec::new(),
        }
    }

    /// Whether this is a hit of that kind.
    pub(crate) fn is(&self, kind: ResultKind) -> bool {
        self.what == HitKind::Content(kind)
    }

    /// Whether it belongs to a category: the backend identifies it by ID, the index by name.
    pub(crate) fn is_in(&self, id: &CategoryId, name: Option<&str>) -> bool {
        self.category_id.as_ref() == Some(id) || name == Some(&self.category)
    }

    /// The route of the result.
    pub(crate) fn route(&self) -> Route {
        match self.what {
            HitKind::Content(ResultKind::Article) => Route::Article(self.id.as_str().into()),
            HitKind::Content(ResultKind::Request) => Route::Request(self.id.as_str().into()),
            HitKind::Content(ResultKind::Service) => Route::Service(self.id.as_str().into()),
            HitKind::Screen => Route::parse(&["/", &self.id].concat()),
        }
    }

    /// Its ID in the index; `None` for a screen of the portal.
    pub(crate) fn key(&self) -> Option<String> {
        let kind = match self.what {
            HitKind::Content(ResultKind::Service) => "service/",
            HitKind::Content(ResultKind::Article) => "article/",
            HitKind::Content(ResultKind::Request) | HitKind::Screen => return None,
        };
        Some([kind, &self.id].concat())
    }

    /// The icon of its kind.
    fn kind_icon(&self) -> Icon {
        match self.what {
            HitKind::Content(ResultKind::Service) => Icon::Package,
            HitKind::Content(_) => Icon::BookOpen,
            HitKind::Screen => Icon::ChevronRight,
        }
    }
}

impl From<String> for HighlightedText {
    fn from(text: String) -> Self {
        Self {
            text,
            marks: Vec::new(),
        }
    }
}

fn why(matches: &[Match]) -> Vec<HitReason> {
    let seen = |word: &str| {
        let shown = |found: &&Match| matches!(found.field, Field::Title | Field::Summary);
        matches
            .iter()
            .filter(shown)
            .any(|found| found.typed == word)
    };
    let mut reasons: Vec<HitReason> = Vec::new();
    let mut typed: Vec<&str> = Vec::new();
    for found in matches {
        let reason = if matches!(found.class, MatchClass::Typo) {
            HitReason::Typo {
                word: found.word.clone(),
                typed: found.typed.clone(),
            }
        } else if matches!(found.field, Field::Keywords | Field::Synonyms) && !seen(&found.typed) {
            HitReason::Word(found.word.clone())
        } else {
            continue;
        };
        // One reason for each typed word is enough.
        let is_new = !typed.contains(&found.typed.as_str());
        if reasons.len() < REASONS && is_new {
            typed.push(&found.typed);
            reasons.push(reason);
        }
    }
    reasons
}

/// A result as a row of a list.
pub(crate) fn row(i18n: I18n, nav: Navigator, host: Host, hit: &Hit) -> View {
    let route = hit.route();
    let href = nav.href(&route);
    let content = content(i18n, host, hit).leading();
    view! {
        <li class="row">
            <a class="row-link" href=href data-route=route.to_string() data-hit=hit.key()>{content}</a>
        </li>
    }
}

/// The content of a result: its name and a line, with highlighted matches, and the reasons for it.
pub(super) fn content(i18n: I18n, host: Host, hit: &Hit) -> Row {
    let why = hit
        .why
        .iter()
        .map(|why| reason(i18n, why))
        .collect::<View>();
    let why = (!hit.why.is_empty()).then(|| view! { <span class="row-why">{why}</span> });
    let summary = (!hit.summary.text.is_empty())
        .then(|| ui::row_summary(marked(&hit.summary), hit.language.clone()));
    let icon = match &hit.icon {
        Some(name) => ui::named_icon(host, Some(name), "package"),
        None => ui::icon(hit.kind_icon()),
    };
    let below = view! { {summary}{why}{ui::other_language(i18n, hit.language.as_deref())} };
    Row {
        icon: Some(icon),
        is_plain: !hit.is(ResultKind::Service),
        title: Some(marked(&hit.title)),
        language: hit.language.clone(),
        below: Some(below.into_view()),
        end: None,
    }
}

fn reason(i18n: I18n, why: &HitReason) -> View {
    let (before, word, after) = match why {
        HitReason::Typo { word, typed } => (
            t!(i18n, "search-why-matched"),
            word.clone(),
            t!(i18n, "search-why-typed", typed = typed),
        ),
        HitReason::Word(word) => (t!(i18n, "search-why-word"), word.clone(), String::new()),
    };
    let after = (!after.is_empty()).then(|| [" ", &after].concat());
    view! { <span>{before}" "<mark>{word}</mark>{after}</span> }
}

fn marked(marked: &HighlightedText) -> View {
    let mut pieces: Vec<View> = Vec::new();
    let mut at = 0;
    let piece = |range: Range<usize>| marked.text.get(range).unwrap_or_default().to_owned();
    for mark in &marked.marks {
        if mark.start < at {
            continue;
        }
        pieces.push(piece(at..mark.start).into_view());
        let word = piece(mark.clone());
        pieces.push(view! { <mark>{word}</mark> });
        at = mark.end;
    }
    pieces.push(piece(at..marked.text.len()).into_view());
    pieces.into_view()
}
