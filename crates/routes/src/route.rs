//! Typed routes: every place in the portal, and its address as a path with a query.

mod order;

pub use order::Order;

use crate::address;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use portico_contract::{
    ApprovalsView, ArticleFilter, ArticleId, CategoryId, ListFilter, RequestId, ServiceFilter,
    ServiceId, WorkView,
};
use std::fmt;

/// A place in the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The home page.
    Home,
    /// Search results: services, articles and the user's own requests.
    Search {
        /// The search words; empty before anything is typed.
        words: String,
        /// Only results of this kind.
        kind: Option<ResultKind>,
        /// Only results of this category.
        category: Option<CategoryId>,
    },
    /// The services, all or of one category.
    Services {
        /// The filter of the list.
        filter: ServiceFilter,
        /// The order of the list.
        order: Order,
    },
    /// One service.
    Service(ServiceId),
    /// The form of one service.
    Form {
        /// The service.
        service: ServiceId,
        /// Prefilled answers from a link: the path of a field and its value.
        prefill: Vec<(String, String)>,
    },
    /// Drafts, and requests that have not been sent yet.
    Drafts,
    /// A request that is waiting to be sent, by the key of its outbox entry.
    Waiting(String),
    /// The form gallery; for demonstrations only.
    Gallery {
        /// One form document of the gallery; `None` for the list.
        id: Option<String>,
    },
    /// The user's requests.
    Requests {
        /// Closed requests instead of open ones.
        closed: bool,
    },
    /// The requests that the user is asked to approve.
    Approvals {
        /// The part of the list.
        view: ApprovalsView,
    },
    /// The requests of the user's teams.
    Work {
        /// The part of the list.
        view: WorkView,
    },
    /// One request.
    Request(RequestId),
    /// The receipt of a request that was just sent.
    Receipt {
        /// The request.
        id: RequestId,
        /// Whether the backend had already received it before.
        again: bool,
    },
    /// The articles, all or of one category.
    Articles {
        /// The filter of the list.
        filter: ArticleFilter,
    },
    /// One article.
    Article(ArticleId),
    /// The contact details.
    Contact,
    /// The current user's profile.
    Profile,
    /// Signing in, and the route to return to.
    SignIn {
        /// The route to return to; otherwise the home page. See [`Route::sign_in`].
        back: Option<Box<Route>>,
    },
    /// The privacy notice.
    Privacy,
    /// A path without a place; its link leads to this portal in any case.
    Unknown(String),
}

/// The kinds of search results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultKind {
    /// Services.
    Service,
    /// Help articles.
    Article,
    /// The user's own requests.
    Request,
}

impl ResultKind {
    const ALL: [Self; 3] = [Self::Service, Self::Article, Self::Request];

    fn name(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Article => "articles",
            Self::Request => "requests",
        }
    }
}

/// The characters that a path segment may contain unencoded: RFC 3986 `unreserved`.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The prefix of a field's path in the address of a form.
const PREFILL: &str = "prefill.";

/// The maximum number of fields that a link can prefill.
const MAX_PREFILLED: usize = 50;

/// The maximum length of a route to return to, in bytes.
const LONGEST_BACK: usize = 8_192;

fn prefill(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let fields = pairs.filter_map(|(key, text)| {
        let key = decode(key);
        let field = key.strip_prefix(PREFILL)?;
        Some((field.to_owned(), decode(&text.replace('+', " "))))
    });
    fields.take(MAX_PREFILLED).collect()
}

impl Route {
    /// All search results for some words.
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

    /// The form of a service, without prefilled answers.
    #[must_use]
    pub fn form(service: ServiceId) -> Self {
        Self::Form {
            service,
            prefill: Vec::new(),
        }
    }

    /// Signing in, and returning to this route. From an unknown route or the sign-in page, it returns to the home page.
    #[must_use]
    pub fn sign_in(back: Self) -> Self {
        let is_place = !matches!(back, Self::Unknown(_) | Self::SignIn { .. });
        Self::SignIn {
            back: is_place.then(|| Box::new(back)),
        }
    }

    /// Parses an untrusted route of this portal: `/services/vpn`, optionally with a query, and nothing that a browser
    /// could interpret as another site or a parent folder.
    #[must_use]
    pub fn of_portal(address: &str) -> Option<Self> {
        let path = address::own_path(address)?;
        match Self::parse(&path) {
            Self::Unknown(_) => None,
            route => Some(route),
        }
    }

    /// Parses a path with an optional query, such as `/services?category=network`. Other paths are `Unknown`.
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
                    .and_then(|name| ResultKind::ALL.into_iter().find(|kind| kind.name() == name)),
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
            ["approvals"] => Self::Approvals {
                view: match value("view").as_deref() {
                    Some("decided") => ApprovalsView::Decided,
                    _ => ApprovalsView::Pending,
                },
            },
            ["work"] => {
                let name = value("view").unwrap_or_default();
                let named = WorkView::ALL.into_iter().find(|view| view.name() == name);
                Self::Work {
                    view: named.unwrap_or_default(),
                }
            }
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
                // A route to return to may contain another one, and so on; the maximum length ends that.
                let back = value("return").filter(|back| back.len() <= LONGEST_BACK);
                let back = back.and_then(|back| Self::of_portal(&back));
                back.map_or(Self::SignIn { back: None }, Self::sign_in)
            }
            ["privacy"] => Self::Privacy,
            segments => Self::Unknown(spelt(segments)),
        }
    }
}

/// A path that no browser interprets as another site, a scheme or a parent folder.
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
            Self::Approvals { view } => {
                let view = (*view != ApprovalsView::default()).then(|| ("view", view.name()));
                write(f, "/approvals", view.into_iter())
            }
            Self::Work { view } => {
                let view = (*view != WorkView::default()).then(|| ("view", view.name()));
                write(f, "/work", view.into_iter())
            }
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

/// Percent-encodes a text, so that it may stand in a path segment or a query.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Decodes percent-encoded text; bytes that are not UTF-8 become replacement characters.
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
