//! Every place has one address, and every address leads to a place.

mod addresses;
mod screens;

use portico::route::{Order, ResultKind, Route};
use portico_contract::{
    ArticleFilter, ArticleId, CategoryId, ListFilter, RequestId, ServiceFilter, ServiceId,
};

fn service(id: &str) -> ServiceId {
    ServiceId::from(id)
}

fn services(filter: ServiceFilter, order: Order) -> Route {
    Route::Services { filter, order }
}

#[test]
fn a_place_is_read_from_its_own_spelling() {
    let check = |route: Route, spelling: &str| {
        assert_eq!(route.to_string(), spelling);
        assert_eq!(Route::parse(spelling), route, "{spelling}");
    };
    let category = || Some(CategoryId("network".to_owned()));
    let words = |words: &str| words.to_owned();
    check(Route::Home, "/");
    check(Route::search(""), "/search");
    check(Route::search("new laptop"), "/search?q=new%20laptop");
    check(
        Route::search("a&b=c+d?e#f/g%h"),
        "/search?q=a%26b%3Dc%2Bd%3Fe%23f%2Fg%25h",
    );
    check(
        Route::search("Überstunden 打印"),
        "/search?q=%C3%9Cberstunden%20%E6%89%93%E5%8D%B0",
    );
    check(
        Route::Search {
            words: words("vpn"),
            kind: Some(ResultKind::Article),
            category: category(),
        },
        "/search?kind=articles&category=network&q=vpn",
    );
    check(
        services(ServiceFilter::of_category(None), Order::Category),
        "/services",
    );
    check(
        services(ServiceFilter::of_category(category()), Order::Category),
        "/services?category=network",
    );
    check(
        services(
            ServiceFilter::of_category(None).with_words("vpn"),
            Order::Category,
        ),
        "/services?q=vpn",
    );
    check(
        services(
            ServiceFilter::of_category(category()).with_words("vpn"),
            Order::Category,
        ),
        "/services?category=network&q=vpn",
    );
    check(Route::Waiting("k 1/2".to_owned()), "/drafts/k%201%2F2");
    check(
        services(
            ServiceFilter::of_category(None).with_words("vpn"),
            Order::Name,
        ),
        "/services?q=vpn&sort=name",
    );
    check(
        Route::Service(service("vpn-access")),
        "/services/vpn-access",
    );
    check(
        Route::Service(service("a/b c%d")),
        "/services/a%2Fb%20c%25d",
    );
    check(
        Route::Service(service("\"><script>")),
        "/services/%22%3E%3Cscript%3E",
    );
    check(
        Route::form(service("vpn-access")),
        "/services/vpn-access/request",
    );
    check(Route::form(service("request")), "/services/request/request");
    check(Route::Requests { closed: false }, "/requests");
    check(Route::Requests { closed: true }, "/requests?state=closed");
    check(Route::Request(RequestId::from("r-1")), "/requests/r-1");
    for (again, spelling) in [
        (false, "/requests/r-1/sent"),
        (true, "/requests/r-1/sent?again=1"),
    ] {
        let id = RequestId::from("r-1");
        check(Route::Receipt { id, again }, spelling);
    }
    check(
        Route::Form {
            service: service("vpn-access"),
            prefill: vec![("people.name".to_owned(), "Ada & Co".to_owned())],
        },
        "/services/vpn-access/request?prefill.people.name=Ada%20%26%20Co",
    );
    check(Route::Drafts, "/drafts");
    check(Route::Gallery { id: None }, "/gallery");
    check(
        Route::Gallery {
            id: Some("text fields".to_owned()),
        },
        "/gallery/text%20fields",
    );
    check(
        Route::Articles {
            filter: ArticleFilter::of_category(None),
        },
        "/articles",
    );
    check(
        Route::Articles {
            filter: ArticleFilter::of_category(category()).with_words("wi-fi"),
        },
        "/articles?category=network&q=wi-fi",
    );
    check(
        Route::Article(ArticleId::from("wifi-office")),
        "/articles/wifi-office",
    );
    check(Route::Contact, "/contact");
    check(Route::Profile, "/profile");
    check(Route::SignIn { back: None }, "/sign-in");
    check(
        Route::sign_in(services(
            ServiceFilter::of_category(None).with_words("a b&c"),
            Order::Category,
        )),
        "/sign-in?return=%2Fservices%3Fq%3Da%2520b%2526c",
    );
    let long = Route::Form {
        service: service("vpn"),
        prefill: vec![("why".to_owned(), "x".repeat(9_000))],
    };
    let spelling = Route::sign_in(long).to_string();
    assert_eq!(Route::parse(&spelling), Route::SignIn { back: None });
    check(Route::Privacy, "/privacy");
    check(Route::Unknown(words("/no/such/page")), "/no/such/page");
}

#[test]
fn odd_spellings_are_understood_or_unknown() {
    let check =
        |spelling: &str, route: Route| assert_eq!(Route::parse(spelling), route, "{spelling:?}");
    let unknown = |path: &str| Route::Unknown(path.to_owned());
    let all = || services(ServiceFilter::of_category(None), Order::Category);
    check("", Route::Home);
    check("?", Route::Home);
    check("#anything", Route::Home);
    check("//", Route::Home);
    check("/?unknown=1", Route::Home);
    check("services", all());
    check("/services/", all());
    check("//services//", all());
    check("/services#part", all());
    check("/services?", all());
    check("/services?category=&q=", all());
    check("/services?unknown=1&category", all());
    check(
        "/services?q=a+b",
        services(
            ServiceFilter::of_category(None).with_words("a b"),
            Order::Category,
        ),
    );
    check(
        "/services?q=first&q=second",
        services(
            ServiceFilter::of_category(None).with_words("first"),
            Order::Category,
        ),
    );
    check(
        "/services?q=50%",
        services(
            ServiceFilter::of_category(None).with_words("50%"),
            Order::Category,
        ),
    );
    check(
        "/services?q=%ff",
        services(
            ServiceFilter::of_category(None).with_words("\u{fffd}"),
            Order::Category,
        ),
    );
    check("/requests?state=open", Route::Requests { closed: false });
    check("/requests?state=CLOSED", Route::Requests { closed: false });
    check("/%73ervices/vpn", Route::Service(service("vpn")));
    check("/services/vpn/request/", Route::form(service("vpn")));
    check("/services/vpn/other", unknown("/services/vpn/other"));
    check(
        "/services/vpn/request/more",
        unknown("/services/vpn/request/more"),
    );
    check("/Services", unknown("/Services"));
    check("/contact/more", unknown("/contact/more"));
    check("/no?q=1#x", unknown("/no"));
    check("javascript:alert(1)", unknown("/javascript%3Aalert%281%29"));
    check(&"/a".repeat(10_000), unknown(&"/a".repeat(10_000)));
}

#[test]
fn reading_what_was_spelt_changes_nothing() {
    let pieces = [
        "", "/", "services", "requests", "request", "?", "q=", "&", "%", "%2F", "+", "#", " ", "ä",
        "sent", "sign-in",
    ];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for d in pieces {
                    let once = Route::parse(&format!("/{a}{b}{c}{d}"));
                    let again = Route::parse(&once.to_string());
                    assert_eq!(once, again, "/{a}{b}{c}{d}");
                }
            }
        }
    }
}

/// Addresses that a browser could interpret as something other than a place of this portal.
const HOSTILE: [&str; 48] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript://brightwater.example/%0aalert(1)",
    "vbscript:msgbox",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://evil.example/1",
    "file:///etc/passwd",
    "about:blank",
    "view-source:https://evil.example",
    "https://evil.example",
    "http://evil.example",
    "HTTPS://evil.example/services",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/services",
    "//services",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u{0}//evil.example",
    "/\u{0}/evil.example",
    "/services\\..\\..\\evil",
    "/services/../../evil",
    "/services/%2e%2e/%2E%2e/evil",
    "/services/.%2e/evil",
    "/..//evil.example",
    "/.//evil.example",
    "/%2F/evil.example",
    "//user:pass@evil.example",
    "evil.example",
    "services",
    "?q=1",
    "#/services",
    "",
];

#[test]
fn only_places_of_this_portal_are_returned_to() {
    for text in HOSTILE {
        assert_eq!(Route::of_portal(text), None, "{text:?}");
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let there = Route::parse(&format!("/sign-in?return={encoded}"));
        assert_eq!(there, Route::SignIn { back: None }, "{text:?}");
    }
    for (text, spelling) in [
        ("/", "/"),
        ("/services", "/services"),
        ("/services/headset/request", "/services/headset/request"),
        (
            "/services?q=//evil.example",
            "/services?q=%2F%2Fevil.example",
        ),
        ("/articles/..%2Fvpn", "/articles/..%2Fvpn"),
        (" /drafts\n", "/drafts"),
        ("/requests/r-1#top", "/requests/r-1"),
    ] {
        let place = Route::of_portal(text).map(|route| route.to_string());
        assert_eq!(place.as_deref(), Some(spelling), "{text:?}");
    }
    for text in ["/no/such/page", "/admin", "/sign-in/x"] {
        assert_eq!(Route::of_portal(text), None, "{text:?}");
    }
    let nested = "/sign-in?return=%2Fsign-in%3Freturn%3D%252Fdrafts";
    assert_eq!(Route::parse(nested), Route::SignIn { back: None });
}

#[test]
fn no_route_is_spelt_as_another_site() {
    let ids = [
        "..",
        ".",
        "/evil.example",
        "\\evil.example",
        "\t/evil",
        "javascript:x",
        "",
    ];
    let routes = HOSTILE.into_iter().chain(ids).flat_map(|text| {
        [
            Route::parse(text),
            Route::Unknown(text.to_owned()),
            Route::Service(service(text)),
            Route::form(service(text)),
            Route::Request(RequestId::from(text)),
            Route::Article(ArticleId::from(text)),
            Route::sign_in(Route::Article(ArticleId::from(text))),
            Route::sign_in(Route::Unknown(text.to_owned())),
            Route::search(text),
            Route::Gallery {
                id: Some(text.to_owned()),
            },
        ]
    });
    for route in routes {
        let spelling = route.to_string();
        let odd = |c: char| c == '\\' || c == ':' || c.is_control() || c.is_whitespace();
        let is_path = spelling.starts_with('/') && !spelling.starts_with("//");
        assert!(
            is_path && !spelling.contains(odd),
            "{route:?}: {spelling:?}"
        );
    }
}
