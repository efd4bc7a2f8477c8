//! Typed routes: every place in the portal, and its spelling as a path with a query.

mod order;

pub use order::Order;

use crate::address;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use portico_contract::{
    ArticleFilter, ArticleId, CategoryId, ListFilter, RequestId, ServiceFilter, ServiceId,
};
use std::fmt;

/// A place in the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The start.
    Home,
    /// What some words mean: services, articles and own requests.
    Search {
        /// The words; empty before anything is typed.
        words: String,
        /// Only results of this kind.
        kind: Option<Kind>,
        /// Only results of this category.
        category: Option<CategoryId>,
    },
    /// The services, all or of one category.
    Services {
        /// What narrows the list.
        filter: ServiceFilter,
        /// In this order.
        order: Order,
    },
    /// One service.
    Service(ServiceId),
    /// The form of one service.
    Form {
        /// Which one.
        service: ServiceId,
        /// First answers that a link gives: the path of a field and what to put there.
        prefill: Vec<(String, String)>,
    },
    /// What was begun and not sent yet.
    Drafts,
    /// A request that was sent and has not arrived yet, by the key of its entry in the outbox.
    Waiting(String),
    /// Every kind of field to try; demonstrations only.
    Gallery {
        /// One form document of the gallery; all of them otherwise.
        id: Option<String>,
    },
    /// My requests.
    Requests {
        /// Those that are done instead of those that are open.
        closed: bool,
    },
    /// One request.
    Request(RequestId),
    /// The receipt of a request that was just sent.
    Receipt {
        /// Which one.
        id: RequestId,
        /// The backend had received it before.
        again: bool,
    },
    /// The articles, all or of one category.
    Articles {
        /// What narrows the list.
        filter: ArticleFilter,
    },
    /// One article.
    Article(ArticleId),
    /// How to reach a person.
    Contact,
    /// Who is signed in.
    Profile,
    /// Signing in, and where to go afterwards.
    SignIn {
        /// Where to go; the start otherwise. See [`Route::sign_in`].
        back: Option<Box<Route>>,
    },
    /// The privacy notice.
    Privacy,
    /// A path that names no place, spelt as any other: whatever it was, it leads nowhere but to this portal.
    Unknown(String),
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Services.
    Service,
    /// Help articles.
    Article,
    /// The reader's own requests.
    Request,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Service, Self::Article, Self::Request];

    fn name(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Article => "articles",
            Self::Request => "requests",
        }
    }
}

/// What may stand in a path segment as it is: RFC 3986 `unreserved`.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What stands before a field's path in the address of a form.
const PREFILL: &str = "prefill.";

/// A link fills at most so many fields.
const MOST_PREFILLED: usize = 50;

/// The longest place to return to, in bytes.
const LONGEST_BACK: usize = 8_192;

fn prefill(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let fields = pairs.filter_map(|(key, text)| {
        let key = decode(key);
        let field = key.strip_prefix(PREFILL)?;
        Some((field.to_owned(), decode(&text.replace('+', " "))))
    });
    fields.take(MOST_PREFILLED).collect()
}

impl Route {
    /// All that some words mean.
    #[must_use]
    pub fn search(words: impl Into<String>) -> Self {
        Self::Search {
            words: words.into(),
            kind: None,
            category: None,
        }
    }

    /// The services, all or of one category.
    #[must_use]
    pub fn services(category: Option<CategoryId>) -> Self {
        Self::Services {
            filter: ServiceFilter::of_category(category),
            order: Order::default(),
        }
    }

    /// The articles, all or of one category.
    #[must_use]
    pub fn articles(category: Option<CategoryId>) -> Self {
        Self::Articles {
            filter: ArticleFilter::of_category(category),
        }
    }

    /// The form of a service, with nothing filled in.
    #[must_use]
    pub fn form(service: ServiceId) -> Self {
        Self::Form {
            service,
            prefill: Vec::new(),
        }
    }

    /// Signing in, and afterwards this place. From a place that is none, or from signing in, it leads to the start.
    #[must_use]
    pub fn sign_in(back: Self) -> Self {
        let is_place = !matches!(back, Self::Unknown(_) | Self::SignIn { .. });
        Self::SignIn {
            back: is_place.then(|| Box::new(back)),
        }
    }

    /// Reads what somebody else names as a place of this portal: `/services/vpn`, with a query maybe, and nothing that
    /// a browser could take for another site or a step out of the portal.
    #[must_use]
    pub fn of_portal(address: &str) -> Option<Self> {
        let path = address::own_path(address)?;
        match Self::parse(&path) {
            Self::Unknown(_) => None,
            route => Some(route),
        }
    }

    /// Reads a path with an optional query, such as `/services?category=network`. What it cannot read is `Unknown`.
    #[must_use]
    pub fn parse(location: &str) -> Self {
        let location = location.split('#').next().unwrap_or_default();
        let (path, query) = location.split_once('?').unwrap_or((location, ""));
        let segments = segments(path);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let value = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .filter(|(key, _)| *key == name)
                .map(|(_, value)| decode(&value.replace('+', " ")))
                .next()
        };
        let category = || value("category").filter(|c| !c.is_empty()).map(CategoryId);
        let words = || value("q").unwrap_or_default();
        match segments.as_slice() {
            [] => Self::Home,
            ["search"] => Self::Search {
                words: words(),
                kind: value("kind")
                    .and_then(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name)),
                category: category(),
            },
            ["services"] => Self::Services {
                filter: ServiceFilter::read(value),
                order: value("sort").map_or_else(Order::default, |name| Order::parse(&name)),
            },
            ["services", id] => Self::Service((*id).into()),
            ["services", id, "request"] => Self::Form {
                service: (*id).into(),
                prefill: prefill(query),
            },
            ["drafts"] => Self::Drafts,
            ["drafts", key] => Self::Waiting((*key).to_owned()),
            ["gallery"] => Self::Gallery { id: None },
            ["gallery", id] => Self::Gallery {
                id: Some((*id).to_owned()),
            },
            ["requests"] => Self::Requests {
                closed: value("state").as_deref() == Some("closed"),
            },
            ["requests", id] => Self::Request((*id).into()),
            ["requests", id, "sent"] => Self::Receipt {
                id: (*id).into(),
                again: value("again").is_some(),
            },
            ["articles"] => Self::Articles {
                filter: ArticleFilter::read(value),
            },
            ["articles", id] => Self::Article((*id).into()),
            ["contact"] => Self::Contact,
            ["profile"] => Self::Profile,
            ["sign-in"] => {
                // A place to return to may name another one, and so on; its length ends that.
                let back = value("return").filter(|back| back.len() <= LONGEST_BACK);
                let back = back.and_then(|back| Self::of_portal(&back));
                back.map_or(Self::SignIn { back: None }, Self::sign_in)
            }
            ["privacy"] => Self::Privacy,
            segments => Self::Unknown(spelt(segments)),
        }
    }
}

/// A path that no browser reads as another site, a scheme or a step upwards.
fn spelt(segments: &[&str]) -> String {
    let steps = |segment: &&&str| !matches!(**segment, "." | "..");
    let segments = segments.iter().filter(steps);
    let path: String = segments
        .flat_map(|segment| ["/".to_owned(), encode(segment)])
        .collect();
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, path, filter: Vec<(&str, String)>, order: Order| {
            let order = (order != Order::default()).then(|| ("sort", order.name()));
            let filter = filter.iter().map(|(name, value)| (*name, value.as_str()));
            write(f, path, filter.chain(order))
        };
        match self {
            Self::Home => f.write_str("/"),
            Self::Search {
                words,
                kind,
                category,
            } => {
                let kind = kind.map(|kind| ("kind", kind.name()));
                let category = category.as_ref().map(|c| ("category", c.as_str()));
                let words = (!words.is_empty()).then_some(("q", words.as_str()));
                write(f, "/search", kind.into_iter().chain(category).chain(words))
            }
            Self::Services { filter, order } => list(f, "/services", filter.pairs(), *order),
            Self::Service(id) => write!(f, "/services/{}", encode(id.as_str())),
            Self::Form { service, prefill } => {
                write!(f, "/services/{}/request", encode(service.as_str()))?;
                for (i, (field, text)) in prefill.iter().enumerate() {
                    let mark = if i == 0 { '?' } else { '&' };
                    write!(f, "{mark}{PREFILL}{}={}", encode(field), encode(text))?;
                }
                Ok(())
            }
            Self::Drafts => f.write_str("/drafts"),
            Self::Waiting(key) => write!(f, "/drafts/{}", encode(key)),
            Self::Gallery { id: None } => f.write_str("/gallery"),
            Self::Gallery { id: Some(id) } => write!(f, "/gallery/{}", encode(id)),
            Self::Requests { closed: false } => f.write_str("/requests"),
            Self::Requests { closed: true } => f.write_str("/requests?state=closed"),
            Self::Request(id) => write!(f, "/requests/{}", encode(id.as_str())),
            Self::Receipt { id, again } => {
                let again = if *again { "?again=1" } else { "" };
                write!(f, "/requests/{}/sent{again}", encode(id.as_str()))
            }
            Self::Articles { filter } => list(f, "/articles", filter.pairs(), Order::default()),
            Self::Article(id) => write!(f, "/articles/{}", encode(id.as_str())),
            Self::Contact => f.write_str("/contact"),
            Self::Profile => f.write_str("/profile"),
            Self::SignIn { back } => {
                let back = back.as_ref().map(ToString::to_string);
                let back = back.as_deref().map(|back| ("return", back));
                write(f, "/sign-in", back.into_iter())
            }
            Self::Privacy => f.write_str("/privacy"),
            Self::Unknown(path) => {
                let segments: Vec<String> = segments(path);
                let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
                f.write_str(&spelt(&segments))
            }
        }
    }
}

fn segments(path: &str) -> Vec<String> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.map(decode).collect()
}

fn write<'a>(
    f: &mut fmt::Formatter<'_>,
    path: &str,
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> fmt::Result {
    f.write_str(path)?;
    for (i, (key, value)) in query.enumerate() {
        write!(
            f,
            "{}{key}={}",
            if i == 0 { '?' } else { '&' },
            encode(value)
        )?;
    }
    Ok(())
}

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
