//! A client that sends too many requests is told when to come back, and no other client notices.

use crate::program::serve;
use crate::server::{Answer, Ask, Server, demo, vpn};
use axum::body::Body;
use axum::http::Method;
use ipnet::IpNet;
use portico_server::{Options, RateLimits, RateOverride, TokenBuckets};
use serde_json::json;
use std::time::{Duration, Instant};

const HERE: &str = "192.0.2.1:1";
const THERE: &str = "192.0.2.2:1";

fn limited(changes: &[&str]) -> Options {
    let changes: Vec<RateOverride> = changes.iter().map(|one| one.parse().unwrap()).collect();
    Options {
        rates: RateLimits::default().changed(&changes),
        ..demo()
    }
}

/// Asserts that a response tells the client to slow down.
#[track_caller]
fn is_refused(answer: &Answer) {
    answer.is_problem(429, "");
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

fn comment() -> Ask {
    Ask::post("/requests/none/comments", &json!({"text": "Hello"})).key("k")
}

fn wish() -> Ask {
    Ask::post(
        "/improvements",
        &json!({"kind": "search", "words": "a window seat"}),
    )
}

fn persona() -> Ask {
    Ask::post("/session", &json!({"persona": "p-anna"}))
}

/// The name of a class, and requests that belong to it.
type OfClass = (&'static str, Vec<fn() -> Ask>);

#[tokio::test]
async fn every_class_has_a_limit_of_its_own() {
    let raw = |method, path: &str| Ask::raw(method, &format!("/api/v1{path}"), Body::empty());
    let asks: [OfClass; 5] = [
        (
            "writes",
            vec![
                comment,
                || Ask::post("/requests", &vpn()).key("one"),
                || Ask::raw(Method::DELETE, "/api/v1/drafts/printer", Body::empty()),
                || Ask::raw(Method::POST, "/api/v1/uploads", Body::empty()),
            ],
        ),
        ("sign-in", vec![persona]),
        (
            "lookups",
            vec![|| Ask::get("/lookups/people?q=a"), || {
                Ask::get("/lookups/rooms")
            }],
        ),
        (
            "search",
            vec![
                || Ask::get("/services?q=vpn"),
                || Ask::get("/services?%71=vpn"),
                || Ask::get("/articles?limit=1&q=vpn"),
                || Ask::get("/requests?q=vpn"),
            ],
        ),
        ("improvements", vec![wish]),
    ];
    for (class, of_class) in &asks {
        let change = format!("{class}=6");
        let server = Server::with(limited(&[&change])).await;
        let anna = server.sign_in("p-anna").await;
        let kim = server.sign_in("p-kim").await;
        let from = |ask: Ask, cookie: &str, peer: &str| {
            // Signing in with a session ends that session.
            let signs_in = ask.0.uri().path().ends_with("/session");
            let cookie = if signs_in { "" } else { cookie };
            ask.own().cookie(cookie).from(peer)
        };
        for n in 0..6 {
            let ask = of_class[n % of_class.len()]();
            let answer = server.send(from(ask, &anna, HERE)).await;
            assert_ne!(answer.status, 429, "{class} {n}: {}", answer.text());
        }
        for ask in of_class {
            is_refused(&server.send(from(ask(), &anna, HERE)).await);
        }
        // Sign-ins are counted by address, everything else by user.
        let (cookie, peer) = match *class {
            "sign-in" => (&anna, THERE),
            _ => (&kim, HERE),
        };
        let other = server.send(from(of_class[0](), cookie, peer)).await;
        assert_ne!(other.status, 429, "{class}: {}", other.text());
        let elsewhere = match *class {
            "sign-in" => from(of_class[0](), &kim, HERE),
            _ => from(of_class[0](), &anna, THERE),
        };
        is_refused(&server.send(elsewhere).await);
        for (another, of_another) in asks.iter().filter(|(another, _)| another != class) {
            let answer = server.send(from(of_another[0](), &anna, HERE)).await;
            assert_ne!(answer.status, 429, "{another} beside {class}");
        }
        for path in ["/portal", "/services", "/requests", "/services?q="] {
            let answer = server.send(from(raw(Method::GET, path), &anna, HERE)).await;
            assert_eq!(answer.status, 200, "{path} beside {class}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_was_not_done_and_may_be_sent_again() {
    let server = Server::with(limited(&["writes=120"])).await;
    let anna = server.sign_in("p-anna").await;
    let send = async |ask: Ask| server.send(ask.own().cookie(&anna)).await;
    let mut last = send(comment()).await;
    while last.status != 429 {
        last = send(comment()).await;
    }
    is_refused(&last);
    let count = async || send(Ask::get("/requests")).await.items("id").len();
    assert_eq!(count().await, 0);
    let mut sent = send(Ask::post("/requests", &vpn()).key("once")).await;
    while sent.status == 429 {
        assert_eq!(count().await, 0);
        sent = send(Ask::post("/requests", &vpn()).key("once")).await;
    }
    assert_eq!(sent.status, 201, "{}", sent.text());
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn strangers_count_by_address_and_proxies_tell_it() {
    let network: IpNet = "10.0.0.0/8".parse().unwrap();
    let server = Server::with(Options {
        proxies: vec![network].into(),
        ..limited(&["search=1"])
    })
    .await;
    let search = async |peer: &str, forwarded: &[&str]| {
        let mut ask = Ask::get("/services?q=vpn").from(peer);
        for value in forwarded {
            ask = ask.header("x-forwarded-for", value);
        }
        server.send(ask).await.status.as_u16()
    };
    for (peer, forwarded, status) in [
        ("192.0.2.1:1", vec![], 200),
        ("192.0.2.1:2", vec![], 429),
        // Not a proxy: its statements about clients are ignored.
        ("192.0.2.1:3", vec!["198.51.100.1"], 429),
        ("192.0.2.2:1", vec![], 200),
        ("[::ffff:192.0.2.2]:1", vec![], 429),
        // The network of one customer.
        ("[2001:db8:0:1::1]:1", vec![], 200),
        ("[2001:db8:0:1:ffff::2]:1", vec![], 429),
        ("[2001:db8:0:2::1]:1", vec![], 200),
        ("10.0.0.1:1", vec!["198.51.100.1"], 200),
        ("10.0.0.2:1", vec!["198.51.100.1"], 429),
        // Forged values of the client precede the value that the proxy added.
        ("10.0.0.1:1", vec!["203.0.113.9, 198.51.100.1"], 429),
        ("10.0.0.1:1", vec!["203.0.113.9", "198.51.100.1"], 429),
        ("10.0.0.1:1", vec!["198.51.100.1, 10.0.0.7"], 429),
        ("10.0.0.1:1", vec!["198.51.100.1:4711"], 429),
        ("10.0.0.1:1", vec!["198.51.100.2"], 200),
        ("10.0.0.1:1", vec!["[2001:db8:0:3::1]:443"], 200),
        ("10.0.0.1:1", vec!["2001:db8:0:3::2"], 429),
        // All clients of a proxy that adds no header share one limit.
        ("10.0.0.1:1", vec![], 200),
        ("10.0.0.1:1", vec![], 200),
        ("10.0.0.1:1", vec!["nonsense"], 200),
        ("10.0.0.1:1", vec!["10.0.0.9"], 200),
    ] {
        assert_eq!(
            search(peer, &forwarded).await,
            status,
            "{peer} {forwarded:?}"
        );
    }
}

#[test]
fn limits_are_read_from_the_command_line() {
    let usual = RateLimits::usual();
    let change = |text: &str| text.parse::<RateOverride>();
    let changed = |texts: &[&str]| {
        let changes: Vec<_> = texts.iter().map(|text| change(text).unwrap()).collect();
        RateLimits::usual().changed(&changes)
    };
    assert_eq!(changed(&[]), usual);
    assert_eq!(changed(&["off"]), RateLimits::default());
    assert_eq!(changed(&["writes=1200"]), usual);
    assert_ne!(changed(&["writes=1201"]), usual);
    assert_eq!(changed(&["writes=off", "writes=1200"]), usual);
    assert_eq!(changed(&["search=7", "off"]), RateLimits::default());
    for wrong in [
        "",
        "writes",
        "writes=",
        "writes=0",
        "writes=-1",
        "nothing=1",
        "on",
        "writes=1.5",
    ] {
        assert!(change(wrong).is_err(), "{wrong}");
        let output = serve("x", &["--rate-limit", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

/// More keys than there are separate buckets.
const FLOOD: u32 = 60_000;

#[tokio::test(start_paused = true)]
async fn a_flood_of_keys_leaves_room_for_others_within_a_minute() {
    let buckets = TokenBuckets::new(2);
    for key in 0..FLOOD {
        let _ = buckets.take(key);
    }
    // A client with a bucket keeps it; the others share one.
    assert_eq!(buckets.take(1), Ok(()));
    assert!(buckets.take(1).is_err());
    assert!(buckets.take(FLOOD).is_err());
    tokio::time::advance(Duration::from_secs(61)).await;
    for key in FLOOD..FLOOD + 25_000 {
        let (first, second) = (buckets.take(key), buckets.take(key));
        assert_eq!((first, second), (Ok(()), Ok(())), "{key}");
    }
}

#[test]
fn one_more_key_costs_the_same_however_many_there_are() {
    const TAKES: u32 = 200;
    let best_of_five = |buckets: &TokenBuckets<u32>, first: u32| {
        let times = (0..5).map(|round| {
            let began = Instant::now();
            for key in 0..TAKES {
                let _ = buckets.take(first + round * TAKES + key);
            }
            began.elapsed()
        });
        times.min().unwrap()
    };
    let buckets = TokenBuckets::new(2);
    let few = best_of_five(&buckets, 0);
    for key in 0..FLOOD {
        let _ = buckets.take(key);
    }
    let many = best_of_five(&buckets, FLOOD);
    // Inspecting all of them would take a thousand times as long.
    assert!(many < few * 50, "{few:?}, then {many:?}");
}
