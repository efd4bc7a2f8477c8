//! Every place has one spelling, and every spelling names a place.

use portico::route::{Kind, Route};
use portico_contract::{ArticleId, CategoryId, RequestId, ServiceId};

fn service(id: &str) -> ServiceId {
    ServiceId::from(id)
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
            kind: Some(Kind::Article),
            category: category(),
        },
        "/search?kind=articles&category=network&q=vpn",
    );
    check(
        Route::Services {
            category: None,
            words: words(""),
        },
        "/services",
    );
    check(
        Route::Services {
            category: category(),
            words: words(""),
        },
        "/services?category=network",
    );
    check(
        Route::Services {
            category: None,
            words: words("vpn"),
        },
        "/services?q=vpn",
    );
    check(
        Route::Services {
            category: category(),
            words: words("vpn"),
        },
        "/services?category=network&q=vpn",
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
            category: None,
            words: words(""),
        },
        "/articles",
    );
    check(
        Route::Articles {
            category: category(),
            words: words("wi-fi"),
        },
        "/articles?category=network&q=wi-fi",
    );
    check(
        Route::Article(ArticleId::from("wifi-office")),
        "/articles/wifi-office",
    );
    check(Route::Contact, "/contact");
    check(Route::Profile, "/profile");
    check(Route::SignIn { back: words("") }, "/sign-in");
    check(
        Route::SignIn {
            back: words("/services?q=a b&c"),
        },
        "/sign-in?return=%2Fservices%3Fq%3Da%20b%26c",
    );
    check(Route::Privacy, "/privacy");
    check(Route::Unknown(words("/no/such/page")), "/no/such/page");
}

#[test]
fn odd_spellings_are_understood_or_unknown() {
    let check =
        |spelling: &str, route: Route| assert_eq!(Route::parse(spelling), route, "{spelling:?}");
    let unknown = |path: &str| Route::Unknown(path.to_owned());
    let all = || Route::Services {
        category: None,
        words: String::new(),
    };
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
        Route::Services {
            category: None,
            words: "a b".to_owned(),
        },
    );
    check(
        "/services?q=first&q=second",
        Route::Services {
            category: None,
            words: "first".to_owned(),
        },
    );
    check(
        "/services?q=50%",
        Route::Services {
            category: None,
            words: "50%".to_owned(),
        },
    );
    check(
        "/services?q=%ff",
        Route::Services {
            category: None,
            words: "\u{fffd}".to_owned(),
        },
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
    check("javascript:alert(1)", unknown("javascript:alert(1)"));
    check(
        &format!("/{}", "a/".repeat(10_000)),
        unknown(&format!("/{}", "a/".repeat(10_000))),
    );
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
