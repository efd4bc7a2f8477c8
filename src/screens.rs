//! The table of screens: for every route, sample addresses, the name of the screen there, and the search terms of the
//! screen, if it can be found.
//!
//! Journeys open each sample, reload it, check it with axe, and detect layout shifts. A route without a row does not
//! compile.

use crate::i18n::{I18n, t};
use crate::route::Route;
use portico_contract::{Portal, Waiting};

/// An address, and the screen that it shows to a signed-in user of the demo organisation.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The address. `{request}` is replaced by the ID of the user's request for a headset, `{number}` by its number.
    pub path: &'static str,
    /// The heading of the screen.
    pub heading: &'static str,
    /// The title of the page, without the portal's name.
    pub title: &'static str,
    /// Whether the address refers to a missing object.
    pub is_missing: bool,
}

/// A screen as a search result.
pub(crate) struct Findable {
    /// Its path, without the leading slash.
    pub path: &'static str,
    pub title: fn(I18n) -> String,
    /// Its search terms.
    pub words: fn(I18n) -> String,
    /// Whether the portal has the screen for this user.
    pub is_there: fn(&Portal) -> bool,
}

const fn sample(path: &'static str, heading: &'static str, title: &'static str) -> Sample {
    Sample {
        path,
        heading,
        title,
        is_missing: false,
    }
}

const fn missing(path: &'static str, heading: &'static str) -> Sample {
    Sample {
        path,
        heading,
        title: heading,
        is_missing: true,
    }
}

macro_rules! screens {
    ($($route:pat => { samples: [$($sample:expr),+ $(,)?] $(, found: $found:expr)? $(,)? })+) => {
        /// The samples of a route's screen.
        #[must_use]
        pub fn samples(route: &Route) -> &'static [Sample] {
            match route {
                $($route => const { &[$($sample),+] },)+
            }
        }

        /// The samples of all screens.
        pub const SAMPLES: &[&[Sample]] = &[$(&[$($sample),+]),+];

        /// The screens that can be found by searching.
        pub(crate) const FINDABLE: &[Findable] = &[$($($found,)?)+];
    };
}

screens! {
    Route::Home => {
        samples: [sample("/", "Hello Mara, how can we help?", "How can we help?")],
    }
    Route::Requests { .. } => {
        samples: [
            sample("/requests", "My requests", "My requests"),
            sample("/requests?state=closed", "My requests", "Closed – My requests"),
        ],
        found: Findable {
            path: "requests",
            title: |i18n| t!(i18n, "nav-requests"),
            words: |i18n| t!(i18n, "search-words-requests"),
            is_there: has_requests,
        },
    }
    Route::Approvals { .. } => {
        samples: [
            sample("/approvals", "Approvals", "Approvals"),
            sample("/approvals?view=decided", "Approvals", "Decided – Approvals"),
        ],
        found: Findable {
            path: "approvals",
            title: |i18n| t!(i18n, "nav-approvals"),
            words: |i18n| t!(i18n, "search-words-approvals"),
            is_there: |portal| waiting(portal).approvals.is_some(),
        },
    }
    Route::Work { .. } => {
        samples: [
            sample("/work", "Work", "Work"),
            sample("/work?view=mine", "Work", "Mine – Work"),
        ],
        found: Findable {
            path: "work",
            title: |i18n| t!(i18n, "nav-work"),
            words: |i18n| t!(i18n, "search-words-work"),
            is_there: |portal| waiting(portal).work.is_some(),
        },
    }
    Route::Drafts => {
        samples: [sample("/drafts", "My drafts", "My drafts")],
        found: Findable {
            path: "drafts",
            title: |i18n| t!(i18n, "drafts-title"),
            words: |i18n| t!(i18n, "search-words-drafts"),
            is_there: has_requests,
        },
    }
    Route::Services { .. } => {
        samples: [
            sample("/services", "Services", "Services"),
            sample("/services?category=hardware", "Devices", "Devices"),
            sample("/services?category=hardware&q=screen", "Devices", "Devices"),
            sample("/services?q=zzzzqqqq", "Services", "Services"),
        ],
        found: Findable {
            path: "services",
            title: |i18n| t!(i18n, "home-all-services"),
            words: |i18n| t!(i18n, "search-words-services"),
            is_there: |_| true,
        },
    }
    Route::Contact => {
        samples: [sample("/contact", "Contact", "Contact")],
        found: Findable {
            path: "contact",
            title: |i18n| t!(i18n, "nav-contact"),
            words: |i18n| t!(i18n, "search-words-contact"),
            is_there: |portal| portal.contact.is_some(),
        },
    }
    Route::Profile => {
        samples: [sample("/profile", "Your profile", "Your profile")],
        found: Findable {
            path: "profile",
            title: |i18n| t!(i18n, "profile-title"),
            words: |i18n| t!(i18n, "search-words-profile"),
            is_there: is_signed_in,
        },
    }
    Route::Search { .. } => {
        samples: [
            sample("/search", "Search", "Search"),
            sample("/search?q=vpn", "Search", "vpn – Search"),
            sample("/search?q=zzzzqqqq", "Search", "zzzzqqqq – Search"),
        ],
    }
    Route::Service(_) => {
        samples: [
            sample("/services/headset", "Headset", "Headset"),
            sample("/services/standard-laptop", "Standard laptop", "Standard laptop"),
            sample("/services/privileged-account", "Privileged account", "Privileged account"),
            missing("/services/no-such-thing", "Service not found"),
            missing("/services/a%2Fb%22%3Cscript%3E", "Service not found"),
        ],
    }
    Route::Form { .. } => {
        samples: [
            sample("/services/headset/request", "Request: Headset", "Request: Headset"),
            sample("/services/standard-laptop/request", "Request: Standard laptop", "Request: Standard laptop"),
            sample("/services/privileged-account/request", "Request: Privileged account", "Request: Privileged account"),
            missing("/services/no-such-thing/request", "Service not found"),
        ],
    }
    Route::Waiting(_) => {
        samples: [sample("/drafts/no-such-thing", "Nothing waiting here", "Nothing waiting here")],
    }
    Route::Gallery { .. } => {
        samples: [
            sample("/gallery", "Form gallery", "Form gallery"),
            sample("/gallery/lists", "Form gallery", "lists – Form gallery"),
        ],
    }
    Route::Request(_) => {
        samples: [
            sample("/requests/{request}", "Headset", "{number} – Headset"),
            missing("/requests/no-such-thing", "Request not found"),
        ],
    }
    Route::Receipt { .. } => {
        samples: [sample("/requests/{request}/sent", "Request sent", "{number} – Request sent")],
    }
    Route::Articles { .. } => {
        samples: [
            sample("/articles", "Help articles", "Help articles"),
            sample("/articles?category=network&q=wi-fi", "Network", "Network"),
            sample("/articles?q=printer", "Help articles", "Help articles"),
        ],
    }
    Route::Article(_) => {
        samples: [
            sample("/articles/wifi-office", "Connect to the office Wi-Fi", "Connect to the office Wi-Fi"),
            sample("/articles/new-starter-first-day", "Your first day", "Your first day"),
            missing("/articles/no-such-thing", "Article not found"),
        ],
    }
    Route::SignIn { .. } => {
        samples: [sample("/sign-in?return=%2Frequests", "Sign in", "Sign in")],
    }
    Route::Privacy => {
        samples: [sample("/privacy", "Privacy", "Privacy")],
    }
    Route::Unknown(_) => {
        samples: [missing("/no/such/page", "Page not found")],
    }
}

fn is_signed_in(portal: &Portal) -> bool {
    portal.sign_in.user.is_some()
}

/// What waits for the user; nothing where the backend has no such list.
pub(crate) fn waiting(portal: &Portal) -> Waiting {
    let waiting = portal.sign_in.user.as_ref().map(|me| me.waiting);
    let waiting = waiting.unwrap_or_default();
    let capabilities = &portal.capabilities;
    Waiting {
        approvals: waiting
            .approvals
            .filter(|_| capabilities.approvals.is_some()),
        work: waiting.work.filter(|_| capabilities.work.is_some()),
    }
}

fn has_requests(portal: &Portal) -> bool {
    is_signed_in(portal) && portal.capabilities.requests.is_some()
}
