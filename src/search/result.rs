//! Something that was found, and why.

use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::route::{Kind, Route};
use crate::ui::{self, Icon, Row};
use leptos::prelude::*;
use portico_contract::{ArticleSummary, CategoryId, ServiceSummary};
use portico_search::{Class, Field, Match};
use std::ops::Range;

/// A result says so many reasons at most.
const REASONS: usize = 2;

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A service or an article.
    Thing(Kind),
    /// A screen of the portal.
    Place,
}

/// A text, and where it has what was searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marked {
    text: String,
    /// Bytes, rising and apart.
    marks: Vec<Range<usize>>,
}

/// Why something was found, where that is not plain to see.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Why {
    /// A word was typed with a slip.
    Slip { word: String, typed: String },
    /// It has this word, which is not on the screen otherwise.
    Word(String),
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    pub what: What,
    pub id: String,
    pub language: Option<String>,
    /// The service's own icon, where it is known.
    pub icon: Option<String>,
    pub title: Marked,
    pub summary: Marked,
    /// The name of its category, if the index knows it.
    pub category: String,
    pub category_id: Option<CategoryId>,
    pub why: Vec<Why>,
}

impl Hit {
    /// Of the index.
    pub(super) fn found(
        what: What,
        id: &str,
        language: &str,
        text: impl Fn(Field) -> String,
        matches: &[Match],
    ) -> Self {
        let marked = |field| Marked {
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

    /// The same with the icon that the index knows; an empty name is none.
    pub(super) fn with_icon(self, name: &str) -> Self {
        Self {
            icon: (!name.is_empty()).then(|| name.to_owned()),
            ..self
        }
    }

    /// Of the backend.
    pub(super) fn service(service: ServiceSummary) -> Self {
        Self {
            what: What::Thing(Kind::Service),
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

    /// Of the backend.
    pub(super) fn article(article: ArticleSummary) -> Self {
        Self {
            what: What::Thing(Kind::Article),
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
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.what == What::Thing(kind)
    }

    /// Whether it stands in a category: the backend says which by its id, the index by its name.
    pub(crate) fn is_in(&self, id: &CategoryId, name: Option<&str>) -> bool {
        self.category_id.as_ref() == Some(id) || name == Some(&self.category)
    }

    /// Where it leads.
    pub(crate) fn route(&self) -> Route {
        match self.what {
            What::Thing(Kind::Article) => Route::Article(self.id.as_str().into()),
            What::Thing(Kind::Request) => Route::Request(self.id.as_str().into()),
            What::Thing(Kind::Service) => Route::Service(self.id.as_str().into()),
            What::Place => Route::parse(&["/", &self.id].concat()),
        }
    }

    /// Its id in the index; a screen of the portal is not in it.
    pub(crate) fn key(&self) -> Option<String> {
        let kind = match self.what {
            What::Thing(Kind::Service) => "service/",
            What::Thing(Kind::Article) => "article/",
            What::Thing(Kind::Request) | What::Place => return None,
        };
        Some([kind, &self.id].concat())
    }

    /// The icon of its kind.
    fn kind_icon(&self) -> Icon {
        match self.what {
            What::Thing(Kind::Service) => Icon::Package,
            What::Thing(_) => Icon::BookOpen,
            What::Place => Icon::ChevronRight,
        }
    }
}

impl From<String> for Marked {
    fn from(text: String) -> Self {
        Self {
            text,
            marks: Vec::new(),
        }
    }
}

fn why(matches: &[Match]) -> Vec<Why> {
    let seen = |word: &str| {
        let shown = |found: &&Match| matches!(found.field, Field::Title | Field::Summary);
        matches
            .iter()
            .filter(shown)
            .any(|found| found.typed == word)
    };
    let mut reasons: Vec<Why> = Vec::new();
    let mut typed: Vec<&str> = Vec::new();
    for found in matches {
        let reason = if matches!(found.class, Class::Typo) {
            Why::Slip {
                word: found.word.clone(),
                typed: found.typed.clone(),
            }
        } else if matches!(found.field, Field::Keywords | Field::Synonyms) && !seen(&found.typed) {
            Why::Word(found.word.clone())
        } else {
            continue;
        };
        // One reason for each word that was typed is enough.
        let is_new = !typed.contains(&found.typed.as_str());
        if reasons.len() < REASONS && is_new {
            typed.push(&found.typed);
            reasons.push(reason);
        }
    }
    reasons
}

/// A result as a row of a list.
pub(crate) fn row(i18n: I18n, nav: Navigator, host: Host, hit: &Hit) -> AnyView {
    let route = hit.route();
    let href = nav.href(&route);
    let content = content(i18n, host, hit).leading();
    view! {
        <li class="row">
            <a class="row-link" href=href data-route=route.to_string() data-hit=hit.key()>{content}</a>
        </li>
    }
    .into_any()
}

/// What a result says: its name and a line, with what was searched marked, and why it is here.
pub(super) fn content(i18n: I18n, host: Host, hit: &Hit) -> Row {
    let why = hit.why.iter().map(|why| reason(i18n, why)).collect_view();
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
        is_plain: !hit.is(Kind::Service),
        title: Some(marked(&hit.title)),
        language: hit.language.clone(),
        below: Some(below.into_any()),
        end: None,
    }
}

fn reason(i18n: I18n, why: &Why) -> AnyView {
    let (before, word, after) = match why {
        Why::Slip { word, typed } => (
            t!(i18n, "search-why-matched"),
            word.clone(),
            t!(i18n, "search-why-typed", typed = typed),
        ),
        Why::Word(word) => (t!(i18n, "search-why-word"), word.clone(), String::new()),
    };
    let after = (!after.is_empty()).then(|| [" ", &after].concat());
    view! { <span>{before}" "<mark>{word}</mark>{after}</span> }.into_any()
}

fn marked(marked: &Marked) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    let piece = |range: Range<usize>| marked.text.get(range).unwrap_or_default().to_owned();
    for mark in &marked.marks {
        if mark.start < at {
            continue;
        }
        pieces.push(piece(at..mark.start).into_any());
        let word = piece(mark.clone());
        pieces.push(view! { <mark>{word}</mark> }.into_any());
        at = mark.end;
    }
    pieces.push(piece(at..marked.text.len()).into_any());
    pieces.into_any()
}
